"""Samtale: the resting page, the caller's page and the pages of the inquiry, one at a time."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.members.record import RecentCalls
from sentralbord_desktop.gui.call.call_notices import IS_WRITTEN, REOPENS, CallNotices
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.caller_page import CallerPage
from sentralbord_desktop.gui.call.forms.form_undo import FormUndo
from sentralbord_desktop.gui.call.home_page import HomePage
from sentralbord_desktop.gui.call.inquiry_controller import InquiryController
from sentralbord_desktop.gui.call.number_copying import NumberCopying
from sentralbord_desktop.gui.call.promises import MemberPromises
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_NUMBER
from sentralbord_desktop.gui.core.page import NamedNumber, Page
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.search.search_controller import SearchController
from sentralbord_desktop.gui.wizard.member.member_panel import MemberPanel
from sentralbord_desktop.services.inquiries.call_state import View
from sentralbord_desktop.services.office import Services


class CallPage(Page, QStackedWidget):
    search_wanted = Signal(str)  # a letter typed outside fields
    notice = Signal(str)  # a sentence for the bar
    copied = Signal(str)  # the copied number

    def __init__(
        self,
        call_session: CallSession,
        services: Services,
        tasks: TaskRunner,
        search: SearchController,
        undo_slot: UndoSlot,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._call_session = call_session
        self._operator_session = services.session
        self.search = search
        self.home = HomePage(services, self)
        self.on_line = CallerPage(call_session, services, tasks, search, self)
        self.ui, self.record, self.hits = self.on_line.ui, self.on_line.record, self.on_line.hits
        self.incoming_number, self.forms = self.on_line.incoming_number, self.on_line.forms
        self.promises = MemberPromises(call_session, services, tasks)
        self.inquiry = InquiryController(call_session, services.session.clock, self)
        self.wizard, self.review = self.inquiry.wizard, self.inquiry.review
        for page in (self.home, self.on_line, self.wizard, self.review):
            self.addWidget(page)
        self._undo_slot = undo_slot
        self._form_undo = FormUndo(self, call_session, services, tasks, undo_slot)
        self._connect()
        self._connect_flow()

    def _connect(self) -> None:
        self.ui.categories.letter_typed.connect(self.search_wanted)
        self.on_line.categories.category_chosen.connect(self._begin)
        self.record.edit_asked.connect(self.edit)
        self.record.promise_taken.connect(self.promises.take)
        self.record.confirmation_arrived.connect(self.promises.confirm_arrival)
        self.record.cases.chosen.connect(self.promises.switch_handover)
        self.promises.undoable.connect(self._form_undo.offer)
        self.forms.closed.connect(self._form_closed)
        for settled in (self.forms.arranged, self._call_session.reopened):
            settled.connect(lambda _: self.home.show_receipt(None))
        self.forms.arranged.connect(self._form_undo.offer_arranged)
        self.forms.rectified.connect(self._form_undo.offer_rectified)
        self.review.finish_asked.connect(self.submit)
        for page in (self.wizard, self.review):
            page.member.park_asked.connect(self.park)
            page.member.switch_asked.connect(self.ask_category)
            page.member.discard_asked.connect(self.discard)
            page.member.for_another_asked.connect(self._call_session.ring_for_another)
            page.letter_typed.connect(self.search_wanted)
        self.home.unknown_caller_asked.connect(self.on_line.ask_unknown_caller)
        copying = NumberCopying(self, self.numbers)
        copying.copied.connect(self.copied)
        copying.nothing_copied.connect(lambda: self.notice.emit(NO_NUMBER))
        CallNotices(self._call_session, self).given.connect(self.notice)

    def _connect_flow(self) -> None:
        call_session, search = self._call_session, self.search
        call_session.changed.connect(self._render)
        search.begun.connect(self._begin_search)
        search.text_changed.connect(self._show_search)
        call_session.line_taken.connect(search.end)
        self.currentChanged.connect(lambda _: None if self.currentWidget() is self.on_line else search.end())
        for happened in (call_session.record_opened, call_session.unknown_caller_opened, call_session.completed):
            happened.connect(lambda *_: self._undo_slot.forget(self))
        call_session.completed.connect(self._show_receipt)
        call_session.record_gone.connect(self.show_rest_or_run)
        self.home.member_chosen.connect(call_session.open_member)
        self.home.draft_chosen.connect(call_session.resume)
        self.home.reopen_asked.connect(call_session.reopen)
        self.home.number_chosen.connect(lambda number: call_session.open_unknown_caller(number))

    @property
    def _view(self) -> View:
        return self._call_session.state.view

    def _render(self) -> None:
        pages = {View.RESTING: self.home, View.STEP: self.wizard, View.REVIEW: self.review}
        self.setCurrentWidget(pages.get(self._view, self.on_line))

    def _begin_search(self) -> None:
        """Handle the first key of a search: clears the caller; completed work is not undone."""
        self.home.show_receipt(None)
        has_caller = self._call_session.has_caller
        if has_caller:
            self.incoming_number.forget()  # the number belonged to that caller
        if has_caller or self.currentWidget() is not self.on_line:
            self._undo_slot.forget(self)
        self._call_session.search()

    def _show_search(self, text: str) -> None:
        if text:
            self.on_line.show_search()
            return
        self.home.show_receipt(None)
        self.incoming_number.forget()
        self.show_rest_or_run()

    def leave_search(self) -> None:
        """End the search, so that Enter opens none of its hits."""
        if self._is_searching:
            self.search.type("")

    def refresh(self, content: RecentCalls) -> None:
        self.hits.register_is_empty = content.register_is_empty
        self.hits.show_recent(content.calls)
        self.home.show_recent(content.calls, self._operator_session.clock())
        self.home.show_register(is_empty=self.hits.register_is_empty)

    def numbers(self) -> list[NamedNumber]:
        """The numbers for Ctrl+D: the present candidate of a transfer or who took it, else the caller."""
        transfer = self.wizard.step.transfer
        if self._view is View.STEP and transfer.is_shown:
            return transfer.numbers()
        if self._view is View.REVIEW and (took := self.review.cards.numbers()):
            return took
        return self.on_line.numbers()

    @property
    def member(self) -> MemberPanel | None:
        """The member beside the inquiry, on the page that is shown; None on the other pages."""
        return {View.STEP: self.wizard.member, View.REVIEW: self.review.member}.get(self._view)

    def show_remarks(self) -> None:
        """Ctrl+↓: the remarks beside the inquiry, open or closed; on the record, the tab of all remarks."""
        if self.member is None:
            self.record.show_all_remarks()
        else:
            self.member.toggle()

    def redraw(self) -> None:
        self.on_line.redraw()
        self.wizard.recolour()
        self.review.member.recolour()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.on_line.fold()

    def _begin(self, category: str) -> None:
        if self._is_choosing_category:
            self._call_session.inquiry.switch_category(category)
            return
        if not self._call_session.has_caller:
            self.hits.open_chosen()  # no hit: the number or the name is used
        self._call_session.begin(category)

    def ask_category(self) -> None:
        """Ctrl+E: choose the category again; fitting answers are kept."""
        if self._call_session.run is None:
            return
        self._call_session.come_back()
        self._call_session.show(View.CALLER)
        self.on_line.show_again()

    @property
    def _is_choosing_category(self) -> bool:
        return self._call_session.run is not None and self._view is View.CALLER

    def submit(self) -> bool:
        """Ctrl+Enter: save the open form, or what the inquiry's page has to save; False when there is nothing."""
        if self._view in {View.STEP, View.REVIEW}:
            self.inquiry.finish()
        elif self._view is View.FORM:
            self.forms.panel.submit()
        else:
            return False
        return True

    def _show_receipt(self, receipt: Receipt) -> None:
        if self._is_searching:  # for the next caller, during the save
            self.notice.emit(receipt.sentence)
            return
        self.home.show_receipt(receipt)
        self._call_session.show(View.RESTING)
        self.search.clear()
        QTimer.singleShot(0, self, lambda: announce(self.home, f"{receipt.sentence} {REOPENS}"))

    def undo(self) -> bool:
        """Ctrl+Z: reopen the inquiry that was completed last, or the one of the urgent message that is shown."""
        if self._call_session.receipt is None:
            return self._view is View.RESTING and self.home.receipt.reopen()
        self._call_session.reopen()
        return True

    def focus(self) -> bool:
        self.show_rest_or_run()
        return self._view is not View.RESTING

    def show_rest_or_run(self) -> None:
        if self._call_session.run is not None:
            self.inquiry.go_on()
        elif not (self._call_session.has_caller or self._view is View.FORM):
            self._call_session.show(View.RESTING)

    def put_away(self) -> None:
        """Esc in the empty search field: remove a caller opened by mistake. A running inquiry is shown again, and an
        unsaved form is kept."""
        if self._call_session.run is None and self._view is not View.FORM:
            self._hang_up()
        self.show_rest_or_run()

    @property
    def _is_searching(self) -> bool:
        is_shown = self.currentWidget() is self.on_line and not self._call_session.has_caller
        return is_shown and bool(self.search.text)

    def park(self) -> None:
        self._put_away(self._call_session.park)

    def discard(self) -> None:
        self._put_away(self._call_session.discard)

    def _put_away(self, act: Callable[[], None]) -> None:
        act()
        if self._call_session.draft is not None:
            self.notice.emit(IS_WRITTEN)
        else:
            self._hang_up()

    def _hang_up(self) -> None:
        self._call_session.hang_up()
        self.search.clear()

    def step_back(self) -> bool:
        """Alt+←; False when there is nothing to go back to."""
        if self._view is View.STEP:
            return self.wizard.edit_previous()
        if self._view is View.REVIEW:
            return self.review.edit_previous()
        return self.currentWidget() is self.on_line and self.on_line.leave_question()

    def escape(self) -> bool:
        """One step of Esc inside this page; False when the search field is next."""
        if self.member is not None and self.member.close():
            return True
        if self.wizard.leave_whole() or (self.currentWidget() is self.on_line and self.on_line.leave_question()):
            return True
        if self._is_choosing_category:
            self.inquiry.go_on()
            return True
        return False

    def edit(self) -> bool:
        """F2 on the record or the review; False when there is nothing to rectify."""
        if self._view is View.REVIEW:
            self.review.cards.edit_chosen()
        elif self._call_session.open_record is not None and self.currentWidget() is self.on_line:
            self.forms.edit_member(self._call_session.open_record.member)
        else:
            return False
        return True

    def _form_closed(self) -> None:
        if self._is_searching:  # for the next caller, during the save
            return
        if self._call_session.run is not None:
            self.inquiry.go_on()
        elif self._call_session.record is not None:
            self._call_session.show(View.CALLER)
            self.ui.middle.setCurrentWidget(self.record)
            self.on_line.show_categories(with_record=True)
        elif self._call_session.unknown_caller is not None:
            self._call_session.show(View.CALLER)
            self.on_line.show_unknown_caller(*self._call_session.unknown_caller)
        else:
            self._call_session.show(View.RESTING)
            self.search.clear()
