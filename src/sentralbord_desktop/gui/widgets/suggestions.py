"""Suggestions below a text field while it is typed in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags

MAX_SHOWN = 3
ABOUT = "suggestions"
ROW_HEIGHT = 28
GAP = 2
Suggest = Callable[[str], Sequence[str]]
"""Typed text -> suggestions, the likeliest first."""


class SuggestionList(QListWidget):
    """Covers the widgets below the field, or above it at the end of a window; the field keeps the focus. Enter without
    an arrow key keeps the typed text. Not a QCompleter: its window would outlive a field that is replaced while a key
    is handled."""

    def __init__(self, edit: QLineEdit, suggest: Suggest) -> None:
        super().__init__(edit)
        self.hide()
        self._edit, self._suggest = edit, suggest
        set_flags(self, "popup")
        self.setAccessibleName("Forslag")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self._take(item.text()))
        edit.textEdited.connect(self._offer)
        edit.installEventFilter(self)
        edit.destroyed.connect(self.deleteLater)

    def _offer(self, text: str) -> None:
        found = list(self._suggest(text))[:MAX_SHOWN] if text.strip() else []
        before = [self.item(row).text() for row in range(self.count())] if self.isVisible() else []
        self.clear()
        if not found or found == [text]:
            self.hide()
            return
        self.addItems(found)
        self.setCurrentRow(-1)
        edit, window = self._edit, self._edit.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.resize(edit.width(), theme.current().scaled(ROW_HEIGHT) * len(found) + 12)
        below = edit.mapTo(window, QPoint(0, edit.height() + GAP))
        above = edit.mapTo(window, QPoint(0, -self.height() - GAP))
        self.move(below if below.y() + self.height() <= window.height() else above)
        self.show()
        self.raise_()
        if found != before:
            announce(edit, f"Forslag, pil ned: {', '.join(found)}", about=ABOUT)

    def _take(self, text: str) -> None:
        self._edit.setText(text)
        self._edit.textEdited.emit(text)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose, Enter takes the chosen suggestion and is passed on, Esc closes; leaving the field closes
        too."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.isVisible():
            return self._took(event.key())
        return super().eventFilter(watched, event)

    def _took(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + step)))
            row, of = self.currentRow() + 1, self.count()
            announce(self._edit, f"{self.currentItem().text()}, {row} av {of}", about=ABOUT)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
                self._take(self.currentItem().text())
            return False
        return True
