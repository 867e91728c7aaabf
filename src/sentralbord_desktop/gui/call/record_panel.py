"""The member record (medlemsbilde): what matters now first, then everything else in tabs."""

from collections.abc import Callable, Sequence
from datetime import datetime
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
from sentralbord_desktop.domain.dates.clock import clock, oslo, today
from sentralbord_desktop.domain.members.member import STATUSES, field_name
from sentralbord_desktop.domain.members.record import ImportantRow, MemberRecord, when
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui._generated.ui_record import Ui_Record
from sentralbord_desktop.gui.call.case_handover_card import CaseHandoverCard
from sentralbord_desktop.gui.call.detail_layout import fit_details, keep_on_top
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, keycap, label, line, row, unbroken
from sentralbord_desktop.gui.widgets.splitter import is_narrow
from sentralbord_desktop.gui.widgets.table_model import Column, TableModel, dress

SIGNS = {
    "brutt": ("phone-x", "danger"),
    "frist": ("flag", "danger"),
    "ikke_sendt": ("paper-plane-tilt", "danger"),
    "venter": ("hourglass", "warn"),
    "lovet": ("phone-call", "text2"),
    "dato": ("calendar", "warn"),
    "flagg": ("info", "text2"),
}
"""Kind of row -> icon and colour; fixed meanings (design, section 6)."""


def _moment(moment: datetime) -> str:
    return f"{oslo(moment):%d.%m.%Y} {clock(moment)}"


SENT: list[Column[Any]] = [
    Column("Når", lambda o: _moment(o.created), lambda o: o.created, 130),
    Column("Hva", lambda o: {"epost": "E-post", "sms": "SMS"}.get(o.kind, "Brev"), None, 70),
    Column("Til", lambda o: o.to_label, None, 150),
    Column("Emne", lambda o: unbroken(o.subject or o.body[:80])),
]
CHANGES: list[Column[Any]] = [
    Column("Når", lambda c: _moment(c.at), lambda c: c.at, 130),
    Column("Felt", lambda c: field_name(c.field), None, 130),
    Column("Før", lambda c: c.before or "–"),
    Column("Etter", lambda c: c.after or "–"),
    Column("Av", lambda c: c.author, None, 54),
]
FEES: list[Column[Any]] = [
    Column("Faktura", lambda i: i.number, None, 90),
    Column("Forfall", lambda i: note_date(i.due), lambda i: i.due, 94),
    Column("Beløp", lambda i: f"{i.amount / 100:.2f}".replace(".", ","), lambda i: i.amount, 80),
    Column("Betalt", lambda i: f"{i.paid / 100:.2f}".replace(".", ","), lambda i: i.paid, 80),
    Column("Mangler", lambda i: i.missing_documentation or ("" if i.is_open else "Betalt")),
]
EDGES = 56
"""What is left and right of the facts, with a scroll bar."""
DETAILS_AT = 2
"""Below the name and the numbers, as the form has it."""
List = tuple[str, list[Column[Any]], Callable[[MemberRecord], Sequence[Any]]]
"""Title, columns, and what of a record is in it."""


def lists(category_title: Callable[[str], str]) -> list[List]:
    """The tabs of a record."""
    remarks: list[Column[Any]] = [
        Column("Dato", lambda r: f"{oslo(r.written):%d.%m.%Y}\n{r.author}", lambda r: r.written, 96),
        Column("Merknad", lambda r: unbroken(("Festet: " if r.pinned else "") + r.text)),
        Column("Gjelder", lambda r: category_title(r.category), None, 132),
    ]
    calls: list[Column[Any]] = [
        Column("Når", lambda c: _moment(c.ended), lambda c: c.ended, 130),
        Column("Gjaldt", lambda c: category_title(c.category)),
        Column("Utfall", lambda c: c.outcome, None, 190),
        Column("Nummer", lambda c: spoken_number(c.number), None, 110),
        Column("Av", lambda c: c.author, None, 54),
    ]
    return [
        ("Merknader", remarks, lambda r: r.remarks),
        ("Samtaler", calls, lambda r: r.calls),
        ("Sendt ut", SENT, lambda r: r.sent),
        ("Endringer", CHANGES, lambda r: r.changes),
        ("Fakturaer", FEES, lambda r: r.invoices),
    ]


