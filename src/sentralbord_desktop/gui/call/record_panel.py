"""The member record (medlemsbilde): «Viktig nå» first, then the rest in tabs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.domain.dates.calendar import near_day, note_date
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time, day_at_time
from sentralbord_desktop.domain.members.fields import field_name
from sentralbord_desktop.domain.members.member import DEAD, STATUSES, UNKNOWN, PhoneCall
from sentralbord_desktop.domain.members.record import ImportantRow, MemberRecord
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import ended, grouped, kroner
from sentralbord_desktop.gui._generated.ui_record import Ui_Record
from sentralbord_desktop.gui.call.case_handover_card import CaseHandoverCard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.core.widths import is_narrow
from sentralbord_desktop.gui.lists.row_menu import KeyMenu, MenuAction
from sentralbord_desktop.gui.lists.wrapping_table import RowHeights
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.keys.column_widths import asks_for_menu
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, keycap, label, line, parted, row, unbroken
from sentralbord_desktop.gui.widgets.table_model import CellDelegate, Column, TableModel, dress
from sentralbord_desktop.gui.widgets.text_stops import COPIED, TextStop, TextStops, plain

KEY = 80
"""Width of «Ctrl+D» beside the number."""


def keep_on_top(ui: Ui_Record) -> None:
    """Align a fact of one line with the first line of its neighbour. Extra height goes to its cell only: a stretch
    would take the room of the lists."""
    grid = ui.detailsLayout
    for place in range(grid.count()):
        item = grid.itemAt(place)
        cell = item.layout() if item else None
        if isinstance(cell, QBoxLayout):
            cell.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred))
            cell.setStretch(cell.count() - 1, 1)


def fit_details(ui: Ui_Record, room: int, email: str, *, narrow: bool) -> None:
    """Wrap texts wider than `room`, an address of e-mail after its signs; a longer word is elided in the middle, and is
    whole in the form (F2)."""
    columns = (
        (ui.phone, ui.email, ui.address),
        (ui.employer, ui.insurance, ui.workplace),
        (ui.fee, ui.department, ui.steward),
    )
    _show_email(ui.email, email, 0)
    first = max(_width(ui.phone) + theme.current().scaled(KEY), _width(ui.email), _width(ui.address))
    needed = first + sum(max(map(_width, column)) for column in columns[1:])
    crowded = narrow or needed + 2 * ui.detailsLayout.horizontalSpacing() > room
    for column in columns:
        for value in column:
            value.setWordWrap(crowded)
    if crowded:
        _show_email(ui.email, email, room * 11 // 20)
    ui.name.setWordWrap(_width(ui.name) > room)


def _show_email(label: QLabel, email: str, most: int) -> None:
    """On one line where `most` is 0, otherwise in pieces no wider than that. What is broken or elided cannot be
    selected."""
    metrics = label.fontMetrics()
    whole = parted(email, "-@.") if most else email
    fits = not most or max(map(metrics.horizontalAdvance, whole.split(BREAK))) <= most
    label.setText(whole if fits else metrics.elidedText(email, Qt.TextElideMode.ElideMiddle, most))
    give_tip(label, "" if fits else email)
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    label.setTextInteractionFlags(selectable if label.text() == email else Qt.TextInteractionFlag.NoTextInteraction)


def _width(label: QLabel) -> int:
    return label.fontMetrics().horizontalAdvance(label.text())


class OpenedRows(QObject):
    """`chosen` carries the value of the row."""

    chosen = Signal(object)

    def __init__(self, table: QTableView, model: TableModel[Any], words: str) -> None:
        """`words`: what opening is called, in the menu and to the reader."""
        super().__init__(table)
        self._table, self._model, self._words = table, model, words
        self.more: Callable[[Any], Sequence[MenuAction]] = lambda _: ()
        """What else can be done with the value of a row; set by the panel."""
        table.setAccessibleDescription(f"Enter: {words[:1].lower()}{words[1:]}")
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._pop_up)
        table.activated.connect(self._open)
        table.clicked.connect(self._open)
        table.installEventFilter(self)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.values[index.row()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu key and Shift+F10, over the row that is chosen."""
        if isinstance(event, QKeyEvent) and asks_for_menu(event):
            self._pop_up(self._table.visualRect(self._table.currentIndex()).bottomLeft())
            return True
        return super().eventFilter(watched, event)

    def _pop_up(self, place: QPoint) -> None:
        index = self._table.indexAt(place)
        index = index if index.isValid() else self._table.currentIndex()
        if not index.isValid():
            return
        self._table.setCurrentIndex(index)
        menu = KeyMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        value = self._model.values[index.row()]  # the list may be read again while the menu is shown
        menu.addAction(f"{self._words}\tEnter").triggered.connect(lambda: self.chosen.emit(value))
        for action in self.more(value):
            menu.addAction(action.text).triggered.connect(action.act)
        menu.popup(self._table.viewport().mapToGlobal(place))
        menu.setActiveAction(menu.actions()[0])


