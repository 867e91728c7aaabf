"""The trail beside a step or the review: a list of rows, opened by click or Enter, with the oldest folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.gui.widgets.table_model import ROOT, Index
from sentralbord_desktop.procedures.run import ProcedureRun, Standing

REVIEW = "Se over og fullfør"
GONE = "gjelder ikke lenger"


class RowKind(StrEnum):
    """The kind of a row; the value is the word for a screen reader."""

    ANSWERED = "besvart"
    CURRENT = "nå"
    OPTIONAL = "valgfritt"
    GONE = GONE
    REVIEW = ""
    EARLIER = "eldre svar"
    """Folds the oldest rows."""
    MORE = "valgfrie"
    """Folds the optional questions."""


KINDS = {
    Standing.ANSWERED: RowKind.ANSWERED,
    Standing.CURRENT: RowKind.CURRENT,
    Standing.OPTIONAL: RowKind.OPTIONAL,
    Standing.GONE: RowKind.GONE,
}
OPENED = (RowKind.ANSWERED, RowKind.CURRENT, RowKind.OPTIONAL)
"""The rows whose step can be opened."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """`step_id` is «» for a row that is no step; `is_here` marks the one on the page."""

    kind: RowKind
    text: str
    step_id: str = ""
    answer: str = ""
    sources: tuple[str, ...] = ()
    is_here: bool = False
    is_unfolded: bool = False

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        if self.kind in (RowKind.EARLIER, RowKind.MORE):
            return f"{self.text}, {'utfoldet' if self.is_unfolded else 'sammenfoldet'}"
        where = "vises nå" if self.is_here and self.kind is not RowKind.CURRENT else ""
        words = f"{self.text} {self.answer}".strip()
        state = f"{words}, {self.kind}" if self.kind else words
        return " ".join(part for part in (state, *self.sources, where) if part and part != self.kind)


def rows_of(run: ProcedureRun, here: str = "", *, optional: bool = False) -> tuple[TrailRow, ...]:
    """The rows of a run in the order of its questions, then the review when everything is answered, then the optional
    questions, with `optional` unfolded. `here` is the step on the page, «» on the review."""
    rows: list[TrailRow] = []
    later: list[TrailRow] = []
    for line in run.trail:
        if line.is_quiet and line.step.id != here:
            continue
        row = TrailRow(
            KINDS[line.standing],
            line.step.ask,
            line.step.id,
            line.formatted(run.organisation, run.facts.call_date),
            (GONE,) if line.standing is Standing.GONE else line.sources,
            line.step.id == here,
        )
        (later if row.kind is RowKind.OPTIONAL else rows).append(row)
    if run.current is None:
        rows.append(TrailRow(RowKind.REVIEW, REVIEW, is_here=not here))
    return (*rows, *_optional(later, unfolded=optional))


def folded(rows: Sequence[TrailRow], count: int, *, unfolded: bool) -> tuple[TrailRow, ...]:
    """The rows without the `count` first, and a row with their number; all when `unfolded`."""
    if not count:
        return tuple(rows)
    line = TrailRow(RowKind.EARLIER, f"{count} svar før dette", is_unfolded=unfolded)
    return (line, *(rows if unfolded else rows[count:]))


def _optional(rows: Sequence[TrailRow], *, unfolded: bool) -> tuple[TrailRow, ...]:
    if not rows:
        return ()
    is_unfolded = unfolded or any(row.is_here for row in rows)
    words = counted(len(rows), "valgfritt spørsmål", "valgfrie spørsmål")
    return (TrailRow(RowKind.MORE, words, is_unfolded=is_unfolded), *(rows if is_unfolded else ()))


SIGNS = {
    RowKind.ANSWERED: Sign("check-circle-fill", "ok"),
    RowKind.CURRENT: Sign("caret-right", "accent"),
    RowKind.OPTIONAL: Sign("circle-dashed", "text3"),
    RowKind.GONE: Sign("minus-circle", "text3"),
    RowKind.REVIEW: Sign("caret-right", "accent"),
    RowKind.EARLIER: Sign("caret-right", "text2"),
    RowKind.MORE: Sign("plus", "accent"),
}
UNFOLDED_SIGNS = {RowKind.EARLIER: "caret-down", RowKind.MORE: "minus"}
SIGN, BEFORE_TEXT, AFTER_TEXT, ABOVE, BELOW = 16, 28, 6, 4, 6
"""Pixels at 100 %: the sign, and the space beside, above and below the text."""


class Type(NamedTuple):
    """Points and pixels at 100 %, and weight."""

    points: float
    line: int
    is_strong: bool = False


SMALL, STRONG = Type(9, 16), Type(9.75, 18, is_strong=True)


class Block(NamedTuple):
    """A text of a row, laid out; `top` is from the top of the row."""

    layout: QTextLayout
    top: int
    height: int
    colour: str


def blocks(row: TrailRow, width: int) -> Iterator[Block]:
    """The texts of a row of `width` pixels, from the top."""
    top = theme.current().scaled(ABOVE)
    for text, kind, colour in _texts(row):
        layout = _laid_out(unbroken(text), kind, width)
        height = layout.lineCount() * theme.current().scaled(kind.line)
        yield Block(layout, top, height, colour)
        top += height


def height_of(row: TrailRow, width: int) -> int:
    """The height of the whole row, in pixels."""
    return sum(block.height for block in blocks(row, width)) + theme.current().scaled(ABOVE + BELOW)


def _texts(row: TrailRow) -> Iterator[tuple[str, Type, str]]:
    is_next = row.kind in (RowKind.CURRENT, RowKind.REVIEW)
    if is_next or (row.is_here and not row.answer):
        yield row.text, STRONG, "accent_text"
    elif row.kind is RowKind.MORE:
        yield row.text, SMALL, "accent_text"
    else:
        yield row.text, SMALL, "text3" if row.kind is RowKind.GONE else "text2"
    if row.answer:
        yield (
            row.answer,
            STRONG._replace(is_strong=row.kind is not RowKind.GONE),
            ("text3" if row.kind is RowKind.GONE else "text"),
        )
    for source in row.sources:
        yield source, SMALL, "text3"


def _laid_out(text: str, kind: Type, width: int) -> QTextLayout:
    font = QFont()
    font.setFamilies(theme.FAMILIES)
    font.setPointSizeF(kind.points * theme.current().text_scale)
    font.setWeight(QFont.Weight.DemiBold if kind.is_strong else QFont.Weight.Normal)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    room = width - theme.current().scaled(BEFORE_TEXT + AFTER_TEXT)
    high = theme.current().scaled(kind.line)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, room))
        line.setPosition(QPointF(0, (layout.lineCount() - 1) * high + (high - line.height()) / 2))
    layout.endLayout()
    return layout


class TrailDelegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        view.setResizeMode(QListView.ResizeMode.Adjust)  # a text may need another line

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, height_of(index.data(Qt.ItemDataRole.UserRole), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: TrailRow = index.data(Qt.ItemDataRole.UserRole)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.current()
        painter.save()
        has_ring = bool(state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus)
        if row.is_here or has_ring:
            colours.chosen(painter, area.adjusted(0, 1, -1, -1), 5)
        if has_ring:
            painter.setPen(QPen(colours.colour("accent"), theme.ROW_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 2, -2, -2))
        name, colour = SIGNS[row.kind]
        name = UNFOLDED_SIGNS[row.kind] if row.is_unfolded else name
        side, beside = colours.scaled(SIGN), colours.scaled(BEFORE_TEXT)
        corner = QRect(area.left() + colours.scaled(4), area.top() + colours.scaled(ABOVE), side, side)
        colours.icon(name, colour, size=SIGN).paint(painter, corner)
        for block in blocks(row, area.width()):
            painter.setPen(colours.colour(block.colour))
            block.layout.draw(painter, QPointF(area.left() + beside, area.top() + block.top))
        painter.restore()


class TrailModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[TrailRow] = ()

    def show(self, rows: Sequence[TrailRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        texts: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: row.text,
            Qt.ItemDataRole.UserRole: row,
            Qt.ItemDataRole.AccessibleTextRole: row.spoken,
        }
        return texts.get(role)


class StepTrail(QObject):
    """Fills the list `view`. Unfolded rows remain so until another inquiry is shown."""

    step_asked = Signal(str)  # step id
    review_asked = Signal()
    digit_typed = Signal()

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.model = TrailModel()
        self._run: ProcedureRun | None = None
        self._here = ""
        self._unfolded: set[RowKind] = set()
        view.setModel(self.model)
        view.setItemDelegate(TrailDelegate(view))
        view.clicked.connect(lambda index: self._open(index.row()))
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def rows(self) -> Sequence[TrailRow]:
        return self.model.rows

    def show(self, run: ProcedureRun, here: str = "") -> None:
        """`here` is the step on the page, «» on the review."""
        self._run, self._here = run, here
        self._draw()

    def forget(self) -> None:
        """Fold everything, for another inquiry."""
        self._unfolded.clear()

    def above(self) -> str:
        """The step in the row above the one on the page, «» when there is none."""
        rows = self._all()
        here = next((place for place, row in enumerate(rows) if row.is_here), len(rows))
        return next((row.step_id for row in reversed(rows[:here]) if row.kind in OPENED), "")

    @property
    def here(self) -> str:
        """The name of the step on the page, «» when it is in no row."""
        return next((row.text for row in self._all() if row.is_here), "")

    def _all(self) -> Sequence[TrailRow]:
        if self._run is None:
            return ()
        return rows_of(self._run, self._here, optional=RowKind.MORE in self._unfolded)

    def _draw(self) -> None:
        rows = self._all()
        rows = folded(rows, self._too_many(rows), unfolded=RowKind.EARLIER in self._unfolded)
        if rows == self.rows:
            return
        self.model.show(rows)
        self._mark(next((place for place, row in enumerate(rows) if row.is_here), -1))

    def _too_many(self, rows: Sequence[TrailRow]) -> int:
        """How many of the oldest rows do not fit; the row on the page and later ones are always shown."""
        area = self._view.viewport()
        heights = [height_of(row, area.width()) for row in rows]
        here = next((place for place, row in enumerate(rows) if row.is_here), 0)
        fold, total, count = height_of(TrailRow(RowKind.EARLIER, "9 svar"), area.width()), sum(heights), 0
        while count < here and total + (fold if count else 0) > area.height():
            total -= heights[count]
            count += 1
        return count

    def _mark(self, place: int) -> None:
        if place >= 0:
            index = self.model.index(place)
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)

    def _open(self, place: int) -> None:
        row = self.rows[place]
        if row.kind in OPENED:
            self.step_asked.emit(row.step_id)
        elif row.kind is RowKind.REVIEW:
            self.review_asked.emit()
        elif row.kind in (RowKind.EARLIER, RowKind.MORE):
            self._unfolded ^= {row.kind}
            self._draw()
            self._mark(next((n for n, other in enumerate(self.rows) if other.kind is row.kind), -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._draw()
        if isinstance(event, QKeyEvent) and _opens(event):
            if self._view.currentIndex().isValid():
                self._open(self._view.currentIndex().row())
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isdigit():
            self.digit_typed.emit()
            return True
        return False


def _opens(event: QKeyEvent) -> bool:
    """Whether the key opens a row: Enter without modifiers; Ctrl+Enter is for the page."""
    is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.type() == QEvent.Type.KeyPress and is_enter and is_plain
