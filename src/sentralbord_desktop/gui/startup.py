"""The first run: name, initials, two choices, and the state of this PC."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.initials import initials_of
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.domain.text.lengths import MAX_NAME_CHARS
from sentralbord_desktop.gui._generated.ui_welcome import Ui_Welcome
from sentralbord_desktop.gui.core import retry, theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.widths import is_narrow
from sentralbord_desktop.gui.sharing.shared_register_panel import address_fields, address_of
from sentralbord_desktop.gui.widgets.centered_page import CenteredPage
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton, DigitPanel
from sentralbord_desktop.gui.widgets.field_grid import FieldGrid, follow
from sentralbord_desktop.gui.widgets.flow_layout import flow_in, let_flow
from sentralbord_desktop.gui.widgets.keys.key_press import bind
from sentralbord_desktop.gui.widgets.labels import icon_label, keycap, label, parted, primary, row
from sentralbord_desktop.services.backup.recovery_code import MIN_PASSPHRASE_CHARS

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
CHOICE_WIDTH = 620


class RegisterChoicePage(QWidget):
    new_chosen = Signal()
    backup_chosen = Signal(object)  # Path
    shared_chosen = Signal(object, str)  # SharedAddress, and the password
    practice_asked = Signal()

    def __init__(self, *, may_share: bool) -> None:
        super().__init__()
        self.choices = DigitPanel()
        self.choices.setAccessibleName(HEADING)
        self.choices.setFixedWidth(CHOICE_WIDTH)
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


LOOPS = [
    (1, "Sløyfe 1", "medlemskap, forsikring"),
    (2, "Sløyfe 2", "trøbbel, avtaler"),
    (3, "Sløyfe 3", "kurs, media, annet"),
]
HELPS = [
    ("ny", "Jeg er ny her", "Alt du skal si og gjøre står på skjermen, ett steg om gangen, med alle tastene"),
    ("vant", "Jeg kan det meste", "Korte stikkord. F9 viser alt igjen"),
]
BELOW_HEAD = 28
"""Pixels to the left of the text about a finished part, which aligns it with the text of its head."""


class ReadyPart(Protocol):
    """A part of the program, and how much of it there is."""

    @property
    def is_ready(self) -> bool: ...

    @property
    def what(self) -> str: ...

    @property
    def how_much(self) -> str: ...


class FirstRunPage(QWidget):
    settled = Signal(dict)
    practice_asked = Signal()

    def __init__(self, operator: Operator, ready: Sequence[ReadyPart]) -> None:
        super().__init__()
        self.ui = Ui_Welcome()
        self.ui.setupUi(self)
        self._loop, self._help, self._asking = operator.loop, operator.help_level, "loop"
        first = operator.name.split()[0] if operator.name else ""
        self.ui.title.setText(f"Velkommen, {first}" if first else "Velkommen")
        self.ui.fullName.setText(operator.name)
        self.ui.fullName.setMaxLength(MAX_NAME_CHARS)
        self.ui.initials.setText(operator.initials)
        self._loops: dict[int, AnswerButton] = {}
        self._helps: dict[str, AnswerButton] = {}
        self._offer_choices()
        self._show_ready(ready)
        practise = QPushButton("Øv først, med oppdiktede medlemmer")
        practise.clicked.connect(self.practice_asked)
        self.ui.hlay221.insertWidget(0, practise)
        for before, after in pairwise(
            (self.ui.initials, self.ui.choices, *self._loops.values(), *self._helps.values(), practise, self.ui.start)
        ):
            self.setTabOrder(before, after)
        self.ui.start.clicked.connect(self._settle)
        bind("Ctrl+Enter", self, self._settle)  # from every field
        self.ui.choices.digit_pressed.connect(self._digit)
        self.ui.choices.enter_pressed.connect(self._settle)
        follow(self.ui.fullName, self.ui.initials, initials_of)
        self.ui.fullName.returnPressed.connect(self._go_to_initials)
        self.ui.initials.returnPressed.connect(lambda: self.ui.choices.setFocus())
        self._mark()

    def _offer_choices(self) -> None:
        let_flow(self.ui.l3)
        loops = flow_in(self.ui.loops)
        for number, text, hint in LOOPS:
            button = AnswerButton(str(number), text, hint)
            button.clicked.connect(lambda _=False, n=number: self._choose_loop(n))
            loops.addWidget(button)
            self._loops[number] = button
        for place, (key, text, hint) in enumerate(HELPS, 1):
            button = AnswerButton(str(place), text, hint)
            button.clicked.connect(lambda _=False, k=key: self._choose_help(k))
            self.ui.helpsLayout.addWidget(button)
            self._helps[key] = button

    def _show_ready(self, ready: Sequence[ReadyPart]) -> None:
        for each in ready:
            words = label(each.what, "strong")
            name, colour = ("check-circle-fill", "ok") if each.is_ready else ("info", "warn")
            line = row(icon_label(name, colour, 18), words, None)
            what = QVBoxLayout()
            what.addWidget(label(each.how_much, "meta", wrap=True))
            what.setContentsMargins(BELOW_HEAD, 0, 0, 0)
            block = QVBoxLayout()
            block.setSpacing(2)
            block.addLayout(line)
            block.addLayout(what)
            self.ui.readyLayout.addLayout(block)

    def _go_to_initials(self) -> None:
        self.ui.initials.setFocus()
        self.ui.initials.selectAll()

    def begin(self) -> None:
        self.ui.fullName.setFocus(Qt.FocusReason.OtherFocusReason)

    def _digit(self, digit: str) -> None:
        """A digit answers the marked question: the loop, then the help level."""
        if self._asking == "loop" and int(digit) in self._loops:
            self._choose_loop(int(digit))
        elif self._asking == "help" and 0 < int(digit) <= len(HELPS):
            self._choose_help(HELPS[int(digit) - 1][0])

    def _choose_loop(self, number: int) -> None:
        self._loop, self._asking = number, "help"
        self._mark()

    def _choose_help(self, key: str) -> None:
        self._help = key
        self._mark()

    def _mark(self) -> None:
        for number, button in self._loops.items():
            theme.restyle(button, chosen=number == self._loop)
            button.setAccessibleDescription("valgt" if number == self._loop else "")
        for key, button in self._helps.items():
            theme.restyle(button, chosen=key == self._help)
            button.setAccessibleDescription("valgt" if key == self._help else "")
        self.ui.loopStep.setText("1 av 2" + (", trykk 1–3" if self._asking == "loop" else ""))
        self.ui.helpStep.setText("2 av 2" + (", trykk 1–2" if self._asking == "help" else ""))

    def _settle(self) -> None:
        name = self.ui.fullName.text().strip()
        initials = self.ui.initials.text().strip().upper()
        if not name:
            self.show_error("Skriv navnet ditt. Det står på utskrifter.", self.ui.fullName)
            return
        if not initials:
            self.show_error("Skriv initialene dine. De signerer merknadene.")
            return
        self.settled.emit({"name": name, "initials": initials, "loop": self._loop, "help_level": self._help})

    def show_error(self, sentence: str, box: QLineEdit | None = None) -> None:
        """Show the error in `box`; without `box`, the initials are missing or belong to another person."""
        self.ui.sub.setText(sentence)
        theme.restyle(self.ui.sub, tone="danger")
        announce(self.ui.sub, sentence)
        (box or self.ui.initials).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the rows below the choices in a narrow window."""
        super().resizeEvent(event)
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.ui.sides.setDirection(down if is_narrow(self) else beside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._settle()
        elif event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)

    def _step_back(self) -> None:
        """Esc: back to the loop, then to the initials."""
        if self.ui.choices.is_live and self._asking == "help":
            self._asking = "loop"
            self.ui.choices.setFocus(Qt.FocusReason.OtherFocusReason)
            self._mark()
        else:
            self.ui.initials.setFocus(Qt.FocusReason.OtherFocusReason)
