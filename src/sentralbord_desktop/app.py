"""The composition root of the window: paths, log, frame on the screen, then key, register, pages."""

import argparse
import gc
import logging
import logging.handlers
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QLockFile,
    QObject,
    QProcess,
    QSettings,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from sentralbord_desktop import __version__
from sentralbord_desktop.domain.links import LinkError, is_link, number_in
from sentralbord_desktop.domain.policies import NOTHING_DECIDED, Policies
from sentralbord_desktop.gui._generated import sentralbord_rc as sentralbord_rc  # registers :/
from sentralbord_desktop.gui.doorbell import Doorbell, arrive, lock_of
from sentralbord_desktop.gui.garbage import MainThreadCollector
from sentralbord_desktop.gui.locking import Locking
from sentralbord_desktop.gui.main_window import MainWindow
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.theme import Theme, windows_text_scale
from sentralbord_desktop.machine import read_policies, register_folder
from sentralbord_desktop.usage import speak_norwegian

if TYPE_CHECKING:
    from sentralbord_desktop.gui.desk import Desk
    from sentralbord_desktop.gui.settings.locked import TroublePage
    from sentralbord_desktop.gui.settings.sign_in import SignInPage, WindowsPage
    from sentralbord_desktop.services.office import Office

log = logging.getLogger("sentralbord")
STARTED = time.perf_counter()
WITHOUT_LOG, WHAT_IS_LOST = "Åpne uten loggen", "Registeret åpnes slik det står i filen"
LOCKED, LEFT_LOCKED = "--locked", "laas/register"
"""The option, and the register of this PC that was left locked; nothing about members."""
TURN = 0.001
"""Seconds that a worker may keep the interpreter when the window asks for it; Python's own is 5 ms."""


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    speak_norwegian()
    parser = argparse.ArgumentParser(prog="sentralbord", description="Sentralbordet for forbundet.")
    parser.add_argument("--data", type=Path, help="mappen registeret ligger i")
    parser.add_argument(
        "--practice", action="store_true", help="øvingsregister med oppdiktede folk"
    )
    parser.add_argument("--look", choices=["windows", "lyst", "morkt"], help="farger")
    parser.add_argument("--text-scale", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--selftest", action="store_true", help="prøv alt på et kast-bort-register")
    parser.add_argument(LOCKED, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--tell-when-ready", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("link", nargs="?", default="", help="lenke fra telefonen")
    words = sys.argv[1:] if words is None else words
    if any(is_link(word) for word in words[:-1]):
        parser.error("etter en lenke kan det ikke stå noe")  # a link could bring options along
    options = parser.parse_args(words)
    if options.link and not is_link(options.link):
        parser.error(f"«{options.link}» er ikke en lenke til Sentralbord")
    return options


def begin_log(folder: Path) -> None:
    """One rotating file, no member data: types, codes and places only."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "sentralbord.log", maxBytes=500_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("sentralbord").addHandler(handler)
    logging.getLogger("sentralbord_desktop").addHandler(handler)


class Application(QObject):
    """Shows the frame, opens the register on a worker, then puts the pages in."""

    def __init__(
        self, qt: QApplication, options: argparse.Namespace, policies: Policies = NOTHING_DECIDED,
        lock: QLockFile | None = None,
    ) -> None:  # fmt: skip
        super().__init__(qt)
        self._options = options
        self._policies = policies
        kept = str(QSettings().value("utseende", "windows"))
        look = options.look or policies.text("look.colours") or kept
        larger = options.text_scale or float(str(QSettings().value("tekst", 1.0)))
        self.theme = Theme(qt, look, text_scale=max(larger, windows_text_scale()))
        self.window = MainWindow(self.theme, practice=options.practice)
        self._collector = MainThreadCollector(self)
        sys.setswitchinterval(TURN)
        self.tasks = TaskRunner(self, "db")
        self.search_tasks = TaskRunner(self, "search")
        self.import_tasks = TaskRunner(self, "import")
        self.send_tasks = TaskRunner(self, "send")
        self.office: Office | None = None
        self.desk: Desk | None = None
        self._lock = lock
        self._doorbell: Doorbell | None = None
        self._rang = ""
        self._by_code = self._by_words = False
        self._offices: list[Office] = []
        self.locking = Locking(self.window, self.tasks, self)
        self.locking.restart_asked.connect(lambda: self.restart(LOCKED))
        self.starts_again: list[str] | None = None

    def show(self) -> None:
        self.window.show()
        self._listen()
        if self._is_locked:
            QSettings().setValue(LEFT_LOCKED, str(self._folder))
            self.locking.show(lambda: self.open(None))
            self.tasks.run(self, lambda: self._hold(self._folder), lambda _: self._listen(),
                           self._not_opened)  # fmt: skip
            return
        self.window.ui.search.setFocus()
        QTimer.singleShot(0, self, lambda: self.open(None))

    def _opened_here(self, office: "Office") -> "Office":
        """On the worker: whatever happens to the result, `close` knows of it. Raises NotAllowedError for one
        who has left."""
        self._offices.append(office)
        office.people.let_in()
        return office

    def open(
        self, passphrase: str | None, code: str | None = None, *, without_log: bool = False
    ) -> None:
        """Open the register off the main thread; the search field takes text meanwhile."""
        self._by_code, self._by_words = bool(code), bool(passphrase)
        self.tasks.run(
            self, lambda: self._open(passphrase, code, without_log=without_log), self._opened,
            self._not_opened,
        )  # fmt: skip

    def _open(self, passphrase: str | None, code: str | None, *, without_log: bool) -> "Office":
        from sentralbord_desktop.composition import open_office

        practice = self._options.practice
        folder = self._folder
        try:
            self._hold(folder)
            begin_log(folder / "logg")
        except OSError:
            raise unwritable(folder) from None
        for fault in self._policies.faults:
            log.warning("policy ignored: %s", fault)
        return self._opened_here(open_office(
            folder, passphrase=passphrase, practice=practice, policies=self._policies, code=code,
            alone=True, without_log=without_log,
        ))  # fmt: skip

    @property
    def _folder(self) -> Path:
        return folder_of(self._options, self._policies)

    def _hold(self, folder: Path) -> None:
        """One writer for each register: a second start is told, and leaves."""
        from sentralbord_desktop.domain.errors import SwitchboardError

        if self._lock is not None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        lock = lock_of(folder)
        if not lock.tryLock(0):
            raise SwitchboardError(
                "Sentralbord er allerede åpent på denne PC-en. Bruk vinduet som er oppe."
            )
        self._lock = lock

    def _listen(self) -> None:
        """A second start, or a link from the phone, comes to this window."""
        if self._lock is not None and self._doorbell is None:
            self._doorbell = Doorbell(self._folder, self)
            self._doorbell.rang.connect(self.ring)

    def ring(self, number: str) -> None:
        """Come forward; the number is shown as soon as the desk is there. Never opens anything."""
        self.window.come_forward()
        if self.desk is None or self.window.is_alone:
            self._rang = number or self._rang
        elif number:
            self.desk.incoming.ring(number)

    def _opened(self, office: "Office") -> None:
        if self.office is not None:  # another try was faster
            office.close()
            return
        self._listen()
        self.office = office
        office.parking.release_running()
        if page := self._who_is_it(office):
            self.window.show_alone(page)
            page.begin()
            return
        self._seated(office)

    def _who_is_it(self, office: "Office") -> "SignInPage | WindowsPage | None":
        """Who shares a PC shows a PIN; who comes back to a locked window, what Windows knows."""
        from sentralbord_desktop.gui import windows_sign_in
        from sentralbord_desktop.gui.settings.sign_in import SignInPage, WindowsPage

        page: SignInPage | WindowsPage
        has_left = (
            office.shift.operator.left is not None
        )  # then only those who share the PC come in
        if self._options.practice or (self._by_code and not has_left):
            return None
        windows = windows_sign_in.fits if windows_sign_in.is_possible() else None
        if office.people.must_sign_in:
            page = SignInPage(
                office.people.here(),
                lambda who, pin, chosen: office.people.sign_in(who, pin, windows, chosen),
                self.tasks, windows=windows is not None,
            )  # fmt: skip
        elif self._is_locked and not self._by_words and windows is not None:
            page = WindowsPage(windows_sign_in.fits, self.tasks)
        else:
            return None
        self._offer_code(page, office)
        page.signed_in.connect(lambda: self._seated(office))
        page.given_up.connect(lambda: self.restart(LOCKED))
        return page

    def _offer_code(self, page: "SignInPage | WindowsPage", office: "Office") -> None:
        """Whoever has the printed code may sit down, as the PC's own user."""
        from sentralbord_desktop.composition import DATABASE_FILE
        from sentralbord_desktop.gui.settings.sign_in import FORGOTTEN
        from sentralbord_desktop.storage.keys import KeySlots

        slots = KeySlots(self._folder / DATABASE_FILE)
        if slots.has_code and office.shift.operator.left is None:
            page.offer_code(lambda code: self.tasks.run(
                page, lambda: slots.recover(code), lambda _: self._seated(office),
                lambda error: page.fail(str(error)),
            ), FORGOTTEN)  # fmt: skip

    @property
    def _is_locked(self) -> bool:
        """Also when somebody closed the locked window and started the program anew."""
        return self._options.locked or QSettings().value(LEFT_LOCKED, "") == str(self._folder)

    def _seated(self, office: "Office") -> None:
        """It is known who sits here."""
        QSettings().remove(LEFT_LOCKED)
        from sentralbord_desktop.gui.settings.welcome import WelcomePage

        if office.shift.is_new and not self._options.practice:
            ready = [(True, *row) for row in ready_rows(office)]
            welcome = WelcomePage(office.shift.operator, ready)
            welcome.settled.connect(self._settled)
            self.window.show_alone(welcome)
            welcome.begin()
            return
        if office.shift.is_new:
            office.shift.settle(name="Øvende")
        self._furnish(office)

    def _settled(self, choices: dict[str, object]) -> None:
        if self.office is not None:
            self.office.shift.settle(**choices)
            self._first_code(self.office)

    def _first_code(self, office: "Office") -> None:
        """A register that would be lost with this PC: its code on paper, before anything is in it."""
        from sentralbord_desktop.gui.settings.first_code import FirstCodePage

        if not office.recovery.is_missing:
            self._furnish(office)
            return
        page = FirstCodePage(office.recovery, self.tasks)
        once = Qt.ConnectionType.SingleShotConnection  # a key that is held down builds one desk
        page.done.connect(lambda: self._furnish(office), once)
        self.window.show_alone(page)
        page.begin()

    def _furnish(self, office: "Office") -> None:
        from sentralbord_desktop.gui.desk import Desk
        from sentralbord_desktop.gui.settings.parts import settings_parts

        parts = settings_parts(office, self.tasks, self.import_tasks, self.restart)
        self.desk = Desk(
            self.window, self.theme, self.tasks, self.search_tasks, self.send_tasks, office,
            about(office), parts, self.import_tasks,
        )  # fmt: skip
        self.desk.practice_asked.connect(self._practise)
        self.locking.watch(office, self.desk)
        self.desk.start()
        self._collector.settle()
        if self._rang:
            self.desk.incoming.ring(self._rang)
        if self._options.tell_when_ready:
            sys.stdout.write(f"ready {time.perf_counter() - STARTED:.3f}\n")
            sys.stdout.flush()

    def _not_opened(self, error: Exception) -> None:
        """Why, and the ways out; nothing when another try has opened it meanwhile."""
        if self.office is not None:
            return
        from sentralbord_desktop.composition import DATABASE_FILE, SHARED
        from sentralbord_desktop.domain.errors import (
            DatabaseDamagedError,
            KeyMissingError,
            LogForeignError,
            LogMissingError,
            RegisterMissingError,
        )
        from sentralbord_desktop.domain.recovery import RecoveryCodeError
        from sentralbord_desktop.storage.keys import KeySlots

        self._listen()
        page, sentence = self._trouble(error)
        page.tried.connect(self.open)
        coded = ""
        if KeySlots(self._folder / DATABASE_FILE).has_code:
            page.offer_code(lambda code: self.open(None, code))
            if isinstance(error, RecoveryCodeError):
                coded = sentence
        if isinstance(error, LogMissingError | LogForeignError):
            page.offer(WITHOUT_LOG, WHAT_IS_LOST, lambda: self.open(None, without_log=True))
        lost = DatabaseDamagedError | KeyMissingError | RegisterMissingError | LogMissingError
        if isinstance(error, lost) and not self._policies.locks(SHARED):
            self._offer_backup(page)
        self.window.show_alone(page)
        page.begin()
        if coded:
            page.begin_code(coded)

    def _trouble(self, error: Exception) -> "tuple[TroublePage, str]":
        """The page that says why, and its sentence; a bug is logged by its type alone."""
        from sentralbord_desktop.domain.errors import SwitchboardError, WrongKeyError
        from sentralbord_desktop.gui.settings.locked import TroublePage
        from sentralbord_desktop.storage.keys import PassphraseNeededError

        sentence = "Noe gikk galt da registeret skulle åpnes. Si fra til IT."
        if isinstance(error, SwitchboardError):
            sentence = str(error)
        else:
            log.error("could not open: %s", type(error).__name__)
        asks = isinstance(error, PassphraseNeededError | WrongKeyError)
        return TroublePage(sentence, ask=asks, new=bool(getattr(error, "new", False))), sentence

    def _offer_backup(self, page: "TroublePage") -> None:
        """The newest backup, when there is one: what cannot be opened is moved aside, not deleted."""
        from sentralbord_desktop.composition import DATABASE_FILE
        from sentralbord_desktop.services.backups import ask_for, usable

        register = self._folder / DATABASE_FILE
        if not (found := usable(register)):
            return

        def bring_back() -> None:
            ask_for(register, found[0])
            self.open(None)

        page.offer(f"Hent kopien fra {found[0].title}", found[0].holds, bring_back)

    def restart(self, *words: str) -> None:
        """Start again as this one was started; a backup that was asked for is brought back then."""
        self.starts_again = [word for word in sys.argv[1:] if not is_link(word) and word != LOCKED]
        self.starts_again += words
        if LOCKED in words:
            QSettings().setValue(LEFT_LOCKED, str(self._folder))
        self.window.may_close = lambda: True
        self.window.close()

    def _practise(self) -> None:
        """Practice is a program of its own over a register of its own: never mixed."""
        start_program("--practice")

    def close(self) -> None:
        self.tasks.shut_down()
        self.search_tasks.shut_down()
        self.import_tasks.shut_down()
        self.send_tasks.shut_down()
        for office in self._offices:
            office.close()
        if self._doorbell is not None:
            self._doorbell.close()
        if self._lock is not None:
            self._lock.unlock()
        self.locking.end()
        self._collector.stop()


def start_program(*words: str) -> None:
    """This program once more, on its own."""
    first = [] if getattr(sys, "frozen", False) else ["-m", "sentralbord_desktop"]
    QProcess.startDetached(sys.executable, [*first, *words])


def read_link(link: str) -> tuple[str, str]:
    """The number that rings, and a sentence when the link could not be used; «» for what is not."""
    try:
        return number_in(link) if link else "", ""
    except LinkError as error:
        log.warning("a link was refused")
        return "", str(error)


def folder_of(options: argparse.Namespace, policies: Policies) -> Path:
    """Where the register of this start is."""
    return register_folder(policies, options.data, practice=options.practice)


def unwritable(folder: Path) -> Exception:
    """A profile that cannot be written to, said at the start."""
    from sentralbord_desktop.domain.errors import SwitchboardError

    return SwitchboardError(f"Får ikke skrevet i mappen {folder}. Spør IT.")


def ready_rows(office: "Office") -> list[tuple[str, str]]:
    """What is ready on this PC, for the first start."""
    count = office.members.count()
    procedures = office.inquiries.library.procedures
    newest = max(procedure.version for procedure in procedures.values())
    members = f"{count:,} medlemmer".replace(",", " ") if count else (
        "Registeret er tomt. IT må hente det inn, eller du kan øve i mens.")  # fmt: skip
    return [
        ("Medlemsregisteret", members),
        ("Prosedyrer", f"{len(procedures)} emner, versjon {newest}"),
        ("Organisasjon", f"{len(office.organisation.read().roles)} roller med person"),
        ("E-post og SMS", "Teksten lages her. Du sender fra e-postprogrammet og telefonen."),
        ("Kryptert", "Registeret er kryptert. Alle oppslag blir logget."),
    ]


def about(office: "Office") -> str:
    return (
        f"Sentralbord {__version__}\n\nRegisteret: {office.folder}\n"
        f"Prosedyrer: {len(office.inquiries.library.procedures)} emner\n"
        f"Qt {QLibraryInfo.version().toString()}\n\nMIT-lisens."
    )


def show_norwegian(qt: QApplication) -> None:
    """Qt ships no Bokmål catalogue, so the standard texts are translated by our own."""
    QLocale.setDefault(QLocale(QLocale.Language.NorwegianBokmal))
    translator = QTranslator(qt)
    if not translator.load(":/translations/sentralbord_nb.qm"):
        raise FileNotFoundError(":/translations/sentralbord_nb.qm")
    qt.installTranslator(translator)


def make_qt() -> QApplication:
    qt = QApplication(sys.argv[:1])
    qt.setOrganizationName("Sentralbord")
    qt.setApplicationName("Sentralbord")
    qt.setApplicationVersion(__version__)
    qt.setWindowIcon(QIcon(":/icon.svg"))
    show_norwegian(qt)
    return qt


def main() -> None:
    options = arguments()
    if options.selftest:
        from sentralbord_desktop.selftest import run_selftest

        raise SystemExit(run_selftest())
    number, refused = read_link(options.link)
    gc.disable()  # imports make no cycles worth looking for; MainThreadCollector takes over
    qt = make_qt()
    policies = read_policies()
    lock, answered = arrive(folder_of(options, policies), number)
    if answered:
        raise SystemExit(0)
    application = Application(qt, options, policies, lock)
    application.show()
    if refused:
        application.window.show_bar(refused)
    if number:
        application.ring(number)
    try:
        code = qt.exec()
    finally:
        application.close()
    if application.starts_again is not None:
        start_program(*application.starts_again)
    raise SystemExit(code)
