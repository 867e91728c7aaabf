"""Counts as bars: columns when every name fits below its own, else bars with the names to the left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role

THICK = 0.64
"""Thickness as a share of a bar's room."""
NAMES_SHARE = 0.6
"""Largest share of the width for the names to the left; a longer name wraps."""
ROOMS = 5
"""Minimum number of bars to scale for, so that a single bar is not too thick."""
GAP_PX = 6
"""Pixels between a bar and its name or number, at 100 % text."""


@dataclass(frozen=True)
class Bar:
    name: str
    count: int


@dataclass(frozen=True)
class Rows:
    """Where the rows of the table beside are, in the pixels of the chart."""

    top: float
    high: float


class BarChart(QWidget):
    """Shows the numbers of the table beside it again, so it takes no focus. `rows` gives where those of the
    table are: a bar with its name to the left is beside its row, where all of them have room there."""

    def __init__(self, rows: Callable[[], Rows | None] = lambda: None) -> None:
        super().__init__()
        self.bars: Sequence[Bar] = ()
        self._rows = rows
        give_role(self, Role.Graphic)
        theme.current().changed.connect(self.update)

    def show_bars(self, bars: Sequence[Bar], title: str) -> None:
        self.bars = bars
        self.setAccessibleName(f"{title}. Tallene står i tabellen.")
        self.update()

    def sizeHint(self) -> QSize:
        scaled = theme.current().scaled
        return QSize(scaled(320), scaled(240))

    @property
    def stands(self) -> bool:
        """Whether the names fit side by side, so that columns are used."""
        return (self._widest + 2 * self._gap) * self._rooms <= self.width()

    @property
    def _rooms(self) -> int:
        return max(len(self.bars), ROOMS)

    @property
    def _gap(self) -> int:
        return theme.current().scaled(GAP_PX)

    @property
    def _widest(self) -> int:
        return max((self.fontMetrics().horizontalAdvance(bar.name) for bar in self.bars), default=0)

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self.bars:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        if self.stands:
            self._paint_columns(painter)
        else:
            self._paint_lines(painter)
        painter.end()

    def _lengths(self, longest: float) -> Iterator[tuple[int, str, int, float]]:
        """Place, name, count and length of each bar in pixels."""
        most = max(max(bar.count for bar in self.bars), 1)
        for place, bar in enumerate(self.bars):
            yield place, bar.name, bar.count, longest * bar.count / most

    def _paint_columns(self, painter: QPainter) -> None:
        line = self.fontMetrics().height() + self._gap
        room, floor = self.width() / self._rooms, float(self.height() - line)
        for place, name, count, length in self._lengths(floor - line):
            left, top = place * room, floor - length
            painter.fillRect(QRectF(left + room * (1 - THICK) / 2, top, room * THICK, length), self._colour("accent"))
            self._write(painter, QRectF(left, top - line, room, line), str(count), Qt.AlignmentFlag.AlignCenter)
            self._write(painter, QRectF(left, floor, room, line), name, Qt.AlignmentFlag.AlignCenter)
        self._paint_axis(painter, QLineF(0, floor, self.width(), floor))

    def _paint_lines(self, painter: QPainter) -> None:
        most = max(bar.count for bar in self.bars)
        number = self.fontMetrics().horizontalAdvance(str(most)) + self._gap
        names = min(self._widest, int(self.width() * NAMES_SHARE))
        places = self._places()
        first, room = places.top, places.high
        start = float(names + self._gap)
        to_the_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, name, count, length in self._lengths(self.width() - start - number - self._gap):
            top = first + place * room
            painter.fillRect(QRectF(start, top + room * (1 - THICK) / 2, length, room * THICK), self._colour("accent"))
            self._write(painter, QRectF(0, top, names, room), name, to_the_right)
            beside = QRectF(start + length + self._gap, top, number, room)
            self._write(painter, beside, str(count), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._paint_axis(painter, QLineF(start, first, start, first + room * len(self.bars)))

    def _places(self) -> Rows:
        """Where the first bar begins, and the room of each."""
        rows = self._rows()
        wraps = self._widest > int(self.width() * NAMES_SHARE)
        if rows is not None and not wraps and rows.top + rows.high * len(self.bars) <= self.height():
            return rows
        return Rows(0, self.height() / self._rooms)

    def _write(self, painter: QPainter, room: QRectF, words: str, where: Qt.AlignmentFlag) -> None:
        painter.setPen(self._colour("text"))
        painter.drawText(room, int(where | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip), words)

    def _paint_axis(self, painter: QPainter, axis: QLineF) -> None:
        painter.setPen(self._colour("stroke"))
        painter.drawLine(axis)

    def _colour(self, name: str) -> QColor:
        return QColor(theme.current().colour(name))
