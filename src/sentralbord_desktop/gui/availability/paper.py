"""Ledige on paper and in a file: a row for each person, under the heading of the department or of the roles."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from sentralbord_desktop.domain.availability import KINDS, SOURCES
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.availability.board_rows import Seat
from sentralbord_desktop.gui.availability.table import BoardModel
from sentralbord_desktop.gui.lists.list_menu import ListAction
from sentralbord_desktop.gui.lists.list_table import NO_FILE
from sentralbord_desktop.gui.lists.paper.list_sheets import ListSheets, PaperList
from sentralbord_desktop.gui.lists.paper.paper_column import HeadedRow, PaperColumn, paper_of
from sentralbord_desktop.gui.lists.paper.paper_head import PaperHead, no_head
from sentralbord_desktop.services.imports.export_file import give
from sentralbord_desktop.services.imports.write_tables import as_csv

TITLE, ROLES = "Ledige", "Roller"


class ListedSeat(NamedTuple):
    """`heading` is the department, or «Roller»; `number` and `department` are its parts."""

    heading: str
    seat: Seat

    @property
    def number(self) -> int | None:
        number = self.heading.partition(" ")[0]
        return int(number) if number.isdecimal() else None

    @property
    def department(self) -> str:
        return self.heading if self.number is None else self.heading.partition(" ")[2]


COLUMNS: list[PaperColumn[ListedSeat]] = [
    PaperColumn("Navn", lambda row: row.seat.name, 150, strong=True),
    PaperColumn("Funksjon", lambda row: row.seat.what, 200),
    PaperColumn("Telefon", lambda row: spoken_number(number_of(row.seat)), 100),
    PaperColumn("Status", lambda row: _status(row.seat), 110),
    PaperColumn("Til", lambda row: _until(row.seat), 110),
    PaperColumn("Sagt", lambda row: row.seat.status.said if row.seat.status else None, 110),
    PaperColumn("Av", lambda row: _source(row.seat), 100),
]
IN_FILE: list[PaperColumn[ListedSeat]] = [
    PaperColumn("Avd.", lambda row: row.number),
    PaperColumn("Avdeling", lambda row: row.department),
    *COLUMNS,
]
"""A file has no headings. A number of its own is sorted as one: 2 before 10."""


def number_of(seat: Seat) -> str:
    if seat.person:
        return seat.person.phone or seat.person.mobile
    return seat.role.phone if seat.role else ""


def _status(seat: Seat) -> str:
    if seat.status is None:
        return "ikke meldt"
    return KINDS[seat.status.kind] if seat.status.is_confirmed else "ikke bekreftet"


def _until(seat: Seat) -> datetime | None:
    status = seat.status
    return status.until if status and status.is_confirmed and status.kind != "ledig" else None


def _source(seat: Seat) -> str:
    status = seat.status
    return f"{SOURCES.get(status.source, status.source)} {status.author}".strip() if status else ""


class BoardPaper:
    """Prints, saves and copies the table as it is filtered now."""

    def __init__(self, model: BoardModel, parent: QWidget, chosen: Callable[[], Seat | None]) -> None:
        self._model, self._parent, self._chosen = model, parent, chosen
        self.paper_head: Callable[[], PaperHead] = no_head
        self.filtered: Callable[[], str] = lambda: "alle"
        """The filter: «alle», «naboer til avd. 4, bare ledige»."""

    @property
    def actions(self) -> Sequence[ListAction]:
        return [
            ListAction("Kopier raden", self.copy),
            ListAction("Skriv ut", self.print),
            ListAction("Lagre som fil", self.save),
        ]

    def _rows(self) -> Iterator[ListedSeat]:
        heading = ""
        for number in range(self._model.rowCount()):
            row = self._model.row(number)
            is_role = any(seat and seat.role for seat in row.seats)
            heading = ROLES if is_role else row.title or heading
            yield from (ListedSeat(heading, seat) for seat in row.seats if seat)

    def on_paper(self) -> PaperList:
        rows = [HeadedRow(row.heading, row) for row in self._rows()]
        shown = f"{self.filtered()}, {counted(len(rows), 'person', 'personer')}"
        return paper_of(TITLE, shown, self.paper_head(), COLUMNS, rows)

    def copy(self) -> None:
        """The chosen person with the number, as text."""
        if (seat := self._chosen()) and self._model.board:
            text = [seat.spoken(self._model.board), spoken_number(number_of(seat))]
            QApplication.clipboard().setText(", ".join(part for part in text if part))

    def print(self) -> None:
        from sentralbord_desktop.gui.lists.paper.print_preview import ask_printer

        paper = self.on_paper()
        if (printer := ask_printer(paper, self._parent)) is not None:
            ListSheets(paper, printer.resolution()).draw(printer)

    def save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._parent, TITLE, f"{TITLE}.csv", "CSV (*.csv)")
        if not chosen:
            return
        try:
            self.write(Path(chosen))
        except OSError:
            QMessageBox.warning(self._parent, TITLE, NO_FILE)

    def write(self, path: Path) -> None:
        """Write a CSV file. Raises OSError when it cannot be written."""
        rows = [[column.filed(row) for column in IN_FILE] for row in self._rows()]
        give(path, as_csv([[column.title for column in IN_FILE], *rows]).content)
