"""One field of a form: the name above its box, a note and the error below."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.labels import icon_label, label, row

LINE_WIDTH = 300
"""Pixels at 100 % text: a longer name, note or error wraps."""


class FieldBlock(QWidget):
    def __init__(self, name: QLabel, box: QWidget, note: str) -> None:
        super().__init__()
        self.box, self._name = box, name
        self._column = 0
        self._described = ". ".join(filter(None, (box.accessibleDescription(), note)))
        self._note = label(note, "meta", wrap=True)
        self._error = label("", tone="danger", wrap=True)
        self._mark = icon_label("warning-circle-fill", "danger", 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (name, box, self._note):
            layout.addWidget(part)
        layout.addLayout(row(self._mark, self._error, spacing=4))
        layout.addStretch(1)
        self._note.setVisible(bool(note))
        for text in (name, self._note):
            text.setWordWrap(True)
        self.clear()

    def sizeHint(self) -> QSize:
        """As wide as the widest of box and texts; a text that wraps counts as LINE_WIDTH, so that a narrow field gives
        no narrow text."""
        scaled = theme.current().scaled
        texts = (one for one in (self._name, self._note, self._error) if not one.isHidden())
        widest = min(max(map(_width, texts), default=0), scaled(LINE_WIDTH))
        most = self.box.maximumWidth()
        hint = super().sizeHint()
        wide = max(widest, most) if most < theme.UNLIMITED else max(widest, hint.width())
        return QSize(max(wide, self._column), hint.height())

    def fill_column(self, width: int) -> None:
        """Be as wide as the column that it stands in, where there is room."""
        self._column = width
        self.updateGeometry()

    @property
    def error(self) -> str:
        return self._error.text()

    def fail(self, sentence: str) -> None:
        """Show the error of the field unabridged, and announce it."""
        self._error.setText(sentence)
        self._show_error(shown=True)
        self.box.setAccessibleDescription(" ".join(filter(None, (sentence, self._described))))
        announce(self._error, f"{self._name.text()}: {sentence}")

    def clear(self) -> None:
        self._error.clear()
        self._show_error(shown=False)
        self.box.setAccessibleDescription(self._described)

    def _show_error(self, *, shown: bool) -> None:
        for part in (self._mark, self._error):
            part.setVisible(shown)
        theme.restyle(self.box, faulty=shown)


def in_columns(blocks: Sequence[FieldBlock]) -> None:
    """Place the fields of all lines below each other, each as wide as the widest."""
    widest = max((block.sizeHint().width() for block in blocks), default=0)
    for block in blocks:
        block.fill_column(widest)


def fit(text: QLabel) -> None:
    """Make the label as wide as its text, or LINE_WIDTH where it wraps."""
    text.setWordWrap(True)
    text.setMinimumWidth(min(_width(text), theme.current().scaled(LINE_WIDTH)))


def _width(text: QLabel) -> int:
    text.ensurePolished()
    return text.fontMetrics().horizontalAdvance(text.text()) + 4
