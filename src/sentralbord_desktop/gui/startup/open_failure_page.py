"""Why the register could not be opened, what is safe and what to do; with a field for a passphrase where it is
needed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from sentralbord_desktop.gui.core import retry
from sentralbord_desktop.gui.widgets.centered_page import CenteredPage
from sentralbord_desktop.gui.widgets.labels import keycap, label, parted, row
from sentralbord_desktop.services.backup.recovery_code import MIN_PASSPHRASE_CHARS

WIDTH = 560
TRIES_ITSELF = "Programmet prøver igjen av seg selv, og åpner så snart det går."
BACK = "Tilbake"
SAFE = (
    "Den åpner registeret hver gang. Uten den, og uten koden på papir som kommer etterpå, er registeret tapt. "
    "Skriv den ned og legg den i safen."
)


class OpenFailurePage(CenteredPage):
    tried = Signal(object)  # the passphrase, or None
    left = Signal()
    """Esc where a new register would be made: it was not meant."""

    def __init__(self, sentence: str, *, ask: bool, new: bool) -> None:
        ways = {
            (True, True): ("Lag en passordsetning", "Lag registeret"),
            (True, False): ("Lås opp registeret", "Lås opp"),
        }
        heading, verb = ways.get((ask, new), ("Får ikke åpnet registeret", "Prøv igjen"))
        super().__init__(heading, parted(sentence, "/\\"), verb, WIDTH)  # a long path has no blanks
        self._ask, self._new = ask, new
        self._words, self._again = QLineEdit(), QLineEdit()
        self._tries_itself = label(TRIES_ITSELF, "meta", wrap=True)
        self._tries_itself.setParent(self)  # otherwise it is a separate window
        self._tries_itself.hide()
        self._waits = QTimer(self, interval=retry.AGAIN_MS, singleShot=True)
        self._waits.timeout.connect(lambda: self.tried.emit(None))
        self.button.clicked.connect(self._try)
        if new:
            self.fields.addWidget(label(SAFE, "", wrap=True))
            back = QPushButton(BACK)
            back.clicked.connect(self.left)
            self.below.addLayout(row(None, back, keycap("Esc")))
        for box, name in ((self._words, "Passordsetning"), (self._again, "Skriv den en gang til")):
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.setAccessibleName(name)
            box.returnPressed.connect(self._try)
            if ask and (new or box is self._words):
                self.fields.addWidget(label(name, "label"))
                self.fields.addWidget(box)
            else:
                box.setParent(self)  # deleted with the page
                box.hide()

    def offer(self, title: str, holds: str, act: Callable[[], object]) -> QLabel:
        """Add an action below the others; returns the label with its text."""
        button = QPushButton(title)
        button.clicked.connect(act)
        words = label(f"{holds}.", "meta", wrap=True)
        self.below.addWidget(words)
        self.below.addLayout(row(None, button))
        self.grow()
        return words

    @property
    def tries_again(self) -> bool:
        """Whether `try_again` was called on this page."""
        return not self._tries_itself.isHidden()

    def try_again(self) -> None:
        """Emit `tried` again after a while."""
        if not self.tries_again:
            self.fields.addWidget(self._tries_itself)
            self._tries_itself.show()
            self.grow()
        self._waits.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop retrying, because another page is shown."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._waits.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._new:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def begin_code(self, sentence: str) -> None:
        """Show why a code was refused, and its field again."""
        self.sentence.setText(sentence)
        if self.code is not None:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        first = self._words if self._ask else (self.code or self.button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        words = self._words.text()
        if not self._ask:
            self.tried.emit(None)
        elif self._new and len(words) < MIN_PASSPHRASE_CHARS:
            self.fail(f"Bruk minst {MIN_PASSPHRASE_CHARS} tegn, for eksempel fire ord.")
            self._words.setFocus(Qt.FocusReason.OtherFocusReason)
            self._words.selectAll()
        elif self._new and not self._again.text():
            self.error.hide()
            self._again.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._new and words != self._again.text():
            self.fail("De to er ikke like. Skriv det samme i begge feltene.")
            self._again.setFocus(Qt.FocusReason.OtherFocusReason)
            self._again.selectAll()
        else:
            self.tried.emit(words)
