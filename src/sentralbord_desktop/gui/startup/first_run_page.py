"""The first run: name, initials, two choices, and the state of this PC."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.access.initials import initials_of
from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.text.lengths import MAX_NAME_CHARS
from sentralbord_desktop.gui._generated.ui_welcome import Ui_Welcome
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.widths import is_narrow
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.field_grid import follow
from sentralbord_desktop.gui.widgets.flow_layout import flow_in, let_flow
from sentralbord_desktop.gui.widgets.keys.key_press import bind
from sentralbord_desktop.gui.widgets.labels import icon_label, label, row

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
