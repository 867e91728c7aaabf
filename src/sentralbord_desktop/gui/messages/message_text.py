"""The text of a message in full height: the panel around it scrolls, not the text itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

EMPTY_LINE = 9
"""Pixels of an empty line: low, so that paragraphs are separated and the whole message is visible."""


class MessageText(QTextEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)

    def show_text(self, text: str) -> None:
        if text == self.toPlainText():
            return  # a refresh keeps the selection
        self.setPlainText(text)
        block = self.document().firstBlock()
        low = QTextBlockFormat()
        low.setLineHeight(EMPTY_LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        while block.isValid():
            if not block.text():
                QTextCursor(block).setBlockFormat(low)
            block = block.next()
        self._fit()

    def _fit(self) -> None:
        """Take the height of the wrapped lines at the present width, with the padding of the style sheet."""
        around = self.height() - self.viewport().height()
        self.setFixedHeight(round(self.document().size().height()) + around)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()
        self.verticalScrollBar().setRange(0, 0)  # Qt's range is of the height before
