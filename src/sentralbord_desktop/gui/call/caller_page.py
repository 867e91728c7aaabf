"""The caller: hits, record or caller without one, and categories, side by side."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.member import Hit, Member
from sentralbord_desktop.domain.members.record import ImportantRow, MemberRecord
from sentralbord_desktop.domain.telephony import caller_in, can_be_rung, spoken_number
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.call_dialog import CallReader
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.category_chooser import ABOUT, CategoryChooser
from sentralbord_desktop.gui.call.home_page import parked_row
from sentralbord_desktop.gui.call.record_panel import ParkedRow, RecordPanel
from sentralbord_desktop.gui.call.side_forms import SideForms
from sentralbord_desktop.gui.call.unknown_caller_panel import UnknownCallerPanel
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import SILENT
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.widths import is_low, is_narrow
from sentralbord_desktop.gui.search_controller import SearchController
from sentralbord_desktop.gui.search_hits import HitList, second_line
from sentralbord_desktop.gui.widgets.digit_panel import BARE_PADDING, AnswerButton
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.text_stops import order_tabs
from sentralbord_desktop.gui.wizard.closed_record import (
    CANNOT_CONFIRM,
    FOR_ANOTHER,
    SAID_FIRST,
    STILL_MEMBER,
    third_party_line,
)
from sentralbord_desktop.gui.wizard.member.compare_card import CompareCard
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, reviewed
from sentralbord_desktop.services.inquiries.call_state import UnknownCaller, View
from sentralbord_desktop.services.members import DuplicateService, LikeMember, MemberService
from sentralbord_desktop.services.office import Services

LOW_PADDING = 1
"""Pixels above and below the text of a category, beside the facts to compare in a low window."""


class IncomingNumber(QObject):
    """«» when it is unknown. Cleared when the call is completed or parked."""

    offered = Signal(str, str)  # number, first name of the open member, who does not have it
    added = Signal(str, str, int)  # number, first name and id of the member who has it

    def __init__(self, call_session: CallSession, members: MemberService, tasks: TaskRunner) -> None:
        super().__init__(call_session)
        self._call_session = call_session
        self._members = members
        self._tasks = tasks
        call_session.record_opened.connect(self._offer)
        call_session.completed.connect(lambda _: self.forget())
        call_session.set_aside.connect(self.forget)

    def received(self, text: str) -> None:
        """Use a whole phone number that was received, pasted or typed."""
        number = caller_in(text.strip()).number
        if can_be_rung(number):
            self._call_session.set_ringing(number)

    @property
    def number(self) -> str:
        return self._call_session.state.ringing

    def forget(self) -> None:
        self._call_session.set_ringing("")

    def add(self) -> None:
        record = self._call_session.open_record
        if record is None or not self.can_add:
            return
        number, member = self.number, record.member

        def done(_: None) -> None:
            self._call_session.reread()
            self.added.emit(number, member.first_name, member.id)

        self._tasks.run(self, lambda: self._members.add_phone(member.id, number), done, self._call_session.refused.emit)

    def remove(self, number: str, member_id: int) -> None:
        self._tasks.run(
            self,
            lambda: self._members.remove_phone(member_id, number),
            lambda _: self._call_session.reread(),
            self._call_session.refused.emit,
        )

    @property
    def can_add(self) -> bool:
        """Whether Ctrl+I has a number, and a member to add it to."""
        record = self._call_session.open_record
        return record is not None and self._is_new(record)

    def _offer(self, record: MemberRecord) -> None:
        if self._is_new(record):
            self.offered.emit(self.number, record.member.first_name)

    def _is_new(self, record: MemberRecord) -> bool:
        return bool(self.number) and self.number not in [p.number for p in record.member.phones]


class DuplicateCheck(QObject):
    """Checks when the review of a registration is reached, because the identity has been answered by then. Never
    decides."""

    found = Signal(int, str)  # member id, the sentence

    def __init__(self, call_session: CallSession, duplicates: DuplicateService, tasks: TaskRunner) -> None:
        super().__init__(call_session)
        self._call_session = call_session
        self._duplicates = duplicates
        self._tasks = tasks
        call_session.review_reached.connect(self._look)

    def _look(self, run: ProcedureRun) -> None:
        draft = self._call_session.draft
        if draft is None or draft.registered_member_id is not None:
            return
        for action in reviewed(run, draft.review):
            if action.kind == REGISTER_MEMBER.key and action.on:
                self._ask(draft.id, {k: str(text) for k, text in action.data["changes"].items()})

    def _ask(self, draft_id: str, fields: dict[str, str]) -> None:
        self._tasks.run(self, lambda: self._duplicates.like(fields), lambda like: self._report(draft_id, like))

    def _report(self, draft_id: str, like: Sequence[LikeMember]) -> None:
        if like and self._call_session.draft is not None and self._call_session.draft.id == draft_id:
            member, why = like[0]
            born = f" (født {member.birth_date.year})" if member.birth_date else ""
            self.found.emit(
                member.id,
                f"{member.name}{born} er medlem {member.number}: {', '.join(why)}.{others(like)} Er det samme person?",
            )


def others(like: Sequence[LikeMember]) -> str:
    """« Flere ligner: Kari Vik (204118).», those after the most similar one."""
    named = ", ".join(f"{one.member.name} ({one.member.number})" for one in like[1:3])
    return f" Flere ligner: {named}." if named else ""


CONFIRMED, NOT_CONFIRMED = "Bekreftet.", "Ikke bekreftet."
TO_CONFIRM = "Mellomrom bekrefter."
MAX_SPOKEN_CHARS = 280
"""Characters: 20 s at 17 a second, less what is read of the panel that takes the focus."""


class CallerSpeech(QObject):
    """Made after the page is connected: what is read is drawn by then. Of a third party the record is never read (X-4)."""

    def __init__(
        self,
        call_session: CallSession,
        ui: Ui_Call,
        record: RecordPanel,
        compare: CompareCard,
        chooser: CategoryChooser,
    ) -> None:
        super().__init__(ui.categories)
        self._call_session, self._ui = call_session, ui
        self._record, self._compare, self._chooser = record, compare, chooser
        self._can_confirm = False
        ui.categories.setAccessibleDescription(SILENT)
        call_session.record_opened.connect(lambda _: self._say_member())
        call_session.unknown_caller_opened.connect(self._say_unknown_caller)
        call_session.identity_changed.connect(self._say_identity)
        chooser.digits_changed.connect(lambda _: self._order_tabs())

    def say_question(self) -> None:
        """«Hvem ringer?», or the topics, with the digits."""
        self._say("")

    def _say(self, who: str, topics: str = "") -> None:
        """Who calls, then the topics where there is room: Tab reads them. A newer sentence takes the place of one that was
        not sent."""
        said = f"{who} {topics or self._chooser.spoken}".strip()
        if who and len(said) > MAX_SPOKEN_CHARS:
            said = who
        announce(self._ui.categories, said, about=ABOUT)

    def _say_member(self) -> None:
        """Without the question, which is the name of the panel that takes the focus."""
        who = " ".join(filter(None, (self._record.spoken(), TO_CONFIRM if self._can_confirm else "")))
        self._say(who, self._chooser.answers)

    def _say_unknown_caller(self, number: str, name: str) -> None:
        parts = (name or "Ny innringer", spoken_number(number), "ikke i registeret")
        self._say(f"{', '.join(part for part in parts if part)}.")

    def _say_identity(self) -> None:
        """Where the page of the caller is shown; a step of the inquiry has a sentence of its own."""
        if not self._ui.categories.isVisible():
            return
        done = "" if self._ui.identityDone.isHidden() else self._ui.identityDone.text()
        if self._call_session.open_record is None:
            self._say(f"{done} {self._to_say}".strip())
        else:
            announce(self._ui.categories, CONFIRMED if done else NOT_CONFIRMED, about="identity")

    @property
    def _to_say(self) -> str:
        """What the operator says to a third party before anything else (X-4)."""
        first = SAID_FIRST.get(self._call_session.caller.caller, CANNOT_CONFIRM)
        words = " ".join(first.replace("«", "").replace("»", "").split())
        return f"Si: {words}" if self._call_session.for_another else ""

    def _order_tabs(self) -> None:
        """The order of the work: who it is, the topic, what else can be done, what matters of the member, the facts and
        the lists; then another caller."""
        ui = self._ui
        topics = [*self._compare.stops.widgets, ui.identityYes, *self._chooser.buttons]
        others = (ui.forAnother, ui.onlyRemark, ui.arrangeCallback)
        search = (ui.hits, ui.recent, ui.noRecord)
        order_tabs([ui.categories, *topics, *others, *self._record.tab_stops(), *search])

    def arrange(self, *, can_confirm: bool) -> None:
        """Called when the facts to compare are drawn."""
        self._can_confirm = can_confirm
        self._order_tabs()


MOVES = "Svarene blir med. Identiteten må bekreftes her."
"""Of a call that is moved to another member."""


class CallerPage(QWidget):
    """The caller and their identity; the inquiry has other pages."""

    def __init__(
        self,
        call_session: CallSession,
        services: Services,
        tasks: TaskRunner,
        search: SearchController,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._call_session = call_session
        self._operator_session, self._library = services.session, services.inquiries.library
        self._search = search
        self.ui = Ui_Call()
        self.ui.setupUi(self)
        self.record = RecordPanel(call_session.categories.title, self.ui.middle)
        self.unknown_caller_panel = UnknownCallerPanel(self.ui.middle)
        self.forms = SideForms(call_session, services, tasks, self.ui.middle)
        self.categories = CategoryChooser(call_session.categories, self.ui.categories, self.ui.buttonsLayout)
        self.hits = HitList(self.ui, search)
        self.incoming_number = IncomingNumber(call_session, services.members, tasks)
        for panel in (self.unknown_caller_panel, self.record, self.forms.panel):
            self.ui.middle.addWidget(panel)
        self.compare = CompareCard()
        self.compare.set_compact()
        self.ui.categoriesLayout.insertWidget(self.ui.categoriesLayout.indexOf(self.ui.say) + 1, self.compare)
        self.categories.digits_changed.connect(self._fit_rows)
        self._call_reader = CallReader(call_session, services.inquiries, tasks, self)
        self.ui.sayText.setText(f"«{services.inquiries.library.identity_sentence}»")
        self.ui.identityDone.hide()
        ui = self.ui
        for narrow_row in (ui.noRecord, ui.identityYes, ui.categoriesHead, ui.onlyRemark, ui.hitCount):
            let_flow(narrow_row)
        self.ui.panels.arrange("samtale", (288, 0, 300))
        self._connect()
        self._speech = CallerSpeech(call_session, self.ui, self.record, self.compare, self.categories)

    def _connect(self) -> None:
        call_session, hits = self._call_session, self.hits
        hits.peeked.connect(self._peek)
        hits.nothing_found.connect(self._offer_unknown_caller)
        self._search.unanswered.connect(self._show_unanswered)
        self.ui.middle.currentChanged.connect(self._follow_form)
        hits.hit_chosen.connect(call_session.open_hit)
        hits.recent_chosen.connect(call_session.open_member)
        hits.unknown_caller_chosen.connect(self._open_unknown_caller)
        self.record.row_opened.connect(self._call_reader.open)
        self.ui.noRecord.clicked.connect(self.ask_unknown_caller)
        self.ui.onlyRemark.clicked.connect(self.ask_remark)
        self.ui.arrangeCallback.clicked.connect(self.ask_callback)
        self.ui.categories.space_pressed.connect(self._space)
        self.ui.identityYes.clicked.connect(self._space)
        self.ui.categories.shift_space_pressed.connect(self.ring_for_another)
        self.ui.forAnother.clicked.connect(self.ring_for_another)
        self.categories.kind_chosen.connect(self._use_kind)
        self.categories.asked.connect(self._name_question)
        self.categories.digits_changed.connect(self.ui.key58.setText)
        call_session.record_opened.connect(self.show_record)
        call_session.unknown_caller_opened.connect(self.show_unknown_caller)
        call_session.record_reread.connect(self.redraw_record)
        call_session.identity_changed.connect(self._show_identity)
        call_session.parked_calls.changed.connect(lambda _: self._show_parked())

    def _follow_form(self) -> None:
        """A form was opened in the middle, or something took its place."""
        if self.ui.middle.currentWidget() is self.forms.panel:
            self._call_session.show(View.FORM)
        elif self._call_session.state.view is View.FORM:
            self._call_session.show(View.CALLER)

    def show_search(self) -> None:
        self.fold()
        self.ui.middle.setCurrentWidget(self.unknown_caller_panel)
        self.ui.categories.hide()

    def _peek(self, hit: Hit) -> None:
        """No more than needed to choose: the record is read, and logged, at Enter."""
        if not self._is_free:
            return
        department = f" · avd. {hit.department}" if hit.department else ""
        self.unknown_caller_panel.show_hit(hit.name, second_line(hit) + department)
        self.ui.categories.hide()

    def _open_unknown_caller(self, number: str, name: str) -> None:
        """Use the searched number for the caller whose name was typed."""
        self._call_session.open_unknown_caller(number or self.incoming_number.number, name)

    @property
    def _is_free(self) -> bool:
        """Whether an answer may show in the middle: no caller has been opened and no form since it was asked."""
        return not self._call_session.has_caller and self._call_session.state.view is not View.FORM

    def _show_unanswered(self, why: str) -> None:
        if self._is_free:
            self.unknown_caller_panel.show_unanswered(why)
            self.ui.categories.hide()

    def _offer_unknown_caller(self, text: str) -> None:
        if not self._is_free:
            return
        self.incoming_number.received(text)
        self.unknown_caller_panel.show_no_hit(text)
        self._search.explain_query(self.unknown_caller_panel.show_query)
        self._ask_caller(take_focus=False)

    def _show_parked(self) -> None:
        """What is parked of this member, and what was parked by looking this member up."""
        call_session, library, moment = self._call_session, self._library, self._operator_session.clock()
        rows = []
        for number, draft in enumerate(call_session.parked_here):
            shown = parked_row(draft, library, moment)
            words = ImportantRow("parkert", "En samtale er parkert", f"{shown.matter} · {shown.time}, {shown.distance}")
            rows.append(ParkedRow(words, "Fortsett", "" if number else "Ctrl+P", partial(call_session.resume, draft)))
        if (left := call_session.may_move_here) is not None:
            what = f"{spoken_number(left.title)}: {library.categories.title(left.category)}. {MOVES}"
            words = ImportantRow("parkert", "Skulle samtalen du parkerte, stå her?", what)
            rows.append(ParkedRow(words, "Flytt hit", "Ctrl+Shift+M", call_session.move_here))
        self.record.show_parked(rows)

    def show_record(self, record: MemberRecord) -> None:
        self._show_parked()
        self.record.ui.tabs.setCurrentIndex(0)
        self.record.show_record(record, self._operator_session.clock())
        self.ui.middle.setCurrentWidget(self.record)
        self.show_categories(with_record=True)

    def redraw_record(self, record: MemberRecord) -> None:
        self._show_parked()
        self.record.show_record(record, self._operator_session.clock())
        self._compare()

    def redraw(self) -> None:
        if (record := self._call_session.record) is not None:
            self.redraw_record(record)

    def numbers(self) -> list[NamedNumber]:
        if self._call_session.open_record is not None:
            return [NamedNumber(p.label, p.number) for p in self._call_session.open_record.member.phones]
        number = (self._call_session.unknown_caller or UnknownCaller()).number
        return [NamedNumber("", number)] if number else []

    def show_unknown_caller(self, number: str, name: str) -> None:
        self.unknown_caller_panel.show_caller(spoken_number(number), name)
        self.ui.middle.setCurrentWidget(self.unknown_caller_panel)
        if self._call_session.caller.kind is None and self._call_session.run is None:
            self._ask_caller()
        else:
            self.show_categories(with_record=False)

    def _ask_caller(self, *, take_focus: bool = True) -> None:
        """«Hvem ringer?», before the categories."""
        self._show_panel(with_record=False, take_focus=take_focus, fill=self.categories.ask_caller)

    def _name_question(self, question: str) -> None:
        self.ui.categoriesHead.setText(question)
        self.ui.categories.setAccessibleName(question)

    def _use_kind(self, kind: CallerKind) -> None:
        """A caller whose number and name are not known yet gets a form."""
        if self._asks_new_caller:
            self._show_form()
            self.ui.categories.hide()
            self.forms.ask_unknown_caller(self._search.text, kind)
            return
        if not self._call_session.has_caller:
            self.hits.open_chosen()  # no hit: the number or the name is used
        self._call_session.set_kind(kind)
        self.show_categories(with_record=self._call_session.record is not None)

    @property
    def _asks_new_caller(self) -> bool:
        return self._call_session.state.view is View.NEW_CALLER

    def fold(self) -> None:
        """Under 1280 px the hits give their room to the record."""
        self.ui.left.setVisible(not (is_narrow(self.window()) and self._call_session.record is not None))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """In a low window, beside the facts to compare: lower rows, and not the member number, which the record has."""
        is_low_now = is_low(self.window()) and not self.compare.isHidden()
        self.compare.show_equal(shown=not is_low_now)
        for button in self.ui.buttons.findChildren(AnswerButton):
            button.pad(LOW_PADDING if is_low_now else BARE_PADDING)

    def show_categories(self, *, with_record: bool) -> None:
        self._show_panel(with_record=with_record, take_focus=True, fill=self._show_identity)

    def _show_panel(self, *, with_record: bool, take_focus: bool, fill: Callable[[], None]) -> None:
        self.fold()
        self.ui.categories.show()
        self.ui.say.setVisible(with_record)
        self.ui.onlyRemark.setEnabled(with_record)
        self.ui.identityDone.hide()
        self._compare()
        fill()
        self._name_mark()
        if take_focus:
            self.ui.categories.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_mark(self) -> None:
        """The button that marks the caller, or takes the mark back."""
        self.ui.forAnother.setText(STILL_MEMBER if self._call_session.for_another else FOR_ANOTHER)
        self.ui.forAnother.setEnabled(self._call_session.has_caller and not self.categories.asks_caller)

    def _show_identity(self) -> None:
        """The categories of this caller, and what is known of who they are."""
        call_session, ui = self._call_session, self.ui
        for_another, record = call_session.for_another, call_session.record
        words = "Bekreftet: dette er medlemmet." if call_session.identity and record else ""
        if for_another:
            words = "Ringer for en annen: bare generell informasjon."
            line = third_party_line(*(call_session.unknown_caller or UnknownCaller()))
            closed = call_session.closed_member_id is not None
            self.unknown_caller_panel.show_third_party(call_session.caller.caller, line, has_record=closed)
        self.hits.close_record(call_session.closed_member_id)
        theme.restyle(ui.identityDone, tone="warn" if for_another else "ok")
        ui.onlyRemark.setEnabled(call_session.open_record is not None)
        self._name_mark()
        ui.identityDone.setText(words)
        ui.identityDone.setVisible(bool(words))
        ui.say.setVisible(record is not None and not words)
        self._compare()
        if record is not None or for_another:
            self.ui.middle.setCurrentWidget(self.unknown_caller_panel if for_another else self.record)
        may_ask = call_session.caller.may_ask_about_membership
        self.categories.show_main(with_record=may_ask, own_loop=self._operator_session.operator.loop)

    def _compare(self) -> None:
        """The facts to compare, until the identity is confirmed."""
        record = self._call_session.open_record
        member = record.member if record and not self._call_session.identity else None
        self.compare.show_facts(member, self.incoming_number.number)
        self._fit_rows()
        self._speech.arrange(can_confirm=member is not None)

    def leave_question(self) -> bool:
        """One step back: from «Hvem ringer?» of a new caller, or from a group of categories; False when none is seen."""
        if not (self._asks_new_caller and self.categories.asks_caller and self.ui.categories.isVisible()):
            return self.ui.categories.isVisible() and self.categories.leave_group()
        self.forms.closed.emit()
        return True

    def _space(self) -> None:
        if self._call_session.record is not None and not self.categories.asks_caller:
            self._call_session.confirm_identity()

    def ring_for_another(self) -> None:
        """Shift+Mellomrom; not of a caller of whom «Hvem ringer?» is still asked."""
        if self._call_session.has_caller and not self.categories.asks_caller:
            self._call_session.ring_for_another()

    def show_again(self) -> None:
        """Show the caller of the running inquiry, with the categories."""
        self._show_parked()
        if self._call_session.record is not None:  # the panel may show another member
            self.record.show_record(self._call_session.record, self._operator_session.clock())
        else:
            number, name = self._call_session.unknown_caller or UnknownCaller()
            self.unknown_caller_panel.show_caller(spoken_number(number), name)
        self.ui.middle.setCurrentWidget(self.record if self._call_session.record else self.unknown_caller_panel)
        self.show_categories(with_record=self._call_session.record is not None)

    def ask_remark(self) -> None:
        if self._call_session.open_record is not None and self.isVisible():
            self.forms.write_remark(self._call_session.open_record.member)

    def ask_callback(self) -> None:
        self._show_form()
        if not self._call_session.has_caller:
            self.ui.categories.hide()
        self.forms.arrange_callback()

    def ask_cut_call(self, draft: Draft, run: ProcedureRun) -> None:
        self._show_form()
        self.ui.categories.hide()
        self.forms.arrange_cut_call(draft, run)

    def ask_unknown_caller(self) -> None:
        """Ctrl+N: ask who calls, then for number and name; categories are shown when the caller is known."""
        self._call_session.show(View.NEW_CALLER)
        self.unknown_caller_panel.show_new_caller()
        self.ui.middle.setCurrentWidget(self.unknown_caller_panel)
        self._ask_caller()
        self._speech.say_question()

    def go_on_with(self, form: UnsavedForm, member: Member | None) -> None:
        """Open a form that was unsaved when the window was locked."""
        self._show_form()
        self.ui.categories.setVisible(member is not None)
        self.forms.go_on_with(form, member)

    def _show_form(self) -> None:
        self._call_session.show(View.FORM)
        self.ui.middle.setCurrentWidget(self.forms.panel)
