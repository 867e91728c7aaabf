"""A switch of 32 x 18, with a text beside it where it has one."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags

WIDTH, HEIGHT = 32, 18
GAP, RING = 8, 4
"""Pixels between the switch and its text, and around both for the focus ring."""


class Switch(QCheckBox):
    """On is a filled track with the knob to the right, off an outlined one with the knob to the left."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        set_flags(self, "switch")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        scaled = theme.current().scaled
        words = GAP + self.fontMetrics().horizontalAdvance(self.text()) if self.text() else 0
        height = max(scaled(HEIGHT), self.fontMetrics().height() if self.text() else 0)
        return QSize(scaled(WIDTH) + words + 2 * RING, height + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour, scaled = theme.current().colour, theme.current().scaled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = scaled(WIDTH), scaled(HEIGHT)
        track = QRectF(RING, (self.height() - height) / 2, width, height).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        painter.setPen(QPen(colour("accent" if on else "control"), 1))
        painter.setBrush(colour("accent" if on else "surface"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        side = height - scaled(8)
        left = track.right() - side - scaled(4) if on else track.left() + scaled(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("on_accent" if on else "control"))
        painter.drawEllipse(QRectF(left, track.center().y() - side / 2, side, side))
        if self.text():
            painter.setPen(colour("text"))
            words = self.rect().adjusted(RING + width + GAP, 0, -RING, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self.height() / 2, self.height() / 2)
