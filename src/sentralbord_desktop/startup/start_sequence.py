"""Shows the page of each state of the start (`states`), and turns its reports into the next state. The only module that
shows a page alone in the window. Modules that import the ORM are imported inside functions, so that the frame is shown
first."""

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.lock import UNLOCKED, WindowLock
from sentralbord_desktop.startup.command_line import LOCKED
from sentralbord_desktop.startup.offline_start import OfflineStart
from sentralbord_desktop.startup.open_register import OpenRequest, RegisterOpener
from sentralbord_desktop.startup.restore_progress import RestoreProgress
from sentralbord_desktop.startup.states import Event, State, next_state

if TYPE_CHECKING:
    from sentralbord_desktop.domain.access import Operator
    from sentralbord_desktop.domain.organisation.organisation import Organisation
    from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
    from sentralbord_desktop.gui.sharing.offline_page import OfflinePage
    from sentralbord_desktop.gui.startup import FirstRunPage, OpenFailurePage, RegisterChoicePage
    from sentralbord_desktop.gui.widgets.centered_page import CenteredPage
    from sentralbord_desktop.services.office import Services
    from sentralbord_desktop.services.session import OwnChoices
    from sentralbord_desktop.startup.first_run import FirstRun, MadeReady, ReadyRow
    from sentralbord_desktop.startup.sign_in_flow import Proof


