"""A sentence that is one line where there is room, and wraps where there is not."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel


class LineLabel(QLabel):
    """QLabel wants a wrapped text to be about square."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setProperty("role", role)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(wide, self.heightForWidth(wide))
