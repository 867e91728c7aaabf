"""Who sits down in an office that is open: one of those who share the PC, whoever comes back to a locked
window, or somebody who is here for the first time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from sentralbord_desktop.domain.access.operator import Operator
    from sentralbord_desktop.domain.organisation.organisation import Organisation
    from sentralbord_desktop.gui.access.sign_in_page import SignInPage, WindowsSignInPage
    from sentralbord_desktop.gui.startup.first_run_page import FirstRunPage
    from sentralbord_desktop.services.office import Services
    from sentralbord_desktop.services.session import OwnChoices


class ReadyRow(NamedTuple):
    """One line of the first start: whether it is ready, what it is, how much."""

    is_ready: bool
    what: str
    how_much: str


@dataclass(frozen=True)
class EntryMode:
    """How somebody came to the open register: to a locked window, by a passphrase, by the printed code."""

    locked: bool = False
    by_words: bool = False
    by_code: bool = False


class SignInFlow(QObject):
    """`operator_known`: somebody may sit down. `seated`: and all is read that their desk begins with. `lock_asked`: they
    gave up. `failed`: the register could not be read after all."""

    operator_known = Signal()
    seated = Signal(object, object)  # Services, and its Organisation, read on the worker
    lock_asked = Signal()
    practice_asked = Signal()
    failed = Signal(object)  # Exception

    def __init__(self, window: MainWindow, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._tasks = window, tasks
        self._services: Services | None = None
        self._entry_mode = EntryMode()
        self._welcome: FirstRunPage | None = None
        self._settles = self._is_seated = False

    def begin(self, services: "Services", entry_mode: EntryMode) -> None:
        """Ask who it is, where that has to be asked."""
        self._services, self._entry_mode = services, entry_mode

        def then(people: "list[Operator]") -> None:
            if page := self._who_is_it(services, people):
                self._window.show_alone(page)
                page.begin()
            else:
                self._seated(services)

        self._tasks.run(self, services.people.here, then, self._failed)

    def _failed(self, error: Exception) -> None:
        self._services, self._is_seated = None, False
        self.failed.emit(error)

    def _who_is_it(self, services: "Services", people: "list[Operator]") -> "SignInPage | WindowsSignInPage | None":
        """Who shares a PC shows a PIN; who comes back to a locked window, what Windows knows."""
        from sentralbord_desktop.gui.access import windows_logon
        from sentralbord_desktop.gui.access.sign_in_page import SignInPage, WindowsSignInPage
        from sentralbord_desktop.services.access.people import sign_in_is_needed

        page: SignInPage | WindowsSignInPage
        has_left = services.session.operator.left is not None  # then only those who share the PC come in
        if services.practice or (self._entry_mode.by_code and not has_left):
            return None
        windows = windows_logon.fits if windows_logon.is_possible() else None
        if sign_in_is_needed(people):
            page = SignInPage(
                people,
                lambda who, pin, chosen: services.people.sign_in(who, pin, windows, chosen),
                self._tasks,
                windows=windows is not None,
            )
        elif self._entry_mode.locked and not self._entry_mode.by_words and windows is not None:
            page = WindowsSignInPage(windows_logon.fits, self._tasks)
        else:
            return None
        self._offer_code(page, services)
        page.signed_in.connect(lambda: self._seated(services))
        page.given_up.connect(lambda: self.lock_asked.emit())
        return page

    def _offer_code(self, page: "SignInPage | WindowsSignInPage", services: "Services") -> None:
        """Whoever has the printed code may sit down, as the PC's own user."""
        from sentralbord_desktop.bootstrap import DATABASE_FILE
        from sentralbord_desktop.gui.access.sign_in_page import FORGOTTEN
        from sentralbord_desktop.storage.encryption.keys import KeySlots

        slots = KeySlots(services.folder / DATABASE_FILE)
        if slots.has_code and services.session.operator.left is None:
            page.offer_code(
                lambda code: self._tasks.run(
                    page,
                    lambda: slots.recover(code),
                    lambda _: self._seated(services),
                    lambda error: page.fail(str(error)),
                ),
                FORGOTTEN,
            )

    def _seated(self, services: "Services") -> None:
        """It is known who sits here. A key that is held down makes one desk."""
        if self._is_seated:
            return
        self._is_seated = True
        self.operator_known.emit()
        self._tasks.run(self, lambda: made_ready(services), lambda ready: self._enter(services, *ready), self._failed)

    def _enter(self, services: "Services", rows: "list[ReadyRow]", organisation: "Organisation") -> None:
        from sentralbord_desktop.gui.startup.first_run_page import FirstRunPage

        if not services.session.is_new:
            self.seated.emit(services, organisation)
            return
        welcome = self._welcome = FirstRunPage(services.session.operator, rows)
        welcome.settled.connect(self.save_choices)
        welcome.practice_asked.connect(self.practice_asked)
        self._window.show_alone(welcome)
        welcome.begin()

    def save_choices(self, choices: "OwnChoices") -> None:
        """Whoever sits here for the first time has chosen; a key that is held down chooses once."""
        services = self._services
        if services is None or self._settles:
            return
        self._settles = True

        def kept() -> "Organisation":
            services.session.update(**choices)
            return services.organisation.read()

        self._tasks.run(self, kept, lambda organisation: self._first_code(services, organisation), self._not_settled)

    def _not_settled(self, error: Exception) -> None:
        from sentralbord_desktop.domain.errors import SwitchboardError

        self._settles = False
        if isinstance(error, SwitchboardError) and self._welcome is not None:
            self._welcome.show_error(str(error))
        else:
            self._tasks.failed.emit(error)

    def _first_code(self, services: "Services", organisation: "Organisation") -> None:
        """A register that would be lost with this PC: its code on paper, before anything is in it."""
        from sentralbord_desktop.gui.backup.recovery_code_page import RecoveryCodePage

        if not services.recovery.is_asked_for:
            self.seated.emit(services, organisation)
            return
        page = RecoveryCodePage(services.recovery, self._tasks)
        once = Qt.ConnectionType.SingleShotConnection  # a key that is held down builds one desk
        page.done.connect(lambda: self.seated.emit(services, organisation), once)
        self._window.show_alone(page)
        page.begin()


