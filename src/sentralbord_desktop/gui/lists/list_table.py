"""Shared by the list pages: sorting, columns, copy, print, save as file, empty state, stored widths."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QTableView, QWidget

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.column_visibility import ShownColumns
from sentralbord_desktop.gui.lists.list_sheets import ListSheets, PaperList, ask_printer
from sentralbord_desktop.gui.lists.outcome_buttons import OutcomeButtons
from sentralbord_desktop.gui.lists.paper_column import PaperColumn, as_on_screen
from sentralbord_desktop.gui.lists.paper_head import PaperHead, no_head
from sentralbord_desktop.gui.lists.row_menu import MenuAction, RowMenu
from sentralbord_desktop.gui.widgets.table_model import Column, RowDelegate, SortedRows, TableModel, dress
from sentralbord_desktop.services.imports.export_file import give
from sentralbord_desktop.services.imports.write_tables import as_csv

NO_FILE = "Får ikke skrevet filen. Er den åpen i et annet program? Lukk den, eller velg et annet navn."
V = TypeVar("V")
Logged = Callable[[str, int | None, Callable[[], None]], None]
"""Takes what is exported, the id of the one member concerned, and the function that releases it."""


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
        first: tuple[int, Qt.SortOrder],
    ) -> None:
        super().__init__(table)
        self._name = name
        self.table = table
        self.columns = ShownColumns(name, table, columns)
        self._same: Callable[[V], object] = id
        self.menu = RowMenu(table, self.columns, [column.title for column in columns])
        self.paper: Sequence[PaperColumn[V]] = ()
        """The columns on paper and in a file; those of the screen when there are none."""
        self.paper_group: Callable[[V], str] = lambda _: ""
        """The heading that a row stands under on paper; «» for none."""
        self.paper_line: Callable[[int], str] = lambda count: counted(count, "rad", "rader")
        """What is shown, of how many: «alle, 14 oppringinger»."""
        self.paper_head: Callable[[], PaperHead] = no_head
        self.logged: Logged = lambda _what, _about, leave: leave()
        """Set where the list has members: the access log is written first (PR-4)."""
        self.model: TableModel[V] = TableModel(columns)
        self.sorted: SortedRows[V] = SortedRows(self.model)
        table.setModel(self.sorted)
        dress(table, columns, row_height, self.columns.away)
        table.setItemDelegate(RowDelegate(table))
        self._reading = False
        table.selectionModel().currentRowChanged.connect(self._moved)
        table.activated.connect(lambda _: self.activated.emit(self.current))
        header = table.horizontalHeader()
        state = QSettings().value(theme.current().key(f"tabeller/{name}"))
        if state:
            header.restoreState(state)
            for number in range(header.count()):
                header.showSection(number)  # it may have room now
        self.columns.apply()
        by = (header.sortIndicatorSection(), header.sortIndicatorOrder()) if state else first
        table.sortByColumn(*by)
        header.sectionResized.connect(lambda *_: self._remember())
        header.sortIndicatorChanged.connect(lambda *_: self._remember())

    def offer(
        self, outcomes: "OutcomeButtons", copied_by: str = "", more: Callable[[], Sequence[MenuAction]] = list
    ) -> None:
        """In the row's menu: the numbered actions, `more` without a digit, and copy."""

        def list_actions() -> list[MenuAction]:
            about = self._about()
            every = [*outcomes.actions, *more(), (copied_by, "Kopier raden", self.copy)]
            return [MenuAction(key, words, partial(self._do, about, do)) for key, words, do in every]

        self.menu.actions = list_actions
        self.menu.hear(outcomes.panel)

    def _about(self) -> object:
        return None if self.current is None else self._same(self.current)

    def _do(self, about: object, do: Callable[[], None]) -> None:
        """Act only while the row is the one that the menu was opened on."""
        if self._about() == about:
            do()

    @property
    def current(self) -> V | None:
        row = self.table.currentIndex().row()
        return self.sorted.value(row) if 0 <= row < self.sorted.rowCount() else None

    def show(self, values: Sequence[V], same: Callable[[V], object]) -> None:
        """Show new rows; the selected row stays selected when it is still there."""
        self._same = same
        before = self._about()
        self._reading = True
        self.model.show(values)
        rows = [n for n in range(self.sorted.rowCount()) if same(self.sorted.value(n)) == before]
        if before is not None and not rows:
            self.menu.close_of_row()
        if self.sorted.rowCount():
            self.table.selectRow(rows[0] if rows else 0)
        self._reading = False
        self.chosen.emit(self.current)

    def choose(self, is_it: Callable[[V], bool]) -> bool:
        """Select the first matching row; False when none is shown."""
        found = next((n for n, value in enumerate(self.sorted.values) if is_it(value)), None)
        if found is not None:
            self.table.selectRow(found)
        return found is not None

    def _moved(self) -> None:
        """Ignored during a refresh, which is not a selection by the user."""
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
        """As CSV: filtered and sorted as shown, without hidden columns."""
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
        """Without the columns that the user has hidden."""
        if not self.paper:
            return as_on_screen(self.columns.shown)
        hidden = {column.title for _, column in self.columns.choices} - {c.title for c in self.columns.shown}
        return [column for column in self.paper if column.title not in hidden]

    def write(self, path: Path) -> None:
        columns = self.paper_columns
        rows = [[column.filed(value) for column in columns] for value in self.sorted.values]
        give(path, as_csv([[column.title for column in columns], *rows])[0])

    def print(self, parent: QWidget, title: str) -> None:
        if (printer := ask_printer(parent)) is not None:
            sheets = ListSheets(self.on_paper(title), printer.resolution())
            self.logged(f"utskrift: {title}", None, lambda: sheets.draw(printer))

    def on_paper(self, title: str) -> PaperList:
        """The list as it is sorted and filtered now."""
        head, columns = self.paper_head(), self.paper_columns
        groups: dict[str, list[list[str]]] = {}
        for value in self.sorted.values:
            texts = [column.printed(value, head.moment) for column in columns]
            groups.setdefault(self.paper_group(value), []).append(texts)
        return PaperList(
            title,
            head.line(self.paper_line(len(self.sorted.values))),
            head.union,
            [column.title for column in columns],
            [column.share for column in columns],
            list(groups.items()),
            frozenset(place for place, column in enumerate(columns) if column.strong),
        )

    def _remember(self) -> None:
        state = self.table.horizontalHeader().saveState()
        QSettings().setValue(theme.current().key(f"tabeller/{self._name}"), state)
