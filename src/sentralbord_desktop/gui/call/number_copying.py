"""Ctrl+C on the call page without a selection: copies the caller's first number."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.gui.core.page import NamedNumber


class NumberCopying(QObject):
    copied = Signal(str)  # the copied number
    nothing_copied = Signal()

    def __init__(self, page: QWidget, numbers: Callable[[], Sequence[NamedNumber]]) -> None:
        """`numbers` are the caller's."""
        super().__init__(page)
        self._numbers = numbers
        keys = QShortcut(QKeySequence.StandardKey.Copy, page)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._copy)

    def _copy(self) -> None:
        if numbers := self._numbers():
            QApplication.clipboard().setText(numbers[0].number)
            self.copied.emit(numbers[0].number)
        else:
            self.nothing_copied.emit()
