"""Draws a row of the trail: the question, the answer on its own line, the source below; all wrapped, nothing cut."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.gui.widgets.table_model import Index
from sentralbord_desktop.gui.wizard.trail_rows import RowKind, TrailRow

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
