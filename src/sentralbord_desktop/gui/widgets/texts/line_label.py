"""A sentence that is one line where there is room, and wraps where there is not."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget


class LineLabel(QLabel):
    """QLabel wants a wrapped text to be about square."""

    def __init__(self, parent: QWidget | None = None, *, role: str = "") -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(wide, self.heightForWidth(wide))
