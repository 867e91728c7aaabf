"""What gives way in a transfer step where the window is low: «De neste» folds, then the procedure line goes, and then
the deadline leaves the scrolled part, so that it stays in sight."""

from PySide6.QtCore import QEvent, QObject, QTimer

from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.wizard.step.next_list import NextList


class TransferFit(QObject):
    """Fits the step again when its height changes, as when the bar of a ringing call is shown."""

    def __init__(self, ui: Ui_Wizard, next_list: NextList) -> None:
        super().__init__(next_list)
        self._ui, self._next_list = ui, next_list
        self._is_on = False
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.fit)
        ui.step.installEventFilter(self)
        next_list.unfolded.connect(self.fit)

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
        for give_way in (self._fold, self._ui.procedure.hide, self._pin_deadline):
            if not self._is_too_high():
                break
            give_way()

    def _give_back(self) -> None:
        ui = self._ui
        if ui.stepScrollLayout.indexOf(ui.deadline) < 0:
            is_shown = not ui.deadline.isHidden()
            ui.stepScrollLayout.insertWidget(ui.stepScrollLayout.indexOf(self._next_list) + 1, ui.deadline)
            ui.deadline.setVisible(is_shown)  # Qt hides what changes its parent, until later
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

    def _is_too_high(self) -> bool:
        scroll = self._ui.stepScroll
        layout = self._ui.stepScrollLayout
        layout.activate()
        return layout.totalHeightForWidth(scroll.viewport().width()) > scroll.viewport().height()
