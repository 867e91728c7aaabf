"""The time line of a deadline: the letter's date, today, the date to keep, the next one. In one column it goes down."""

import re
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.dates.calendar import is_far, short_date
from sentralbord_desktop.domain.deadlines.deadlines import Assessment
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.column.reflow import is_column

HEIGHT, POINT_HEIGHT = 56, 36
"""Pixels at 100 % text: height of a horizontal axis, and of each point of a vertical one."""
BESIDE = 34
"""Width of the words of the point before the last: «i dag» is short."""


class DeadlineAxis(QWidget):
    """Painted; screen readers read the sentence above instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[tuple[date, str, str]] = []
        self._width = 0
        self._goes_down = False

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
        self._turn()
        self.show()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        was_down, self._goes_down = self._goes_down, is_column(self.window())
        if self._goes_down:
            self.setFixedHeight(theme.current().scaled(POINT_HEIGHT * len(self._points)))
        elif was_down:
            self.setFixedHeight(theme.current().scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._width = theme.enlarged(painter, self.rect()).width()
        down = [8.0 + POINT_HEIGHT * number for number in range(len(self._points))]
        places = down if self._goes_down else self._tick_positions()
        self._lines(painter, places, colours)
        font = QFont()
        font.setFamilies(theme.FAMILIES)
        font.setPointSizeF(8.25)
        for number, (day, word, kind) in enumerate(self._points):
            self._dot(painter, self._point(places[number]), kind, colours)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(colours.colour("danger_text" if kind == "deadline" else "text"))
            self._write(painter, number, places, 0, short_date(day, year=self._spans_years))
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(colours.colour("text2"))
            self._write(painter, number, places, 1, word)

    def _point(self, place: float) -> QPointF:
        return QPointF(8, place) if self._goes_down else QPointF(place, 8)

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
            painter.drawLine(self._point(places[number]), self._point(places[number + 1]))

    def _dot(self, painter: QPainter, middle: QPointF, kind: str, colours: theme.Theme) -> None:
        filled = {"start": "control", "deadline": "danger"}.get(kind)
        painter.setPen(QPen(colours.colour("danger" if kind == "deadline" else "text2"), 2))
        painter.setBrush(colours.colour(filled or "surface"))
        painter.drawEllipse(middle, 5, 5)

    def _write(self, painter: QPainter, number: int, places: list[float], line: int, text: str) -> None:
        """Centre the text below its point, within the edges, and elide it before the neighbouring point. On a vertical
        axis it is beside the point."""
        if self._goes_down:
            beside = QRectF(24, places[number] - 8 + 16 * line, self._width - 24, 16)
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignLeft), text)
            return
        y = 18 + 16 * line
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(text) + 2
        before, after = places[:number], places[number + 1 :]
        first = before[-1] + BESIDE if before else 0.0
        last = (places[number] + after[0]) / 2 if after else float(self._width)
        left = max(first, min(places[number] - wide / 2, last - wide))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(last - left))
        painter.drawText(QRectF(left, y, wide, 16), int(Qt.AlignmentFlag.AlignLeft), shown)


def short_purpose(purpose: str) -> str:
    """«søksmål for å beholde jobben (8 uker)» as «søksmål»; «å kreve forhandlinger» is kept whole."""
    return re.split(r" (?:for|om|\()", purpose)[0]
