"""What gives way in a step where the window is low, so that nothing is below the edge of the panel."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer

from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.wizard.step.deadline import shorten_deadline
from sentralbord_desktop.gui.wizard.step.rules import RuleBox

ROOMY, TIGHT, LEAST = 12, 8, 6
"""Pixels between the parts of a step."""


class StepFit(QObject):
    """Fits the step again when its height changes, as when the bar of a ringing call is shown."""

    def __init__(self, ui: Ui_Wizard, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._is_on = False
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.fit)
        ui.step.installEventFilter(self)

    def begin(self) -> None:
        self._is_on = True

    def end(self) -> None:
        """Put everything back for a step of another kind."""
        if self._is_on:
            self._is_on = False
            self._give_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._is_on:
            self._soon.start()
        return super().eventFilter(watched, event)

    def fit_soon(self) -> None:
        """Now, so that nothing is seen to move, and when the layouts have measured new parts."""
        self.fit()
        self._soon.start()

    def fit(self) -> None:
        if not self._is_on:
            return
        self._give_back()
        self._space(ROOMY)
        for give_way in (partial(self._space, TIGHT), *self._ways(), partial(self._space, LEAST)):
            if not self._is_too_high():
                break
            give_way()

    def _ways(self) -> Sequence[Callable[[], object]]:
        """What gives way, in this order; before and after it, the space between the parts."""
        return ()

    def _give_back(self) -> None:
        """Show again what gave way."""

    def _space(self, between: int) -> None:
        self._ui.stepScrollLayout.setSpacing(between)
        for button in self._ui.answers.findChildren(AnswerButton):
            button.pad(roomy=between == ROOMY, least=between == LEAST)

    def _is_too_high(self) -> bool:
        """Measured without the scroll bar, which is gone when the step fits."""
        ui, scroll, layout = self._ui, self._ui.stepScroll, self._ui.stepScrollLayout
        for inside in (ui.answersLayout, ui.vlay121, ui.deadline.layout(), layout):
            inside.activate()  # what was hidden in a part is measured at once
        return layout.totalHeightForWidth(scroll.contentsRect().width()) > scroll.contentsRect().height()


class QuestionFit(StepFit):
    """Of a question: the space between the parts, then the rules by parts, then the axis of the deadline."""

    def __init__(self, ui: Ui_Wizard, rules: RuleBox, parent: QObject) -> None:
        super().__init__(ui, parent)
        self._rules = rules

    def _ways(self) -> Sequence[Callable[[], object]]:
        rules, ui = self._rules, self._ui
        return (rules.hide_version, rules.show_first, rules.hide_text, lambda: shorten_deadline(ui, short=True))

    def _give_back(self) -> None:
        self._rules.show_all()
        shorten_deadline(self._ui, short=False)
