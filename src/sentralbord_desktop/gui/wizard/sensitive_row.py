"""The amber row of a card with sensitive text: remove it, or give a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.privacy.sensitive_text import Sensitive
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.field_grid import EnterLineEdit
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import icon_label, label, row

WHY = "Hvorfor må det stå?"


class SensitiveRow(QWidget):
    """Hidden when nothing was found. `kept` carries the reason to keep the text."""

    kept = Signal(str)
    removal_asked = Signal()
    left = Signal()

    def __init__(self, found: Sensitive) -> None:
        super().__init__()
        self.found = found
        self.sentence = found.sentence if found else ""
        self.remove = QPushButton()
        show_key(self.remove, "Ta det bort", "Enter")
        self.keep = QPushButton("Det må stå …")
        self.why = EnterLineEdit("")
        self.why.setAccessibleName(WHY)
        self.why.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(6)
        told = row(icon_label("warning", "warn", 16))
        told.addWidget(label(self.sentence, tone="warn", wrap=True), 1)
        layout.addLayout(told)
        layout.addLayout(row(self.remove, self.keep, None))
        self._label = label(WHY, "label")
        self._label.setBuddy(self.why)
        self._label.hide()
        layout.addWidget(self._label)
        layout.addWidget(self.why)
        self.remove.setVisible(bool(found.numbers))
        if not found:
            self.hide()  # outside a card it would be a separate window
        self.remove.clicked.connect(self.removal_asked)
        self.keep.clicked.connect(self.begin_reason)
        self.why.returnPressed.connect(self._give)

    def begin(self) -> None:
        if self.why.text().strip():
            self.begin_reason()
        elif self.found.numbers:
            self.remove.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.begin_reason()

    def begin_reason(self) -> None:
        self._label.show()
        self.why.show()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_written(self) -> bool:
        """Ctrl+Enter: accept the reason in the field without Enter."""
        if self.why.isHidden() or not self.why.text().strip():
            return False
        self._give()
        return True

    def _give(self) -> None:
        if why := self.why.text().strip():
            self.kept.emit(why[:200])
        else:
            announce(self, WHY, is_urgent=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.why.isVisible():
            self.why.hide()
            self._label.hide()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.remove.hasFocus():
            self.removal_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.keep.hasFocus():
            self.begin_reason()
        else:
            super().keyPressEvent(event)
