"""Whoever is on the line: the hits, the record or the stranger, and what the call may be about, side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.members import Hit
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.record import MemberRecord
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.callers_number import CallersNumber
from sentralbord_desktop.gui.call.categories import CategoryChooser
from sentralbord_desktop.gui.call.flow import CallFlow
from sentralbord_desktop.gui.call.hit_list import HitList
from sentralbord_desktop.gui.call.hits import second_line
from sentralbord_desktop.gui.call.record import RecordPanel
from sentralbord_desktop.gui.call.side_forms import SideForms
from sentralbord_desktop.gui.call.stranger import StrangerPanel
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.flow import let_flow
from sentralbord_desktop.gui.widgets.panels import is_narrow
from sentralbord_desktop.gui.wizard.step_panel import say
from sentralbord_desktop.services.office import Office


class CallerPage(QWidget):
    """What is known of the caller, and who they have said they are; what they ask begins elsewhere."""

    def __init__(
        self, flow: CallFlow, office: Office, tasks: TaskRunner, search_tasks: TaskRunner,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._flow = flow
        self._shift = office.shift
        self.ui = Ui_Call()
        self.ui.setupUi(self)
        let_flow(self.ui.noRecord)
        self.record = RecordPanel(flow.categories.title, self.ui.middle)
        self.stranger = StrangerPanel(self.ui.middle)
        self.forms = SideForms(flow, office, tasks, self.ui.middle)
        self.categories = CategoryChooser(
            flow.categories, self.ui.categories, self.ui.buttonsLayout
        )
        self.hits = HitList(self.ui, office.members, search_tasks)
        self.caller = CallersNumber(flow, office.members, tasks)
        for panel in (self.stranger, self.record, self.forms.panel):
            self.ui.middle.addWidget(panel)
        self.ui.identityDone.hide()
        self.ui.panels.arrange("samtale", (288, 0, 272))
        self._connect()

    def _connect(self) -> None:
        flow, hits = self._flow, self.hits
        hits.peeked.connect(self._peek)
        hits.nothing_found.connect(self._offer_stranger)
        hits.hit_chosen.connect(flow.open_hit)
        hits.recent_chosen.connect(flow.open_member)
        hits.stranger_chosen.connect(self._open_stranger)
        self.ui.categories.space_pressed.connect(self._space)
        self.ui.categories.shift_space_pressed.connect(self._shift_space)
        self.record.cases.chosen.connect(flow.case_chosen)
        flow.record_reread.connect(self.redraw_record)
        flow.identity_changed.connect(self._show_identity)

    def look_for(self, text: str) -> None:
        """Text in the search field: hits, and nobody on the line yet."""
        self.fold()
        self.ui.middle.setCurrentWidget(self.stranger)
        self.ui.categories.hide()
        self.hits.typed(text)

    @property
    def _has_caller(self) -> bool:
        """Somebody is on the line: typing in the search field puts them away first."""
        return self._flow.record is not None or self._flow.stranger is not None

    def _peek(self, hit: Hit) -> None:
        """No more than needed to choose: the record is read, and logged, at Enter. An answer that comes after
        somebody was opened changes nothing beside the hits."""
        if self._has_caller:
            return
        department = f" · avd. {hit.department}" if hit.department else ""
        self.stranger.show_hit(hit.name, second_line(hit) + department)
        self.ui.categories.hide()

    def _open_stranger(self, number: str, name: str) -> None:
        """The number that was searched first follows the name that was typed after it."""
        self._flow.open_stranger(number or self.caller.number, name)

    def _offer_stranger(self, text: str) -> None:
        if self._has_caller:
            return
        self.caller.heard(text)
        self.stranger.show_no_hit(text)
        self.hits.search.ask_reading(self.stranger.show_reading)
        self.show_categories(with_record=False, take_focus=False)

    def show_record(self, record: MemberRecord) -> None:
        self.record.show_record(record, self._shift.clock())
        self.ui.middle.setCurrentWidget(self.record)
        self.show_categories(with_record=True)
        say(self.record, self.record.spoken())

    def redraw_record(self, record: MemberRecord) -> None:
        """What changed is shown where it stands: page, form and focus stay as they are."""
        self.record.show_record(record, self._shift.clock())

    def redraw(self) -> None:
        """In other colours."""
        if self._flow.record is not None:
            self.redraw_record(self._flow.record)

    def numbers(self) -> list[tuple[str, str]]:
        """What Ctrl+D rings: the member's numbers, or the caller's."""
        if self._flow.open_record is not None:
            return [(p.label, p.number) for p in self._flow.open_record.member.phones]
        number = self._flow.stranger[0] if self._flow.stranger else ""
        return [("", number)] if number else []

    def show_stranger(self, number: str, name: str) -> None:
        self.stranger.show_caller(spoken_number(number), name)
        self.ui.middle.setCurrentWidget(self.stranger)
        self.show_categories(with_record=False)

    def fold(self) -> None:
        """Under 1280 the hits give their room to the record."""
        narrow = is_narrow(self.window())
        self.ui.left.setVisible(not (narrow and self._flow.record is not None))

    def show_categories(self, *, with_record: bool, take_focus: bool = True) -> None:
        self.fold()
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

    def show_again(self) -> None:
        """The caller of the inquiry under way, with the categories."""
        if self._flow.record is not None:  # taken up again, the panel may show another member
            self.record.show_record(self._flow.record, self._shift.clock())
        else:
            number, name = self._flow.stranger or ("", "")
            self.stranger.show_caller(spoken_number(number), name)
        self.ui.middle.setCurrentWidget(self.record if self._flow.record else self.stranger)
        self.show_categories(with_record=self._flow.record is not None)
