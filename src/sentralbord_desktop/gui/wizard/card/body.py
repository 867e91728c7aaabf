"""Draws the blocks of a review card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.labels import (
    NUMBER_POINTS,
    PERSON_POINTS,
    RingButton,
    clear,
    enlarge,
    keycap,
    label,
    line,
    row,
)
from sentralbord_desktop.gui.wizard.card.blocks import Block, Fact, Person, Rule

WHOLE_TEXT, LESS = "Vis hele teksten", "Vis mindre"


class CardBody(QWidget):
    ring_asked = Signal()  # the number of the person on the card

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._grid: QGridLayout | None = None

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        clear(self._layout)
        self._grid = None
        for block in blocks:
            if isinstance(block, Fact):
                self._add_fact(block)
                continue
            self._grid = None
            if isinstance(block, Rule):
                self._layout.addWidget(line())
            elif isinstance(block, Person):
                self._add_person(block)
            elif block.is_folded:
                self._add_folded(block.text)
            else:
                self._layout.addWidget(selectable(block.text))

    def _add_fact(self, fact: Fact) -> None:
        if self._grid is None:
            self._grid = QGridLayout()
            self._grid.setContentsMargins(0, 0, 0, 0)
            self._grid.setHorizontalSpacing(12)
            self._grid.setVerticalSpacing(2)
            self._grid.setColumnStretch(1, 1)
            self._layout.addLayout(self._grid)
        place = self._grid.rowCount()
        self._grid.addWidget(label(fact.label, "meta"), place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(selectable(fact.text, "strong" if fact.is_strong else ""), place, 1)

    def _add_person(self, person: Person) -> None:
        name = selectable(person.name)
        enlarge(name, PERSON_POINTS)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(name)
        if person.took_at:
            left.addWidget(label(f"tok samtalen {person.took_at}", "meta"))
        side = QHBoxLayout()
        side.setSpacing(12)
        side.addLayout(left, 1)
        if person.number:
            number = selectable(person.number)
            number.setWordWrap(False)
            enlarge(number, NUMBER_POINTS)
            ring = RingButton(f"Ring {person.name}")
            ring.clicked.connect(self.ring_asked)
            side.addWidget(number)
            side.addLayout(row(ring, keycap("Ctrl+D")))
        self._layout.addLayout(side)

    def _add_folded(self, text: str) -> None:
        words, more = selectable(text), QPushButton(WHOLE_TEXT)
        words.hide()
        set_flags(more, "flat")

        def turn() -> None:
            words.setVisible(words.isHidden())
            more.setText(WHOLE_TEXT if words.isHidden() else LESS)

        more.clicked.connect(turn)
        self._layout.addLayout(row(more, None))
        self._layout.addWidget(words)


def selectable(text: str, role: str = "") -> QLabel:
    made = label(text, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
