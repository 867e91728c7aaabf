"""The widget around the answers: for a screen reader a group with a name, for the eye nothing."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGroupBox, QWidget


class AnswerGroup(QGroupBox):
    """Without the frame and the margins of a QGroupBox, which it sets again with each new size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        QWidget.resizeEvent(self, event)

    def changeEvent(self, event: QEvent) -> None:
        QWidget.changeEvent(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing."""
