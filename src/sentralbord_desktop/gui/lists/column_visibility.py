"""The columns of a list that the user has hidden; remembered between sessions."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QTableView

from sentralbord_desktop.gui.widgets.table_model import Column

SEPARATOR = ";"


class ColumnChoice(NamedTuple):
    """A column that can be hidden, and its place among all."""

    number: int
    column: Column[Any]


class ShownColumns(QObject):
    """Each column can be hidden, except the one that takes the rest of the width."""

    def __init__(self, name: str, table: QTableView, columns: Sequence[Column[Any]]) -> None:
        super().__init__(table)
        self._key = f"tabeller/{name}/borte"
        self._table, self._columns = table, columns
        titles = str(QSettings().value(self._key, "")).split(SEPARATOR)
        self.away = {n for n, c in enumerate(columns) if c.width and c.title in titles}
        """Numbers of the hidden columns; the same set object for the table's lifetime."""

    @property
    def shown(self) -> list[Column[Any]]:
        """All columns that can be shown, also those without room in the window now."""
        return [column for n, column in enumerate(self._columns) if n not in self.away]

    @property
    def choices(self) -> list[ColumnChoice]:
        return [ColumnChoice(n, column) for n, column in enumerate(self._columns) if column.width]

    def apply(self) -> None:
        for choice in self.choices:
            self._table.setColumnHidden(choice.number, choice.number in self.away)
        now = self._table.currentIndex()
        if now.column() in self.away:  # a screen reader reads the current cell
            shown = (n for n in range(len(self._columns)) if not self._table.isColumnHidden(n))
            self._table.setCurrentIndex(now.siblingAtColumn(next(shown)))

    def show(self, number: int, *, shown: bool) -> None:
        if shown:
            self.away.discard(number)
        else:
            self.away.add(number)
        self._settle()

    def show_all(self) -> None:
        self.away.clear()
        self._settle()

    def _settle(self) -> None:
        titles = [column.title for n, column in enumerate(self._columns) if n in self.away]
        QSettings().setValue(self._key, SEPARATOR.join(titles))
        self.apply()
