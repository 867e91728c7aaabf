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

from PySide6.QtCore import QLibraryInfo, QLocale, QLockFile, QObject, QProcess, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop import __version__
from sentralbord_desktop.gui._generated import sentralbord_rc as sentralbord_rc  # registers :/
from sentralbord_desktop.gui.garbage import MainThreadCollector
from sentralbord_desktop.gui.main_window import MainWindow
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.theme import Theme

if TYPE_CHECKING:
    from sentralbord_desktop.composition import Office
    from sentralbord_desktop.gui.desk import Desk

log = logging.getLogger("sentralbord")
STARTED = time.perf_counter()


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sentralbord", description="Sentralbordet for forbundet.")
    parser.add_argument("--data", type=Path, help="mappen registeret ligger i")
    parser.add_argument(
        "--practice", action="store_true", help="øvingsregister med oppdiktede folk"
    )
    parser.add_argument("--look", choices=["windows", "lyst", "morkt"], help="farger")
    parser.add_argument("--selftest", action="store_true", help="prøv alt på et kast-bort-register")
    parser.add_argument("--tell-when-ready", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=__version__)
    return parser.parse_args(words)


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

    def __init__(self, qt: QApplication, options: argparse.Namespace) -> None:
        super().__init__(qt)
        from PySide6.QtCore import QSettings

        self._options = options
        self.theme = Theme(qt, options.look or str(QSettings().value("utseende", "windows")))
        self.window = MainWindow(self.theme, practice=options.practice)
        self._collector = MainThreadCollector(self)
        self.tasks = TaskRunner(self, "db")
        self.search_tasks = TaskRunner(self, "search")
        self.import_tasks = TaskRunner(self, "import")
        self.office: Office | None = None
        self.desk: Desk | None = None
        self._lock: QLockFile | None = None

    def show(self) -> None:
        self.window.show()
        self.window.ui.search.setFocus()
        QTimer.singleShot(0, self, lambda: self.open(None))

    def open(self, passphrase: str | None) -> None:
        """Open the register off the main thread; the search field takes text meanwhile."""
        self.tasks.run(self, lambda: self._open(passphrase), self._opened, self._not_opened)

    def _open(self, passphrase: str | None) -> "Office":
        from sentralbord_desktop.composition import data_folder, open_office

        practice = self._options.practice
        folder = self._options.data or data_folder(practice=practice)
        self._hold(folder)
        begin_log(folder / "logg")
        return open_office(folder, passphrase=passphrase, practice=practice)

    def _hold(self, folder: Path) -> None:
        """One writer for each register: a second start is told, and leaves."""
        from sentralbord_desktop.domain.errors import SwitchboardError

        if self._lock is not None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        lock = QLockFile(str(folder / "sentralbord.lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            raise SwitchboardError(
                "Sentralbord er allerede åpent på denne PC-en. Bruk vinduet som er oppe."
            )
        self._lock = lock

    def _opened(self, office: "Office") -> None:
        self.office = office
        from sentralbord_desktop.gui.settings.welcome import WelcomePage

        office.parking.release_running()
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
            self._furnish(self.office)

    def _furnish(self, office: "Office") -> None:
        from sentralbord_desktop.gui.desk import Desk

        self.desk = Desk(
            self.window, self.theme, self.tasks, self.search_tasks, shift=office.shift,
            members=office.members, inquiries=office.inquiries, parking=office.parking,
            callbacks=office.callbacks, confirmations=office.confirmations, outbox=office.outbox,
            organisation=office.organisation, notices=office.notices, about=about(office),
            parts=self._parts(office),
        )  # fmt: skip
        self.desk.practice_asked.connect(self._practise)
        self.desk.start()
        if self._options.tell_when_ready:
            sys.stdout.write(f"ready {time.perf_counter() - STARTED:.3f}\n")
            sys.stdout.flush()

    def _parts(self, office: "Office") -> list[tuple[str, QWidget]]:
        from sentralbord_desktop.gui.settings.importer import ImportPage

        return [("Register inn og ut", ImportPage(office.register, self.import_tasks))]

    def _not_opened(self, error: Exception) -> None:
        from sentralbord_desktop.domain.errors import SwitchboardError, WrongKeyError
        from sentralbord_desktop.gui.settings.locked import TroublePage

        needs = type(error).__name__ == "PassphraseNeededError"
        known = isinstance(error, SwitchboardError)
        sentence = (
            str(error) if known else "Noe gikk galt da registeret skulle åpnes. Si fra til IT."
        )
        if not known:
            log.error("could not open: %s", type(error).__name__)
        page = TroublePage(
            sentence, ask=needs or isinstance(error, WrongKeyError),
            new=bool(getattr(error, "new", False)),
        )  # fmt: skip
        page.tried.connect(self.open)
        self.window.show_alone(page)
        page.begin()

    def _practise(self) -> None:
        """Practice is a program of its own over a register of its own: never mixed."""
        program, first = sys.executable, ["-m", "sentralbord_desktop"]
        QProcess.startDetached(
            program, [*([] if getattr(sys, "frozen", False) else first), "--practice"]
        )

    def close(self) -> None:
        self.tasks.shut_down()
        self.search_tasks.shut_down()
        self.import_tasks.shut_down()
        if self.office is not None:
            self.office.close()
        if self._lock is not None:
            self._lock.unlock()
        self._collector.stop()


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
    gc.disable()  # imports make no cycles worth looking for; MainThreadCollector takes over
    qt = make_qt()
    application = Application(qt, options)
    application.show()
    try:
        code = qt.exec()
    finally:
        application.close()
    raise SystemExit(code)
