"""Rows that are as high as their wrapped texts: nothing in a list is elided (design 10)."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QListView, QTableView

from sentralbord_desktop.gui.core import theme

MAX_ROWS = 300
"""Most rows that are measured; rows beyond that have room for two lines."""


class RowHeights(QObject):
    """Measures the rows of `table`, whose model is set, when they or the widths change. `least` is the least height, in
    logical pixels."""

    def __init__(self, table: QTableView, least: int) -> None:
        super().__init__(table)
        self._table = table
        table.verticalHeader().setMinimumSectionSize(theme.current().scaled(least))
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._measure)
        model = table.model()
        for changed in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
            changed.connect(lambda *_: self._soon.start())
        table.horizontalHeader().sectionResized.connect(lambda *_: self._soon.start())

    def _measure(self) -> None:
        if self._table.model().rowCount() <= MAX_ROWS:
            self._table.resizeRowsToContents()


def wrap_rows(view: QListView) -> None:
    """Wrap the rows of the list; nothing is scrolled sideways."""
    view.setWordWrap(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
