"""Shared by the list pages: sorting, columns, copy, print, save as file, empty state, stored widths."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QTableView, QToolButton, QWidget

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.column_visibility import ShownColumns
from sentralbord_desktop.gui.lists.grouped_model import GroupedModel, GroupedRows, Grouping
from sentralbord_desktop.gui.lists.lines_delegate import LinesDelegate
from sentralbord_desktop.gui.lists.list_menu import ListAction, offer_for_list
from sentralbord_desktop.gui.lists.outcome_buttons import OutcomeButtons
from sentralbord_desktop.gui.lists.paper.list_sheets import ListSheets, PaperList
from sentralbord_desktop.gui.lists.paper.paper_column import HeadedRow, PaperColumn, as_on_screen, paper_of
from sentralbord_desktop.gui.lists.paper.paper_head import PaperHead, no_head
from sentralbord_desktop.gui.lists.row_folds import RowFolds
from sentralbord_desktop.gui.lists.row_heights import RowHeights
from sentralbord_desktop.gui.lists.row_menu import MenuAction, RowMenu
from sentralbord_desktop.gui.widgets.table_model import Column, RowDelegate, SortedRows, TableModel, dress
from sentralbord_desktop.services.imports.export_file import give
from sentralbord_desktop.services.imports.write_tables import as_csv

NO_FILE = "Får ikke skrevet filen. Er den åpen i et annet program? Lukk den, eller velg et annet navn."
GROUPED = "-grupper"
"""Suffix of the settings key: widths stored before the list had headings belong to other columns."""
V = TypeVar("V")
Logged = Callable[[str, int | None, Callable[[], None]], None]
"""Takes the exported data, the id of the one member concerned, and the function that releases it."""


class ListOrder(NamedTuple):
    """The sorting of a list."""

    column: int
    order: Qt.SortOrder


class ListTable(QObject, Generic[V]):
    """A table with its model; stores widths, columns and sorting; copies, prints and saves."""

    chosen = Signal(object)
    activated = Signal(object)

    def __init__(
        self,
        name: str,
        table: QTableView,
        columns: Sequence[Column[V]],
        row_height: int = 46,
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
        self._begin_paper(grouping)
        self.logged: Logged = lambda _what, _about, leave: leave()
        """Set for a list with members: the access log is written first (PR-4)."""
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

    def _begin_paper(self, grouping: Grouping[V] | None) -> None:
        self.paper: Sequence[PaperColumn[V]] = ()
        """The columns on paper and in a file; empty for those of the screen."""
        self.paper_group: Callable[[V], str] = grouping.title_of if grouping else lambda _: ""
        """Row -> its heading on paper; «» for none."""
        self.paper_line: Callable[[int], str] = lambda count: counted(count, "rad", "rader")
        """The filter and the count: «alle, 14 oppringinger»."""
        self.paper_head: Callable[[], PaperHead] = no_head

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

    def offer_whole(self, button: QToolButton, parent: QWidget, title: str) -> None:
        """Fill the menu of `button`: copy the row, print the list, and save it."""
        offer_for_list(
            button,
            [
                ListAction("Kopier raden", self.copy),
                ListAction("Skriv ut", lambda: self.print(parent, title)),
                ListAction("Lagre som fil", lambda: self.save(parent, title)),
            ],
        )

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

    def let_out(self, what: str, leave: Callable[[], None]) -> None:
        """Write the access log for the selected row before it leaves the register."""
        self.logged(what, getattr(self.current, "member_id", None), leave)

    def save(self, parent: QWidget, title: str) -> None:
        """Save as CSV: filtered and sorted as shown, without hidden columns."""
        chosen, _ = QFileDialog.getSaveFileName(parent, title, f"{title}.csv", "CSV (*.csv)")
        if chosen:
            self.logged(f"liste: {title}", None, lambda: self._write(Path(chosen), parent, title))

    def _write(self, path: Path, parent: QWidget, title: str) -> None:
        try:
            self.write(path)
        except OSError:
            QMessageBox.warning(parent, title, NO_FILE)

    @property
    def paper_columns(self) -> list[PaperColumn[V]]:
        """The columns on paper, without those hidden by the user."""
        if not self.paper:
            return as_on_screen(self.columns.shown)
        hidden = {choice.column.title for choice in self.columns.choices} - {c.title for c in self.columns.shown}
        return [column for column in self.paper if column.title not in hidden]

    def write(self, path: Path) -> None:
        columns = self.paper_columns
        rows = [[column.filed(value) for column in columns] for value in self.sorted.values]
        give(path, as_csv([[column.title for column in columns], *rows]).content)

    def print(self, parent: QWidget, title: str) -> None:
        from sentralbord_desktop.gui.lists.paper.print_preview import ask_printer

        paper = self.on_paper(title)
        if (printer := ask_printer(paper, parent)) is not None:
            sheets = ListSheets(paper, printer.resolution())
            self.logged(f"utskrift: {title}", None, lambda: sheets.draw(printer))

    def on_paper(self, title: str) -> PaperList:
        """The list for paper, sorted and filtered as shown."""
        values = self.sorted.values
        rows = [HeadedRow(self.paper_group(value), value) for value in values]
        return paper_of(title, self.paper_line(len(values)), self.paper_head(), self.paper_columns, rows)

    def _remember(self) -> None:
        state = self.table.horizontalHeader().saveState()
        QSettings().setValue(self._key, state)


def _models(columns: Sequence[Column[V]], grouping: Grouping[V] | None) -> tuple[TableModel[V], SortedRows[V]]:
    if grouping is None:
        model = TableModel(columns)
        return model, SortedRows(model)
    grouped = GroupedModel(columns, grouping)
    return grouped, GroupedRows(grouped)
