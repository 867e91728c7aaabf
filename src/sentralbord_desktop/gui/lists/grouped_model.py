"""Rows under headings: a heading is a row of its own, above its rows whatever the list is sorted by, and is folded by ←, →,
Enter or a click."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.widgets.table_model import EMPTY_CELL, ROOT, Column, Index, SortedRows, TableModel

V = TypeVar("V")
COVERED = "–"
"""The accessible name of a cell that is covered by the heading."""
HEADING_HEIGHT = 32
HEADING_KEYS = "→ åpner gruppen, ← lukker den"
"""The hint beside the list while a heading is chosen."""


@dataclass(frozen=True)
class RowGroup:
    """A heading. `is_folded`: its rows are hidden at first. `tone` is the colour of its text, «» for the default."""

    title: str
    tone: str = ""
    is_folded: bool = False


@dataclass(frozen=True)
class Grouping(Generic[V]):
    """The headings from above, and the title of the heading that a value belongs under."""

    groups: Sequence[RowGroup]
    title_of: Callable[[V], str]


def state_column(state: Callable[[V], str], order: Callable[[V], str], sign: Callable[[V], Sign]) -> Column[V]:
    """The first column of a grouped list: a sign, which a screen reader reads as the heading of the row."""
    return Column("Tilstand", state, order, 32, sign=sign, sign_only=True)


class GroupedModel(TableModel[V]):
    """The headings come first, then the values. `values` has no headings."""

    def __init__(self, columns: Sequence[Column[V]], grouping: Grouping[V]) -> None:
        super().__init__(columns)
        self.grouping = grouping
        self._places = {group.title: place for place, group in enumerate(grouping.groups)}
        self._group_of_row: list[int] = []

    def show(self, rows: Sequence[V]) -> None:
        self._group_of_row = [self._places[self.grouping.title_of(row)] for row in rows]
        super().show(rows)

    def heading(self, row: int) -> RowGroup | None:
        return self.grouping.groups[row] if row < len(self.grouping.groups) else None

    def group_place(self, row: int) -> int:
        """The index of the group of a row, which is a heading or a value."""
        first = len(self.grouping.groups)
        return row if row < first else self._group_of_row[row - first]

    def value(self, row: int) -> V:
        return super().value(row - len(self.grouping.groups))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.grouping.groups) + super().rowCount(parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and self.heading(index.row()) is not None:
            return None  # set by `GroupedRows`, which counts the shown rows
        return super().data(index, role)


class ShownGroup(NamedTuple, Generic[V]):
    heading: RowGroup
    values: list[V]


class GroupedRows(SortedRows[V]):
    """Sorted within each group. A heading is shown while the filter keeps a row below it."""

    def __init__(self, model: GroupedModel[V]) -> None:
        self._grouped = model
        self._counts: Counter[int] = Counter()
        self.drawn_below: Callable[[int], int | None] = lambda _: None
        """Column -> the hidden column that is drawn in it, and read with it."""
        super().__init__(model)
        model.modelAboutToBeReset.connect(self._counts.clear)

    @property
    def folded_at_first(self) -> set[str]:
        return {group.title for group in self._grouped.grouping.groups if group.is_folded}

    @property
    def counts(self) -> Counter[int]:
        """Index of a group -> number of its rows that pass the filter, folded or not."""
        if not self._counts:
            kept = (
                n
                for n, value in enumerate(self._grouped.values, len(self._grouped.grouping.groups))
                if self._keep(value)
            )
            self._counts.update(map(self._grouped.group_place, kept))
        return self._counts

    def keep(self, wanted: Callable[[V], bool]) -> None:
        self._counts.clear()
        super().keep(wanted)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if self._grouped.heading(row) is not None:
            return self.counts[row] > 0
        return super().filterAcceptsRow(row, parent)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare rows. For descending order the view inverts the result, which must not invert the groups."""
        first, second = self._grouped.group_place(left.row()), self._grouped.group_place(right.row())
        rises = self.sortOrder() == Qt.SortOrder.AscendingOrder
        if first != second:
            return (first < second) == rises
        headed = self._grouped.heading(left.row()), self._grouped.heading(right.row())
        if any(headed):
            return (headed[0] is not None) == rises and headed[0] != headed[1]
        return super().lessThan(left, right)

    def heading(self, row: int) -> RowGroup | None:
        return self._grouped.heading(self.mapToSource(self.index(row, 0)).row())

    def group_place(self, row: int) -> int:
        return self._grouped.group_place(self.mapToSource(self.index(row, 0)).row())

    @property
    def values(self) -> list[V]:
        """The values without headings, including the rows of folded groups."""
        return [value for group in self.groups for value in group.values]

    @property
    def groups(self) -> list[ShownGroup[V]]:
        """The shown headings, each with its sorted values, folded or not."""
        found: list[ShownGroup[V]] = []
        for row in range(self.rowCount()):
            if heading := self.heading(row):
                found.append(ShownGroup(heading, []))
            else:
                found[-1].values.append(self.value(row))
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if (heading := self.heading(index.row())) is None:
            return self._read(index) if role == Qt.ItemDataRole.AccessibleTextRole else super().data(index, role)
        if index.column():
            return COVERED if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading.title}, {counted(self.counts[self.group_place(index.row())], 'rad', 'rader')}"
        return None

    def _read(self, index: Index) -> str:
        """The cell for a screen reader, including the text of a hidden column that is drawn in it."""
        role = Qt.ItemDataRole.AccessibleTextRole
        below = self.drawn_below(index.column())
        parts = [index] if below is None else [index, index.sibling(index.row(), below)]
        texts = [text for part in parts if (text := super(GroupedRows, self).data(part, role)) != EMPTY_CELL]
        return ", ".join(map(str, texts)) or EMPTY_CELL


class RowFolds(QObject):
    """The headings in the table: they span all columns, and each row is as high as its text."""

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
        table.viewport().installEventFilter(self)

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
        if event.type() == QEvent.Type.Resize:
            self._later.start()  # a column may be drawn in another one now, though no width changes
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
