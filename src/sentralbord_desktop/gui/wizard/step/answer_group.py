"""The invisible widget around the answers; for a screen reader a named group. It has the focus in a new step with
answers, so that a screen reader does not read an answer before the step."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGroupBox, QWidget

from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.fitted_scroll_area import HEADED

MOVE_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class AnswerGroup(QGroupBox):
    """Without the frame and margins of a QGroupBox, which it sets again at each resize. Tab skips it, and reaches the
    answers."""

    moved = Signal(int)  # a key of MOVE_KEYS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        set_flags(self, HEADED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move to the answers; all other keys are passed to the panel."""
        if event.key() in MOVE_KEYS and event.modifiers() in PLAIN:
            self.moved.emit(Qt.Key(event.key()).value)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        QWidget.resizeEvent(self, event)

    def changeEvent(self, event: QEvent) -> None:
        QWidget.changeEvent(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing."""
