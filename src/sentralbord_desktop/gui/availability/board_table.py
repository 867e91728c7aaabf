"""The board's table: its headings break between their parts before they are cut, and a column is never narrower than its
heading or than the widest word in its cells."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from sentralbord_desktop.gui.availability.table import HEADS_BY_WIDTH, BoardModel, SeatDelegate, widest_word
from sentralbord_desktop.gui.core import theme

HEAD_PADDING = 20
"""Pixels to the left and right of the text of a heading together, by the style."""
LEAST_HEIGHT = 200
"""Pixels at 100 % text: the headings with three rows."""


class BoardTable(QTableView):
    """Scrolls to the side where even the broken headings have no room, as in larger text."""

    def show_board(self, model: BoardModel) -> None:
        """Called once, with the model that is shown from then on."""
        self.setModel(model)
        model.modelReset.connect(self._fit_heads)
        self.setItemDelegate(SeatDelegate(self))
        self.setMinimumHeight(theme.current().scaled(LEAST_HEIGHT))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_heads()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_heads()

    def _fit_heads(self) -> None:
        """The widest variant of the headings that has room; the columns share what is left. A name is never broken within a
        word: where the words have no room, the table is scrolled to the side."""
        model, header = self.model(), self.horizontalHeader()
        if not isinstance(model, BoardModel):
            return
        words = theme.current().scaled(widest_word(model))
        room = max(words, self.viewport().width() // model.columnCount())
        for heads in HEADS_BY_WIDTH:
            widest = self._width_of(heads)
            if widest <= room:
                break
        model.show_heads(heads)
        header.setMinimumSectionSize(max(widest, words))

    def _width_of(self, heads: tuple[str, ...]) -> int:
        words = self.horizontalHeader().fontMetrics().horizontalAdvance
        return max(words(line) for head in heads for line in head.split("\n")) + HEAD_PADDING
