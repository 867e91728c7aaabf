"""A table with its model: sorting, columns, copy, stored widths; on paper and in a file through `ListPaper`."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QTableView

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.grouped_model import GroupedModel, GroupedRows, Grouping, RowFolds
from sentralbord_desktop.gui.lists.lines_delegate import LinesDelegate
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.outcome_buttons import OutcomeButtons
from sentralbord_desktop.gui.lists.paper import HeadedRow, ListPaper, Paper
from sentralbord_desktop.gui.lists.row_menu import MenuAction, RowMenu, ShownColumns
from sentralbord_desktop.gui.lists.wrapping_table import RowHeights
from sentralbord_desktop.gui.widgets.table_model import Column, RowDelegate, SortedRows, TableModel, dress

GROUPED = "-grupper"
"""Suffix of the settings key: widths stored before the list had headings belong to other columns."""
V = TypeVar("V")


class ListOrder(NamedTuple):
    """The sorting of a list."""

    column: int
    order: Qt.SortOrder


class ListTable(QObject, Generic[V]):
    """Stores widths, columns and sorting. A list of members without its access log is not made: `context` has no
    default."""

    chosen = Signal(object)
    activated = Signal(object)

    def __init__(
        self,
        name: str,
        table: QTableView,
        columns: Sequence[Column[V]],
        context: ListContext,
        paper: Paper[V],
        row_height: int,
        *,
        first: ListOrder,
        grouping: Grouping[V] | None = None,
    ) -> None:
        super().__init__(table)
        self._name = name
        self._key = theme.current().key(f"tabeller/{name}{GROUPED if grouping else ''}")
        self.table = table
        self.columns = ShownColumns(name, table, columns)
        self._same: Callable[[V], object] = id
        self.menu = RowMenu(table, self.columns, [column.title for column in columns])
        self._heading_of = grouping.title_of if grouping else lambda _: ""
        self.paper = ListPaper(paper, context, table, self._headed_rows, self.columns.hides)
        self.model, self.sorted = _models(columns, grouping)
        table.setModel(self.sorted)
        dress(table, columns, row_height, self.columns.away)
        self._folds = self._dress_groups(columns, row_height)
        self._reading = False
        table.selectionModel().currentRowChanged.connect(self._moved)
        table.activated.connect(lambda _: self.activated.emit(self.current))
        self._restore_columns(first)

    def _restore_columns(self, first: ListOrder) -> None:
        """Restore widths and order; `first` is the order of a new list."""
        table, header = self.table, self.table.horizontalHeader()
        state = QSettings().value(self._key)
        if state:
            header.restoreState(state)
            for number in range(header.count()):
                header.showSection(number)  # it may fit now
        self.columns.apply()
        by = ListOrder(header.sortIndicatorSection(), header.sortIndicatorOrder()) if state else first
        table.sortByColumn(by.column, by.order)
        header.sectionResized.connect(lambda *_: self._remember())
        header.sortIndicatorChanged.connect(lambda *_: self._remember())

    def _dress_groups(self, columns: Sequence[Column[V]], row_height: int) -> RowFolds | None:
        """Draws and folds the headings; None for a list without groups."""
        if not isinstance(self.sorted, GroupedRows):
            self.table.setItemDelegate(RowDelegate(self.table))
            RowHeights(self.table, row_height)
            return None
        folds = RowFolds(self.table, self.sorted)
        delegate = LinesDelegate(self.table, columns, self.sorted, folds, row_height)
        self.table.setItemDelegate(delegate)
        self.sorted.drawn_below = delegate.drawn_below
        return folds

    def offer(
        self, outcomes: "OutcomeButtons", *, copies: bool = False, more: Callable[[], Sequence[MenuAction]] = list
    ) -> None:
        """Fill the row's menu: the numbered actions, `more` without a digit, and copy, which has Ctrl+C when
        `copies`."""
        if copies:
            copy = QShortcut(QKeySequence.StandardKey.Copy, self.table)
            copy.setContext(Qt.ShortcutContext.WidgetShortcut)
            copy.activated.connect(self.copy)

        def list_actions() -> list[MenuAction]:
            about = self._about()
            every = [*outcomes.actions, *more(), ("Ctrl+C" if copies else "", "Kopier raden", self.copy)]
            return [MenuAction(key, words, partial(self._do, about, do)) for key, words, do in every]

        self.menu.actions = list_actions
        self.menu.hear(outcomes.panel)

    def _about(self) -> object:
        return None if self.current is None else self._same(self.current)

    def _do(self, about: object, do: Callable[[], None]) -> None:
        """Act only if the row is still the one that the menu was opened on."""
        if self._about() == about:
            do()

    @property
    def current(self) -> V | None:
        """The value of the chosen row; None for a heading, and without a choice."""
        row = self.table.currentIndex().row()
        return self._value(row) if 0 <= row < self.sorted.rowCount() else None

    def _value(self, row: int) -> V | None:
        """The value of a row; None for a heading."""
        is_heading = isinstance(self.sorted, GroupedRows) and self.sorted.heading(row) is not None
        return None if is_heading else self.sorted.value(row)

    def _row_of(self, is_it: Callable[[V], bool], *, in_sight: bool = False) -> int | None:
        """The first matching row; with `in_sight` only among unfolded ones."""
        rows = (n for n in range(self.sorted.rowCount()) if not (in_sight and self.table.isRowHidden(n)))
        return next((n for n in rows if (found := self._value(n)) is not None and is_it(found)), None)

    def show(self, values: Sequence[V], same: Callable[[V], object]) -> None:
        """Show new rows; the selected row stays selected when it is still there."""
        self._same = same
        before, heading = self._about(), self.heading
        self._reading = True
        self.model.show(values)
        kept = self._row_of(lambda value: same(value) == before) if before is not None else None
        if before is not None and kept is None:
            self.menu.close_of_row()
        if heading and before is None:
            kept = next((n for n in range(self.sorted.rowCount()) if self.sorted.index(n, 0).data() == heading), None)
        row = self._row_of(lambda _: True, in_sight=True) if kept is None else kept
        if row is not None:
            if self._folds is not None and self.table.isRowHidden(row):
                self._folds.show_row(row)  # keep the selected row visible at its new place
            self.table.selectRow(row)
        self._reading = False
        self.chosen.emit(self.current)

    @property
    def heading(self) -> str:
        """The title of the chosen heading; «» for a value, and without a choice."""
        row = self.table.currentIndex().row()
        is_heading = row >= 0 and self._value(row) is None
        return str(self.sorted.index(row, 0).data()) if is_heading else ""

    def choose(self, is_it: Callable[[V], bool]) -> bool:
        """Select the first matching row; False when none is shown."""
        found = self._row_of(is_it)
        if found is not None:
            if self._folds is not None:
                self._folds.show_row(found)
            self.table.selectRow(found)
        return found is not None

    def _moved(self) -> None:
        """The selection moved; ignored during a refresh, which is no selection by the user."""
        if not self._reading:
            self.menu.close_of_row()
            self.chosen.emit(self.current)

    def copy(self) -> None:
        if self.current is not None:
            text = "\t".join(c.text(self.current).replace("\n", " ") for c in self.columns.shown)
            self.let_out(f"kopi av rad: {self._name}", lambda: QApplication.clipboard().setText(text))

    def let_out(self, what: str, leave: Callable[[], object]) -> None:
        """Write the access log for the selected row before it leaves the register."""
        self.paper.let_out(what, leave, getattr(self.current, "member_id", None))

    def _headed_rows(self) -> list[HeadedRow[V]]:
        return [HeadedRow(self._heading_of(value), value) for value in self.sorted.values]

    def _remember(self) -> None:
        state = self.table.horizontalHeader().saveState()
        QSettings().setValue(self._key, state)


def _models(columns: Sequence[Column[V]], grouping: Grouping[V] | None) -> tuple[TableModel[V], SortedRows[V]]:
    if grouping is None:
        model = TableModel(columns)
        return model, SortedRows(model)
    grouped = GroupedModel(columns, grouping)
    return grouped, GroupedRows(grouped)
