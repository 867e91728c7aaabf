"""The caller: hits, record or caller without one, and categories, side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.member import Hit, Member
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.caller_number import IncomingNumber
from sentralbord_desktop.gui.call.category_chooser import CategoryChooser
from sentralbord_desktop.gui.call.forms.side_forms import SideForms
from sentralbord_desktop.gui.call.record.call_dialog import CallReader
from sentralbord_desktop.gui.call.record.record_panel import RecordPanel
from sentralbord_desktop.gui.call.unknown_caller_panel import UnknownCallerPanel
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.search.hit_list import HitList
from sentralbord_desktop.gui.search.hit_model import second_line
from sentralbord_desktop.gui.search.search_controller import SearchController
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.splitter import is_narrow
from sentralbord_desktop.gui.wizard.member.compare_card import CompareCard
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.services.office import Services


class CallerPage(QWidget):
    """The caller and their identity; the inquiry has other pages."""

    shown = Signal(QWidget)  # itself: a caller or a form was opened

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
        let_flow(self.ui.noRecord)
        let_flow(self.ui.identityYes)
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
        self.ui.sayText.setText(f"«{identity_sentence(services.inquiries.library)}»")
        self._call_reader = CallReader(call_session, services.inquiries, tasks, self)
        self.ui.identityDone.hide()
        self.ui.panels.arrange("samtale", (288, 0, 300))
        self._connect()

    def _connect(self) -> None:
        call_session, hits = self._call_session, self.hits
        hits.peeked.connect(self._peek)
        hits.nothing_found.connect(self._offer_stranger)
        self._search.unanswered.connect(self._show_unanswered)
        hits.hit_chosen.connect(call_session.open_hit)
        hits.recent_chosen.connect(call_session.open_member)
        hits.stranger_chosen.connect(self._open_stranger)
        self.record.row_opened.connect(self._call_reader.open)
        self.ui.noRecord.clicked.connect(self.ask_stranger)
        self.ui.onlyRemark.clicked.connect(self.ask_remark)
        self.ui.arrangeCallback.clicked.connect(self.ask_callback)
        self.ui.categories.space_pressed.connect(self._space)
        self.ui.identityYes.clicked.connect(self._space)
        self.ui.categories.shift_space_pressed.connect(self._shift_space)
        call_session.record_opened.connect(self.show_record)
        call_session.unknown_caller_opened.connect(self.show_stranger)
        call_session.record_reread.connect(self.redraw_record)
        call_session.identity_changed.connect(self._show_identity)

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

    def _open_stranger(self, number: str, name: str) -> None:
        """Use the searched number for the caller whose name was typed."""
        self._call_session.open_unknown_caller(number or self.incoming_number.number, name)

    @property
    def _is_free(self) -> bool:
        """Whether an answer may show in the middle: no caller has been opened and no form since it was asked."""
        return not self._call_session.has_caller and self.ui.middle.currentWidget() is not self.forms.panel

    def _show_unanswered(self, why: str) -> None:
        if self._is_free:
            self.unknown_caller_panel.show_unanswered(why)
            self.ui.categories.hide()

    def _offer_stranger(self, text: str) -> None:
        if not self._is_free:
            return
        self.incoming_number.received(text)
        self.unknown_caller_panel.show_no_hit(text)
        self._search.explain_query(self.unknown_caller_panel.show_query)
        self.show_categories(with_record=False, take_focus=False)

    def show_record(self, record: MemberRecord) -> None:
        self.shown.emit(self)
        self.record.ui.tabs.setCurrentIndex(0)
        self.record.show_record(record, self._operator_session.clock())
        self.ui.middle.setCurrentWidget(self.record)
        self.show_categories(with_record=True)
        announce(self.record, self.record.spoken())

    def redraw_record(self, record: MemberRecord) -> None:
        self.record.show_record(record, self._operator_session.clock())
        self._compare()

    def redraw(self) -> None:
        if self._call_session.record is not None:
            self.redraw_record(self._call_session.record)

    def numbers(self) -> list[tuple[str, str]]:
        if self._call_session.open_record is not None:
            return [(p.label, p.number) for p in self._call_session.open_record.member.phones]
        number = self._call_session.unknown_caller[0] if self._call_session.unknown_caller else ""
        return [("", number)] if number else []

    def show_stranger(self, number: str, name: str) -> None:
        self.shown.emit(self)
        self.unknown_caller_panel.show_caller(spoken_number(number), name)
        self.ui.middle.setCurrentWidget(self.unknown_caller_panel)
        self.show_categories(with_record=False)

    def fold(self) -> None:
        """Under 1280 px the hits give their room to the record."""
        narrow = is_narrow(self.window())
        self.ui.left.setVisible(not (narrow and self._call_session.record is not None))

    def show_categories(self, *, with_record: bool, take_focus: bool = True) -> None:
        self.fold()
        self.ui.categories.show()
        self.ui.say.setVisible(with_record)
        self.ui.onlyRemark.setEnabled(with_record)
        if with_record:
            self._show_identity()
        else:
            self.ui.identityDone.hide()
            self.compare.show_facts(None)
            self.categories.show_main(with_record=True, own_loop=self._operator_session.operator.loop)
        if take_focus:
            self.ui.categories.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_identity(self) -> None:
        confirmed, for_another = self._call_session.identity, self._call_session.for_another
        ui = self.ui
        with_record = self._call_session.record is not None
        words = "Bekreftet: dette er medlemmet." if confirmed else ""
        if for_another:
            words = "Ringer for en annen: bare generell informasjon. «Jeg kan ikke bekrefte eller avkrefte om noen er medlem.»"
        theme.restyle(ui.identityDone, tone="warn" if for_another else "ok")
        ui.onlyRemark.setEnabled(with_record and not for_another)
        ui.identityDone.setText(words)
        ui.identityDone.setVisible(bool(words))
        ui.say.setVisible(with_record and not words)
        self._compare()
        if with_record:
            self.record.setVisible(True)
            shown = self.unknown_caller_panel if for_another else self.record
            if for_another:
                self.unknown_caller_panel.show_third_party()
            self.ui.middle.setCurrentWidget(shown)
        loop = self._operator_session.operator.loop
        self.categories.show_main(with_record=with_record and not for_another, own_loop=loop)
        if words:
            announce(ui.identityDone, words)

    def _compare(self) -> None:
        """The facts to compare, until the member has said them; a screen reader hears them with the categories."""
        record = self._call_session.open_record
        member = record.member if record and not self._call_session.identity else None
        self.compare.show_facts(member, self.incoming_number.number)
        self.ui.categories.setAccessibleDescription(self.compare.accessibleName())

    def _space(self) -> None:
        if self._call_session.record is not None:
            self._call_session.confirm_identity()

    def _shift_space(self) -> None:
        if self._call_session.record is not None:
            self._call_session.ring_for_another()

    def show_again(self) -> None:
        """Show the caller of the running inquiry, with the categories."""
        if self._call_session.record is not None:  # the panel may show another member
            self.record.show_record(self._call_session.record, self._operator_session.clock())
        else:
            number, name = self._call_session.unknown_caller or ("", "")
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

    def ask_stranger(self) -> None:
        """Open the form of a caller without a record; categories are shown when the caller is known."""
        self.shown.emit(self)
        self.ui.categories.hide()
        self.forms.ask_stranger(self._search.text)

    def go_on_with(self, form: UnsavedForm, member: Member | None) -> None:
        """Open a form that was unsaved when the window was locked."""
        self._show_form()
        self.ui.categories.setVisible(member is not None)
        self.forms.go_on_with(form, member)

    def _show_form(self) -> None:
        self.shown.emit(self)
        self.ui.middle.setCurrentWidget(self.forms.panel)


def identity_sentence(library: Library) -> str:
    """What is said to ask who it is: the sentence of the step that asks, so that it is one everywhere."""
    procedures = (procedure.step_for(StepRole.IDENTITY) for procedure in library.procedures.values())
    return next((step.say for step in procedures if step), "")
