"""The second step: map columns to fields, and words to meanings."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.domain.imports.coded_words import CodedWord, Words, joined
from sentralbord_desktop.domain.imports.columns import Columns
from sentralbord_desktop.domain.imports.preview import ImportTable
from sentralbord_desktop.domain.text.norwegian import ended
from sentralbord_desktop.gui.imports.column_mapping import ColumnMapping
from sentralbord_desktop.gui.imports.empty_cells_card import EmptyCellsCard
from sentralbord_desktop.gui.imports.word_mapping import WordMapping
from sentralbord_desktop.gui.widgets.fitted_scroll_area import scrolling


class MapStep(QWidget):
    """`changed` is sent for each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mapping, self.word_mapping = ColumnMapping(self), WordMapping()
        self.empty_cells = EmptyCellsCard()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for card in (self.mapping.unread, self.word_mapping, self.mapping.recognised, self.empty_cells):
            column.addWidget(card)
        column.addStretch(1)
        self._scroll = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.mapping.changed.connect(self.changed)
        self.word_mapping.changed.connect(self.changed)
        self.empty_cells.changed.connect(self.changed)

    @property
    def columns(self) -> Columns:
        """Heading -> field, for manual choices."""
        return self.mapping.by_hand

    @property
    def words(self) -> Words:
        return joined(self.word_mapping.by_hand, self.empty_cells.by_hand)

    @property
    def said(self) -> str:
        """The sentence about unread columns; that about words is announced once they are counted."""
        unread = self.mapping.unread
        return "" if unread.isHidden() else ended(unread.accessibleName())

    def show_table(self, table: ImportTable) -> None:
        self.mapping.show_table(table)
        self.empty_cells.show_table(table)
        self.word_mapping.forget()
        self._scroll.verticalScrollBar().setValue(0)

    def show_words(self, table: ImportTable, words: Sequence[CodedWord]) -> None:
        self.word_mapping.show_words(table, words)
