"""Saves height in a transfer step of a low window: folds «De neste», then hides the procedure line, then moves the
deadline out of the scrolled part, so that it remains visible."""

from collections.abc import Callable, Sequence

from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.wizard.step.step_fit import StepFit
from sentralbord_desktop.gui.wizard.step.transfer_card import NextList


class TransferFit(StepFit):
    def __init__(self, ui: Ui_Wizard, next_list: NextList) -> None:
        super().__init__(ui, next_list)
        self._next_list = next_list
        next_list.unfolded.connect(self.fit)

    def _parts(self) -> Sequence[Callable[[], object]]:
        return self._fold, self._ui.procedure.hide, self._pin_deadline

    def _give_back(self) -> None:
        super()._give_back()
        ui = self._ui
        if ui.stepScrollLayout.indexOf(ui.deadline) < 0:
            is_shown = not ui.deadline.isHidden()
            ui.stepScrollLayout.insertWidget(ui.stepScrollLayout.indexOf(self._next_list) + 1, ui.deadline)
            ui.deadline.setVisible(is_shown)  # Qt hides a widget whose parent changes, until it is shown again
            ui.vlay122.activate()
        ui.procedure.show()
        self._next_list.fold(folded=False)

    def _fold(self) -> None:
        if not self._next_list.is_unfolded_by_hand:
            self._next_list.fold(folded=True)

    def _pin_deadline(self) -> None:
        is_shown = not self._ui.deadline.isHidden()
        self._ui.vlay122.addWidget(self._ui.deadline)
        self._ui.deadline.setVisible(is_shown)
        self._ui.vlay122.activate()