def made_ready(services: "Services") -> "tuple[list[ReadyRow], Organisation]":
    """On the worker: what the first page tells, and the house."""
    rows: list[ReadyRow] = []
    if services.session.is_new and services.practice:
        services.session.update(name="Øvende")
    elif services.session.is_new:
        rows = ready_rows(services)
    if not services.session.is_new:  # it is known whose calls they are
        services.parking.release_running()
    return rows, services.organisation.read()


def ready_rows(services: "Services") -> "list[ReadyRow]":
    """What is ready on this PC, for the first start: whether it is, what, and how much of it."""
    from sentralbord_desktop.domain.text.norwegian import counted

    warning = services.policies.warning
    count = services.members.count()
    procedures = services.inquiries.library.procedures
    newest = max(procedure.version for procedure in procedures.values())
    members = (
        counted(count, "medlem", "medlemmer")
        if count
        else ("Registeret er tomt. IT må hente det inn, eller du kan øve i mens.")
    )
    return [
        *([ReadyRow(is_ready=False, what="Fra IT", how_much=warning)] if warning else []),
        ReadyRow(is_ready=bool(count), what="Medlemsregisteret", how_much=members),
        ReadyRow(
            is_ready=True, what="Prosedyrer", how_much=f"{counted(len(procedures), 'emne', 'emner')}, versjon {newest}"
        ),
        ReadyRow(
            is_ready=True,
            what="Organisasjon",
            how_much=f"{counted(len(services.organisation.read().roles), 'rolle', 'roller')} med person",
        ),
        ReadyRow(
            is_ready=True,
            what="E-post og SMS",
            how_much="Teksten lages her. Du sender fra e-postprogrammet og telefonen.",
        ),
        ReadyRow(is_ready=True, what="Kryptert", how_much="Registeret er kryptert. Alle oppslag blir logget."),
    ]