REMARKS = "Merknader"


@dataclass(frozen=True)
class RecordTab:
    title: str
    columns: list[Column[Any]]
    rows: Callable[[MemberRecord], Sequence[Any]]
    empty: str
    """Shown when there are no rows."""
    opens: str = ""
    """What opening a row is called; «» where rows do not open."""
    count: Callable[[MemberRecord], int] | None = None
    """The number in the title, where it is another than that of the rows."""


MOMENT, DAY = 172, 124
"""Widths of «30. september 2025 15.00», and of its day."""


Now = Callable[[], datetime]
"""When the record was read."""


def remark_columns(category_title: Callable[[str], str], now: Now) -> list[Column[Any]]:
    return [
        Column("Dato", lambda r: f"{near_day(today(r.written), today(now()))}\n{r.author}", lambda r: r.written, DAY),
        Column("Merknad", lambda r: unbroken(("Festet: " if r.pinned else "") + r.text)),
        Column("Gjelder", lambda r: category_title(r.category), None, 156, gives_way=1, roomy=216),
    ]


def call_columns(category_title: Callable[[str], str], now: Now) -> list[Column[Any]]:
    return [
        Column("Når", lambda c: day_and_time(c.ended, now()), lambda c: c.ended, MOMENT),
        Column("Gjaldt", lambda c: category_title(c.category)),
        Column("Utfall", lambda c: c.outcome, None, 190, gives_way=3),
        Column("Nummer", lambda c: spoken_number(c.number), None, 110, gives_way=2),
        Column("Av", lambda c: c.author, None, 54, gives_way=1),
    ]


def sent_columns(now: Now) -> list[Column[Any]]:
    return [
        Column("Når", lambda o: day_and_time(o.created, now()), lambda o: o.created, MOMENT),
        Column("Tilstand", lambda o: o.left_words(now()), None, 116),
        Column("Hva", lambda o: {"epost": "E-post", "sms": "SMS"}.get(o.kind, "Brev"), None, 70, gives_way=1),
        Column("Til", lambda o: o.to_label, None, 150, gives_way=2),
        Column("Emne", lambda o: unbroken(o.subject or o.body[:80])),
    ]


def change_columns(now: Now) -> list[Column[Any]]:
    return [
        Column("Når", lambda c: f"{day_and_time(c.at, now())}\n{c.author}", lambda c: c.at, MOMENT),
        Column("Endring", lambda c: f"{field_name(c.field)}: {c.after or '–'}\nFør: {c.before or '–'}"),
    ]


def invoice_columns(now: Now) -> list[Column[Any]]:
    return [
        Column("Forfall", lambda i: f"{near_day(i.due, today(now()))}\nnr. {i.number}", lambda i: i.due, DAY),
        Column("Beløp", _amount, lambda i: i.amount),
    ]


def _amount(invoice: Any) -> str:
    paid = f"betalt {kroner(invoice.paid)}" if invoice.is_open else "betalt"
    missing = f"\nMangler {invoice.missing_documentation}" if invoice.missing_documentation else ""
    return f"{kroner(invoice.amount)}, {paid}{missing}"


def record_tabs(category_title: Callable[[str], str], now: Now, *, read_only: bool) -> list[RecordTab]:
    """In the order of the screen, remarks first."""
    no_remarks = "Ingen merknader ennå." + ("" if read_only else " Ctrl+M skriver en.")
    calls = call_columns(category_title, now)
    return [
        RecordTab(REMARKS, remark_columns(category_title, now), lambda r: r.remarks, no_remarks),
        RecordTab("Samtaler", calls, lambda r: r.calls, "Ingen samtaler ennå.", "Vis samtalen"),
        RecordTab(
            "Sendt ut",
            sent_columns(now),
            lambda r: r.sent,
            "Ingenting er sendt.",
            count=lambda r: sum(o.has_left for o in r.sent),
        ),
        RecordTab("Endringer", change_columns(now), lambda r: r.changes, "Ingen endringer ennå."),
        RecordTab("Fakturaer", invoice_columns(now), lambda r: r.invoices, "Ingen fakturaer."),
    ]


EMPTY = "–"


