"""When the register could not be opened: why, what is safe, what to do; perhaps a passphrase."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.gui.widgets.small import keycap, label, row

SHORTEST = 12


class TroublePage(QWidget):
    tried = Signal(object)  # the passphrase, or None

    def __init__(self, sentence: str, *, ask: bool, new: bool) -> None:
        super().__init__()
        self._ask, self._new = ask, new
        panel = QFrame()
        panel.setProperty("panel", True)  # noqa: FBT003 - Qt
        panel.setFixedWidth(560)
        title = (
            "Lag en passordsetning"
            if new
            else ("Lås opp registeret" if ask else "Får ikke åpnet registeret")
        )
        self._error = label("", tone="danger", wrap=True)
        self._words, self._again = QLineEdit(), QLineEdit()
        self._button = QPushButton(
            "Lag registeret" if new else ("Lås opp" if ask else "Prøv igjen")
        )
        self._button.setProperty("primary", True)  # noqa: FBT003 - Qt
        self._button.clicked.connect(self._try)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        layout.addWidget(label(title, "display"))
        layout.addWidget(label(sentence, "answer", wrap=True))
        if new:
            layout.addWidget(label(
                "Den åpner registeret hver gang. Uten den er registeret tapt, så skriv den ned og legg "
                "den i safen.", "", wrap=True))  # fmt: skip
        for box, name in ((self._words, "Passordsetning"), (self._again, "Skriv den en gang til")):
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.setAccessibleName(name)
            box.returnPressed.connect(self._try)
            if ask and (new or box is self._words):
                layout.addWidget(label(name, "label"))
                layout.addWidget(box)
        layout.addWidget(self._error)
        layout.addLayout(row(None, self._button, keycap("Enter")))
        self._panel = panel
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the wrapped texts need; a centred panel would be given less."""
        super().showEvent(event)
        layout = self._panel.layout()
        if layout is not None:
            self._panel.setMinimumHeight(layout.heightForWidth(self._panel.width()) + 8)

    def begin(self) -> None:
        (self._words if self._ask else self._button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        words = self._words.text()
        if not self._ask:
            self.tried.emit(None)
        elif self._new and len(words) < SHORTEST:
            self._error.setText(f"Bruk minst {SHORTEST} tegn, for eksempel fire ord.")
        elif self._new and words != self._again.text():
            self._error.setText("De to er ikke like.")
        else:
            self.tried.emit(words)
