"""Samtale: the resting page, hits and record, and the inquiry's pages, one after the other."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from sentralbord_desktop.domain.desk import Callback, HalfForm
from sentralbord_desktop.domain.inquiries import Receipt
from sentralbord_desktop.domain.members import Hit, Member
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.record import ImportantRow, MemberRecord, Recent
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.callers_number import CallersNumber
from sentralbord_desktop.gui.call.categories import CategoryChooser
from sentralbord_desktop.gui.call.flow import CallFlow
from sentralbord_desktop.gui.call.hit_list import HitList
from sentralbord_desktop.gui.call.hits import second_line
from sentralbord_desktop.gui.call.inquiry_pages import InquiryPages
from sentralbord_desktop.gui.call.record import RecordPanel
from sentralbord_desktop.gui.call.rest import RestPage
from sentralbord_desktop.gui.call.side_forms import SideForms
from sentralbord_desktop.gui.call.stranger import StrangerPanel
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.flow import let_flow
from sentralbord_desktop.gui.widgets.panels import Panels, is_narrow
from sentralbord_desktop.gui.wizard.step_panel import say
from sentralbord_desktop.services.office import Office


class CallPage(QStackedWidget):
    search_wanted = Signal(str)  # a letter typed where it does nothing
    notice = Signal(str)  # a sentence for the bar
    copied = Signal(str)  # a number that is on the clipboard now

    def __init__(
        self, flow: CallFlow, office: Office, tasks: TaskRunner, search_tasks: TaskRunner,
        rest: RestPage, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._flow = flow
        self._shift = office.shift
        self._tasks = tasks
        self.rest = rest
        self.call = QWidget()
        self.ui = Ui_Call()
        self.ui.setupUi(self.call)
        let_flow(self.ui.noRecord)
        self.record = RecordPanel()
        self.stranger = StrangerPanel()
        self.forms = SideForms(flow, office, tasks, self.ui.middle)
        self.categories = CategoryChooser(self.ui.categories, self.ui.buttonsLayout, self.ui)
        self.inquiry = InquiryPages(flow, self)
        self.wizard, self.review = self.inquiry.wizard, self.inquiry.review
        self.hits = HitList(self.ui, office.members, search_tasks)
        self.caller = CallersNumber(flow, office.members, tasks)
        self._build()
        self._connect()

    def _build(self) -> None:
        for page in (self.rest, self.call, self.wizard, self.review):
            self.addWidget(page)
        for panel in (self.stranger, self.record, self.forms.panel):
            self.ui.middle.addWidget(panel)
        self.ui.identityDone.hide()
        self._panels = Panels("samtale", self.ui.outer, (288, 0, 272))

    def _connect(self) -> None:
        flow, ui = self._flow, self.ui
        self.hits.peeked.connect(self._peek)
        self.hits.nothing_found.connect(self._offer_stranger)
        self.hits.hit_chosen.connect(flow.open_hit)
        self.hits.recent_chosen.connect(flow.open_member)
        self.hits.stranger_chosen.connect(self._open_stranger)
        ui.noRecord.clicked.connect(self.ask_stranger)
        ui.onlyRemark.clicked.connect(self.ask_remark)
        ui.arrangeCallback.clicked.connect(self.ask_callback)
        ui.categories.space_pressed.connect(self._space)
        ui.categories.shift_space_pressed.connect(self._shift_space)
        ui.categories.letter_typed.connect(self.search_wanted)
        self.categories.category_chosen.connect(self._begin)
        self.record.edit_asked.connect(self.edit)
        self.record.promise_taken.connect(self.take_promise)
        self.record.confirmation_arrived.connect(self.confirmation_is_here)
        self.record.cases.chosen.connect(flow.case_chosen)
        self.forms.closed.connect(self._form_closed)
        self.inquiry.shown.connect(self.setCurrentWidget)
        self.wizard.switch_asked.connect(self.ask_category)
        self.review.finish_asked.connect(self.finish)
        for page in (self.wizard, self.review):
            page.park_asked.connect(self.park)
            page.letter_typed.connect(self.search_wanted)
        flow.record_opened.connect(self._show_record)
        flow.record_reread.connect(self._redraw_record)
        flow.stranger_opened.connect(self._show_stranger)
        flow.identity_changed.connect(self._show_identity)
        flow.completed.connect(self._show_receipt)
        flow.completed_aside.connect(lambda receipt: self.notice.emit(receipt_sentence(receipt)))
        flow.reopened.connect(self._tell_left)
        flow.procedure_changed.connect(self._tell_changed)
        self.rest.stranger_asked.connect(self.ask_stranger)
        self.rest.member_chosen.connect(flow.open_member)
        self.rest.draft_chosen.connect(flow.resume)
        flow.record_gone.connect(self.show_rest_or_run)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_number)
        self.rest.reopen_asked.connect(flow.reopen)
        self.rest.number_chosen.connect(lambda number: flow.open_stranger(number))

    # ------------------------------------------------------------------ searching

    def searched(self, text: str) -> None:
        """What stands in the search field now."""
        self.rest.show_receipt(None)
        if not text.strip():
            self.hits.typed(text)
            self.caller.forget()
            self.show_rest_or_run()
            return
        if self.currentWidget() is not self.call or self._flow.record or self._flow.stranger:
            self._flow.record = self._flow.stranger = None
            self.setCurrentWidget(self.call)
        self._fold()
        self.ui.middle.setCurrentWidget(self.stranger)
        self.ui.categories.hide()
        self.hits.typed(text)

    def _peek(self, hit: Hit) -> None:
        """No more than needed to choose: the record is read, and logged, at Enter."""
        department = f" · avd. {hit.department}" if hit.department else ""
        self.stranger.show_hit(hit.name, second_line(hit) + department)
        self.ui.categories.hide()

    def _open_stranger(self, number: str, name: str) -> None:
        """The number that was searched first follows the name that was typed after it."""
        self._flow.open_stranger(number or self.caller.number, name)

    def _offer_stranger(self, text: str) -> None:
        self.caller.heard(text)
        self.stranger.show_no_hit(text)
        self.hits.search.ask_reading(self.stranger.show_reading)
        self._show_categories(with_record=False, take_focus=False)

    def show_recent(self, calls: Sequence[Recent]) -> None:
        self.hits.show_recent(calls)
        self.rest.show_recent(calls, self._shift.clock())

    # ------------------------------------------------------------------ record and caller

    def _show_record(self, record: MemberRecord) -> None:
        self.setCurrentWidget(self.call)
        self.record.show_record(record, self._shift.clock())
        self.ui.middle.setCurrentWidget(self.record)
        self._show_categories(with_record=True)
        say(self.record, self.record.spoken())

    def _redraw_record(self, record: MemberRecord) -> None:
        """What changed is shown where it stands: page, form and focus stay as they are."""
        self.record.show_record(record, self._shift.clock())

    def redraw(self) -> None:
        """In other colours."""
        if self._flow.record is not None:
            self._redraw_record(self._flow.record)

    def copy_number(self) -> None:
        """Ctrl+C with nothing marked: the first number of whoever is on the line."""
        if numbers := self.numbers():
            QApplication.clipboard().setText(numbers[0][1])
            self.copied.emit(numbers[0][1])

    def numbers(self) -> list[tuple[str, str]]:
        """What Ctrl+D rings: the member's numbers, or the caller's."""
        if self._flow.open_record is not None:
            return [(p.label, p.number) for p in self._flow.open_record.member.phones]
        number = self._flow.stranger[0] if self._flow.stranger else ""
        return [("", number)] if number else []

    def _show_stranger(self, number: str, name: str) -> None:
        self.setCurrentWidget(self.call)
        self.stranger.show_caller(spoken_number(number), name)
        self.ui.middle.setCurrentWidget(self.stranger)
        self._show_categories(with_record=False)

    def _fold(self) -> None:
        """Under 1280 the hits give their room to the record."""
        narrow = is_narrow(self.window())
        self.ui.left.setVisible(not (narrow and self._flow.record is not None))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self._fold()

    def _show_categories(self, *, with_record: bool, take_focus: bool = True) -> None:
        self._fold()
        self.ui.categories.show()
        self.ui.say.setVisible(with_record)
        self.ui.onlyRemark.setEnabled(with_record)
        if with_record:
            self._show_identity()
        else:
            self.ui.identityDone.hide()
            self.categories.show_main(with_record=False, own_loop=self._shift.operator.loop)
        if take_focus:
            self.ui.categories.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_identity(self) -> None:
        confirmed, for_another = self._flow.identity, self._flow.for_another
        ui = self.ui
        with_record = self._flow.record is not None
        words = "Bekreftet: dette er medlemmet." if confirmed else ""
        if for_another:
            words = "Ringer for en annen: bare generell informasjon. «Jeg kan ikke bekrefte eller avkrefte om noen er medlem.»"
        theme.restyle(ui.identityDone, tone="warn" if for_another else "ok")
        ui.onlyRemark.setEnabled(with_record and not for_another)
        ui.identityDone.setText(words)
        ui.identityDone.setVisible(bool(words))
        ui.say.setVisible(with_record and not words)
        if with_record:
            self.record.setVisible(True)
            shown = self.stranger if for_another else self.record
            if for_another:
                self.stranger.show_third_party()
            self.ui.middle.setCurrentWidget(shown)
        loop = self._shift.operator.loop
        self.categories.show_main(with_record=with_record and not for_another, own_loop=loop)
        if words:
            say(ui.identityDone, words)

    def _space(self) -> None:
        if self._flow.record is not None:
            self._flow.confirm_identity()

    def _shift_space(self) -> None:
        if self._flow.record is not None:
            self._flow.ring_for_another()

    # ------------------------------------------------------------------ the inquiry

    def _begin(self, category: str) -> None:
        if self._flow.run is not None and self._choosing_category:
            self._choosing_category = False
            self._flow.switch_category(category)
            return
        if self._flow.record is None and self._flow.stranger is None:
            self.hits.open_chosen()  # no hit: the number or the name follows
        self._flow.begin(category)

    _choosing_category = False

    def ask_category(self) -> None:
        """Ctrl+E: the categories again; the answers that fit are kept."""
        if self._flow.run is None:
            return
        self._choosing_category = True
        self.setCurrentWidget(self.call)
        if self._flow.record is not None:  # taken up again, the panel may show another member
            self.record.show_record(self._flow.record, self._shift.clock())
        else:
            number, name = self._flow.stranger or ("", "")
            self.stranger.show_caller(spoken_number(number), name)
        self.ui.middle.setCurrentWidget(self.record if self._flow.record else self.stranger)
        self._show_categories(with_record=self._flow.record is not None)

    def finish(self) -> None:
        """Ctrl+Enter: keep the form that is being written, or what the inquiry's page has to keep."""
        page = self.currentWidget()
        if page in (self.wizard, self.review):
            self.inquiry.finish(page)
        elif page is self.call and self._is_writing:
            self.forms.panel.submit()

    def _show_receipt(self, receipt: Receipt) -> None:
        self.hits.clear()
        self.rest.show_receipt(receipt)
        self.setCurrentWidget(self.rest)
        self.search_wanted.emit("")
        QTimer.singleShot(0, self, lambda: say(self.rest, receipt_sentence(receipt)))

    def _tell_left(self, left: Sequence[str]) -> None:
        if left:
            self.notice.emit(" ".join(left) + " Vil du sende en rettelse, skriv en ny.")

    def _tell_changed(self, title: str, version: int) -> None:
        self.notice.emit(
            f"Prosedyren «{title}» er endret siden du parkerte. Denne samtalen fullføres etter "
            f"versjon {version}. Svarene som passer, er beholdt."
        )

    # ------------------------------------------------------------------ moving about

    def show_rest_or_run(self) -> None:
        """The standing inquiry when there is one, else the resting page."""
        if self._flow.run is not None:
            self.inquiry.go_on()
        elif self.currentWidget() is not self.rest and not (
            self._flow.record or self._flow.stranger or self._is_writing
        ):
            self.setCurrentWidget(self.rest)

    @property
    def _is_writing(self) -> bool:
        """A short form is open: it stands while another page is looked at."""
        in_form = self.ui.middle.currentWidget() is self.forms.panel
        return self.currentWidget() is self.call and in_form

    def park(self) -> None:
        self._put_away(self._flow.park)

    def throw_away(self) -> None:
        """As it stands, so that it can be brought back so."""
        self._put_away(self._flow.throw_away)

    def _put_away(self, act: Callable[[], None]) -> None:
        """What is half-written in a card is kept first."""
        if self.currentWidget() is self.review:
            self.review.keep_edited()
        act()
        self.setCurrentWidget(self.rest)
        self.search_wanted.emit("")

    def step_back(self) -> None:
        """← and Alt+←."""
        if self.currentWidget() is self.wizard:
            self.wizard.edit_previous()
        elif self.currentWidget() is self.review:
            self.review.edit_previous()
        elif self.currentWidget() is self.call:
            self.categories.leave_group()

    def escape(self) -> bool:
        """One rung of Esc inside this page; False when the search field is next."""
        if self.currentWidget() is self.call and self.categories.leave_group():
            return True
        if self._choosing_category:
            self._choosing_category = False
            self.inquiry.go_on()
            return True
        return False

    def edit(self) -> None:
        """F2 on the record or the review."""
        if self.currentWidget() is self.review:
            self.review.edit_chosen()
        elif self._flow.open_record is not None and self.currentWidget() is self.call:
            self.forms.edit_member(self._flow.open_record.member)

    def ask_remark(self) -> None:
        if self._flow.open_record is not None and self.currentWidget() is self.call:
            self.forms.write_remark(self._flow.open_record.member)

    def ask_callback(self) -> None:
        """Ctrl+T, also without anyone on the line."""
        self.setCurrentWidget(self.call)
        self.ui.middle.setCurrentWidget(self.forms.panel)
        self.forms.arrange_callback()

    def go_on_with(self, form: HalfForm, member: Member | None) -> None:
        """A form that was half-written when the window was locked."""
        self.setCurrentWidget(self.call)
        self.ui.middle.setCurrentWidget(self.forms.panel)
        self.forms.go_on_with(form, member)

    def ask_stranger(self) -> None:
        self.setCurrentWidget(self.call)
        self.forms.ask_stranger(self.hits.text)

    def _form_closed(self) -> None:
        if self._flow.run is not None:
            self.inquiry.go_on()
        elif self._flow.record is not None:
            self.ui.middle.setCurrentWidget(self.record)
            self._show_categories(with_record=True)
        elif self._flow.stranger is not None:
            self._show_stranger(*self._flow.stranger)
        else:
            self.setCurrentWidget(self.rest)
            self.search_wanted.emit("")

    def take_promise(self, row: ImportantRow | None = None) -> None:
        """Ctrl+R: start the category of the promise; Fullfør closes it."""
        record = self._flow.open_record
        if record is None:
            return
        wanted = row.callback_id if row else None
        callback = next((c for c in record.callbacks if wanted in (None, c.id)), None)
        if callback is not None:
            self.start_callback(callback)

    def start_callback(self, callback: Callback) -> None:
        self._flow.begin(callback.category or "annet", callback)

    def confirmation_is_here(self, row: ImportantRow | None = None) -> None:
        """Ctrl+B."""
        record = self._flow.open_record
        if record is None:
            return
        wanted = row.confirmation_id if row else None
        found = next((c for c in record.confirmations if wanted in (None, c.id)), None)
        if found is not None:
            self._flow.promise_arrived(found)


def receipt_sentence(receipt: Receipt) -> str:
    parts = [*receipt.done, *receipt.waiting]
    hand = f" Gjør for hånd: {', '.join(receipt.by_hand)}." if receipt.by_hand else ""
    return f"{receipt.title}. {'. '.join(parts)}.{hand}"
