"""Rows under headings: a heading is a row of its own, above its rows whatever the list is sorted by (design 7, 8)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.widgets.table_model import EMPTY_CELL, ROOT, Column, Index, SortedRows, TableModel

V = TypeVar("V")
COVERED = "–"
"""The accessible name of a cell that is covered by the heading."""


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
