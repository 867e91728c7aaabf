"""A short form in the middle of the page: fields, one verb, Esc goes back. Not a dialog."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.errors import SwitchboardError, WrongFieldsError
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.fitted_scroll_area import FittedScrollArea
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary


class FormPanel(QFrame):
    """`saved` carries {key: text}, `typed` the same after each key. The caller shows errors with `fail`, and advice
    during typing with `warn`."""

    saved = Signal(dict)
    typed = Signal(dict)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_flags(self, "panel")
        self._title = label("", "page", wrap=True)
        self._help = label("", "", wrap=True)
        self._grid = FieldGrid(wide_texts=True)
        self._grid.submitted.connect(self.submit)
        self._grid.left.connect(self.cancelled)
        self._grid.faults.connect(self._show_faults)
        self._grid.typed.connect(lambda: self.typed.emit(self._grid.values()))
        self._warning = label("", tone="warn", wrap=True)
        self._error = label("", tone="danger", wrap=True)
        self._faults = label("", tone="danger")
        self._save = primary("Lagre")
        self._save.clicked.connect(self.submit)
        self._cancel = QPushButton("Avbryt")
        self._cancel.clicked.connect(self.cancelled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._help)
        layout.addWidget(self._scrolled(), 1)
        layout.addWidget(self._warning)
        layout.addWidget(self._error)
        layout.addLayout(flowing(self._faults, None, self._cancel, keycap("Esc"), self._save, keycap("Ctrl+Enter")))

    def _scrolled(self) -> FittedScrollArea:
        """The fields, in a scroll area where they do not all fit."""
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self._grid)
        fields.addStretch(1)
        self._scroll = FittedScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        return self._scroll

    def ask(self, title: str, help_text: str, verb: str, fields: Sequence[Field]) -> None:
        self.setAccessibleName(title)
        self._title.setText(title)
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))
        self._error.clear()
        self._error.hide()
        self._faults.clear()
        self.warn("")
        self._save.setText(verb)
        self._grid.ask(fields, columns=3 if len(fields) > 9 else (2 if len(fields) > 6 else 1))
        if self._grid.boxes:
            QWidget.setTabOrder(self._grid.boxes[-1], self._cancel)
            QWidget.setTabOrder(self._cancel, self._save)
        self._grid.focus_first()

    @property
    def values(self) -> dict[str, str]:
        return self._grid.values()

    def fail_with(self, error: SwitchboardError) -> None:
        """Show the error below its field, if it names fields; else below all fields."""
        if isinstance(error, WrongFieldsError):
            self._error.hide()
            self._grid.fail(error.wrong)
        else:
            self._grid.fail({})
            self.fail(str(error))

    def fail(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.show()
        announce(self._error, sentence)

    def _show_faults(self, count: int) -> None:
        self._faults.setText(f"{count} felt må rettes" if count else "")

    def warn(self, sentence: str) -> None:
        """Show advice under the fields, and announce it when it is new; «» removes it."""
        is_new = bool(sentence) and sentence != self._warning.text()
        self._warning.setText(sentence)
        self._warning.setVisible(bool(sentence))
        if is_new:
            announce(self._warning, sentence)

    def go_on(self) -> None:
        self._grid.go_on()

    def focus_last(self) -> None:
        if self._grid.boxes:
            self._grid.boxes[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        self.saved.emit(self._grid.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
