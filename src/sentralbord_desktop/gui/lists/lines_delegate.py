"""Draws a cell of one or more lines, the first one larger, wrapped and never cut; and the headings of a grouped list."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.icons import NO_SIGN, Sign
from sentralbord_desktop.gui.lists.grouped_model import GroupedRows, RowFolds, RowGroup
from sentralbord_desktop.gui.widgets.stretch_column import FOLDED
from sentralbord_desktop.gui.widgets.table_model import Column, Index, RowDelegate

FIRST_POINTS, OTHER_POINTS = 9.75, 9.0
SIDE, ABOVE, SIGN, GAP = 8, 5, 16, 6
"""Pixels at 100 %: margins beside, above and below the text, the side of a sign, and the gap after it."""


class DrawnLine(NamedTuple):
    text: str
    font: QFont
    tone: str
    height: int
    """The height in pixels of all its wrapped lines."""


class LinesDelegate(RowDelegate):
    def __init__(
        self,
        table: QTableView,
        columns: Sequence[Column[Any]],
        rows: GroupedRows[Any],
        folds: RowFolds,
        row_height: int,
    ) -> None:
        super().__init__(table)
        self._table, self._columns, self._rows, self._folds = table, columns, rows, folds
        self._row_height = row_height

    def lines(self, index: Index) -> list[DrawnLine]:
        """The lines of a cell; those of a hidden column are added to its heir."""
        found = self._lines_of(index, self._text_width(index))
        folded = self.drawn_below(index.column())
        if folded is not None:
            found += self._lines_of(index.sibling(index.row(), folded), self._text_width(index), is_below=True)
        return found

    def drawn_below(self, column: int) -> int | None:
        """The hidden column that is drawn in this one."""
        folded = self._table.property(FOLDED)
        return int(folded) if folded is not None and self._columns[column].takes_over else None

    def _lines_of(self, index: Index, width: int, *, is_below: bool = False) -> list[DrawnLine]:
        column, scale = self._columns[index.column()], theme.current().text_scale
        found = []
        for place, text in enumerate(str(index.data() or "").split("\n")):
            is_first = place == 0 and not column.is_small and not is_below
            font = theme.font_of(
                (FIRST_POINTS if is_first else OTHER_POINTS) * scale, strong=is_first and column.strong
            )
            tone = self._tone(index) or ("text" if is_first else "text2")
            height = wrapped_height(font, text, width)
            found.append(DrawnLine(text, font, tone, height))
        return found

    def _tone(self, index: Index) -> str:
        column = self._columns[index.column()]
        return column.tone(self._rows.value(index.row())) if column.tone else ""

    def _sign(self, index: Index) -> Sign:
        column = self._columns[index.column()]
        return column.sign(self._rows.value(index.row())) if column.sign else NO_SIGN

    def _text_width(self, index: Index) -> int:
        scaled = theme.current().scaled
        beside = scaled(SIGN + GAP) if self._sign(index).icon else 0
        return max(1, self._table.columnWidth(index.column()) - 2 * scaled(SIDE) - beside)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        scaled = theme.current().scaled
        if self._rows.heading(index.row()) is not None:
            return QSize(0, 0)
        high = sum(line.height for line in self.lines(index)) + 2 * scaled(ABOVE)
        return QSize(self._table.columnWidth(index.column()), max(scaled(self._row_height), high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        heading = self._rows.heading(index.row())
        if heading is not None:
            self._paint_heading(painter, option, index, heading)
            return
        self._paint_ground(painter, option, index)
        painter.save()
        area: QRect = option.rect
        scaled = theme.current().scaled
        left = area.left() + scaled(SIDE)
        sign = self._sign(index)
        if sign.icon:
            side = scaled(SIGN)
            top = area.top() + (area.height() - side) // 2
            theme.current().icon(sign.icon, sign.colour, size=SIGN).paint(painter, QRect(left, top, side, side))
            left += side + scaled(GAP)
        lines = self.lines(index)
        top = area.top() + (area.height() - sum(line.height for line in lines)) // 2
        for line in lines:
            painter.setFont(line.font)
            painter.setPen(colour_of(line.tone))
            width = self._text_width(index)
            painter.drawText(QRect(left, top, width, line.height), wrapping(line.font, line.text, width), line.text)
            top += line.height
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row without its text: the selection, and the mark of the row with the focus."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text, bare.icon = "", QIcon()
        bare.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDisplay
        style = self._table.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, self._table)
        self.paint_mark(painter, option, index)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, heading: RowGroup) -> None:
        if index.column():
            return
        self._paint_ground(painter, option, index)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        scaled, scale = theme.current().scaled, theme.current().text_scale
        painter.save()
        if not state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area.adjusted(0, 0, 0, -1), theme.current().colour("subtle"))
        side = scaled(14)
        sign = "caret-right" if heading.title in self._folds.folded else "caret-down"
        box = QRect(area.left() + scaled(13), area.top() + (area.height() - side) // 2, side, side)
        theme.current().icon(sign, heading.tone or "text2", size=14).paint(painter, box)
        count = str(self._rows.counts[self._rows.group_place(index.row())])
        left = area.left() + scaled(35)
        for text, tone, strong in (
            (heading.title, heading.tone or "text", True),
            (count, heading.tone or "text2", False),
        ):
            font = theme.font_of(FIRST_POINTS * scale, strong=strong)
            painter.setFont(font)
            painter.setPen(colour_of(tone))
            words = QRect(left, area.top(), area.right() - left, area.height())
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
            left += QFontMetrics(font).horizontalAdvance(text) + scaled(GAP)
        painter.restore()
        self.paint_mark(painter, option, index)


def wrapping(font: QFont, text: str, width: int) -> int:
    """The flag that wraps `text` between words; within words only when one of them is wider than `width`: with
    TextWrapAnywhere Qt breaks every line within a word."""
    widest = max(map(QFontMetrics(font).horizontalAdvance, text.split()), default=0)
    return int(Qt.TextFlag.TextWrapAnywhere if widest > width else Qt.TextFlag.TextWordWrap)


def wrapped_height(font: QFont, text: str, width: int) -> int:
    area = QRect(0, 0, max(1, width), 9999)
    return QFontMetrics(font).boundingRect(area, wrapping(font, text, width), text).height()


def colour_of(tone: str) -> QColor:
    """The colour of text: a tint has a darker colour for its text."""
    has_words = tone in {"danger", "warn", "ok", "accent"}
    return theme.current().colour(f"{tone}_text" if has_words else tone)
