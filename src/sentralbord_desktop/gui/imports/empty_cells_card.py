"""Columns of a file with empty cells: the effect of an empty cell is chosen once for each column."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from sentralbord_desktop.domain.imports.coded_words import CHOICES, EMPTY, KEEP, choice_of, may_be_emptied
from sentralbord_desktop.domain.imports.preview import ImportTable
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.imports.card import Card
from sentralbord_desktop.gui.imports.choice_lines import ChoiceLines, new_choice
from sentralbord_desktop.gui.widgets.labels import clear

MAX_COUNTED = 5_000
"""Most rows that are counted, because that is done while the page is shown."""
MAX_IN_WORDS = " i de første 5 000 radene"


class EmptyCellsCard(Card):
    """`changed` is sent for each choice; `by_hand` are the choices, as words of the fields."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("minus-circle", "text2")
        self.by_hand: dict[str, dict[str, str]] = {}
        self.boxes: dict[str, QComboBox] = {}

    def show_table(self, read: ImportTable) -> None:
        clear(self.inside)
        self.by_hand, self.boxes = {}, {}
        inside = ChoiceLines()
        rows, more = read.rows[:MAX_COUNTED], MAX_IN_WORDS if len(read.rows) > MAX_COUNTED else ""
        for place, heading in enumerate(read.headings):
            field = read.columns.get(heading)
            if not field or not may_be_emptied(field) or read.kind.key != "medlemmer":
                continue
            count = sum(place >= len(row) or not row[place].strip() for row in rows)
            chosen = choice_of(read.words, field)
            if count and (count < len(rows) or chosen != KEEP):
                name = read.kind.names[field]
                self.boxes[field] = self._box(field, name, chosen)
                inside.add_line(name, counted(count, "tom celle", "tomme celler") + more, self.boxes[field])
        self.inside.addWidget(inside)
        self.set_title("Tomme celler", "hva som skjer med feltet når medlemmet er her fra før")
        self.setVisible(bool(self.boxes))

    def _box(self, field: str, name: str, chosen: str) -> QComboBox:
        box = new_choice()
        box.setAccessibleName(f"Når {name} er tomt i filen")
        for choice, words in CHOICES.items():
            box.addItem(words, choice)
        box.setCurrentIndex(box.findData(chosen))
        box.currentIndexChanged.connect(lambda _: self._choose(field, box.currentData()))
        return box

    def _choose(self, field: str, choice: str) -> None:
        self.by_hand[field] = {EMPTY: choice}
        self.changed.emit()