class StartSequence(QObject):
    """`ready`: build the workspace over `Services` and their `Organisation`. `restart_asked`: start the program again
    with these arguments."""

    ready = Signal(object, object)
    restart_asked = Signal(list)
    practice_asked = Signal()

    def __init__(
        self,
        window: MainWindow,
        tasks: TaskRunner,
        opener: RegisterOpener,
        locking: WindowLock,
        options: argparse.Namespace,
        policies: Policies,
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._opener, self._locking = window, tasks, opener, locking
        self._options, self._policies = options, policies
        self.state = State.FRAME
        self._was_locked = False
        self._failure_page: OpenFailurePage | None = None
        self._first_run: FirstRun | None = None
        self._offline_start = OfflineStart(window, policies, self)
        self._offline_start.chosen.connect(lambda: self.report(Event.COPY_CHOSEN))
        self._progress = RestoreProgress(window, opener)
        self._enter = self._entries()
        opener.opened.connect(lambda services, request: self.report(Event.OPENED, services, request))
        opener.not_opened.connect(self._report_failure)
        locking.lock_asked.connect(lambda: self.report(Event.LOCK))
        locking.saved.connect(lambda leaving: self.report(Event.SAVED if leaving else Event.SENT))
        locking.not_saved.connect(lambda: self.report(Event.NOT_SAVED))

    def _entries(self) -> dict[State, Callable[..., None]]:
        """The action on entering a state; other states keep the page."""
        return {
            State.LOCKED: self._wait_locked,
            State.OPENING: lambda _, request: self._opener.open(request),
            State.FAILED: self._show_failure,
            State.SERVER_AWAY: self._show_server_away,
            State.COPY_IDENTIFYING: self._identify_for_copy,
            State.COPY_SIGN_IN: self._ask_for_proof,
            State.COPY: self._show_copy,
            State.IDENTIFYING: self._identify,
            State.SIGN_IN: self._ask_for_proof,
            State.PREPARING: self._prepare,
            State.FIRST_RUN: self._show_first_run,
            State.SAVING: self._save_choices,
            State.RECOVERY_CODE: self._show_recovery_code,
            State.WORKING: self._work,
            State.LOCKING: self._lock,
            State.LOCKED_UNSAVED: self._stay_locked,
            State.SIGN_IN_AGAIN: self._identify_again,
            State.RESTARTING: self._restart,
        }

    def report(self, event: Event, *facts: object) -> None:
        """Handle an event and its data. A late or repeated event changes nothing."""
        after = next_state(self.state, event)
        if after is None:
            return
        self.state = after
        if enter := self._enter.get(after):
            enter(event, *facts)

    @property
    def _services(self) -> "Services":
        """The open services. Raises LookupError in a state without an open register."""
        if self._opener.services is None:
            raise LookupError("no register is open")
        return self._opener.services

    def begin(self) -> None:
        if self._opener.is_locked:
            self.report(Event.LEFT_LOCKED)
        else:
            self.open()

    def open(
        self, passphrase: str | None = None, code: str | None = None, *, without_log: bool = False, new: bool = False
    ) -> None:
        self.report(Event.TRIED, OpenRequest(passphrase, code, without_log, new))

    def _show(self, page: "CenteredPage | RegisterChoicePage | FirstRunPage | RecoveryCodePage | OfflinePage") -> None:
        self._window.show_alone(page)
        page.begin()

    def _wait_locked(self, _: Event) -> None:
        self._show_locked(self.open)
        self._opener.hold_locked()

    def _show_locked(self, unlock: Callable[[], None]) -> None:
        from sentralbord_desktop.gui.access.sign_in_page import LockPage

        page = LockPage()
        page.unlock_asked.connect(lambda: unlock())
        self._show(page)

    def _report_failure(self, error: Exception) -> None:
        from sentralbord_desktop.domain.progress import ImportCancelledError
        from sentralbord_desktop.startup.open_failure import may_pass

        self._window.hide_bar("ok")
        if isinstance(error, ImportCancelledError):
            self.open()  # the register is as before the restore was requested
        else:
            self.report(Event.SERVER_SILENT if may_pass(error) else Event.NOT_OPENED, error)

    def _report_unread(self, error: Exception) -> None:
        """Report that the register was opened but could not be read, as when a server goes away."""
        self._opener.services = None
        self._report_failure(error)

    def _show_failure(self, _: Event, error: Exception) -> None:
        from sentralbord_desktop.domain.errors import NoRegisterYetError
        from sentralbord_desktop.startup.open_failure import OpenFailure
        from sentralbord_desktop.startup.register_choice import RegisterChoice

        if isinstance(error, NoRegisterYetError):
            choice = RegisterChoice(self._opener.folder, self._policies, self._tasks, self.open)
            choice.page.practice_asked.connect(self.practice_asked)
            self._show(choice.page)
            return
        failure = OpenFailure(self._opener.folder, self._policies, self._tasks, self.open, self._opener.stop_fetching)
        page = failure.page(error, practice=self._options.practice, is_ours=self._opener.lock is not None)
        self._offline_start.leave()
        self._show(page)
        failure.show_again(page, error)
        self._failure_page = self._progress.page = page

    def _show_server_away(self, event: Event, error: Exception) -> None:
        """Update the page that retries already, keeping what is typed there."""
        page = self._failure_page
        if page is None or not page.tries_again or not self._window.is_shown(page):
            self._show_failure(event, error)
            if self._failure_page is not None and not self._options.practice:
                self._offline_start.offer(self._failure_page, self._opener.folder)
        elif event is Event.COPY_REFUSED:
            page.fail(str(error))
        else:
            page.sentence.setText(str(error))
            self._offline_start.still_away()
        if self._failure_page is not None:
            self._failure_page.try_again()

    def _identify_for_copy(self, _: Event) -> None:
        self._offline_start.identify(self.report, locked=self._opener.is_locked)

    def _show_copy(self, event: Event, *_: object) -> None:
        """Offer the copy once; the server is tried at the same time."""
        if event is Event.TRIED:
            self._opener.open(OpenRequest())
        elif event is Event.SERVER_SILENT:
            self._offline_start.still_away()
        elif page := self._offline_start.open():
            page.tried.connect(lambda: self.open())
            page.lock_asked.connect(lambda: self.report(Event.LOCK))
            self._show(page)

    def _identify(self, _: Event, services: "Services", request: OpenRequest) -> None:
        from sentralbord_desktop.startup.sign_in_flow import proof_for_register

        self._window.hide_bar("ok")
        self._offline_start.hand_over()
        locked = self._opener.is_locked

        def identified(people: "Sequence[Operator]") -> None:
            by_words, by_code = bool(request.passphrase), bool(request.code)
            proof = proof_for_register(services, people, self._tasks, locked=locked, by_words=by_words, by_code=by_code)
            if proof:
                self.report(Event.PROOF_NEEDED, proof)
            else:
                self.report(Event.IDENTIFIED)

        self._tasks.run(self, services.people.here, identified, self._report_unread)

    def _ask_for_proof(self, event: Event, proof: "Proof") -> None:
        proven = Event.COPY_IDENTIFIED if event is Event.COPY_PROOF_NEEDED else Event.IDENTIFIED

        proof.connect(lambda: self.report(proven), lambda: self.report(Event.GIVEN_UP))
        self._show(proof.page)

    def _prepare(self, _: Event) -> None:
        """The person has signed in, so the next start is not locked."""
        from sentralbord_desktop.startup.first_run import made_ready

        services = self._services
        self._was_locked = self._opener.is_locked
        self._opener.come_back()

        def prepared(made: "MadeReady") -> None:
            if services.session.is_new:
                self.report(Event.NEW_OPERATOR, made.rows)
            else:
                self.report(Event.READY, services, made.organisation)

        self._tasks.run(self, lambda: made_ready(services), prepared, self._report_unread)

    def _show_first_run(self, event: Event, rows: "Sequence[ReadyRow]" = ()) -> None:
        from sentralbord_desktop.startup.first_run import FirstRun

        if event is Event.NEW_OPERATOR:  # otherwise the page is shown already
            self._first_run = FirstRun(self._services, rows, self._tasks, self.report)
            self._first_run.page.practice_asked.connect(self.practice_asked)
            self._show(self._first_run.page)

    def _save_choices(self, _: Event, choices: "OwnChoices") -> None:
        if self._first_run is not None:
            self._first_run.save(choices)

    def _show_recovery_code(self, _: Event, __: object, organisation: "Organisation") -> None:
        if self._first_run is not None:
            self._show(self._first_run.code_page(organisation))

    def _work(self, event: Event, *facts: object) -> None:
        if event is Event.IDENTIFIED:
            self._opener.come_back()
            self._locking.restore()
            return
        self.ready.emit(*facts)
        if self._was_locked:
            announce(self._window, UNLOCKED)

    def _lock(self, _: Event) -> None:
        """Mark the next start as locked first, in case the process is ended before everything is saved."""
        self._opener.leave_locked()
        self._locking.hide()
        self._show_locked(lambda: self.report(Event.UNLOCK))
        self._locking.save()

    def _stay_locked(self, event: Event) -> None:
        if event is Event.GIVEN_UP:
            self._show_locked(lambda: self.report(Event.UNLOCK))

    def _identify_again(self, _: Event) -> None:
        from sentralbord_desktop.startup.sign_in_flow import proof_to_come_back

        if proof := proof_to_come_back(self._services, self._tasks):
            self._ask_for_proof(Event.PROOF_NEEDED, proof)
        else:
            self.report(Event.IDENTIFIED)

    def _restart(self, event: Event, *_: object) -> None:
        self.restart_asked.emit([] if event is Event.RESTART else [LOCKED])

    def close(self) -> None:
        self._offline_start.close()
