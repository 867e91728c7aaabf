"""The caller: hits, record or caller without one, and categories, side by side."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.member import Hit, Member
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.caller_number import IncomingNumber
from sentralbord_desktop.gui.call.category_chooser import CategoryChooser
from sentralbord_desktop.gui.call.category_fit import CategoryFit
from sentralbord_desktop.gui.call.forms.side_forms import SideForms
from sentralbord_desktop.gui.call.record.call_dialog import CallReader
from sentralbord_desktop.gui.call.record.caller_speech import CallerSpeech
from sentralbord_desktop.gui.call.record.record_panel import RecordPanel
from sentralbord_desktop.gui.call.unknown_caller_panel import UnknownCallerPanel
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.search.hit_list import HitList
from sentralbord_desktop.gui.search.hit_model import second_line
from sentralbord_desktop.gui.search.search_controller import SearchController
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.splitter import is_narrow
from sentralbord_desktop.gui.wizard.closed_record import FOR_ANOTHER, STILL_MEMBER, third_party_line
from sentralbord_desktop.gui.wizard.member.compare_card import CompareCard
from sentralbord_desktop.services.inquiries.call_state import UnknownCaller, View
from sentralbord_desktop.services.office import Services


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
        self._operator_session = services.session
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
        self._fit = CategoryFit(self.ui, self.compare, self.categories)
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

    def show_record(self, record: MemberRecord) -> None:
        self.record.ui.tabs.setCurrentIndex(0)
        self.record.show_record(record, self._operator_session.clock())
        self.ui.middle.setCurrentWidget(self.record)
        self.show_categories(with_record=True)

    def redraw_record(self, record: MemberRecord) -> None:
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
        self._fit.fit_soon()
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