class RecordPanel(QFrame):
    """One member. Rows of «Viktig nå» carry their own button; `read_only` has nothing that changes or rings."""

    edit_asked = Signal()
    promise_taken = Signal(object)  # ImportantRow
    confirmation_arrived = Signal(object)  # ImportantRow

    def __init__(
        self, category_title: Callable[[str], str], parent: QWidget | None = None, *, read_only: bool = False
    ) -> None:
        super().__init__(parent)
        self._lists = lists(category_title)
        self.ui = Ui_Record()
        self.ui.setupUi(self)
        self._is_read_only = read_only
        for part in (self.ui.edit, self.ui.key77):
            part.setVisible(not read_only)
        self.ui.ids.setWordWrap(True)
        let_flow(self.ui.name)
        self.ui.elsewhere.hide()
        self._ring_key = keycap("Ctrl+D")
        self._ring_key.setToolTip("Ring nummeret")
        self.ui.phoneLayout.addLayout(row(self.ui.phone, self._ring_key, None))
        keep_on_top(self.ui)
        self.record: MemberRecord | None = None
        self.rows: tuple[ImportantRow, ...] = ()
        self._models: list[TableModel[Any]] = []
        for title, columns, _ in self._lists:
            self.ui.tabs.addTab(title)
            self.ui.lists.addWidget(self._table(title, columns))
        self.cases = CaseHandoverCard(after=self.ui.edit, read_only=read_only)
        self.cases.stand_above(self.ui.tabs)
        self.ui.tabs.currentChanged.connect(self._choose_tab)
        self.ui.edit.clicked.connect(self.edit_asked)
        adjust = QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents
        self.ui.topScroll.setSizeAdjustPolicy(adjust)  # all of it when there is room, else it scrolls
        self.ui.lists.setMinimumHeight(76)
        self.ui.lists.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def _table(self, title: str, columns: list[Column[Any]]) -> QTableView:
        model: TableModel[Any] = TableModel(columns)
        table = QTableView(self.ui.lists)
        table.setModel(model)
        table.setAccessibleName(title)
        dress(table, columns)
        table.setWordWrap(True)
        if title == "Merknader":
            table.horizontalHeader().hide()
        self._models.append(model)
        return table

    def show_record(self, record: MemberRecord, moment: datetime) -> None:
        """Everything about this member, as it is now."""
        self.record = record
        member = record.member
        ui = self.ui
        ui.name.setText(member.name or "Uten navn")
        ui.status.setText(STATUSES.get(member.status, member.status))
        theme.restyle(ui.status, pill="danger" if member.status == "utmeldt" else "ok")
        ui.ids.setText(identity_line(record, today(moment)))
        ui.lastCall.setText(f"Ringte sist {when(record.calls[0].ended, moment)}" if record.calls else "")
        phones = " · ".join(spoken_number(phone.number) for phone in member.phones)
        texts = {
            ui.phone: phones,
            ui.email: member.email,
            ui.address: member.postal_address,
            ui.employer: ", ".join(p for p in (member.employer, member.place) if p),
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
        for number, (title, _, rows) in enumerate(self._lists):
            found = rows(record)
            self._models[number].show(found)
            ui.tabs.setTabText(number, f"{title}  {len(found)}")
        self._order()
        self._fit_remarks()
        self._show_none()
        self.setAccessibleName(f"{member.name}, {STATUSES.get(member.status, '')}")

    def show_elsewhere(self, words: str) -> None:
        """Who else has the member open; «» hides it."""
        self.ui.elsewhere.setText(words)
        self.ui.elsewhere.setVisible(bool(words))

    def spoken(self) -> str:
        """What the screen reader says when the record opens."""
        if self.record is None:
            return ""
        rows = ". ".join(f"{r.headline}. {r.detail}" for r in self.rows)
        start = f"{self.record.member.name}, {self.ui.status.text().lower()}."
        return f"{start} Viktig nå, {len(self.rows)}: {rows}" if self.rows else start

    def first(self, kind: str) -> ImportantRow | None:
        return next((r for r in self.rows if r.kind == kind), None)

    def show_all_remarks(self) -> None:
        self.ui.tabs.setCurrentIndex(0)
        if table := self.ui.lists.currentWidget():
            table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose_tab(self, number: int) -> None:
        self.ui.lists.setCurrentIndex(number)
        self._show_none()

    def _show_none(self) -> None:
        """An empty list says so, and what would fill it."""
        number = self.ui.lists.currentIndex()
        empty = number >= 0 and self._models[number].rowCount() == 0
        write = "" if self._is_read_only else " Ctrl+M skriver en."
        words = (
            f"Ingen merknader ennå.{write}",
            "Ingen samtaler ennå.",
            "Ingenting er sendt.",
            "Ingen endringer ennå.",
            "Ingen fakturaer.",
        )
        self.ui.none.setText(words[number] if empty else "")
        self.ui.none.setVisible(empty)
        self.ui.lists.setVisible(not empty)

    def _fit_remarks(self) -> None:
        table = self.ui.lists.widget(0)
        if isinstance(table, QTableView):
            table.resizeRowsToContents()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._order()
        self._fit_remarks()

    def _order(self) -> None:
        """Where there is little room, what matters now comes before the details."""
        top, details, narrow = self.ui.topLayout, self.ui.detailsLayout, is_narrow(self.window())
        email = unbroken(self.record.member.email.strip()) if self.record else ""
        fit_details(self.ui, self.width() - EDGES, email or "–", narrow=narrow)
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
        for number, important in enumerate(rows):
            if number:
                self.ui.importantLayout.addWidget(line())
            self.ui.importantLayout.addWidget(self._important(important, first=number == 0))

    def _important(self, important: ImportantRow, *, first: bool) -> QWidget:
        box = QFrame()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if important.kind == "brutt" and first:  # one tinted red area a screen
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
    return " · ".join(parts)
