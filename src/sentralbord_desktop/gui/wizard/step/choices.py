"""The answers of a step as buttons, each with its digit."""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.gui.wizard.step.spoken_step import ordered
from sentralbord_desktop.gui.wizard.step.step_answers import StepAnswer, StepAnswers
from sentralbord_desktop.procedures.model import Choice, Step

ENTER = "Enter"
"""The key shown on the answer that Enter gives."""
GO_ON = "Videre"
"""The button for Enter, below a form and the answers of a step that takes many."""


class StepChoices(QObject):
    """In a step that takes many answers, a press picks or unpicks one, and Enter or «Videre» sends them."""

    pressed = Signal(object)  # Choice
    sent = Signal()

    def __init__(self, ui: Ui_Wizard, answers: StepAnswers, parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._answers = ui, answers
        self._step: Step | None = None
        self._proposal: Answer | None = None
        self.picked: list[str] = []
        """The picked keys, in the order of the presses."""

    def show(self, step: Step, chosen: str, proposal: Answer | None) -> None:
        """`chosen`: the earlier answer, «a+b» in a step that takes many, also when half answered. `proposal` is the
        register's value, which Enter answers."""
        self._step, self._proposal = step, proposal
        keys = [key for key in chosen.split("+") if key]
        self.picked = keys if step.many else []
        self._answers.begin()
        columns = 1 if len(step.choices) < 4 or any(c.hint for c in step.choices) else 2
        if len(step.choices) > 6:
            columns = 2
        for place, choice in enumerate(ordered(step)):
            self._add(step, choice, *divmod(place, columns), is_checked=choice.key in keys)
        if step.many or step.fields:
            go_on = StepAnswer("", GO_ON, key=ENTER)
            go_on.clicked.connect(self.sent)
            self._answers.add(go_on, len(step.choices))

    def _add(self, step: Step, choice: Choice, row: int, column: int, *, is_checked: bool) -> None:
        is_proposed = self._proposal is not None and choice.key == self._proposal.choice
        hint = self._proposal.source if self._proposal and is_proposed else choice.hint
        is_marked = not step.gate and (is_proposed or choice.key == step.suggest)
        key = ENTER if is_marked else ""
        button = StepAnswer(step.digit_of(choice), unbroken(choice.text), unbroken(hint), key=key)
        button.setProperty("choice", choice.key)
        button.make_choice(many=step.many, checked=is_checked)
        button.clicked.connect(lambda: self.pressed.emit(choice))
        theme.restyle(button, chosen=choice.key in self.picked)
        self._answers.add(button, row, column, is_marked=is_marked)

    def buttons(self) -> list[StepAnswer]:
        return list(self._answers.buttons)

    def press(self, digit: str) -> None:
        """Press the answer with this digit."""
        for choice in self._step.choices if self._step else ():
            if self._step is not None and self._step.digit_of(choice) == digit:
                self.pressed.emit(choice)
                return

    def toggle(self, key: str) -> str:
        """Pick or unpick an answer; returns the picked ones as «a+b», in the order of the presses."""
        if key in self.picked:
            self.picked.remove(key)
        else:
            self.picked.append(key)
        for button in self.buttons():
            is_picked = button.property("choice") in self.picked
            button.setChecked(is_picked)
            theme.restyle(button, chosen=is_picked)
        chosen = [c.text for c in self._step.choices if c.key in self.picked] if self._step else []
        announce(self._ui.step, f"Valgt: {', '.join(chosen) or 'ingen'}", about="picked")
        return "+".join(self.picked)

    def in_order(self) -> str:
        """The picked answers as «a+b», in the order of the step; «» for none."""
        return "+".join(c.key for c in self._step.choices if c.key in self.picked) if self._step else ""
