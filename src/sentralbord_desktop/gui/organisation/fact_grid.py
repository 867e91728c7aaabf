"""The card of an entry: what each field is called, and its value."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import clear, label, parted

LABEL_WIDTH, MAX_LABEL_WIDTH = 120, 170
"""Width of the names, in pixels at 100 % text; it stops growing at MAX_LABEL_WIDTH, and the names wrap."""
NOTHING = "–"
SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class EntryFact(NamedTuple):
    """The name and value of a field of an entry; «» for an unknown value."""

    name: str
    value: str


class FactGrid(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.facts: Sequence[EntryFact] = ()
        self._addresses: dict[QLabel, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, min(theme.current().scaled(LABEL_WIDTH), MAX_LABEL_WIDTH))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[EntryFact]) -> None:
        """«–» for what is not known."""
        clear(self._grid)
        self.facts = facts
        self._addresses = {}
        for place, (name, value) in enumerate(facts):
            said = label(value or NOTHING, "", wrap=True)
            said.setTextInteractionFlags(SELECTABLE)
            if "@" in value:
                self._addresses[said] = value
                said.setMinimumWidth(1)  # else the card would be as wide as the address
            said.setAccessibleName(f"{name}: {value or 'ikke kjent'}")
            top = Qt.AlignmentFlag.AlignTop
            named = label(name, "meta", wrap=True)
            named.setFixedWidth(self._grid.columnMinimumWidth(0))
            self._grid.addWidget(named, place, 0, top)
            self._grid.addWidget(said, place, 1, top)
            named.show()
            said.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Wrap an address of e-mail that is too long for its line. What is broken cannot be selected: the copy would not
        be the address."""
        room = self.width() - self._grid.columnMinimumWidth(0) - self._grid.horizontalSpacing()
        for said, address in self._addresses.items():
            fits = said.fontMetrics().horizontalAdvance(address) <= room
            said.setText(address if fits else parted(address, "@."))
            said.setTextInteractionFlags(SELECTABLE if fits else Qt.TextInteractionFlag.NoTextInteraction)
