"""The mapping of columns to fields: unread columns first, each with its content."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from sentralbord_desktop.domain.imports.columns import Columns
from sentralbord_desktop.domain.imports.headings import REASON, UnreadColumn, unread_columns
from sentralbord_desktop.domain.imports.preview import ImportTable
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.imports.card import Card
from sentralbord_desktop.gui.imports.choice_lines import NOT_READ, ChoiceLines, new_choice
from sentralbord_desktop.gui.widgets.labels import clear


class ColumnMapping(QObject):
    """The cards `unread` and `recognised`. `changed` is sent when a field is chosen for a column; `by_hand` are these
    choices."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_hand: Columns = {}
        self.boxes: dict[str, QComboBox] = {}
        self.unread, self.recognised = Card("warning", "warn"), Card("check-circle", "text2")

    def show_table(self, read: ImportTable) -> None:
        """Show the headings of a file, with proposed fields and content."""
        self.by_hand, self.boxes = {}, {}
        unread = unread_columns(read.kind, read.headings, read.rows, read.columns, read.refused)
        for card in (self.unread, self.recognised):
            clear(card.inside)
        self._fill(self.unread, read, [(column.heading, _content(read, column)) for column in unread])
        places = {heading: place for place, heading in enumerate(read.headings)}
        known = [heading for heading in read.headings if read.columns.get(heading)]
        self._fill(self.recognised, read, [(h, ", ".join(read.sample(places[h]))) for h in known])
        some = counted(len(unread), "kolonne", "kolonner")
        self.unread.set_title(f"Ikke lest: {some}", "står i filen, men hentes ikke inn")
        self.unread.setVisible(bool(unread))
        self.recognised.set_title(f"Leses: {counted(len(known), 'kolonne', 'kolonner')}", "med eksempler fra filen")

    def _fill(self, card: Card, read: ImportTable, lines: Sequence[tuple[str, str]]) -> None:
        inside = ChoiceLines()
        for heading, content in lines:
            if heading not in read.refused and heading != REASON:
                self.boxes[heading] = self._box(read, heading)
            inside.add_line(heading, content, self.boxes.get(heading))
        card.inside.addWidget(inside)

    def _box(self, read: ImportTable, heading: str) -> QComboBox:
        box = new_choice()
        box.setAccessibleName(f"Felt for {heading}")
        box.addItem(NOT_READ, None)
        for field, name in read.kind.names.items():
            box.addItem(name, field)
        box.setCurrentIndex(max(0, box.findData(read.columns.get(heading))))
        box.currentIndexChanged.connect(lambda _: self._choose(heading, box.currentData() or None))
        return box

    def _choose(self, heading: str, field: str | None) -> None:
        """Choose a field for a column, and remove it from another column that has it."""
        self.by_hand[heading] = field
        for other, box in self.boxes.items():
            if field and other != heading and box.currentData() == field:
                with QSignalBlocker(box):
                    box.setCurrentIndex(0)
                self.by_hand[other] = None
                announce(box, f"{other} hentes ikke lenger inn.")
        self.changed.emit()


def _content(read: ImportTable, column: UnreadColumn) -> str:
    maybe = f". Kan være {read.kind.names[column.likely]}" if column.likely else ""
    return column.content + maybe
