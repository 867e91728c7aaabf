"""The time line of a deadline: the letter's date, today, the date to keep, the next one."""

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.dates.calendar import is_far, short_date
from sentralbord_desktop.domain.deadlines import Assessment
from sentralbord_desktop.gui.core import theme

BETWEEN = 8
"""Pixels between the words of two points, at least."""


class DeadlineAxis(QWidget):
    """Painted; screen readers read the sentence above instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[tuple[date, str, str]] = []
        self._width = 0

    def show_assessment(self, assessment: Assessment, today: date) -> None:
        spoken = assessment.spoken
        if spoken is None:
            self._points = []
            self.hide()
            return
        later = [d for d in assessment.deadlines if d.safe > spoken.safe]
        points = [
            (spoken.start, "regnet fra", "start"),
            (today, "i dag", "today"),
            (spoken.safe, spoken.purpose.split(" (")[0], "deadline"),
        ]
        if later:
            points.append((later[0].safe, short_purpose(later[0].purpose), "next"))
        self._points = points
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._width = theme.enlarged(painter, self.rect()).width()
        places = self._tick_positions()
        self._lines(painter, places, colours)
        for place, (_, _, kind) in zip(places, self._points, strict=True):
            self._dot(painter, QPointF(place, 8), kind, colours)
        for line, is_strong in enumerate((True, False)):
            painter.setFont(theme.font_of(8.25, strong=is_strong))
            self._write(painter, places, line, colours)

    def words(self, line: int) -> list[str]:
        """The days, or what they are."""
        if line:
            return [word for _, word, _ in self._points]
        return [short_date(day, year=self._spans_years) for day, _, _ in self._points]

    @property
    def _spans_years(self) -> bool:
        return any(is_far(day, self._points[0][0]) for day, _, _ in self._points)

    def _tick_positions(self) -> list[float]:
        """The position of each point: in proportion, but without overlap."""
        first, last = self._points[0][0], self._points[-1][0]
        span = max(1, (last - first).days)
        usable, gap = self._width - 16, 170.0 if self._spans_years else 104.0
        places: list[float] = []
        for day, _, _ in self._points:
            wished = 8 + usable * (day - first).days / span
            places.append(max(wished, places[-1] + gap) if places else wished)
        overflow = places[-1] - (8 + usable)
        if overflow > 0:
            step = usable / max(1, len(places) - 1)
            places = [8 + step * number for number in range(len(places))]
        return places

    def _lines(self, painter: QPainter, places: list[float], colours: theme.Theme) -> None:
        for number in range(len(places) - 1):
            kind = self._points[number + 1][2]
            name = {"today": "control", "deadline": "danger"}.get(kind, "control")
            pen = QPen(colours.colour(name), 3)
            if kind == "next":
                pen.setStyle(Qt.PenStyle.DotLine)
                pen.setWidth(2)
            painter.setPen(pen)
            painter.drawLine(QPointF(places[number], 8), QPointF(places[number + 1], 8))

    def _dot(self, painter: QPainter, middle: QPointF, kind: str, colours: theme.Theme) -> None:
        filled = {"start": "control", "deadline": "danger"}.get(kind)
        painter.setPen(QPen(colours.colour("danger" if kind == "deadline" else "text2"), 2))
        painter.setBrush(colours.colour(filled or "surface"))
        painter.drawEllipse(middle, 5, 5)

    def _write(self, painter: QPainter, places: list[float], line: int, colours: theme.Theme) -> None:
        """Each text below its point, as near as the others let it."""
        metrics = painter.fontMetrics()
        texts = _fitted(self.words(line), metrics, self._width)
        widths = [metrics.horizontalAdvance(text) + 2.0 for text in texts]
        for number, left in enumerate(spread(places, widths, self._width)):
            is_deadline = self._points[number][2] == "deadline"
            painter.setPen(colours.colour("text2" if line else "danger_text" if is_deadline else "text"))
            area = QRectF(left, 18 + 16 * line, widths[number], 16)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), texts[number])


def _fitted(texts: Sequence[str], metrics: QFontMetrics, room: float) -> list[str]:
    """The longest is elided where they have not room beside each other."""
    widths = [metrics.horizontalAdvance(text) + 2 for text in texts]
    longest, lack = max(widths), sum(widths) + BETWEEN * (len(texts) - 1) - room
    where = widths.index(longest)
    shorter = metrics.elidedText(texts[where], Qt.TextElideMode.ElideRight, int(longest - max(0, lack) - 2))
    return [shorter if number == where else text for number, text in enumerate(texts)]


def spread(middles: Sequence[float], widths: Sequence[float], room: float) -> list[float]:
    """Where each text begins: centred on its point, but within the room, and beside the others."""
    lefts: list[float] = []
    for middle, wide in zip(middles, widths, strict=True):
        first = lefts[-1] + widths[len(lefts) - 1] + BETWEEN if lefts else 0.0
        lefts.append(max(first, middle - wide / 2))
    last = room
    for number in reversed(range(len(lefts))):
        lefts[number] = min(lefts[number], last - widths[number])
        last = lefts[number] - BETWEEN
    return lefts


def short_purpose(purpose: str) -> str:
    """«søksmål for å beholde jobben (8 uker)» as «søksmål»; «å kreve forhandlinger» is kept whole."""
    return re.split(r" (?:for|om|\()", purpose)[0]
