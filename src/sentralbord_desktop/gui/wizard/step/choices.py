"""The answers of a step as buttons, each with its digit."""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.labels import clear, unbroken
from sentralbord_desktop.procedures.model import Choice, Step

ENTER = "Enter"
UNKNOWN = "vet_ikke"
"""The answer that comes last."""


class StepChoices(QObject):
    """In a step that takes many answers, a press picks one or lets it go, and Enter sends them."""

    pressed = Signal(object)  # Choice

    def __init__(self, ui: Ui_Wizard, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._step: Step | None = None
        self._proposal: Answer | None = None
        self.picked: list[str] = []
        """Keys, in the order of the presses."""

    def show(self, step: Step, picked: str, proposal: Answer | None) -> None:
        """`picked`: «a+b» of a step that takes many, as it was half answered or answered before. `proposal` is what
        the register says, and Enter answers."""
        self._step, self._proposal = step, proposal
        self.picked = [key for key in picked.split("+") if key] if step.many else []
        clear(self._ui.answersLayout)
        columns = 1 if len(step.choices) < 4 or any(c.hint for c in step.choices) else 2
        if len(step.choices) > 6:
            columns = 2
        ordered = sorted(step.choices, key=lambda choice: choice.key == UNKNOWN)
        for place, choice in enumerate(ordered):
            button = self._button(step, choice)
            self._ui.answersLayout.addWidget(button, *divmod(place, columns))
            button.show()
        self._ui.answers.setVisible(bool(ordered))
        self._ui.step.light()

    def _button(self, step: Step, choice: Choice) -> AnswerButton:
        is_proposed = self._proposal is not None and choice.key == self._proposal.choice
        hint = self._proposal.source if self._proposal and is_proposed else choice.hint
        key = ENTER if not step.gate and (is_proposed or choice.key == step.suggest) else ""
        button = AnswerButton(step.digit_of(choice), unbroken(choice.text), unbroken(hint), key=key)
        button.setProperty("choice", choice.key)
        button.clicked.connect(lambda: self.pressed.emit(choice))
        theme.restyle(button, chosen=choice.key in self.picked)
        return button

    def buttons(self) -> list[AnswerButton]:
        return self._ui.answers.findChildren(AnswerButton)

    def press(self, digit: str) -> None:
        """The answer that has this digit."""
        for choice in self._step.choices if self._step else ():
            if self._step is not None and self._step.digit_of(choice) == digit:
                self.pressed.emit(choice)
                return

    def toggle(self, key: str) -> str:
        """Pick an answer or let it go; gives «a+b» of those that are picked, in the order of the presses."""
        if key in self.picked:
            self.picked.remove(key)
        else:
            self.picked.append(key)
        for button in self.buttons():
            theme.restyle(button, chosen=button.property("choice") in self.picked)
        chosen = [c.text for c in self._step.choices if c.key in self.picked] if self._step else []
        announce(self._ui.step, f"Valgt: {', '.join(chosen) or 'ingen'}")
        return "+".join(self.picked)

    def in_order(self) -> str:
        """«a+b» of those that are picked, in the order of the step; «» when none is."""
        return "+".join(c.key for c in self._step.choices if c.key in self.picked) if self._step else ""
