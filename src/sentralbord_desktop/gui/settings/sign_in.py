"""The locked window, and who sits down at it: a calm page without members, then a PIN or a password."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTime, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from sentralbord_desktop.domain.desk import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.calm import CalmPage
from sentralbord_desktop.gui.widgets.small import label

SAFE = "Parkerte samtaler ligger trygt. Ingenting om medlemmene er åpent."
MOST_TRIES = 5
TOO_MANY = "For mange forsøk. Vinduet låses igjen."
LOCKS_AFTER_MS = 2_500
BROKEN = "Noe gikk galt. Prøv igjen, og si fra til IT hvis det skjer på nytt."
FORGOTTEN = "Kommer du ikke inn? Gjenopprettingskoden åpner også."


class LockPage(CalmPage):
    """«Låst», the time, and a way back. No member, no name, no counts."""

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

    def begin(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock(self) -> None:
        """Once; a key that is held down asks no more."""
        self.button.setEnabled(False)
        self.button.setText("Åpner …")
        self.unlock_asked.emit()

    def _show_time(self) -> None:
        self.time.setText(QTime.currentTime().toString("HH.mm"))


class SignInPage(CalmPage):
    """Who is it, and the PIN. `signed_in` when it fits, `given_up` after too many tries."""

    signed_in = Signal()
    given_up = Signal()

    def __init__(
        self, people: Sequence[Operator], check: Callable[[int, str], object], tasks: TaskRunner, *,
        windows: bool = False,
    ) -> None:  # fmt: skip
        super().__init__("Hvem er du?", "", "Gå videre")
        self._people = list(people)
        self._check, self._tasks, self._windows = check, tasks, windows
        self._tries = 0
        self.who, self.pin, self.again = QComboBox(), QLineEdit(), QLineEdit()
        for person in self._people:
            self.who.addItem(person.shown, person.id)
        self.who.setAccessibleName("Hvem er du?")
        for box in (self.pin, self.again):
            box.setEchoMode(QLineEdit.EchoMode.Password)
        self.again.setAccessibleName("Skriv den en gang til")
        self.fields.addWidget(self.who)
        self._pin_label = label("PIN", "label")
        self.fields.addWidget(self._pin_label)
        self.fields.addWidget(self.pin)
        self._again_label = label("Skriv den en gang til", "label")
        self.fields.addWidget(self._again_label)
        self.fields.addWidget(self.again)
        self.who.setVisible(len(self._people) > 1)
        self.button.clicked.connect(self._try)
        self.pin.returnPressed.connect(self._next)
        self.again.returnPressed.connect(self._try)
        self.who.currentIndexChanged.connect(lambda _: self._ask())
        self._ask()

    @property
    def _person(self) -> Operator:
        return self._people[max(0, self.who.currentIndex())]

    def begin(self) -> None:
        first = self.who if len(self._people) > 1 else self.pin
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        """A new person chooses a PIN here; the PC's own user without one shows Windows' password."""
        person = self._person
        by_windows = bool(self._windows and person.os_user and not person.pin)
        new = not person.pin and not by_windows
        name = (
            "Velg en PIN på minst fire tall"
            if new
            else ("Passordet i Windows" if by_windows else "PIN")
        )
        self._pin_label.setText(name)
        self.pin.setAccessibleName(name)
        self.pin.clear()
        for part in (self._again_label, self.again):
            part.setVisible(new)
        self.again.clear()
        self.error.hide()
        self.sentence.setText(f"Hei, {person.name or person.initials}!" if len(self._people) == 1
                              else "Velg navnet ditt.")  # fmt: skip

    def _next(self) -> None:
        if self.again.isVisible() and not self.again.text():
            self.again.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._try()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the list of names goes on too."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.who.hasFocus() and self.pin.isVisible():
            self.pin.setFocus(Qt.FocusReason.TabFocusReason)
        elif enter and self.who.hasFocus():
            self._try()
        else:
            super().keyPressEvent(event)

    def _try(self) -> None:
        person_id, pin = self._person.id, self.pin.text()
        if not self.button.isEnabled():  # the one before is being looked at
            return
        if self.again.isVisible() and pin != self.again.text():
            self.fail("De to er ikke like.")
            return
        self.button.setEnabled(False)
        self._tasks.run(self, lambda: self._check(person_id, pin),
                        lambda _: self.signed_in.emit(), self._refused)  # fmt: skip

    def _refused(self, error: Exception) -> None:
        self._tries += 1
        if self._tries >= MOST_TRIES:
            self.fail(TOO_MANY)
            QTimer.singleShot(LOCKS_AFTER_MS, self, self.given_up.emit)
            return
        self.button.setEnabled(True)
        self.fail(str(error) if isinstance(error, SwitchboardError) else BROKEN)
        self.pin.selectAll()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)


class WindowsPage(CalmPage):
    """The password of the Windows user, checked by Windows. The recovery code is the other way in."""

    signed_in = Signal()
    given_up = Signal()

    def __init__(self, check: Callable[[str], bool], tasks: TaskRunner) -> None:
        super().__init__(
            "Lås opp", "Skriv passordet du bruker i Windows. Det lagres ikke her.", "Lås opp"
        )
        self._check, self._tasks, self._tries = check, tasks, 0
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Passordet i Windows")
        self.fields.addWidget(label("Passordet i Windows", "label"))
        self.fields.addWidget(self.password)
        self.button.clicked.connect(self._try)
        self.password.returnPressed.connect(self._try)

    def begin(self) -> None:
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        password = self.password.text()
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self._tasks.run(self, lambda: self._check(password), self._checked, self._broken)

    def _broken(self, _: Exception) -> None:
        self.button.setEnabled(True)
        self.fail(BROKEN)

    def _checked(self, fits: bool) -> None:  # noqa: FBT001 - a result
        self._tries += 1
        if fits:
            self.signed_in.emit()
        elif self._tries >= MOST_TRIES:
            self.fail(TOO_MANY)
            QTimer.singleShot(LOCKS_AFTER_MS, self, self.given_up.emit)
        else:
            self.button.setEnabled(True)
            self.fail("Det var ikke riktig passord. Prøv igjen.")
            self.password.selectAll()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
