"""Samtale: the resting page, the caller's page and the pages of the inquiry, one at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.inquiries.case_handover import TAKE, Case
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.members.fields import FIELD_NAMES, field_name
from sentralbord_desktop.domain.members.member import Member, Rectified
from sentralbord_desktop.domain.members.record import ImportantRow, RecentCalls
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.gui.call.call_dialog import CallReader
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.caller_page import CallerPage
from sentralbord_desktop.gui.call.home_page import HomePage
from sentralbord_desktop.gui.call.inquiry_controller import InquiryController
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_NUMBER
from sentralbord_desktop.gui.core.page import NamedNumber, Page
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.search_controller import SearchController
from sentralbord_desktop.gui.wizard.member.member_panel import MemberPanel
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.inquiries.call_state import View
from sentralbord_desktop.services.inquiries.inquiries import Reopened
from sentralbord_desktop.services.office import Services

REOPENS = "Ctrl+Z åpner den igjen."
IS_WRITTEN = "Samtalen fullføres nå. Ctrl+Z åpner den igjen."


def arranged_sentence(callback: Callback, moment: datetime) -> str:
    """After Ctrl+T: when the callback is."""
    return f"Oppringing avtalt: {callback.promised_time(moment)}."


def rectified_sentence(seen: Member, done: Sequence[Rectified]) -> str:
    """After F2: the changes."""
    written = {each.field for each in done}
    names = [name.lower() for field, name in FIELD_NAMES.items() if field in written]
    names += [field_name(field).lower() for field in sorted(written - FIELD_NAMES.keys())]
    return f"Rettet for {seen.name}: {listed(names)}."


STILL_PROMISED = "Oppringingen står fortsatt i Ring tilbake, og samtalen er parkert."


class MemberPromises(QObject):
    """A callback is closed by an inquiry that begins from it; a confirmation and a case are closed here."""

    undoable = Signal(str, object)  # a sentence about what was done, and what reverts it

    def __init__(self, call_session: CallSession, services: Services, tasks: TaskRunner) -> None:
        super().__init__(call_session)
        self._call_session, self._tasks = call_session, tasks
        self._confirmations, self._case_handover = services.confirmations, services.case_handover

    def take(self, row: ImportantRow | None = None) -> None:
        """Ctrl+R: start from the callback of `row`, or the first one."""
        record = self._call_session.open_record
        if record is None:
            return
        wanted = row.callback_id if row else None
        callback = next((c for c in record.callbacks if wanted in (None, c.id)), None)
        if callback is not None:
            self.begin(callback)

    def begin(self, callback: Callback) -> None:
        """A call whose line was cut goes on where it was."""
        cut = next((one for one in self._call_session.parked if one.callback_id == callback.id), None)
        if cut is not None:
            self._call_session.resume(cut)
            return
        self._call_session.begin(self._call_session.categories.or_other(callback.category), callback)

    def answer(self, callback: Callback) -> None:
        """Open the member, or the unknown caller, and begin from the callback."""
        if callback.member_id is None:
            self._call_session.open_unknown_caller(callback.number, callback.name)
            self.begin(callback)
        else:
            self._call_session.open_member(callback.member_id, "oppringing", lambda _: self.begin(callback))

    def confirm_arrival(self, row: ImportantRow | None = None) -> None:
        """Ctrl+B: register the confirmation of `row`, or the first one, as arrived."""
        record = self._call_session.open_record
        if record is None:
            return
        wanted = row.confirmation_id if row else None
        found = next((c for c in record.confirmations if wanted in (None, c.id)), None)
        if found is not None:
            self._tasks.run(
                self, lambda: self._confirmations.arrived(found), lambda _: None, self._call_session.refused.emit
            )

    def switch_handover(self, case: Case) -> None:
        """«DS har overtatt» where DS has not confirmed it, which Ctrl+Z reverts; else «Angre» (PR-8)."""
        service, refused = self._case_handover, self._call_session.refused.emit
        if case.handed_over_at is not None:
            self._tasks.run(self, lambda: service.withdraw(case), lambda _: None, refused)
            return

        def done(_: object) -> None:
            self.undoable.emit(f"{case.title}: {TAKE}.", lambda: service.withdraw(case))

        self._tasks.run(self, lambda: service.confirm(case), done, refused)

    def take_case(self) -> None:
        """From Ctrl+K: take over the newest case that no DS has confirmed."""
        record = self._call_session.open_record
        case = next((one for one in record.cases if one.handed_over_at is None), None) if record else None
        if case is not None:
            self.switch_handover(case)


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
        self._reader = CallReader(call_session, services.inquiries, tasks, self.home)
        self._undo_slot = undo_slot
        self._tasks, self._clock = tasks, services.session.clock
        self._withdraw, self._put_back = services.callbacks.withdraw, services.members.put_back
        self._connect()
        self._connect_flow()

    def _connect(self) -> None:
        self.ui.categories.letter_typed.connect(self.search_wanted)
        self.on_line.categories.category_chosen.connect(self._begin)
        self.record.edit_asked.connect(self.edit)
        self.record.promise_taken.connect(self.promises.take)
        self.record.confirmation_arrived.connect(self.promises.confirm_arrival)
        self.record.cases.chosen.connect(self.promises.switch_handover)
        self.promises.undoable.connect(self._offer_undo)
        self.forms.closed.connect(self._form_closed)
        for settled in (self.forms.arranged, self._call_session.reopened):
            settled.connect(lambda _: self.home.show_receipt(None))
        self.forms.cut.connect(self._call_session.park_cut)
        self.forms.arranged.connect(self._offer_arranged)
        self.forms.rectified.connect(self._offer_rectified)
        self.review.finish_asked.connect(self.submit)
        for page in (self.wizard, self.review):
            page.member.park_asked.connect(self.park)
            page.member.switch_asked.connect(self.ask_category)
            page.member.discard_asked.connect(self.discard)
            page.member.cut_asked.connect(self.cut)
            page.member.for_another_asked.connect(self._call_session.ring_for_another)
            page.letter_typed.connect(self.search_wanted)
        self.home.unknown_caller_asked.connect(self.on_line.ask_unknown_caller)
        keys = QShortcut(QKeySequence.StandardKey.Copy, self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._copy_number)

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
        call_session.completed_aside.connect(lambda receipt: self.notice.emit(receipt.sentence))
        call_session.parked_calls.put_aside.connect(partial(self._announce_draft, "Parkert"))
        call_session.parked_calls.taken.connect(partial(self._announce_draft, "Hentet frem"))
        call_session.reopened.connect(self._announce_reopened)
        call_session.inquiry.procedure_changed.connect(self._show_procedure_changed)
        call_session.record_gone.connect(self.show_rest_or_run)
        self.home.member_chosen.connect(call_session.open_member)
        self.home.draft_chosen.connect(call_session.resume)
        self.home.reopen_asked.connect(call_session.reopen)
        self.home.call_chosen.connect(self._reader.open)

    def _announce_draft(self, what: str, draft: Draft) -> None:
        """«Parkert: Ingunn Fjeldheim, Trøbbel på jobben»; the step says itself where one was."""
        announce(self, f"{what}: {draft.title}, {self._call_session.categories.title(draft.category)}")

    def _announce_reopened(self, reopened: Reopened) -> None:
        self._announce_draft("Åpnet igjen", reopened.draft)
        if left := reopened.already_left:
            self.notice.emit(" ".join(left) + " Vil du sende en rettelse, skriv en ny.")

    def _show_procedure_changed(self, title: str, version: int) -> None:
        self.notice.emit(
            f"Prosedyren «{title}» er endret siden du parkerte. Denne samtalen fullføres etter "
            f"versjon {version}. Svarene som passer, er beholdt."
        )

    def _offer_arranged(self, made: Callback) -> None:
        """After Ctrl+T; Ctrl+Z withdraws the callback."""
        self._call_session.forget_receipt()
        self._offer_undo(arranged_sentence(made, self._clock()), partial(self._withdraw, made))

    def _offer_rectified(self, seen: Member, done: Sequence[Rectified]) -> None:
        """After F2; Ctrl+Z restores the former values, where they have not been changed since."""
        if done:
            self._offer_undo(rectified_sentence(seen, done), partial(self._put_back, seen.id, done))

    def _offer_undo(self, sentence: str, back: Callable[[], object]) -> None:
        """Show `sentence`; Ctrl+Z calls `back` on the worker."""
        run = partial(self._tasks.run, self, back, lambda _: None, self._call_session.refused.emit)
        self._undo_slot.set(self, sentence, run)

    def _copy_number(self) -> None:
        """Ctrl+C without a selection: the caller's first number."""
        if numbers := self.numbers():
            QApplication.clipboard().setText(numbers[0].number)
            self.copied.emit(numbers[0].number)
        else:
            self.notice.emit(NO_NUMBER)

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
        self.home.show_recent(content.calls, self._clock())
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
        """Ctrl+Z: reopen the inquiry that was completed last, which the receipt names."""
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

    def cut(self) -> None:
        """Ctrl+Shift+B: the line was cut. The call waits for its callback, the one it was begun from if there is one."""
        draft, run = self._call_session.draft, self._call_session.run
        if draft is None or run is None:
            return
        if draft.callback_id is not None:
            self.park()
            self.notice.emit(STILL_PROMISED)
            return
        self._call_session.come_back()
        self.on_line.ask_cut_call(draft, run)

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
