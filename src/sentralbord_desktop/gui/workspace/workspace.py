"""Puts the pages into the window once the register is open, connects them, and asks before it closes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.availability.page import AvailabilityPage
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.caller_page import DuplicateCheck
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.parked_menu import ParkedMenu
from sentralbord_desktop.gui.callbacks import CallbacksPage
from sentralbord_desktop.gui.confirmations import ConfirmationsPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.messages.outbox_page import OutboxPage
from sentralbord_desktop.gui.organisation import OrganisationPage
from sentralbord_desktop.gui.procedures import ProcedureDialog
from sentralbord_desktop.gui.search_controller import SearchController
from sentralbord_desktop.gui.settings import SettingsPage
from sentralbord_desktop.gui.sharing.connection_status import ConnectionStatus
from sentralbord_desktop.gui.sharing.other_viewers import OtherViewers
from sentralbord_desktop.gui.telephony import Dialler, ring_on_click
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.window.main_window import ChangeNotifier, MainWindow
from sentralbord_desktop.gui.workspace.background_jobs import BackgroundJobs
from sentralbord_desktop.gui.workspace.incoming_call import IncomingCalls
from sentralbord_desktop.gui.workspace.lazy_pages import LazyPages, PageContext
from sentralbord_desktop.gui.workspace.message_bar import MessageBar
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.gui.workspace.preferences import Preferences
from sentralbord_desktop.gui.workspace.refresher import Listeners, Refresher
from sentralbord_desktop.gui.workspace.unmatched_call import UnmatchedCallPrompt
from sentralbord_desktop.gui.workspace.unsaved_form import UnsavedFormKeeper
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.practice import takes_call

SAFE = "Alt ligger trygt til neste gang."


def left_over(parked: int, unsent: int, urgent: int = 0) -> str:
    """«1 parkert samtale og 2 meldinger venter. Alt ligger trygt til neste gang.», «» when nothing does. What is `urgent`
    is kept, and is not safe."""
    parts = []
    if parked:
        parts.append(counted(parked, "parkert samtale", "parkerte samtaler"))
    if unsent:
        parts.append(counted(unsent, "melding", "meldinger"))
    rest = f"{' og '.join(parts)} venter." if parts else ""
    haste = f"{counted(urgent, 'melding', 'meldinger')} haster, og er ikke sendt." if urgent else SAFE * bool(parts)
    return f"{rest} {haste}".strip()


class CloseDialog(QDialog):
    """`1` closes the program, Esc keeps it open; pending work is safe either way."""

    def __init__(self, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Avslutte?")
        text = label(sentence, "answer", wrap=True)
        leave = AnswerButton("1", "Avslutt")
        stay = AnswerButton("Esc", "Bli")
        leave.clicked.connect(self.accept)
        stay.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        for part in (text, leave, stay):
            layout.addWidget(part)
        self.setMinimumWidth(420)
        self.setAccessibleName(text.text())
        leave.badge.set_live(True)
        leave.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "1":
            self.accept()
        else:
            super().keyPressEvent(event)


class Workspace(QObject):
    practice_asked = Signal()
    lock_asked = Signal()
    commands_asked = Signal()  # Ctrl+K
    keys_asked = Signal()  # F1

    def __init__(
        self,
        window: MainWindow,
        colours: Theme,
        tasks: TaskRunner,
        search_tasks: TaskRunner,
        send_tasks: TaskRunner,
        services: Services,
        about: str,
        restart: Callable[[], None],
        keys_panel: Callable[[], QWidget],
        slow_tasks: TaskRunner,
        outside_tasks: TaskRunner,
        organisation: Organisation,
    ) -> None:
        super().__init__(window)
        self.window, self._theme, self._tasks = window, colours, tasks
        self._search_tasks, self._outside_tasks = search_tasks, outside_tasks
        self._runners = (tasks, search_tasks, send_tasks, slow_tasks, outside_tasks)
        self._services = services
        self._operator_session = services.session
        self.call_session = CallSession(services, organisation, tasks, self)
        self.undo_slot = UndoSlot(self)
        search = SearchController(services.members, search_tasks, self, is_shared=services.live.is_shared)
        self.call = CallPage(self.call_session, services, tasks, search, self.undo_slot, window.ui.pages)
        self.home = self.call.home
        self.connection_status = ConnectionStatus(services, window, tasks, self)
        self.bar = MessageBar(
            window, services, self.call_session, self.connection_status, self.undo_slot, self.show_settings
        )
        self.mine = Preferences(window, colours, services, tasks, self.bar.show_error)
        self.unsaved_forms = UnsavedFormKeeper(window, self.call_session, self.call, services.parking, tasks)
        self.lazy_pages = LazyPages(window, PAGES, self._page_context(about, restart, keys_panel, slow_tasks), self)
        self.lazy_pages.get("call", CallPage)
        self._make_call_parts()
        self.refresher = Refresher(window, services, tasks, self._listeners(), self)
        self._change_notifier = ChangeNotifier(services.change_notices, self)
        self.background_jobs = BackgroundJobs(services, send_tasks, slow_tasks, outside_tasks, self)
        self._connect()
        self._connect_parts()

    def _make_call_parts(self) -> None:
        window, services, tasks = self.window, self._services, self._tasks
        self.other_viewers = OtherViewers(services, self.call_session, self.call.record, tasks)
        self.parked = ParkedMenu(
            window.ui.parked, services.session.clock, self.call_session.categories.title, self.take_up
        )
        self.duplicate_check = DuplicateCheck(self.call_session, services.duplicates, tasks)
        self.incoming = IncomingCalls(window, self.call, self.call_session, services.members, self._search_tasks)
        self.unmatched_prompt = UnmatchedCallPrompt(window, self.call_session, services.unmatched_calls, tasks)
        self.dialler = Dialler(window, services.telephone, tasks)

    def _page_context(
        self, about: str, restart: Callable[[], None], keys_panel: Callable[[], QWidget], slow_tasks: TaskRunner
    ) -> PageContext:
        return PageContext(
            services=self._services,
            tasks=self._tasks,
            slow_tasks=slow_tasks,
            outside_tasks=self._outside_tasks,
            call_session=self.call_session,
            call=self.call,
            mine=self.mine,
            undo_slot=self.undo_slot,
            unsaved_forms=self.unsaved_forms,
            place=self.window.ui.pages,
            about=about,
            keys_panel=keys_panel,
            restart=restart,
            show_error=self.bar.show_error,
            new_callback=self.new_callback,
            answer_callback=self.answer_callback,
            ring=self.ring,
            to_search=self.to_search,
            seek=lambda call: self.unmatched_prompt.start(call),
        )

    def _listeners(self) -> Listeners:
        return Listeners(
            self.call_session, self.call, self.lazy_pages, self.parked, self.other_viewers, self.lock_asked.emit
        )

    @property
    def callbacks(self) -> CallbacksPage:
        return self.lazy_pages.get("callbacks", CallbacksPage)

    @property
    def confirmations(self) -> ConfirmationsPage:
        return self.lazy_pages.get("confirmations", ConfirmationsPage)

    @property
    def availability(self) -> AvailabilityPage:
        return self.lazy_pages.get("availability", AvailabilityPage)

    @property
    def catalogue(self) -> OrganisationPage:
        return self.lazy_pages.get("catalogue", OrganisationPage)

    @property
    def outbox(self) -> OutboxPage:
        return self.lazy_pages.get("outbox", OutboxPage)

    @property
    def settings(self) -> SettingsPage:
        return self.lazy_pages.get("settings", SettingsPage)

    def start(self) -> None:
        """Show the call page, with text that was typed before the register was open."""
        window, operator = self.window, self._operator_session.operator
        window.show_frame()
        window.may_close = self._may_close
        window.search.ready()
        window.header.show_me(operator.initials, operator.name, operator.loop)
        window.header.loop_menu(self.mine.choose_loop)
        window.header.status_menu(self.mine.set_own_presence, lambda: self.show_settings("Deg"))
        window.show_page("call")
        self.call.wizard.set_short(short=operator.help_level != "ny")
        self.call_session.parked_calls.read()
        self.unsaved_forms.begin()
        self.background_jobs.begin()
        self.refresher.begin()
        self.connection_status.begin()
        self.bar.show_first()
        if text := window.ui.search.text():
            self.call.search.type(text)
        window.ui.search.setFocus()

    def _connect(self) -> None:
        window, call_session, call = self.window, self.call_session, self.call
        window.page_shown.connect(self._page_shown)
        window.ask_leaving = lambda leave: self.lazy_pages.shown.ask_leaving(leave)
        window.closing.connect(self._leave)
        self._theme.changed.connect(self._recolour)
        window.ui.parked.clicked.connect(self.park_or_resume)
        window.ui.goPractice.clicked.connect(self.practice_asked)
        call.search_wanted.connect(self.to_search)
        call.notice.connect(lambda sentence: window.show_bar(sentence))
        call.copied.connect(lambda number: window.show_bar(f"{spoken_number(number)} er kopiert.", "ok"))
        self.home.draft_unwanted.connect(call_session.discard)
        call_session.parked_calls.discarded.connect(partial(self.bar.show_discarded, self.call))
        self.home.procedure_chosen.connect(self.read_procedure)
        self.home.row_chosen.connect(self._show_row)
        self.home.import_asked.connect(lambda: self.show_settings("Register inn og ut"))
        self.home.practice_asked.connect(self.practice_asked)
        call_session.parked_calls.changed.connect(self.refresher.show_parked)
        for begun in (call_session.run_changed, call_session.review_reached, call_session.record_opened):
            begun.connect(lambda _: self._call_takes_over())
        call_session.completed.connect(lambda _: window.search.show_running(running=False))
        call_session.set_aside.connect(lambda: window.search.show_running(running=False))
        call_session.refused.connect(self.bar.show_error)

    def _connect_parts(self) -> None:
        call, bar = self.call, self.bar
        ring_on_click(call.record.ui.phone, self.ring)
        transfer = call.wizard.step.transfer
        transfer.is_away = lambda: self.connection_status.is_lost
        transfer.colleague = takes_call if self._services.practice else None
        self.connection_status.changed.connect(transfer.show_ages)
        self.dialler.shows_dialled, self.dialler.shows_copied = transfer.show_dialled, transfer.show_copied
        for ring_asked in (call.wizard.step.transfer.ring_asked, call.review.cards.ring_asked):
            ring_asked.connect(self.ring)
        self.undo_slot.changed.connect(bar.offer_undo)
        self.unsaved_forms.put_away.connect(bar.offer_back)
        call.incoming_number.offered.connect(lambda *_: self.unmatched_prompt.ask_again())
        self.incoming.ringing.taken.connect(lambda *_: self.unmatched_prompt.cancel())
        self.connection_status.returned.connect(call.search.ask_again)
        self.unmatched_prompt.refused.connect(bar.show_error)
        self.home.member_sought.connect(self.unmatched_prompt.start)
        self.duplicate_check.found.connect(bar.warn_of_duplicate)
        self._change_notifier.happened.connect(self.refresher.read)
        for runner in self._runners:
            runner.failed.connect(bar.failed_behind)
        self.background_jobs.failed.connect(bar.show_error)
        self.background_jobs.due.connect(bar.show_due)

    def _call_takes_over(self) -> None:
        if self.window.page != "call":
            self.window.show_page("call")
        self.window.search.show_running(running=self.call_session.run is not None)

    def to_search(self, letter: str) -> None:
        """A letter was typed outside the fields."""
        self.window.leave_for(lambda: self.window.search.focus(letter))

    def ring(self) -> None:
        """Dial the number of the chosen row on the shown page."""
        page = self.lazy_pages.shown
        self.dialler.ring(page.numbers())
        page.hold()

    def new_callback(self) -> None:
        self.window.go_to("call", self.call.on_line.ask_callback)

    def park_or_resume(self) -> None:
        """Park the inquiry; without one, resume a parked one, first of the member whose record is open."""
        if self.call_session.draft is not None:
            self.call.park()
        elif here := self.call_session.parked_here:
            self.take_up(here[0])
        else:
            self.parked.take_up()

    def discard(self) -> None:
        """The inquiry, or the chosen parked one."""
        if self.call_session.draft is not None:
            self.call.discard()
        else:
            self.home.discard()

    def take_up(self, draft: Draft) -> None:
        self.window.go_to("call", lambda: self.call_session.resume(draft))

    def answer_callback(self, callback: Callback) -> None:
        """«Svarte»: open the member and the right wizard; Fullfør closes the callback."""
        self.window.show_page("call")
        self.call.promises.answer(callback)

    def _page_shown(self, _: str) -> None:
        if not self.lazy_pages.shown.focus():
            self.window.ui.search.setFocus()

    def _show_row(self, page: str, row_id: object) -> None:
        """The clicked row of the first page is the chosen row of its list."""
        self.window.show_page(page)
        self.lazy_pages.shown.show_row(row_id)

    def read_procedure(self, procedure: Procedure) -> None:
        ProcedureDialog(procedure, self._services.inquiries.library, self.window).open()

    def show_settings(self, part: str) -> None:
        self.window.go_to("settings", lambda: self.settings.show_part(part))

    def _recolour(self) -> None:
        """Redraw after a change of colours; the focus is kept."""
        self.refresher.read_all()
        self.call.redraw()

    def hide_names(self) -> None:
        """Hide what is over the pages: the incoming call."""
        self.incoming.ringing.hide()

    def _may_close(self) -> bool:
        """Ask, when work is unfinished; not in practice."""
        parked = len(self.call_session.parked) + (self.call_session.draft is not None)
        urgent = len(self.call.home.receipt.pressing)
        sentence = "" if self._services.practice else left_over(parked, self.refresher.unsent, urgent)
        return not sentence or bool(CloseDialog(sentence, self.window).exec())

    def _leave(self) -> None:
        if not self.window.is_alone:  # the lock has stored it
            self.unsaved_forms.keep()
        self.background_jobs.end()
        self.connection_status.end()
        self._services.local_copy.stop()
        self.refresher.end()
        self.call_session.inquiry.keep_now()
