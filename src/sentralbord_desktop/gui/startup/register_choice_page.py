"""The very first page of a PC without a register: a new one, a backup, or the shared one, so that none is begun by
mistake."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.sharing.server_address import SharedAddress
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.sharing.shared_register_panel import address_fields, address_of
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton, DigitPanel
from sentralbord_desktop.gui.widgets.field_grid import FieldGrid
from sentralbord_desktop.gui.widgets.keys.key_press import bind
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary, row

HEADING = "Hvor er registeret?"
WHY = (
    "Denne PC-en har ikke noe register ennå. Svarer du feil, begynner du på et eget, og de andre ser ikke det du gjør."
)
NEW, BACKUP, SHARED = "Nytt register", "Jeg har en sikkerhetskopi", "Vi har et felles register"
HINTS = {
    NEW: "Bare når ingen andre har begynt. Det er tomt, og ligger på denne PC-en",
    BACKUP: "Velg mappen den ligger i. Registeret blir slik det var da kopien ble tatt",
    SHARED: "Flere pulter deler det på en tjener. IT vet navnet på tjeneren og basen",
}
WAIT = "Et øyeblikk. Det hentes."
WIDTH = 620


class RegisterChoicePage(QWidget):
    new_chosen = Signal()
    backup_chosen = Signal(object)  # Path
    shared_chosen = Signal(object, str)  # SharedAddress, and the password
    practice_asked = Signal()

    def __init__(self, *, may_share: bool) -> None:
        super().__init__()
        self.choices = DigitPanel()
        self.choices.setAccessibleName(HEADING)
        self.choices.setFixedWidth(WIDTH)
        self.answers = [NEW, BACKUP, *([SHARED] if may_share else [])]
        self.state = label("", tone="danger", wrap=True)
        self.form = FieldGrid()
        self.use = primary("Bruk dette registeret")
        self.address = QFrame()
        self._buttons = [AnswerButton(str(n), text, HINTS[text]) for n, text in enumerate(self.answers, 1)]
        self._lay_out()
        self.choices.digit_pressed.connect(self._digit)
        self.choices.enter_pressed.connect(
            lambda: self._show_state(f"Trykk 1 – {len(self.answers)}. Enter velger ikke.")
        )
        for text, button in zip(self.answers, self._buttons, strict=True):
            button.clicked.connect(lambda _=False, chosen=text: self._choose(chosen))
        self.use.clicked.connect(self._share)
        self.form.submitted.connect(self._share)
        bind("Ctrl+Enter", self, self._share)  # from every field

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.choices)
        inside.setContentsMargins(32, 24, 32, 24)
        inside.setSpacing(10)
        inside.addWidget(label(HEADING, "display"))
        inside.addWidget(label(WHY, "answer", wrap=True))
        for button in self._buttons:
            inside.addWidget(button)
        within = QVBoxLayout(self.address)
        within.setContentsMargins(0, 4, 0, 0)
        within.addWidget(self.form)
        within.addLayout(row(self.use, keycap("Ctrl+Enter"), None))
        inside.addWidget(self.address)
        self.address.hide()
        inside.addWidget(self.state)
        self.state.hide()
        practise = QPushButton("Øv først, med oppdiktede medlemmer")
        practise.clicked.connect(self.practice_asked)
        inside.addLayout(row(practise, None))
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row(None, self.choices, None))  # with an alignment, wrapped lines would have no room
        outer.addStretch(2)

    def begin(self) -> None:
        self.choices.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self) -> None:
        self._show_state(WAIT)
        self._enable(on=False)

    def fail(self, sentence: str) -> None:
        self._show_state(sentence)
        self._enable(on=True)

    def _show_state(self, sentence: str) -> None:
        self.state.setText(sentence)
        self.state.show()
        announce(self.state, sentence)

    def _enable(self, *, on: bool) -> None:
        parts: Sequence[QWidget] = (*self._buttons, self.address)
        for part in parts:
            part.setEnabled(on)
        if on:
            self.begin()

    def _digit(self, digit: str) -> None:
        if 0 < int(digit) <= len(self.answers) and self._buttons[0].isEnabled():
            self._choose(self.answers[int(digit) - 1])

    def _choose(self, answer: str) -> None:
        self.state.hide()
        if answer == NEW:
            self.new_chosen.emit()
        elif answer == BACKUP:
            if chosen := QFileDialog.getExistingDirectory(self, "Mappen med sikkerhetskopien"):
                self.backup_chosen.emit(Path(chosen))
        else:
            self._ask_address()

    def _ask_address(self) -> None:
        if not self.form.boxes:
            self.form.ask(address_fields(SharedAddress("", "")), columns=2)
        self.address.show()
        self.form.focus_first()

    def _share(self) -> None:
        values = self.form.values()
        if values and self.address.isVisible() and self.address.isEnabled():
            self.shared_chosen.emit(address_of(values), values["password"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the address: back to the choice."""
        if event.key() == Qt.Key.Key_Escape and self.address.isVisible():
            self.address.hide()
            self.begin()
        else:
            super().keyPressEvent(event)
