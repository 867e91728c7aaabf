"""The rows of F1: a heading, and a key with what it does. The arrows step through them, and a reader reads the row."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.window.key_groups import KeyGroup

GROUP_GAP = 10
INSIDE_RING = 4, 2, 4, 2
BESIDE_KEYS = 12
RING = 2


class KeyRow(QWidget):
    """`step` is asked at a key; what it does not take goes on to the list of rows."""

    def __init__(self, name: str, step: Callable[["KeyRow", QKeyEvent], None], left: Callable[[], None]) -> None:
        super().__init__()
        self._step, self._left = step, left
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        give_role(self, Role.ListItem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._step(self, event)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Tab moves between rows too: the focus remains in the list."""
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in tabs:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self._left()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(theme.current().colour("accent"), RING))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)


def heading_row(row: KeyRow, title: str) -> KeyRow:
    layout = QHBoxLayout(row)
    layout.setContentsMargins(*INSIDE_RING)
    layout.addWidget(label(title, "strong"))
    return row


def key_row(row: KeyRow, keys: str, words: str) -> KeyRow:
    """The words begin where `align_words` places them."""
    layout = QHBoxLayout(row)
    layout.setContentsMargins(*INSIDE_RING)
    layout.setSpacing(BESIDE_KEYS)
    cap = label(keys, "keycap")
    cap.setObjectName("keys")
    cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    beside = QWidget()
    around = QHBoxLayout(beside)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(cap)
    around.addStretch(1)
    layout.addWidget(beside)
    layout.addWidget(label(words, wrap=True), 1)
    return row


def align_words(rows: Sequence[KeyRow]) -> None:
    """Give the keys of a column the width of the widest."""
    caps = [cap for row in rows if (cap := row.findChild(QLabel, "keys")) is not None]
    for cap in caps:
        cap.ensurePolished()
    widest = max((cap.sizeHint().width() for cap in caps), default=0)
    for cap in caps:
        if (beside := cap.parentWidget()) is not None:
            beside.setFixedWidth(widest)


class KeyColumn(NamedTuple):
    column: QWidget
    rows: list[KeyRow]


def column_of(
    groups: Sequence[KeyGroup], step: Callable[[KeyRow, QKeyEvent], None], left: Callable[[], None]
) -> KeyColumn:
    """Groups below each other: a heading, then a row for each key, always drawn."""
    column, made = QWidget(), list[KeyRow]()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for title, rows in groups:
        if made:
            layout.addSpacing(GROUP_GAP)
        made.append(heading_row(KeyRow(title, step, left), title))
        layout.addWidget(made[-1])
        for keys, words in rows:
            made.append(key_row(KeyRow(f"{keys}: {words}", step, left), keys, words))
            layout.addWidget(made[-1])
    align_words(made)
    return KeyColumn(column, made)
