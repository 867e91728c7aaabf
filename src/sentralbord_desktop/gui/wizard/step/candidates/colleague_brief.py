"""«Si til kollegaen»: the words to the colleague who is rung, in at most two lines; uncut in one column."""

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from sentralbord_desktop.gui.core.column.reflow import is_column
from sentralbord_desktop.gui.core.tip_source import give_tip

MAX_LINES = 2
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """`text` shortened to fit: sentences between the first and the last are dropped from the end, then the end of the
    first is cut."""
    sentences = SENTENCE_END.split(text)
    while len(sentences) > 2 and not fits(" ".join(sentences)):
        del sentences[-2]
    first, last = sentences[0].split(), sentences[1:]
    if fits(" ".join(sentences)):
        return " ".join(sentences)
    while len(first) > 1 and not fits(" ".join([*first, "…", *last])):
        first.pop()
    return " ".join([*first, "…", *last])


class ColleagueBrief(QLabel):
    """The whole text is in the tip, and is announced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._whole = ""

    def show_words(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        give_tip(self, text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        words = self._whole if is_column(self.window()) else shortened(self._whole, self._fits)
        if words != self.text():
            self.setText(words)

    def _fits(self, text: str) -> bool:
        metrics, width = self.fontMetrics(), max(1, self.width())
        wrapped = metrics.boundingRect(0, 0, width, 10_000, Qt.TextFlag.TextWordWrap, text)
        return wrapped.height() <= MAX_LINES * metrics.lineSpacing()