def fact_stops(ui: Ui_Record, record: MemberRecord) -> list[TextStop]:
    """Name and number, then each fact with its caption: «Telefon: 990 00 391». The e-mail whole, also where it is elided."""
    pairs = (
        (ui.phoneLabel, ui.phone),
        (ui.emailLabel, ui.email),
        (ui.addressLabel, ui.address),
        (ui.employerLabel, ui.employer),
        (ui.workplaceLabel, ui.workplace),
        (ui.stewardLabel, ui.steward),
        (ui.insuranceLabel, ui.insurance),
        (ui.feeLabel, ui.fee),
        (ui.departmentLabel, ui.department),
    )
    stops = [
        TextStop(ui.name, f"Navn: {ui.name.text()}", ui.name.text()),
        TextStop(ui.ids, ui.ids.text(), ui.ids.text()),
    ]
    for caption, value in pairs:
        text = record.member.email.strip() if value is ui.email else value.text()
        shown = "ikke registrert" if text in {"", EMPTY} else text
        stops.append(TextStop(value, f"{caption.text()}: {shown}", text))
    return stops


def matter_stop(box: QFrame, row: ImportantRow) -> TextStop:
    """A row of «Viktig nå», whole, with what to say."""
    text = " ".join([ended(row.headline), ended(row.detail), *([said_in(row)] if row.say else [])])
    headline = next(label for label in box.findChildren(QLabel) if label.text() == row.headline)
    return TextStop(headline, text, text, around=box)


def matter_words(row: ImportantRow, *, is_first: bool) -> str:
    """In the sentence about the member, which takes 20 s at most: the headline, and of the first what to say."""
    return f"{ended(row.headline)} {said_in(row)}" if is_first and row.say else ended(row.headline)


def said_in(row: ImportantRow) -> str:
    return f"Si: {ended(row.say.strip('«»'))}"


class RowCopying(QObject):
    """Ctrl+C in a list of the record copies the chosen row. On the page alone it copies the number of the caller."""

    def __init__(self, table: QTableView, model: TableModel[Any]) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not event.matches(QKeySequence.StandardKey.Copy):
            return super().eventFilter(watched, event)
        row = self._table.currentIndex().row()
        if row < 0:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            texts = (self._model.index(row, column).data() for column in range(self._model.columnCount()))
            QApplication.clipboard().setText(plain("\t".join(" ".join(str(text).split()) for text in texts)))
            announce(self._table, COPIED)
        return True


SIGNS = {
    "brutt": Sign("phone-x", "danger"),
    "frist": Sign("flag", "danger"),
    "ikke_sendt": Sign("paper-plane-tilt", "danger"),
    "venter": Sign("hourglass", "warn"),
    "lovet": Sign("phone-call", "text2"),
    "dato": Sign("calendar", "warn"),
    "dod": Sign("info", "text2"),
    "ukjent": Sign("question", "warn"),
    "flagg": Sign("info", "text2"),
    "sperret": Sign("info", "text2"),
    "parkert": Sign("pause", "warn"),
}
"""Kind of row -> icon and colour, with fixed meanings."""


PILLS = {"utmeldt": "danger", DEAD: "plain", UNKNOWN: "warn"}
"""Status -> tone of its pill; green for the others."""
BESIDE_LISTS = 10
"""Pixels left and right of the lists: their text is below that of the facts."""
ROW_HEIGHT = 34
"""Least height of a row of the lists, in pixels at 100 % text."""
EDGES = 56
"""Margins left and right of the facts, and a scroll bar."""
DETAILS_AT = 2
"""Row below the name and the numbers, as in the form."""


class ParkedRow(NamedTuple):
    """A parked call that can be gone on with from this record, and its button."""

    row: ImportantRow
    verb: str
    key: str
    act: Callable[[], None]


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
        self._parked: Sequence[ParkedRow] = ()
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
        theme.restyle(ui.status, pill=PILLS.get(member.status, "ok"))
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
        self._ring_key.setVisible(bool(member.phones) and not self._is_read_only and not member.is_dead)
        self._show_important()
        self.cases.show_cases(record.cases)
        for number, tab in enumerate(self._tabs):
            found = tab.rows(record)
            self._models[number].show(found)
            ui.tabs.setTabText(number, f"{tab.title}  {tab.count(record) if tab.count else len(found)}")
        self._order()
        self._show_none()
        self.facts.show(fact_stops(ui, record))
        self.setAccessibleName(f"{member.name}, {STATUSES.get(member.status, '')}")

    def show_parked(self, parked: Sequence[ParkedRow]) -> None:
        """Below what matters most of the member; drawn again only where it changed, so that the focus stays."""
        before, self._parked = self._parked, parked
        if self.record is not None and [one.row for one in before] != [one.row for one in parked]:
            self._show_important()

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

    def _show_important(self) -> None:
        important = self.record.important(self._moment) if self.record else ()
        self.rows = rows = (*important[:1], *(one.row for one in self._parked), *important[1:])
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
        for one in self._parked:
            if one.row is important:
                self._button(layout, one.verb, one.key, one.act)
        return box

    def _button(self, layout: QHBoxLayout, text: str, key: str, act: Callable[[], None]) -> None:
        button = QPushButton(text)
        button.setAccessibleDescription(key)
        button.clicked.connect(act)
        layout.addWidget(button)
        if key:
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
