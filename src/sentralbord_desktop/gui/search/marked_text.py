"""A text of a hit: wrapped, never cut (design 10), with the pieces that match marked."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from sentralbord_desktop.gui.core import theme


class Piece(NamedTuple):
    """A piece of a text that is marked."""

    start: int
    length: int


class MarkedText:
    """In pixels at 100 %, for a painter that is scaled (`theme.enlarged`)."""

    def __init__(self, text: str, pieces: Sequence[Piece], points: float, tone: str, width: int) -> None:
        colours = theme.current()
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.DemiBold)
        marked.setBackground(colours.colour("accent_soft"))
        marked.setForeground(colours.colour("accent_text"))
        self._tone = tone
        self._layout = QTextLayout(text, theme.font_of(points))
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(wrapping)
        self._layout.setFormats([_range(piece, marked) for piece in pieces])
        self.height = 0
        """The height of all its lines."""
        self._wrap(max(1, width))

    def _wrap(self, width: int) -> None:
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, self.height))
            self.height += round(line.height())
        self._layout.endLayout()

    def draw(self, painter: QPainter, x: int, y: int) -> None:
        painter.setPen(theme.current().colour(self._tone))
        self._layout.draw(painter, QPointF(x, y))


def _range(piece: Piece, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = piece.start, piece.length, look
    return made


@lru_cache(maxsize=4096)
def fits_one_line(text: str, points: float, width: int) -> bool:
    """Whether the text fits on one line, even if all of it is marked. Each key asks this of a hundred texts, most of them
    again."""
    return _strong(points).horizontalAdvance(text) <= width


@lru_cache(maxsize=4096)
def height_of(text: str, points: float, width: int) -> int:
    """Height of all lines in pixels at 100 %, enough also if all of it is marked."""
    return MarkedText(text, [Piece(0, len(text))], points, "text", width).height


@lru_cache(maxsize=8)
def _strong(points: float) -> QFontMetrics:
    return QFontMetrics(theme.font_of(points, strong=True))
