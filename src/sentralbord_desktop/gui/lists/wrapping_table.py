"""A table with uncut texts, which is no higher than its rows."""

from PySide6.QtCore import QAbstractItemModel, QObject, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QListView, QTableView

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.table_model import RowDelegate

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


MIN_HEIGHT = 170
"""Minimum height in logical pixels, if the rows need as much."""


class WrappingTable(QTableView):
    """Long texts are wrapped. For at most a few hundred rows, because each is measured. `least` is the least height, in
    logical pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.least = MIN_HEIGHT
        self.setItemDelegate(RowDelegate(self))
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._measure)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._soon.start())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalScrollBar().rangeChanged.connect(lambda *_: self._soon.start())

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(lambda: self._soon.start())

    def _measure(self) -> None:
        self.resizeRowsToContents()
        rows = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.isVisibleTo(self) else 0
        height = rows + below + 2 * self.frameWidth() + 2
        theme.keep_size(self)
        self.setMinimumHeight(min(height, theme.current().scaled(self.least)))
        self.setMaximumHeight(height)
