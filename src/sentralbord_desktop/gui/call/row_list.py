"""A list of the first page: each row as high as its text, and the list as high as its rows. Nothing is cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.icons import NO_SIGN, Sign
from sentralbord_desktop.gui.lists.lines_delegate import FIRST_POINTS, OTHER_POINTS, colour_of, wrapped_height, wrapping
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.gui.widgets.table_model import Index

ROW, LINE, HEADING = 49, 32, 26
"""Least heights of a row of two lines, of one line, and of a heading."""
EDGE, SIGN, TIME_AT, TIME_WIDE, NAME_AT, SHORT_TIME = 16, 16, 42, 116, 164, 46
"""Pixels at 100 % from the left edge: the sign, the time, and the name after a time of two lines or of one."""
DRAWN_ROW = Qt.ItemDataRole.UserRole + 1


class Pill(NamedTuple):
    """A word in a frame to the right, and its colour; none without a text."""

    text: str
    tone: str


NO_PILL = Pill("", "")


@dataclass(frozen=True)
class HomeRow:
    """The content of a row. With two lines: sign, time above distance, name above matter, and a pill. With one line
    (`is_short`): time, name and `end` to the right. `value` is passed on at a click; without one the row is a heading
    or a sentence."""

    name: str
    matter: str = ""
    time: str = ""
    distance: str = ""
    sign: Sign = NO_SIGN
    tone: str = ""
    pill: Pill = NO_PILL
    end: str = ""
    is_short: bool = False
    is_heading: bool = False
    value: Any = None

    @property
    def spoken(self) -> str:
        parts = (self.time, self.distance, self.name, self.matter, self.pill.text, self.end)
        return ", ".join(filter(None, parts))


class Part(NamedTuple):
    """A text in its place."""

    area: QRect
    text: str
    font: QFont
    tone: str
    to_right: bool = False


class DrawnParts(NamedTuple):
    """The texts of a row, and its height; pixels of the screen."""

    parts: list[Part]
    height: int


def height_of(row: HomeRow, width: int) -> int:
    """The height of one row at this width; pixels of the screen."""
    return _height_of(replace(row, value=None), width, theme.current().text_scale)


@lru_cache(maxsize=256)
def _height_of(row: HomeRow, width: int, text_scale: float) -> int:
    """Asked many times while a page finds how many rows it has room for. `text_scale` is a key only."""
    return parts_of(row, width).height


def parts_of(row: HomeRow, width: int) -> DrawnParts:
    """The texts of a row of this width."""
    scaled, scale = theme.current().scaled, theme.current().text_scale
    first, strong, small = (
        theme.font_of(FIRST_POINTS * scale),
        theme.font_of(FIRST_POINTS * scale, strong=True),
        theme.font_of(OTHER_POINTS * scale),
    )
    right = width - scaled(EDGE)
    parts: list[Part] = []
    if row.is_heading:
        return _stack([(row.name, small, "text2")], scaled(EDGE), right, scaled(HEADING), parts)
    if row.is_short:
        end = QFontMetrics(small).horizontalAdvance(row.end)
        if row.end:
            parts.append(Part(QRect(right - end, 0, end, scaled(LINE)), row.end, small, "text2", to_right=True))
            right -= end + scaled(8)
        left = scaled(EDGE)
        if row.time:
            parts.append(Part(QRect(left, 0, scaled(SHORT_TIME), scaled(LINE)), row.time, small, "text2"))
            left += scaled(SHORT_TIME)
        tone = "text" if row.value is not None else "text2"
        return _stack([(row.name, first if row.time else small, tone)], left, right, scaled(LINE), parts)
    name_at = scaled(NAME_AT if row.time else TIME_AT)
    if row.pill.text:
        right -= QFontMetrics(_pill_font()).horizontalAdvance(row.pill.text) + scaled(34)
    times = [(row.time, strong, row.tone or "text"), (row.distance, small, row.tone or "text2")]
    names = [(row.name, first if row.time else strong, "text"), (row.matter, small, "text2")]
    high = scaled(ROW)
    if row.time:
        high = _stack(times, scaled(TIME_AT), scaled(TIME_AT + TIME_WIDE), high, []).height
    high = _stack(names, name_at, right, high, []).height
    if row.time:
        _stack(times, scaled(TIME_AT), scaled(TIME_AT + TIME_WIDE), high, parts)
    return _stack(names, name_at, right, high, parts)


def _stack(lines: Sequence[tuple[str, QFont, str]], left: int, right: int, least: int, parts: list[Part]) -> DrawnParts:
    """Put wrapped lines under one another in the middle of the row."""
    width = max(1, right - left)
    shown = [line for line in lines if line[0]]
    heights = [wrapped_height(font, unbroken(text), width) for text, font, _ in shown]
    high = max(least, sum(heights) + theme.current().scaled(10))
    top = (high - sum(heights)) // 2
    for (text, font, tone), height in zip(shown, heights, strict=True):
        parts.append(Part(QRect(left, top, width, height), unbroken(text), font, tone))
        top += height
    return DrawnParts(parts, high)


def _pill_font() -> QFont:
    return theme.font_of(8.25 * theme.current().text_scale, strong=True)


class HomeRowDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else 0
        return QSize(width, height_of(index.data(DRAWN_ROW), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: HomeRow = index.data(DRAWN_ROW)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.value is not None and state & QStyle.StateFlag.State_Selected:
            colours.chosen(painter, area.adjusted(2, 1, -2, -2))
        elif row.value is not None and state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area.adjusted(0, 0, 0, -1), colours.colour("hover"))
        if not row.is_short and not row.is_heading and index.row() + 1 < index.model().rowCount():
            painter.setPen(QPen(colours.colour("stroke")))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.translate(area.topLeft())
        self._draw(painter, row, area.width(), area.height())
        painter.restore()

    def _draw(self, painter: QPainter, row: HomeRow, width: int, height: int) -> None:
        scaled = theme.current().scaled
        if row.sign.icon:
            side = scaled(SIGN)
            box = QRect(scaled(EDGE), (height - side) // 2, side, side)
            theme.current().icon(row.sign.icon, row.sign.colour, size=SIGN).paint(painter, box)
        for part in parts_of(row, width).parts:
            painter.setFont(part.font)
            painter.setPen(colour_of(part.tone))
            side_flag = Qt.AlignmentFlag.AlignRight if part.to_right else Qt.AlignmentFlag.AlignLeft
            wraps = 0 if part.to_right else wrapping(part.font, part.text, part.area.width())
            painter.drawText(part.area, wraps | int(side_flag | Qt.AlignmentFlag.AlignVCenter), part.text)
        if row.pill.text:
            self._draw_pill(painter, row.pill, width - scaled(EDGE), height)

    def _draw_pill(self, painter: QPainter, pill: Pill, right: int, height: int) -> None:
        font, colours = _pill_font(), theme.current()
        high = colours.scaled(20)
        wide = QFontMetrics(font).horizontalAdvance(pill.text) + colours.scaled(20)
        area = QRect(right - wide, (height - high) // 2, wide, high)
        painter.setPen(QPen(colours.colour(pill.tone)))
        painter.setBrush(colours.colour(f"{pill.tone}_soft"))
        painter.drawRoundedRect(area, high / 2, high / 2)
        painter.setFont(font)
        painter.setPen(colour_of(pill.tone))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), pill.text)


class RowList(QListWidget):
    """Without a scroll bar: the page scrolls where it must."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(HomeRowDelegate(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        set_flags(self, "rows")
        self._rows: Sequence[HomeRow] = ()

    def height_of(self, rows: Sequence[HomeRow]) -> int:
        """The height for these rows at the present width of the list."""
        return sum(self._heights(rows)) + 2 * self.frameWidth()

    def fitting(self, rows: Sequence[HomeRow], room: int) -> int:
        """How many of the rows, from the first, this height in pixels has room for."""
        feet = accumulate(self._heights(rows), initial=2 * self.frameWidth())
        return max(0, sum(foot <= room for foot in feet) - 1)

    def _heights(self, rows: Sequence[HomeRow]) -> Iterator[int]:
        width = self.viewport().width()
        return (height_of(row, width) for row in rows)

    def show_rows(self, rows: Sequence[HomeRow]) -> None:
        """Keeps the current row by its place, so that a refresh moves no key."""
        if rows != self._rows:
            place = self.currentRow()
            self._rows = rows
            self.clear()
            for row in rows:
                self.addItem(_item(row))
            if 0 <= place < len(rows) and rows[place].value is not None and self.hasFocus():
                self.setCurrentRow(place)
        self.setFixedHeight(self.height_of(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.doItemsLayout()
            self.setFixedHeight(self.height_of(self._rows))


def _item(row: HomeRow) -> QListWidgetItem:
    item = QListWidgetItem(row.spoken)
    item.setData(Qt.ItemDataRole.UserRole, row.value)
    item.setData(DRAWN_ROW, row)
    if row.value is None:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
