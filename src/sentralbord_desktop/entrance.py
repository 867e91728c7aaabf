"""From a frame on the screen to whoever sits at the desk: the lock, the key, then the person.

Each thing that can stand in the way has a page of its own that says why, and the ways on.
"""

import argparse
import hashlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSettings, Qt, Signal

from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.gui.doorbell import lock_of
from sentralbord_desktop.gui.main_window import MainWindow
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.log_file import begin_log, end_log
from sentralbord_desktop.places import is_writable
from sentralbord_desktop.startup import folder_of

if TYPE_CHECKING:
    from sentralbord_desktop.domain.desk import Operator
    from sentralbord_desktop.domain.organisation import Organisation
    from sentralbord_desktop.gui.settings.locked import TroublePage
    from sentralbord_desktop.gui.settings.sign_in import SignInPage, WindowsPage
    from sentralbord_desktop.gui.settings.welcome import WelcomePage
    from sentralbord_desktop.services.office import Office
    from sentralbord_desktop.without_server import WithoutServer

log = logging.getLogger("sentralbord")
Ready = tuple[bool, str, str]
LEFT_LOCKED = "laas"
"""The registers of this PC that were left locked; nothing about members."""


class Entrance(QObject):
    """`held`: the register's folder is ours alone. `seated`: the office is open, and it is known who sits
    there. `locked_again`: start again, locked."""

    held = Signal()
    seated = Signal(object, object)  # Office, and its Organisation, read on the worker
    locked_again = Signal()
    practice_asked = Signal()

    def __init__(
        self, window: MainWindow, tasks: TaskRunner, options: argparse.Namespace, policies: Policies,
        lock: QLockFile | None,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._options, self._policies = options, policies
        self.lock = lock
        self.office: Office | None = None
        self._welcome: WelcomePage | None = None
        self._waits: TroublePage | None = None
        self._without: WithoutServer | None = None
        self._by_code = self._by_words = self._settles = self._is_seated = False
        self._offices: list[Office] = []
        self._log: logging.Handler | None = None

    @property
    def folder(self) -> Path:
        return folder_of(self._options, self._policies)

    @property
    def is_locked(self) -> bool:
        """Also when somebody closed the locked window and started the program anew."""
        return self._options.locked or QSettings().contains(self._left_locked)

    def leave_locked(self) -> None:
        """Also the next start is locked, whoever makes it."""
        settings = QSettings()
        settings.setValue(self._left_locked, 1)
        settings.sync()  # the process may be ended at once

    def come_back(self) -> None:
        """Whoever locked it is back: the next start is not locked."""
        QSettings().remove(self._left_locked)

    @property
    def _left_locked(self) -> str:
        """The setting of this register alone, however its folder is written."""
        place = os.path.normcase(self.folder.resolve())
        return f"{LEFT_LOCKED}/{hashlib.sha256(place.encode()).hexdigest()[:16]}"

    def wait_locked(self) -> None:
        """Nobody else opens the register meanwhile."""
        self.leave_locked()
        self._tasks.run(self, lambda: self._hold(self.folder), lambda _: self.held.emit(),
                        self._not_opened)  # fmt: skip

    def open(
        self, passphrase: str | None, code: str | None = None, *, without_log: bool = False
    ) -> None:
        """Open the register off the main thread; the search field takes text meanwhile."""
        self._by_code, self._by_words = bool(code), bool(passphrase)
        self._tasks.run(
            self, lambda: self._open(passphrase, code, without_log=without_log), self._opened,
            self._not_opened,
        )  # fmt: skip

    def _open(self, passphrase: str | None, code: str | None, *, without_log: bool) -> "Office":
        from sentralbord_desktop.composition import open_office

        practice = self._options.practice
        folder = self.folder
        try:
            self._hold(folder)
            if self._log is None:  # one file, however often it is tried
                self._log = begin_log(folder)
        except OSError:
            raise unwritable(folder) from None
        for fault in self._policies.faults:
            log.warning("policy ignored: %s", fault)
        return self._opened_here(open_office(
            folder, passphrase=passphrase, practice=practice, policies=self._policies, code=code,
            alone=True, without_log=without_log,
        ))  # fmt: skip

    def _opened_here(self, office: "Office") -> "Office":
        """On the worker: whatever happens to the result, `close` knows of it. Raises NotAllowedError for one
        who has left."""
        self._offices.append(office)
        office.people.let_in()
        return office

    def _hold(self, folder: Path) -> None:
        """One writer for each register: a second start is told, and leaves."""
        from sentralbord_desktop.domain.errors import SwitchboardError

        if self.lock is not None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        lock = lock_of(folder)
        if not lock.tryLock(0):
            if not is_writable(folder):
                raise unwritable(folder)
            raise SwitchboardError(
                "Sentralbord er allerede åpent på denne PC-en. Bruk vinduet som er oppe."
            )
        self.lock = lock

    def _opened(self, office: "Office") -> None:
        if self.office is not None:  # another try was faster
            office.close()
            return
        self.held.emit()
        self.office = office
        if self._without is not None:
            self._without.hand_over()

        def then(people: "list[Operator]") -> None:
            if page := self._who_is_it(office, people):
                self._window.show_alone(page)
                page.begin()
            else:
                self._seated(office)

        self._tasks.run(self, office.people.here, then, self._not_entered)

    def _who_is_it(
        self, office: "Office", people: "list[Operator]"
    ) -> "SignInPage | WindowsPage | None":
        """Who shares a PC shows a PIN; who comes back to a locked window, what Windows knows."""
        from sentralbord_desktop.gui import windows_sign_in
        from sentralbord_desktop.gui.settings.sign_in import SignInPage, WindowsPage
        from sentralbord_desktop.services.people import sign_in_is_needed

        page: SignInPage | WindowsPage
        has_left = (
            office.shift.operator.left is not None
        )  # then only those who share the PC come in
        if self._options.practice or (self._by_code and not has_left):
            return None
        windows = windows_sign_in.fits if windows_sign_in.is_possible() else None
        if sign_in_is_needed(people):
            page = SignInPage(
                people,
                lambda who, pin, chosen: office.people.sign_in(who, pin, windows, chosen),
                self._tasks, windows=windows is not None,
            )  # fmt: skip
        elif self.is_locked and not self._by_words and windows is not None:
            page = WindowsPage(windows_sign_in.fits, self._tasks)
        else:
            return None
        self._offer_code(page, office)
        page.signed_in.connect(lambda: self._seated(office))
        page.given_up.connect(lambda: self.locked_again.emit())
        return page

    def _offer_code(self, page: "SignInPage | WindowsPage", office: "Office") -> None:
        """Whoever has the printed code may sit down, as the PC's own user."""
        from sentralbord_desktop.composition import DATABASE_FILE
        from sentralbord_desktop.gui.settings.sign_in import FORGOTTEN
        from sentralbord_desktop.storage.keys import KeySlots

        slots = KeySlots(self.folder / DATABASE_FILE)
        if slots.has_code and office.shift.operator.left is None:
            page.offer_code(lambda code: self._tasks.run(
                page, lambda: slots.recover(code), lambda _: self._seated(office),
                lambda error: page.fail(str(error)),
            ), FORGOTTEN)  # fmt: skip

    def _seated(self, office: "Office") -> None:
        """It is known who sits here. A key that is held down makes one desk."""
        if self._is_seated:
            return
        self._is_seated = True
        self.come_back()
        self._tasks.run(
            self,
            lambda: self._made_ready(office),
            lambda ready: self._enter(office, *ready),
            self._not_entered,
        )

    def _made_ready(self, office: "Office") -> "tuple[list[Ready], Organisation]":
        """On the worker: what the first page tells, and the house."""
        rows: list[Ready] = []
        if office.shift.is_new and self._options.practice:
            office.shift.settle(name="Øvende")
        elif office.shift.is_new:
            rows = ready_rows(office)
        if not office.shift.is_new:  # it is known whose calls they are
            office.parking.release_running()
        return rows, office.organisation.read()

    def _enter(self, office: "Office", rows: "list[Ready]", house: "Organisation") -> None:
        from sentralbord_desktop.gui.settings.welcome import WelcomePage

        if not office.shift.is_new:
            self.seated.emit(office, house)
            return
        welcome = self._welcome = WelcomePage(office.shift.operator, rows)
        welcome.settled.connect(self.settle)
        welcome.practice_asked.connect(self.practice_asked)
        self._window.show_alone(welcome)
        welcome.begin()

    def settle(self, choices: dict[str, object]) -> None:
        """Whoever sits here for the first time has chosen; a key that is held down chooses once."""
        office = self.office
        if office is None or self._settles:
            return
        self._settles = True

        def kept() -> "Organisation":
            office.shift.settle(**choices)
            return office.organisation.read()

        self._tasks.run(
            self, kept, lambda house: self._first_code(office, house), self._not_settled
        )

    def _not_settled(self, error: Exception) -> None:
        from sentralbord_desktop.domain.errors import SwitchboardError

        self._settles = False
        if isinstance(error, SwitchboardError) and self._welcome is not None:
            self._welcome.tell(str(error))
        else:
            self._tasks.failed.emit(error)

    def _first_code(self, office: "Office", house: "Organisation") -> None:
        """A register that would be lost with this PC: its code on paper, before anything is in it."""
        from sentralbord_desktop.gui.settings.first_code import FirstCodePage

        if not office.recovery.is_asked_for:
            self.seated.emit(office, house)
            return
        page = FirstCodePage(office.recovery, self._tasks)
        once = Qt.ConnectionType.SingleShotConnection  # a key that is held down builds one desk
        page.done.connect(lambda: self.seated.emit(office, house), once)
        self._window.show_alone(page)
        page.begin()

    def _not_entered(self, error: Exception) -> None:
        """The register was opened, and could not be read after all: a server that went away meanwhile."""
        self.office, self._is_seated = None, False
        self._not_opened(error)

    def _not_opened(self, error: Exception) -> None:
        """Why, and the ways out; nothing when another try has opened it meanwhile."""
        if self.office is not None:
            return
        from sentralbord_desktop.ways_out import WaysOut, passes

        self.held.emit()
        if passes(error) and self._without is not None and self._without.still_away():
            return  # somebody looks in the copy
        if passes(error) and self._waits is not None and self._window.is_shown(self._waits):
            self._waits.sentence.setText(str(error))
            self._waits.try_again()  # the same page: what is being written in it stands
            return
        ways = WaysOut(self.folder, self._policies, self._tasks, self.open)
        page = ways.page(error, practice=self._options.practice, is_ours=self.lock is not None)
        if self._without is not None:
            self._without.leave()
        self._window.show_alone(page)
        page.begin()
        ways.say_again(page, error)
        self._waits = page if passes(error) else None
        if self._waits is not None:
            self._waits.try_again()
            self._offer_copy(self._waits)

    def _offer_copy(self, page: "TroublePage") -> None:
        """The server is away: there may be a copy of its register on this PC."""
        from sentralbord_desktop.without_server import WithoutServer

        if self._options.practice:
            return
        if self._without is None:
            self._without = WithoutServer(self._window, self._policies, self)
            self._without.tried.connect(self.open)
            self._without.lock_asked.connect(self.locked_again)
        self._without.offer(page, self.folder, is_locked=self.is_locked)

    def close(self) -> None:
        if self._without is not None:
            self._without.close()
        for office in self._offices:
            office.close()
        if self.lock is not None:
            self.lock.unlock()
        if self._log is not None:
            end_log(self._log)


def unwritable(folder: Path) -> Exception:
    """A profile that cannot be written to, said at the start."""
    from sentralbord_desktop.domain.errors import SwitchboardError

    return SwitchboardError(f"Får ikke skrevet i mappen {folder}. Spør IT.")


def ready_rows(office: "Office") -> "list[Ready]":
    """What is ready on this PC, for the first start: whether it is, what, and how much of it."""
    warning = office.policies.warning
    count = office.members.count()
    procedures = office.inquiries.library.procedures
    newest = max(procedure.version for procedure in procedures.values())
    members = f"{count:,} medlemmer".replace(",", " ") if count else (
        "Registeret er tomt. IT må hente det inn, eller du kan øve i mens.")  # fmt: skip
    return [
        *([(False, "Fra IT", warning)] if warning else []),
        (bool(count), "Medlemsregisteret", members),
        (True, "Prosedyrer", f"{len(procedures)} emner, versjon {newest}"),
        (True, "Organisasjon", f"{len(office.organisation.read().roles)} roller med person"),
        (True, "E-post og SMS", "Teksten lages her. Du sender fra e-postprogrammet og telefonen."),
        (True, "Kryptert", "Registeret er kryptert. Alle oppslag blir logget."),
    ]
