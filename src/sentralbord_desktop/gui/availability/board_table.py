"""The board's table: its headings break between their parts before they are cut, and a column is never narrower than its
heading or than the widest word in its cells. Where the functions have no room beside each other, each person has a row."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from sentralbord_desktop.gui.availability.table import (
    HEADS,
    HEADS_BY_WIDTH,
    STACKED,
    BoardModel,
    SeatDelegate,
    widest_words,
)
from sentralbord_desktop.gui.core import theme

HEAD_PADDING = 20
"""Pixels to the left and right of the text of a heading together, by the style."""
MIN_HEIGHT = 200
"""Pixels at 100 % text: the headings with three rows."""


class BoardTable(QTableView):
    """Scrolls to the side where not even two columns have room."""

    def show_board(self, model: BoardModel) -> None:
        """Called once, with the model that is shown from then on."""
        self.setModel(model)
        model.modelReset.connect(self._fit_heads)
        self.setItemDelegate(SeatDelegate(self))
        self.setMinimumHeight(theme.current().scaled(MIN_HEIGHT))
        theme.keep_size(self)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_heads()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_heads()

    def _fit_heads(self) -> None:
        """Use the widest variant of the headings that fits; the columns share the rest. A name is never broken within a
        word."""
        model = self.model()
        if not isinstance(model, BoardModel):
            return
        scaled, room = theme.current().scaled, self.viewport().width()
        words = scaled(max(widest_words(model, with_function=False)))
        self._stack(model, on=len(HEADS) * max(words, self._width_of(HEADS_BY_WIDTH[-1])) > room)
        if model.is_stacked:
            self._fit_stacked(*map(scaled, widest_words(model, with_function=True)))
            return
        fitting = (heads for heads in HEADS_BY_WIDTH if self._width_of(heads) <= max(words, room // len(HEADS)))
        heads = next(fitting, HEADS_BY_WIDTH[-1])
        model.show_heads(heads)
        self.horizontalHeader().setMinimumSectionSize(max(words, self._width_of(heads)))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _fit_stacked(self, department: int, person: int) -> None:
        """Fit the two columns with the widths that they need."""
        header, modes, room = self.horizontalHeader(), QHeaderView.ResizeMode, self.viewport().width()
        department, person = (max(each, self._width_of(STACKED)) for each in (department, person))
        header.setMinimumSectionSize(min(department, person))
        header.setSectionResizeMode(0, modes.Interactive)
        header.resizeSection(0, max(department, min(room // 3, room - person)))
        header.setSectionResizeMode(1, modes.Stretch if department + person <= room else modes.Interactive)
        if department + person > room:
            header.resizeSection(1, person)

    def _stack(self, model: BoardModel, *, on: bool) -> None:
        """The chosen person stays chosen."""
        if on == model.is_stacked:
            return
        chosen = model.seat(self.currentIndex())
        self.horizontalScrollBar().setValue(0)
        model.stack(on=on)
        if chosen is not None and (place := model.place_of(chosen.who)):
            self.setCurrentIndex(model.index(place.row, place.column))

    def _width_of(self, heads: tuple[str, ...]) -> int:
        words = self.horizontalHeader().fontMetrics().horizontalAdvance
        return max(words(line) for head in heads for line in head.split("\n")) + HEAD_PADDING
