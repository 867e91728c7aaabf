"""The remarks of the member during a call, newest first, then invoices and awaited confirmations."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.members.matters import Matter
from sentralbord_desktop.domain.members.member import Invoice, Remark
from sentralbord_desktop.domain.members.record import ImportantRow, MemberRecord, awaited_words
from sentralbord_desktop.domain.text.norwegian import kroner
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.fitted_scroll_area import FittedScrollArea
from sentralbord_desktop.gui.widgets.labels import clear, label, line, row
from sentralbord_desktop.gui.widgets.text_stops import TextStop, TextStops
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember

NONE = "Ingen merknader."
ROW_MATTERS = {
    "dod": Matter.DEAD,
    "brutt": Matter.BROKEN_PROMISE,
    "frist": Matter.DEADLINE,
    "ikke_sendt": Matter.NOT_SENT,
    "ukjent": Matter.UNKNOWN_STATUS,
    "flagg": Matter.NO_SMS,
    "sperret": Matter.BLOCKED_ADDRESS,
}
"""Kind of row in «Viktig nå» -> matter of its chip."""
SECTIONED = frozenset({"venter", "dato"})
"""Kinds of rows in «Viktig nå» that have their own section here."""
SPOKEN = 3
"""Number of remarks announced when the fold opens."""


class RemarkFold(QFrame):
    """Takes the focus only by Tab: opening and closing leaves the caret in the step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("remarkFold")
        self.head = QFrame()
        self._count = label("", "meta")
        self.head.setLayout(row(label("Siste merknader", "strong"), self._count, None))
        self.head.setContentsMargins(14, 10, 14, 8)
        self.area = FittedScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("Siste merknader")
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, 8)
        self._rows.setSpacing(0)
        self.area.setWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.area, 1)
        self._shown: ShownMember | None = None
        self._drawn: object = None
        self._places: dict[Matter, QWidget] = {}
        self._read: list[QWidget] = []
        """The remarks, then the rows below, as focus stops for ↓."""
        self._stops = TextStops(self, head=self.area)
        self._sought: QWidget | None = None
        """The widget to scroll to again when the rows get their height, some events after drawing."""
        self.area.verticalScrollBar().rangeChanged.connect(self._seek)

    def show_member(self, shown: ShownMember) -> None:
        """Set the record; the rows are drawn when they are first visible."""
        self._shown = shown
        self._count.setText(str(len(shown.record.remarks)) if shown.record else "")
        if self.isVisible():
            self._draw()

    def forget(self) -> None:
        """Remove everything about the member."""
        self._shown, self._drawn, self._places, self._sought, self._read = None, None, {}, None, []
        self._stops.show(())
        clear(self._rows)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    @property
    def spoken(self) -> str:
        record = self._shown.record if self._shown else None
        if self._shown is None or record is None or not record.remarks:
            return NONE
        first = (". ".join(self._words(remark)) for remark in record.remarks[:SPOKEN])
        return f"Siste merknader, {len(record.remarks)}. {' '.join(first)}"

    def scroll_by(self, steps: int) -> None:
        self._sought = None
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + steps * 3 * bar.singleStep())

    def show_matter(self, matter: Matter) -> None:
        """Scroll to the rows of `matter`, and tint them; to the remarks if it has no rows."""
        self._draw()
        for each in set(self._places.values()):
            theme.restyle(each, tint="")
        place = self._places.get(matter)
        if place is None:
            return
        theme.restyle(place, tint="changed")
        self._sought = place
        self._seek()

    def _seek(self) -> None:
        if self._sought is not None:
            self._rows.activate()
            top = self._sought.mapTo(self._body, self._sought.rect().topLeft()).y()
            self.area.verticalScrollBar().setValue(top)

    def _draw(self) -> None:
        shown = self._shown
        record = shown.record if shown else None
        if shown is None or record is None:
            return
        wanted = (record, today(shown.moment))
        if self._drawn == wanted:
            return
        self._drawn = wanted
        self._places, self._sought, self._read = {}, None, []
        clear(self._rows)
        for remark in record.remarks:
            self._rows.addWidget(self._remark(remark))
            self._rows.addWidget(line())
        if not record.remarks:
            self._rows.addWidget(padded(label(NONE, "meta")))
        self._add_section("Fakturaer", [self._invoice(i) for i in record.invoices], Matter.INVOICE)
        self._add_section("Venter på", self._awaited(record), Matter.AWAITED)
        self._add_important(record, shown.moment)
        self._rows.addStretch(1)
        self._stops.show([row_stop(made) for made in self._read])
        self.area.fit()

    def _words(self, remark: Remark) -> tuple[str, str, str, str]:
        """Day, category, initials, text."""
        shown = self._shown
        day = near_day(today(remark.written), today(shown.moment)) if shown else ""
        category = shown.category_title(remark.category) if shown and remark.category else ""
        return day.capitalize(), category, remark.author, remark.body

    def _remark(self, remark: Remark) -> QWidget:
        day, category, author, text = self._words(remark)
        head = row(label(day, "strong"), label(category, "meta", wrap=True), label(author, "label"))
        head.setStretch(1, 1)
        made = QFrame()
        inside = QVBoxLayout(made)
        inside.setContentsMargins(14, 8, 14, 8)
        inside.setSpacing(2)
        inside.addLayout(head)
        if remark.pinned:
            inside.addWidget(label("Festet", "label"))
        inside.addWidget(label(text, wrap=True))
        made.setAccessibleName(f"{day}, {category}, {author}. {text}")
        self._read.append(made)
        return made

    def _add_section(self, title: str, rows: Sequence[QWidget], *matters: Matter) -> None:
        if not rows:
            return
        made = QFrame()
        inside = QVBoxLayout(made)
        inside.setContentsMargins(14, 8, 14, 6)
        inside.setSpacing(6)
        inside.addLayout(row(label(title, "strong"), label(str(len(rows)), "meta"), None))
        for each in rows:
            inside.addWidget(each)
            each.setAccessibleName(f"{title}: {'. '.join(one.text() for one in each.findChildren(QLabel))}")
        self._read += rows
        self._rows.addWidget(made)
        self._places |= dict.fromkeys(matters, made)

    def _invoice(self, invoice: Invoice) -> QWidget:
        day = today(self._shown.moment) if self._shown else invoice.due
        due = near_day(invoice.due, day)
        words, tone = f"forfaller {due}", ""
        if not invoice.is_open:
            words, tone = "betalt", "ok"
        elif invoice.due < day:
            words, tone = f"forfalt {due}", "warn"
        amount = kroner(invoice.amount)
        if invoice.is_open and invoice.paid:
            amount = f"{kroner(invoice.amount - invoice.paid)} igjen"
        made = QWidget()
        inside = QVBoxLayout(made)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(1)
        state = label(words, "meta", tone=tone, wrap=True)
        state.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = row(label(invoice.number), label(amount), state)
        head.setStretch(2, 1)
        inside.addLayout(head)
        if invoice.missing_documentation:
            inside.addWidget(label(f"{invoice.number} venter på {invoice.missing_documentation}", "meta", wrap=True))
        return made

    def _awaited(self, record: MemberRecord) -> list[QWidget]:
        day = today(self._shown.moment) if self._shown else None
        return [
            two_lines(awaited_words(c), f"bedt om {near_day(c.asked, day)} · purres {near_day(c.remind, day)}")
            for c in record.confirmations
            if day is not None
        ]

    def _add_important(self, record: MemberRecord, moment: datetime) -> None:
        """Add the rows of «Viktig nå» without a section above."""
        important = [r for r in record.all_important(moment) if r.kind not in SECTIONED]
        rows = [self._important(each) for each in important]
        self._add_section("Viktig nå", rows)
        for each, made in zip(important, rows, strict=True):
            if each.kind in ROW_MATTERS:
                self._places.setdefault(ROW_MATTERS[each.kind], made)

    @staticmethod
    def _important(each: ImportantRow) -> QFrame:
        return two_lines(each.headline, each.detail)


def row_stop(made: QWidget) -> TextStop:
    """The focus stop of a row: the focus is on its last label, the ring around the whole row."""
    text = made.findChildren(QLabel)[-1]
    return TextStop(text, made.accessibleName(), made.accessibleName(), around=made)


def two_lines(first: str, second: str) -> QFrame:
    made = QFrame()
    inside = QVBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(1)
    inside.addWidget(label(first, wrap=True))
    inside.addWidget(label(second, "meta", wrap=True))
    return made


def padded(inner: QWidget) -> QWidget:
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(14, 10, 14, 8)
    layout.addWidget(inner)
    return made
