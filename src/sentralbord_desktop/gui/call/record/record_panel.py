"""The member record (medlemsbilde): «Viktig nå» first, then the rest in tabs."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.members.member import STATUSES, PhoneCall
from sentralbord_desktop.domain.members.record import ImportantRow, MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui._generated.ui_record import Ui_Record
from sentralbord_desktop.gui.call.record.case_handover_card import CaseHandoverCard
from sentralbord_desktop.gui.call.record.detail_layout import fit_details, keep_on_top
from sentralbord_desktop.gui.call.record.opened_rows import OpenedRows
from sentralbord_desktop.gui.call.record.record_tabs import REMARKS, RecordTab, record_tabs
from sentralbord_desktop.gui.call.record.record_texts import RowCopying, fact_stops, matter_stop, matter_words
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.lists.row_heights import RowHeights
from sentralbord_desktop.gui.lists.row_menu import MenuAction
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, keycap, label, line, row, unbroken
from sentralbord_desktop.gui.widgets.splitter import is_narrow
from sentralbord_desktop.gui.widgets.table_model import CellDelegate, TableModel, dress
from sentralbord_desktop.gui.widgets.texts.text_stops import TextStops

SIGNS = {
    "brutt": Sign("phone-x", "danger"),
    "frist": Sign("flag", "danger"),
    "ikke_sendt": Sign("paper-plane-tilt", "danger"),
    "venter": Sign("hourglass", "warn"),
    "lovet": Sign("phone-call", "text2"),
    "dato": Sign("calendar", "warn"),
    "flagg": Sign("info", "text2"),
}
"""Kind of row -> icon and colour, with fixed meanings (design, section 6)."""


BESIDE_LISTS = 10
"""Pixels left and right of the lists: their text is below that of the facts."""
ROW_HEIGHT = 34
"""Least height of a row of the lists, in pixels at 100 % text."""
EDGES = 56
"""Margins left and right of the facts, and a scroll bar."""
DETAILS_AT = 2
"""Row below the name and the numbers, as in the form."""


class RecordPanel(QFrame):
    """One member. Rows of «Viktig nå» have their own button; `read_only` has no button that changes or dials."""

    edit_asked = Signal()
    promise_taken = Signal(object)  # ImportantRow
    confirmation_arrived = Signal(object)  # ImportantRow
    row_opened = Signal(object)  # PhoneCall

    def __init__(
        self, category_title: Callable[[str], str], parent: QWidget | None = None, *, read_only: bool = False
    ) -> None:
        super().__init__(parent)
        self._moment = now()
        self._tabs = record_tabs(category_title, lambda: self._moment, read_only=read_only)
        self.ui = Ui_Record()
        self.ui.setupUi(self)
        self._is_read_only = read_only
        for part in (self.ui.edit, self.ui.key77):
            part.setVisible(not read_only)
        self.ui.ids.setWordWrap(True)
        let_flow(self.ui.name)
        self.ui.elsewhere.hide()
        self._ring_key = keycap("Ctrl+D")
        give_tip(self._ring_key, "Ring nummeret")
        self.ui.phoneLayout.addLayout(row(self.ui.phone, self._ring_key, None))
        keep_on_top(self.ui)
        self.facts, self.matters = TextStops(self), TextStops(self)
        self.record: MemberRecord | None = None
        self.rows: tuple[ImportantRow, ...] = ()
        self._models: list[TableModel[Any]] = []
        for tab in self._tabs:
            self.ui.tabs.addTab(tab.title)
            self.ui.lists.addWidget(self._table(tab))
        self.cases = CaseHandoverCard(after=self.ui.edit, read_only=read_only)
        self.cases.stand_above(self.ui.tabsPlace)
        self.ui.tabs.currentChanged.connect(self._choose_tab)
        self.ui.edit.clicked.connect(self.edit_asked)
        adjust = QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents
        self.ui.topScroll.setSizeAdjustPolicy(adjust)  # as high as its content where there is room, else it scrolls
        self.ui.lists.setContentsMargins(BESIDE_LISTS, 0, BESIDE_LISTS, 0)
        self.ui.lists.setMinimumHeight(76)
        self.ui.lists.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def _table(self, tab: RecordTab) -> QTableView:
        model: TableModel[Any] = TableModel(tab.columns)
        table = QTableView(self.ui.lists)
        table.setModel(model)
        table.setAccessibleName(tab.title)
        dress(table, tab.columns, ROW_HEIGHT)
        table.setWordWrap(True)
        table.setItemDelegate(CellDelegate(table))
        RowHeights(table, ROW_HEIGHT)
        if tab.title == REMARKS:
            table.horizontalHeader().hide()
        if tab.opens and not self._is_read_only:
            rows = OpenedRows(table, model, tab.opens)
            rows.chosen.connect(self.row_opened)
            rows.more = self._case_actions
        RowCopying(table, model)
        self._models.append(model)
        return table

    def _case_actions(self, call: PhoneCall) -> list[MenuAction]:
        """«DS har overtatt» on a call that was left for a DS."""
        cases = self.record.cases if self.record else ()
        return [
            MenuAction("", case.act_in_menu, partial(self.cases.chosen.emit, case))
            for case in cases
            if case.inquiry_id == call.inquiry_id
        ]

    def show_record(self, record: MemberRecord, moment: datetime) -> None:
        """Everything about this member, as it is now; one that was not shown before opens on the remarks."""
        if self.record is None or self.record.member.id != record.member.id:
            self.ui.tabs.setCurrentIndex(0)
        self.record, self._moment = record, moment
        member = record.member
        ui = self.ui
        ui.name.setText(member.name or "Uten navn")
        ui.status.setText(STATUSES.get(member.status, member.status))
        theme.restyle(ui.status, pill="danger" if member.status == "utmeldt" else "ok")
        ui.ids.setText(identity_line(record, today(moment)))
        ui.lastCall.setText(f"Ringte sist {day_at_time(record.calls[0].ended, moment)}" if record.calls else "")
        phones = " · ".join(spoken_number(phone.number) for phone in member.phones)
        texts = {
            ui.phone: phones,
            ui.email: member.email,
            ui.address: member.postal_address,
            ui.employer: member.employer,
            ui.workplace: member.workplace,
            ui.steward: member.shop_steward,
            ui.insurance: " · ".join(record.insurance),
            ui.fee: record.fee_status(today(moment)),
            ui.department: f"{member.department or '–'} {record.department}",
        }
        for place, text in texts.items():
            place.setText(unbroken(text.strip()) or "–")
        self._ring_key.setVisible(bool(member.phones) and not self._is_read_only)
        self._show_important(record.important(moment))
        self.cases.show_cases(record.cases)
        for number, tab in enumerate(self._tabs):
            found = tab.rows(record)
            self._models[number].show(found)
            ui.tabs.setTabText(number, f"{tab.title}  {len(found)}")
        self._order()
        self._show_none()
        self.facts.show(fact_stops(ui, record))
        self.setAccessibleName(f"{member.name}, {STATUSES.get(member.status, '')}")

    def show_elsewhere(self, words: str) -> None:
        """Show who else has the member open; «» hides it."""
        self.ui.elsewhere.setText(words)
        self.ui.elsewhere.setVisible(bool(words))

    def spoken(self) -> str:
        """Name, number, birth date, then the headlines of «Viktig nå», the first with what to say; Tab reads each in full."""
        if self.record is None:
            return ""
        member = self.record.member
        born = f"Født {note_date(member.birth_date)}" if member.birth_date else "Fødselsdato mangler"
        who = f"{member.name or 'Uten navn'}. Medlem {grouped(member.number)}, {self.ui.status.text().lower()}. {born}."
        rows = " ".join(matter_words(row, is_first=row is self.rows[0]) for row in self.rows)
        return f"{who} Viktig nå, {len(self.rows)}: {rows}" if self.rows else who

    def tab_stops(self) -> list[QWidget]:
        """In the order of Tab: what matters now, the facts, then the lists."""
        matters = [*self.matters.widgets, *self.ui.important.findChildren(QPushButton)]
        cases = [one.button for one in self.cases.lines]
        return [*matters, *self.facts.widgets, self.ui.edit, *cases, self.ui.tabs, *self._tables()]

    def _tables(self) -> list[QWidget]:
        return [table for place in range(self.ui.lists.count()) if (table := self.ui.lists.widget(place))]

    def show_all_remarks(self) -> None:
        self.ui.tabs.setCurrentIndex(0)
        if table := self.ui.lists.currentWidget():
            table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose_tab(self, number: int) -> None:
        self.ui.lists.setCurrentIndex(number)
        self._show_none()

    def _show_none(self) -> None:
        number = self.ui.lists.currentIndex()
        empty = number >= 0 and self._models[number].rowCount() == 0
        self.ui.none.setText(self._tabs[number].empty if empty else "")
        self.ui.none.setVisible(empty)
        self.ui.lists.setVisible(not empty)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._order()

    def _order(self) -> None:
        """In a small window, «Viktig nå» comes before the details."""
        top, details, narrow = self.ui.topLayout, self.ui.detailsLayout, is_narrow(self.window())
        email = unbroken(self.record.member.email.strip()) if self.record else ""
        fit_details(self.ui, self.width() - EDGES, email or "–", narrow=narrow)
        self.facts.renew()
        now = next(n for n in range(top.count()) if top.itemAt(n) is details)
        wanted = top.count() - 1 if narrow else DETAILS_AT
        if now != wanted:
            top.takeAt(now)
            top.insertLayout(wanted, details)

    def _show_important(self, rows: tuple[ImportantRow, ...]) -> None:
        self.rows = rows
        clear(self.ui.importantLayout)
        for widget in (self.ui.important, self.ui.importantHead, self.ui.importantCount):
            widget.setVisible(bool(rows))
        self.ui.importantCount.setText(str(len(rows)))
        boxes = [self._important(important, first=number == 0) for number, important in enumerate(rows)]
        for number, box in enumerate(boxes):
            if number:
                self.ui.importantLayout.addWidget(line())
            self.ui.importantLayout.addWidget(box)
        self.matters.show([matter_stop(box, row) for box, row in zip(boxes, rows, strict=True)])

    def _important(self, important: ImportantRow, *, first: bool) -> QFrame:
        box = QFrame()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if important.kind == "brutt" and first:  # only one tinted red area per screen
            box.setProperty("tint", "danger")
        name, colour = SIGNS[important.kind]
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(important.headline, "strong", tone="danger" if colour == "danger" else "", wrap=True))
        words.addWidget(label(important.detail, "meta", wrap=True))
        if important.say:
            said = row(label("SI", "sayTag"))
            said.addWidget(label(important.say, "strong", wrap=True), 1)
            words.addLayout(said)
        layout = QHBoxLayout(box)
        layout.setContentsMargins(14, 7, 10, 7)
        layout.addWidget(icon_label(name, colour, 18), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        if self._is_read_only:
            return box
        if important.kind in {"brutt", "lovet"}:
            self._button(layout, "Ta den nå", "Ctrl+R", lambda: self.promise_taken.emit(important))
        if important.kind == "venter":
            self._button(layout, "Er kommet", "Ctrl+B", lambda: self.confirmation_arrived.emit(important))
        return box

    def _button(self, layout: QHBoxLayout, text: str, key: str, act: Callable[[], None]) -> None:
        button = QPushButton(text)
        button.setAccessibleDescription(key)
        button.clicked.connect(act)
        layout.addWidget(button)
        layout.addWidget(keycap(key))


def identity_line(record: MemberRecord, day: Any) -> str:
    """«Medlem 204 118 · født 14.03.1979 (47 år)»."""
    member = record.member
    parts = [f"Medlem {grouped(member.number)}"]
    if member.birth_date:
        before = (day.month, day.day) < (member.birth_date.month, member.birth_date.day)
        age = day.year - member.birth_date.year - before
        parts.append(f"født {note_date(member.birth_date)} ({age} år)")
    if member.joined:
        parts.append(f"innmeldt {note_date(member.joined)}")
    if member.resigned:
        parts.append(f"utmeldt {note_date(member.resigned)}")
    return " · ".join(parts)
