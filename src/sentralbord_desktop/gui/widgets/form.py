"""A short form in the middle of the page: fields, one verb, Esc goes back. Never a dialog."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.gui.widgets.small import keycap, label, row


@dataclass(frozen=True)
class Field:
    """One line of a form. `choices` makes a list, `lines` over 1 a text box."""

    key: str
    label: str
    value: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    lines: int = 1
    yes_no: bool = False


class FormPanel(QFrame):
    """`saved` carries {key: text}. The caller shows an error with `fail` and closes with `done`."""

    saved = Signal(dict)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)  # noqa: FBT003 - Qt
        self._readers: dict[str, Callable[[], str]] = {}
        self._title = label("", "page")
        self._help = label("", "", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(10)
        self._error = label("", tone="danger", wrap=True)
        self._save = QPushButton("Lagre")
        self._save.setProperty("primary", True)  # noqa: FBT003 - Qt
        self._save.clicked.connect(self._send)
        self._cancel = QPushButton("Avbryt")
        self._cancel.clicked.connect(self.cancelled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._help)
        layout.addLayout(self._grid)
        layout.addWidget(self._error)
        layout.addStretch(1)
        layout.addLayout(row(None, self._cancel, keycap("Esc"), self._save, keycap("Ctrl+Enter")))

    def ask(self, title: str, help_text: str, verb: str, fields: Sequence[Field]) -> None:
        """Show these fields and put the caret in the first."""
        self.setAccessibleName(title)
        self._title.setText(title)
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))
        self._error.clear()
        self._error.hide()
        self._save.setText(verb)
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._readers = {}
        first: QWidget | None = None
        boxes: list[QWidget] = []
        columns = 3 if len(fields) > 9 else (2 if len(fields) > 6 else 1)
        for number, field in enumerate(fields):
            box = self._box(field)
            first = first or box
            place, side = divmod(number, columns)
            name = label(field.label, "label")
            name.setBuddy(box)
            self._grid.addWidget(name, 2 * place, side)
            self._grid.addWidget(box, 2 * place + 1, side)
            box.show()  # now, not when the event loop comes round: the next key is for it
            boxes.append(box)
        for before, after in pairwise((*boxes, self._cancel, self._save)):
            QWidget.setTabOrder(before, after)
        if first:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def fail(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.show()

    def _box(self, field: Field) -> QWidget:
        box: QWidget
        if field.yes_no:
            check = QCheckBox(field.hint or field.label)
            check.setChecked(field.value == "ja")
            self._readers[field.key] = lambda: "ja" if check.isChecked() else "nei"
            box = check
        elif field.choices:
            combo = QComboBox()
            for key, text in field.choices:
                combo.addItem(text, key)
            combo.setCurrentIndex(max(0, combo.findData(field.value)))
            self._readers[field.key] = lambda: str(combo.currentData())
            box = combo
        elif field.lines > 1:
            area = QPlainTextEdit(field.value)
            area.setTabChangesFocus(True)
            area.setMinimumHeight(24 * field.lines)
            self._readers[field.key] = area.toPlainText
            box = area
        else:
            edit = QLineEdit(field.value)
            edit.setPlaceholderText(field.hint)
            edit.returnPressed.connect(self._next_or_send)
            self._readers[field.key] = edit.text
            box = edit
        box.setAccessibleName(field.label)
        box.setAccessibleDescription(field.hint)
        return box

    def values(self) -> dict[str, str]:
        return {key: read().strip() for key, read in self._readers.items()}

    def _next_or_send(self) -> None:
        """Enter goes to the next field, and saves from the last."""
        here = self.focusWidget()
        boxes = [item.widget() for n in range(self._grid.count()) if (item := self._grid.itemAt(n))]
        edits = [box for box in boxes if isinstance(box, QLineEdit | QComboBox | QPlainTextEdit)]
        if here in edits and here is not edits[-1]:
            edits[edits.index(here) + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._send()

    def submit(self) -> None:
        """Ctrl+Enter from anywhere in the window."""
        self._send()

    def _send(self) -> None:
        self.saved.emit(self.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
