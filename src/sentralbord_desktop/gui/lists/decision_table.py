"""A table in which rows are decided one by one, with Enter or a button, or all with another button."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QTableView, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import row
from sentralbord_desktop.gui.widgets.table_model import Column, RowDelegate, TableModel, dress

ROW_HEIGHT, MAX_ROWS = 30, 5
"""Height of a row in pixels, and how many rows the table shows; more are scrolled."""
V = TypeVar("V")


@dataclass(frozen=True)
class DecisionTexts:
    """The name of the table, and the texts of its buttons: take or leave the chosen row, and all rows. Without a text for
    all rows, they are decided one by one."""

    name: str
    take: str
    leave: str
    take_all: str = ""
    leave_all: str = ""


class DecisionTable(QWidget, Generic[V]):
    """`taken` are the keys of the rows with another decision than proposed; `changed` is sent for each change."""

    changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[V]],
        key: Callable[[V], Hashable],
        texts: DecisionTexts,
        every: QPushButton | None = None,
    ) -> None:
        """`every` is a button elsewhere that decides all rows; without it there is one below the table."""
        super().__init__()
        self._key, self._texts = key, texts
        self.every = QPushButton(texts.take_all) if every is None else every
        if not texts.take_all:
            self.every.hide()
        self.taken: set[Hashable] = set()
        self.rows: TableModel[V] = TableModel(columns)
        self.table, self.choose = QTableView(), QPushButton(texts.take)
        self.table.setModel(self.rows)
        dress(self.table, columns, ROW_HEIGHT)
        self.table.setItemDelegate(RowDelegate(self.table))
        self.table.setAccessibleName(texts.name)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table)
        foot = row(self.choose, *((self.every,) if every is None else ()), None)
        foot.setContentsMargins(14, 6, 10, 8)
        layout.addLayout(foot)
        self.table.activated.connect(lambda _: self._turn())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        self.choose.clicked.connect(self._turn)
        self.every.clicked.connect(self._turn_all)

    def is_taken(self, it: V) -> bool:
        return self._key(it) in self.taken

    def show_rows(self, rows: Sequence[V]) -> None:
        """Show the rows; no row is taken."""
        self.taken = set()
        self.rows.show(rows)
        height = theme.current().scaled(ROW_HEIGHT) * min(len(rows), MAX_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + height + 4)
        if rows:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._show_buttons()

    def _turn(self) -> None:
        place = self.table.currentIndex()
        if place.isValid():
            self.taken ^= {self._key(self.rows.value(place.row()))}
            self._show_choices(place.row())

    def _turn_all(self) -> None:
        every = set(map(self._key, self.rows.values))
        self.taken = set() if self.taken == every else every
        self._show_choices(max(0, self.table.currentIndex().row()))

    def _show_choices(self, current: int) -> None:
        top = self.table.verticalScrollBar().value()
        self.rows.show(self.rows.values)
        self.table.setCurrentIndex(self.rows.index(current, 0))
        self.table.verticalScrollBar().setValue(top)
        self._show_buttons()
        self.changed.emit()

    def _show_buttons(self) -> None:
        place = self.table.currentIndex()
        is_taken = place.isValid() and self.is_taken(self.rows.value(place.row()))
        self.choose.setText(self._texts.leave if is_taken else self._texts.take)
        self.choose.updateGeometry()
        self.choose.setEnabled(place.isValid())
        every = len(self.rows.values)
        self.every.setText(self._texts.leave_all if every and len(self.taken) == every else self._texts.take_all)
