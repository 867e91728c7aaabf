"""Saves height in a step of a low window: reduces space, hides the rules in parts, and the axis of the deadline."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core.height_fit import HeightFit
from sentralbord_desktop.gui.widgets.digit_panel import LINE_PADDING, MIN_PADDING, PADDING, AnswerButton
from sentralbord_desktop.gui.wizard.step.deadline import shorten_deadline
from sentralbord_desktop.gui.wizard.step.rules import RuleBox

ROOMY, TIGHT, MIN_SPACING = 12, 7, 6
"""Pixels between the parts of a step."""


class StepFit(HeightFit):
    """Reduces the space between the parts, in two stages: before and after everything else."""

    def __init__(self, ui: Ui_Wizard, parent: QObject) -> None:
        self._ui = ui
        super().__init__(ui.stepScroll, ui.step, (ui.answersLayout, ui.vlay121, ui.vlay116), parent)

    def _ways(self) -> Sequence[Callable[[], object]]:
        return partial(self._space, TIGHT, PADDING), *self._parts(), partial(self._space, MIN_SPACING, MIN_PADDING)

    def _parts(self) -> Sequence[Callable[[], object]]:
        """The parts that are hidden or folded, in this order."""
        return ()

    def _give_back(self) -> None:
        self._space(ROOMY, LINE_PADDING)

    def _space(self, between: int, padding: int) -> None:
        self._ui.stepScrollLayout.setSpacing(between)
        for button in self._ui.answers.findChildren(AnswerButton):
            button.pad(padding if button.is_line else min(padding, PADDING))


class QuestionFit(StepFit):
    """Saves height in a question."""

    def __init__(self, ui: Ui_Wizard, rules: RuleBox, parent: QObject) -> None:
        super().__init__(ui, parent)
        self._rules = rules

    def _parts(self) -> Sequence[Callable[[], object]]:
        rules, ui = self._rules, self._ui
        return (rules.hide_version, rules.show_first, rules.hide_text, lambda: shorten_deadline(ui, short=True))

    def _give_back(self) -> None:
        super()._give_back()
        self._rules.show_all()
        shorten_deadline(self._ui, short=False)
