"""Headings in a table: they span all columns, and are folded by ←, →, Enter or a click; each row is as high as its
text."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.lists.grouped_model import GroupedRows

HEADING_HEIGHT = 32
HEADING_KEYS = "→ åpner gruppen, ← lukker den"
"""The hint beside the list while a heading is chosen."""


class RowFolds(QObject):
    def __init__(self, table: QTableView, rows: GroupedRows[Any]) -> None:
        super().__init__(table)
        self._table, self._rows = table, rows
        self.folded = rows.folded_at_first
        """Titles of the groups whose rows are hidden."""
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self.arrange)
        for moved in (rows.modelReset, rows.layoutChanged, rows.rowsInserted, rows.rowsRemoved):
            moved.connect(self.arrange)
        table.horizontalHeader().sectionResized.connect(lambda *_: self._later.start())
        table.clicked.connect(self._turn_at)
        table.activated.connect(self._turn_at)
        table.installEventFilter(self)

    def arrange(self, *_: object) -> None:
        table, rows = self._table, self._rows
        table.clearSpans()
        is_folded = False
        for row in range(rows.rowCount()):
            heading = rows.heading(row)
            if heading is None:
                table.setRowHidden(row, is_folded)
                if not is_folded:
                    table.resizeRowToContents(row)
                continue
            is_folded = heading.title in self.folded
            table.showRow(row)
            table.setRowHeight(row, theme.current().scaled(HEADING_HEIGHT))
            table.setSpan(row, 0, 1, rows.columnCount())

    def fold(self, title: str, *, folded: bool) -> None:
        if folded == (title in self.folded):
            return
        if folded:
            self.folded.add(title)
        else:
            self.folded.discard(title)
        self.arrange()
        announce(self._table, f"{title} er {'lukket' if folded else 'åpnet'}")

    def show_row(self, row: int) -> None:
        """Unfold the group of this row."""
        above = next((heading for n in range(row, -1, -1) if (heading := self._rows.heading(n))), None)
        if above is not None:
            self.fold(above.title, folded=False)

    def _turn_at(self, index: QModelIndex) -> None:
        if index.isValid() and (heading := self._rows.heading(index.row())) is not None:
            self.fold(heading.title, folded=heading.title not in self.folded)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if event.key() == Qt.Key.Key_Left:
                return self._close()
            if event.key() == Qt.Key.Key_Right:
                return self._open()
        return super().eventFilter(watched, event)

    def _close(self) -> bool:
        """←: fold the group of the current row; its heading becomes the current row."""
        row = self._table.currentIndex().row()
        above = next((n for n in range(row, -1, -1) if self._rows.heading(n)), None)
        heading = None if above is None else self._rows.heading(above)
        if above is None or heading is None:
            return False
        self._table.setCurrentIndex(self._rows.index(above, 0))
        self.fold(heading.title, folded=True)
        return True

    def _open(self) -> bool:
        """→ on a heading: unfold it; of an open group, its first row becomes the current row."""
        row = self._table.currentIndex().row()
        heading = self._rows.heading(row) if row >= 0 else None
        if heading is None:
            return False
        if heading.title in self.folded:
            self.fold(heading.title, folded=False)
        else:
            self._table.selectRow(row + 1)
        return True
