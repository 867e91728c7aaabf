"""«Hvorfor ikke?»: the reason for leaving a card out, in the card."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.review import MAX_REASON_CHARS, MIN_REASON_CHARS, understood
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.enter_line_edit import EnterLineEdit
from sentralbord_desktop.gui.widgets.labels import label

WHY_NOT = "Hvorfor ikke?"
TOO_SHORT = f"Skriv grunnen med minst {MIN_REASON_CHARS} tegn, så kollegaene forstår den."


class ReasonField(QWidget):
    """`given`: Enter. `typed`: the field lost the focus with a long enough reason. `cancelled`: Esc."""

    given = Signal(str)
    typed = Signal(str)
    cancelled = Signal()

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.edit = EnterLineEdit(reason)
        self.edit.setMaxLength(MAX_REASON_CHARS)
        self.edit.setPlaceholderText(f"{MIN_REASON_CHARS}–{MAX_REASON_CHARS} tegn, står i merknaden")
        self.edit.setAccessibleName(WHY_NOT)
        self.edit.returnPressed.connect(self._give)
        self.edit.editingFinished.connect(self.give_quietly)
        self._error = label(TOO_SHORT, tone="danger", wrap=True)
        self._error.hide()
        question = label(WHY_NOT, "label")
        question.setBuddy(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        for part in (question, self.edit, self._error):
            layout.addWidget(part)

    def ask(self, suggestion: str) -> None:
        if not self.edit.text():
            self.edit.setText(suggestion)
        self.show()
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def reason(self) -> str:
        """The reason; «» when it is too short to be understood."""
        return understood(self.edit.text())

    def _give(self) -> None:
        self._error.setVisible(not self.reason)
        if self.reason:
            self.given.emit(self.reason)
        else:
            announce(self, TOO_SHORT, is_urgent=True)

    def give_quietly(self) -> None:
        """Accept the reason after Ctrl+Enter, or when the focus has left."""
        if self.isVisible() and self.reason:
            self.typed.emit(self.reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.edit.clear()
            self.hide()
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
