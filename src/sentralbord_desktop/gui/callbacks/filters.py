"""The chips over «Ring tilbake»: filters, each with a count."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through
from sentralbord_desktop.services.session import OperatorSession

ALL, MINE, OWN_DEPARTMENT, WITH_DEADLINE = "Alle", "Mine", "Avd. {}", "Med frist"


class CallbackFilters(QObject):
    """One chip is chosen. `chosen` carries its filter, as a function of the callback."""

    chosen = Signal(object)

    def __init__(self, place: FlowLayout, after: Sequence[QWidget], operator_session: OperatorSession) -> None:
        """The chips come before `after` in the order of Tab."""
        super().__init__(after[0])
        self._operator_session = operator_session
        self._chips: dict[str, QPushButton] = {}
        self.current = ALL
        department = operator_session.operator.department
        own = (OWN_DEPARTMENT.format(department),) if department is not None else ()
        for name in (ALL, MINE, *own, WITH_DEADLINE):
            chip = QPushButton(name)
            chip.setCheckable(True)
            set_flags(chip, "chip")
            chip.clicked.connect(lambda _=False, n=name: self.choose(n))
            place.addWidget(chip)
            self._chips[name] = chip
        tab_through(after[0], *self._chips.values(), *after)  # after the first, which then comes after them

    def choose(self, name: str) -> None:
        self.current = name
        for other, chip in self._chips.items():
            chip.setChecked(other == name)
        self.chosen.emit(self._test(name))

    def show_counts(self, callbacks: Sequence[Callback]) -> None:
        for name, chip in self._chips.items():
            count = sum(map(self._test(name), callbacks))
            chip.setText(f"{name} · {count}")
            chip.setAccessibleName(f"{name}, {count}")

    def is_mine(self, callback: Callback) -> bool:
        holders = (callback.owner, callback.offered_to, callback.claimed_at(self._operator_session.clock()))
        return self._operator_session.sign in holders

    def _test(self, name: str) -> Callable[[Callback], bool]:
        department = self._operator_session.operator.department
        tests: dict[str, Callable[[Callback], bool]] = {
            ALL: lambda _: True,
            MINE: self.is_mine,
            WITH_DEADLINE: lambda callback: callback.deadline is not None,
        }
        return tests.get(name, lambda callback: callback.department == department)
