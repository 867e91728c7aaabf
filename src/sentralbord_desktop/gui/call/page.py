"""Samtale: the resting page, whoever is on the line, and the inquiry's pages, one after the other."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.member import FIELD_NAMES, Member, field_name
from sentralbord_desktop.domain.members.record import ImportantRow, MemberRecord, RecentCall, when
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.caller_page import CallerPage
from sentralbord_desktop.gui.call.home_page import HomePage
from sentralbord_desktop.gui.call.inquiry_controller import InquiryController
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_NUMBER
from sentralbord_desktop.gui.core.page import Page
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.services.office import Services


class CallPage(Page, QStackedWidget):
    search_wanted = Signal(str)  # a letter typed where it does nothing
    notice = Signal(str)  # a sentence for the bar
    copied = Signal(str)  # a number that is on the clipboard now

    def __init__(
        self,
        call_session: CallSession,
        services: Services,
        tasks: TaskRunner,
        search_tasks: TaskRunner,
        undo_slot: UndoSlot,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._call_session = call_session
        self._operator_session = services.session
        self.home = HomePage(services.inquiries.library, lambda: services.session.operator.id, self)
        self.on_line = CallerPage(call_session, services, tasks, search_tasks, self)
        self.ui, self.record, self.hits = self.on_line.ui, self.on_line.record, self.on_line.hits
        self.incoming_number, self.forms = self.on_line.incoming_number, self.on_line.forms
        self.inquiry = InquiryController(call_session, services.session.clock, self)
        self.wizard, self.review = self.inquiry.wizard, self.inquiry.review
        for page in (self.home, self.on_line, self.wizard, self.review):
            self.addWidget(page)
        self._undo_slot, self._tasks = undo_slot, tasks
        self._withdraw, self._put_back = services.callbacks.withdraw, services.members.put_back
        self._connect()
        self._connect_flow()

    def _connect(self) -> None:
        ui = self.ui
        ui.noRecord.clicked.connect(self.ask_stranger)
        ui.onlyRemark.clicked.connect(self.ask_remark)
        ui.arrangeCallback.clicked.connect(self.ask_callback)
        ui.categories.letter_typed.connect(self.search_wanted)
        self.on_line.categories.category_chosen.connect(self._begin)
        self.record.edit_asked.connect(self.edit)
        self.record.promise_taken.connect(self.take_promise)
        self.record.confirmation_arrived.connect(self.confirmation_is_here)
        self.forms.closed.connect(self._form_closed)
        self.forms.arranged.connect(self._show_arranged)
        self.forms.rectified.connect(self._show_rectified)
        self.inquiry.shown.connect(self.setCurrentWidget)
        self.wizard.switch_asked.connect(self.ask_category)
        self.review.finish_asked.connect(self.submit)
        for page in (self.wizard, self.review):
            page.park_asked.connect(self.park)
            page.letter_typed.connect(self.search_wanted)
        self.home.stranger_asked.connect(self.ask_stranger)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_number)

    def _connect_flow(self) -> None:
        call_session = self._call_session
        call_session.record_opened.connect(self._show_record)
        call_session.unknown_caller_opened.connect(self._show_stranger)
        for happened in (call_session.record_opened, call_session.unknown_caller_opened, call_session.completed):
            happened.connect(lambda *_: self._undo_slot.forget(self))
        call_session.completed.connect(self._show_receipt)
        call_session.completed_aside.connect(lambda receipt: self.notice.emit(receipt.sentence))
        call_session.reopened.connect(self._show_left)
        call_session.procedure_changed.connect(self._show_changed)
        call_session.record_gone.connect(self.show_rest_or_run)
        self.home.member_chosen.connect(call_session.open_member)
        self.home.draft_chosen.connect(call_session.resume)
        self.home.reopen_asked.connect(call_session.reopen)
        self.home.number_chosen.connect(lambda number: call_session.open_unknown_caller(number))

    # ------------------------------------------------------------------ searching

    def searched(self, text: str) -> None:
        """What stands in the search field now."""
        self.home.show_receipt(None)
        if not text.strip():
            self.hits.typed(text)
            self.incoming_number.forget()
            self.show_rest_or_run()
            return
        self._choosing_category = False
        if self.currentWidget() is not self.on_line or self._call_session.record or self._call_session.unknown_caller:
            if self._call_session.record or self._call_session.unknown_caller:
                self.incoming_number.forget()  # the number was theirs
            self._undo_slot.forget(self)
            self.setCurrentWidget(self.on_line)
        self._call_session.search()
        self.on_line.look_for(text)

    def leave_search(self) -> None:
        """What was looked for is nobody's any more: Enter opens none of it."""
        if self._is_searching:
            self.searched("")

    def refresh(self, content: Sequence[RecentCall]) -> None:
        self.hits.show_recent(content)
        self.home.show_recent(content, self._operator_session.clock())

    # ------------------------------------------------------------------ record and caller

    def _show_record(self, record: MemberRecord) -> None:
        self.setCurrentWidget(self.on_line)
        self.on_line.show_record(record)

    def _show_stranger(self, number: str, name: str) -> None:
        self.setCurrentWidget(self.on_line)
        self.on_line.show_stranger(number, name)

    def copy_number(self) -> None:
        """Ctrl+C with nothing marked: the first number of whoever is on the line."""
        if numbers := self.numbers():
            QApplication.clipboard().setText(numbers[0][1])
            self.copied.emit(numbers[0][1])
        else:
            self.notice.emit(NO_NUMBER)

    def numbers(self) -> list[tuple[str, str]]:
        """What Ctrl+D rings."""
        return self.on_line.numbers()

    def redraw(self) -> None:
        """In other colours."""
        self.on_line.redraw()
        self.wizard.recolour()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self.on_line.fold()

    # ------------------------------------------------------------------ the inquiry

    def _begin(self, category: str) -> None:
        if self._call_session.run is not None and self._choosing_category:
            self._choosing_category = False
            self._call_session.switch_category(category)
            return
        if self._call_session.record is None and self._call_session.unknown_caller is None:
            self.hits.open_chosen()  # no hit: the number or the name follows
        self._call_session.begin(category)

    _choosing_category = False

    def ask_category(self) -> None:
        """Ctrl+E: the categories again; the answers that fit are kept."""
        if self._call_session.run is None:
            return
        self._call_session.come_back()
        self._choosing_category = True
        self.setCurrentWidget(self.on_line)
        self.on_line.show_again()

    def submit(self) -> bool:
        """Ctrl+Enter: keep the form that is being written, or what the inquiry's page has to keep; False when there
        is nothing."""
        page = self.currentWidget()
        if page in (self.wizard, self.review):
            self.inquiry.finish(page)
        elif page is self.on_line and self._is_writing:
            self.forms.panel.submit()
        else:
            return False
        return True

    def _show_receipt(self, receipt: Receipt) -> None:
        if self._is_searching:  # for the next one, while this one was written
            self.notice.emit(receipt.sentence)
            return
        self.hits.clear()
        self.home.show_receipt(receipt)
        self.setCurrentWidget(self.home)
        self.search_wanted.emit("")
        QTimer.singleShot(0, self, lambda: announce(self.home, receipt.sentence))

    def _show_arranged(self, made: Callback) -> None:
        """Ctrl+T is done: when we ring, and the way back."""
        self._call_session.receipt = None
        self.home.show_receipt(None)
        promised = when(made.due, self._operator_session.clock()) if made.due else made.window or "når som helst"
        self._can_undo(f"Oppringing avtalt: {promised}.", lambda: self._withdraw(made))

    def _show_rectified(self, seen: Member, done: Sequence[tuple[str, str, str]]) -> None:
        """F2 is done: what was changed, and the way back, while it stands as it was written."""
        if not done:
            return
        written = {field for field, _, _ in done}
        names = [name.lower() for field, name in FIELD_NAMES.items() if field in written]
        names += [field_name(field).lower() for field in sorted(written - FIELD_NAMES.keys())]
        back = partial(self._put_back, seen.id, done)
        self._can_undo(f"Rettet for {seen.name}: {listed(names)}.", back)

    def _can_undo(self, sentence: str, back: Callable[[], object]) -> None:
        run = partial(self._tasks.run, self, back, lambda _: None, self._call_session.refused.emit)
        self._undo_slot.set(self, sentence, run)

    def undo(self) -> bool:
        """Ctrl+Z: open the inquiry again that was completed last."""
        if self._call_session.receipt is None:
            return False
        self._call_session.reopen()
        return True

    def _show_left(self, left: Sequence[str]) -> None:
        if left:
            self.notice.emit(" ".join(left) + " Vil du sende en rettelse, skriv en ny.")

    def _show_changed(self, title: str, version: int) -> None:
        self.notice.emit(
            f"Prosedyren «{title}» er endret siden du parkerte. Denne samtalen fullføres etter "
            f"versjon {version}. Svarene som passer, er beholdt."
        )

    # ------------------------------------------------------------------ moving about

    def focus(self) -> bool:
        self.show_rest_or_run()
        return self.currentWidget() is not self.home

    def show_rest_or_run(self) -> None:
        """The standing inquiry when there is one, else the resting page."""
        if self._call_session.run is not None:
            self.inquiry.go_on()
        elif self.currentWidget() is not self.home and not (
            self._call_session.record or self._call_session.unknown_caller or self._is_writing
        ):
            self.setCurrentWidget(self.home)

    @property
    def _is_searching(self) -> bool:
        """Somebody is looked for, and nobody is on the line."""
        nobody = self._call_session.record is None and self._call_session.unknown_caller is None
        return self.currentWidget() is self.on_line and nobody and bool(self.hits.text.strip())

    @property
    def _is_writing(self) -> bool:
        """A short form is open: it stands while another page is looked at."""
        in_form = self.ui.middle.currentWidget() is self.forms.panel
        return self.currentWidget() is self.on_line and in_form

    def park(self) -> None:
        self._put_away(self._call_session.park)

    def discard(self) -> None:
        """As it stands, so that it can be brought back so."""
        self._put_away(self._call_session.discard)

    def _put_away(self, act: Callable[[], None]) -> None:
        act()
        if self._call_session.draft is not None:
            self.notice.emit("Samtalen fullføres nå. Ctrl+Z åpner den igjen.")
            return
        self._call_session.hang_up()
        self.hits.clear()
        self.setCurrentWidget(self.home)
        self.search_wanted.emit("")

    def step_back(self) -> bool:
        """Alt+←; False when there is nothing to go back to."""
        if self.currentWidget() is self.wizard:
            return self.wizard.edit_previous()
        if self.currentWidget() is self.review:
            return self.review.edit_previous()
        return self.currentWidget() is self.on_line and self.on_line.categories.leave_group()

    def escape(self) -> bool:
        """One rung of Esc inside this page; False when the search field is next."""
        if self.currentWidget() is self.on_line and self.on_line.categories.leave_group():
            return True
        if self._choosing_category:
            self._choosing_category = False
            self.inquiry.go_on()
            return True
        return False

    def edit(self) -> bool:
        """F2 on the record or the review; False when there is nothing to rectify."""
        if self.currentWidget() is self.review:
            self.review.edit_chosen()
        elif self._call_session.open_record is not None and self.currentWidget() is self.on_line:
            self.forms.edit_member(self._call_session.open_record.member)
        else:
            return False
        return True

    def ask_remark(self) -> None:
        if self._call_session.open_record is not None and self.currentWidget() is self.on_line:
            self.forms.write_remark(self._call_session.open_record.member)

    def ask_callback(self) -> None:
        """Ctrl+T, also without anyone on the line."""
        self.setCurrentWidget(self.on_line)
        self.ui.middle.setCurrentWidget(self.forms.panel)
        if self._call_session.record is None and self._call_session.unknown_caller is None:
            self.ui.categories.hide()  # nobody is on the line whose matter it could be
        self.forms.arrange_callback()

    def go_on_with(self, form: UnsavedForm, member: Member | None) -> None:
        """A form that was half-written when the window was locked."""
        self.setCurrentWidget(self.on_line)
        self.ui.middle.setCurrentWidget(self.forms.panel)
        self.ui.categories.setVisible(member is not None)
        self.forms.go_on_with(form, member)

    def ask_stranger(self) -> None:
        self.setCurrentWidget(self.on_line)
        self.ui.categories.hide()  # they come when it is known who rings
        self.forms.ask_stranger(self.hits.text)

    def _form_closed(self) -> None:
        if self._is_searching:  # for the next one, while the form was written
            return
        if self._call_session.run is not None:
            self.inquiry.go_on()
        elif self._call_session.record is not None:
            self.ui.middle.setCurrentWidget(self.record)
            self.on_line.show_categories(with_record=True)
        elif self._call_session.unknown_caller is not None:
            self._show_stranger(*self._call_session.unknown_caller)
        else:
            self.setCurrentWidget(self.home)
            self.search_wanted.emit("")

    def take_promise(self, row: ImportantRow | None = None) -> None:
        """Ctrl+R: start the category of the promise; Fullfør closes it."""
        record = self._call_session.open_record
        if record is None:
            return
        wanted = row.callback_id if row else None
        callback = next((c for c in record.callbacks if wanted in (None, c.id)), None)
        if callback is not None:
            self.start_callback(callback)

    def start_callback(self, callback: Callback) -> None:
        self._call_session.begin(self._call_session.categories.or_other(callback.category), callback)

    def confirmation_is_here(self, row: ImportantRow | None = None) -> None:
        """Ctrl+B."""
        record = self._call_session.open_record
        if record is None:
            return
        wanted = row.confirmation_id if row else None
        found = next((c for c in record.confirmations if wanted in (None, c.id)), None)
        if found is not None:
            self._call_session.promise_arrived(found)
