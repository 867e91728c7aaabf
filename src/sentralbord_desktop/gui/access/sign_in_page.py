"""The locked page, which shows no member data, and the pages for a PIN or a password."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.clock import clock, now
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.widgets.centered_page import CenteredPage
from sentralbord_desktop.gui.widgets.labels import ChoiceBox, label

SAFE = "Parkerte samtaler ligger trygt. Ingenting om medlemmene er åpent."
MAX_SIGN_IN_TRIES = 5
TOO_MANY = "For mange forsøk. Vinduet låses igjen."
LOCKS_AFTER_MS = 2_500
BROKEN = "Noe gikk galt. Prøv igjen, og si fra til IT hvis det skjer på nytt."
CHOOSE, AGAIN = "Velg en PIN på minst fire siffer", "Skriv den en gang til"
FORGOTTEN = "Kommer du ikke inn? Gjenopprettingskoden åpner også."


class LockPage(CenteredPage):
    """«Låst», the time, and a way back."""

    unlock_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Låst", SAFE, "Lås opp")
        self.time = label("", "name")
        self.fields.addWidget(self.time)
        self.button.clicked.connect(self._unlock)
        self._tick = QTimer(self, interval=5_000)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self._show_time()

    def _unlock(self) -> None:
        """Emit once; ignores the repeats of a held key."""
        self.button.setEnabled(False)
        self.button.setText("Åpner …")
        self.unlock_asked.emit()

    def _show_time(self) -> None:
        self.time.setText(clock(now()))


class ProofPage(CenteredPage):
    """`tried`: a person's id, the proof, and a chosen PIN. `given_up`: `refuse` was called too many times."""

    tried = Signal(int, str, str)
    given_up = Signal()

    def __init__(self, heading: str, sentence: str, verb: str) -> None:
        super().__init__(heading, sentence, verb)
        self._proof, self._tries = QLineEdit(), 0

    def _report(self, person_id: int, proof: str, chosen: str = "") -> None:
        """Emit once, until it is refused."""
        self.button.setEnabled(False)
        self.tried.emit(person_id, proof, chosen)

    def refuse(self, error: Exception) -> None:
        self._tries += 1
        if self._tries >= MAX_SIGN_IN_TRIES:
            self.fail(TOO_MANY)
            QTimer.singleShot(LOCKS_AFTER_MS, self, self.given_up.emit)
            return
        self.button.setEnabled(True)
        self.fail(str(error) if isinstance(error, SwitchboardError) else BROKEN)
        self._proof.selectAll()
        self._proof.setFocus(Qt.FocusReason.OtherFocusReason)


class SignInPage(ProofPage):
    """The person, and the PIN, the start code or the Windows password."""

    def __init__(self, people: Sequence[Operator], *, windows: bool = False) -> None:
        super().__init__("Hvem er du?", "", "Gå videre")
        self.pin, self.chosen, self.again = self._proof, QLineEdit(), QLineEdit()
        self._people = list(people)
        self._windows = windows
        self.who = ChoiceBox()
        for person in self._people:
            self.who.addItem(person.shown, person.id)
        self.who.setAccessibleName("Hvem er du?")
        self.fields.addWidget(self.who)
        self._labels = {}
        for box, name in ((self.pin, "PIN"), (self.chosen, CHOOSE), (self.again, AGAIN)):
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.setAccessibleName(name)
            box.returnPressed.connect(self._next)
            self._labels[box] = label(name, "label")
            self.fields.addWidget(self._labels[box])
            self.fields.addWidget(box)
        self.who.setVisible(len(self._people) > 1)
        self.button.clicked.connect(self._try)
        self.who.currentIndexChanged.connect(lambda _: self._ask())
        self._ask()

    @property
    def _person(self) -> Operator:
        return self._people[max(0, self.who.currentIndex())]

    @property
    def _has_code(self) -> bool:
        return self._person.code_until is not None

    def begin(self) -> None:
        first = self.who if len(self._people) > 1 else self.pin
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        """A person with a start code chooses a PIN here; the PC's own user without a PIN enters the Windows
        password."""
        person = self._person
        own_new = bool(person.os_user and not person.pin and not self._windows)
        name = "Startkode" if self._has_code else CHOOSE if own_new else "PIN"
        if self._windows and person.os_user and not person.pin:
            name = "Passordet i Windows"
        self._labels[self.pin].setText(name)
        self.pin.setAccessibleName(name)
        for box, is_asked in ((self.pin, True), (self.chosen, self._has_code), (self.again, self._has_code or own_new)):
            box.clear()
            box.setVisible(is_asked)
            self._labels[box].setVisible(is_asked)
        self.error.hide()
        self.sentence.setText(self._greeting())

    def _greeting(self) -> str:
        hello = f"Hei, {self._person.name or self._person.initials}!"
        if self._has_code:
            return f"{hello} Skriv startkoden du har fått, og velg din egen PIN."
        return hello if len(self._people) == 1 else "Velg navnet ditt."

    def _next(self) -> None:
        """Enter goes to the next empty field, and submits from the last one."""
        for box in (self.chosen, self.again):
            if box.isVisible() and not box.text():
                box.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self._try()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.who.hasFocus() and self.pin.isVisible():
            self.pin.setFocus(Qt.FocusReason.TabFocusReason)
        elif enter and self.who.hasFocus():
            self._try()
        else:
            super().keyPressEvent(event)

    def _try(self) -> None:
        person_id, pin, chosen = self._person.id, self.pin.text(), self.chosen.text()
        if not self.button.isEnabled():  # an attempt is being checked
            return
        if not pin and not self._windows:  # an empty PIN is not an attempt
            self.fail(f"{self.pin.accessibleName()}: skriv den i feltet først.")
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.again.isVisible() and (chosen if self._has_code else pin) != self.again.text():
            self.fail("De to er ikke like. Skriv det samme i begge feltene.")
            return
        self._report(person_id, pin, chosen)


class WindowsSignInPage(ProofPage):
    def __init__(self) -> None:
        super().__init__("Lås opp", "Skriv passordet du bruker i Windows. Det lagres ikke her.", "Lås opp")
        self.password = self._proof
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Passordet i Windows")
        self.fields.addWidget(label("Passordet i Windows", "label"))
        self.fields.addWidget(self.password)
        self.button.clicked.connect(self._try)
        self.password.returnPressed.connect(self._try)

    def begin(self) -> None:
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        if self.button.isEnabled():
            self._report(0, self.password.text())
