"""Buttons for the outcomes of a row."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.row_menu import MenuAction
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton, DigitPanel
from sentralbord_desktop.gui.widgets.labels import clear, label


class Choice(NamedTuple):
    """A numbered button: its digit, text, hint and action."""

    digit: str
    text: str
    hint: str
    act: Callable[[], object]


HEIGHT, FRAMED_HEIGHT = 30, 40
"""Pixels of a button at 100 %."""
CLOSE = 2
"""Pixels between buttons in one line, if they fit."""
MAX_IN_LINE = 4


class OutcomeButtons(QObject):
    """One button per line; in a grid two, or all of three or four, if the width allows. Those with a digit in `framed`
    have a frame."""

    def __init__(self, panel: DigitPanel, place: QVBoxLayout | QGridLayout, framed: str = "") -> None:
        super().__init__(panel)
        self.panel = panel
        self._place = place
        self._framed = framed
        self._apart = place.horizontalSpacing() if isinstance(place, QGridLayout) else 0
        self._choices: list[Choice] = []
        self._of_row = True
        self._pressed = False
        self._buttons: list[AnswerButton] = []
        panel.digit_pressed.connect(self._press)
        around = place.parentWidget() if isinstance(place, QGridLayout) else None
        if around is not None:
            around.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            around.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrange the grid for its new width."""
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    @property
    def actions(self) -> list[MenuAction]:
        """A menu action that is bound to the present button: the list may be read again while the menu is open."""
        choices = self._choices if self._of_row else []
        return [MenuAction(digit, text, partial(self._press, digit, text)) for digit, text, _, _ in choices]

    def show(self, choices: Sequence[Choice], *, of_row: bool = True) -> None:
        """Rebuild the buttons only when they differ, so that a refresh keeps the focus. After a press they are rebuilt,
        so that a second Enter reaches no button."""
        self._of_row = of_row
        stays = not self._pressed and [c[:3] for c in self._choices] == [c[:3] for c in choices]
        self._choices, self._pressed = list(choices), False
        if stays:
            return
        if any(button.hasFocus() for button in self.panel.findChildren(AnswerButton)):
            self.panel.setFocus(Qt.FocusReason.OtherFocusReason)  # not the next widget in the tab order
        clear(self._place)
        self._buttons = [self._made(choice) for choice in choices]
        if isinstance(self._place, QVBoxLayout):
            for button in self._buttons:
                self._place.addWidget(button)
        else:
            self._arrange()
        self.panel.light()

    def _made(self, choice: Choice) -> AnswerButton:
        digit, text, hint, _ = choice
        is_framed = digit in self._framed
        button = AnswerButton(digit, text, bare=True)
        if is_framed:
            button.setProperty("answer", "true")
        button.setMinimumHeight(theme.current().scaled(FRAMED_HEIGHT if is_framed else HEIGHT))
        button.setAccessibleName(f"{digit}, {text}. {hint}".strip())
        if hint and (inside := button.layout()):
            hinted = label(hint, "meta", wrap=True)
            hinted.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            inside.addWidget(hinted)
        button.clicked.connect(lambda _=False: self._press(digit))
        return button

    def _arrange(self) -> None:
        """Give the grid as many columns as fit with the widest button; a few buttons are put in one line if all fit."""
        place, buttons, around = self._place, self._buttons, self._place.parentWidget()
        if not isinstance(place, QGridLayout) or not buttons or around is None:
            return
        widths, room = [button.sizeHint().width() for button in buttons], around.width()
        count, gaps = len(buttons), len(buttons) - 1
        in_line = 2 < count <= MAX_IN_LINE and sum(widths) + gaps * CLOSE <= room
        columns = count if in_line else max(1, min(2, (room + self._apart) // (max(widths) + self._apart)))
        is_tight = in_line and sum(widths) + gaps * self._apart > room
        place.setHorizontalSpacing(CLOSE if is_tight else self._apart)
        for number, button in enumerate(buttons):
            place.addWidget(button, *divmod(number, columns))

    def _press(self, digit: str, meant: str = "") -> None:
        for shown, text, _, act in self._choices:
            if shown == digit and meant in ("", text):
                self._pressed = True
                act()
                return
