"""From the rows of a file to values that can be compared with what is kept. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat, zip_longest
from typing import Any

from sentralbord_desktop.domain.imports.cell_values import CellError, Read, tidy
from sentralbord_desktop.domain.imports.columns import Column, Columns
from sentralbord_desktop.domain.imports.preview import CellFault, ImportedRow, ImportTable, Rejected
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number, is_true_birth_number
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress

ELEVEN_DIGITS = re.compile(r"\d{6}[ .-]?\d{5}")
ROWS_COMPARED_AT_ONCE = 100
"""Rows that are read together. Where one of them cannot be used, each is read by itself."""
MAX_CACHED_ROWS = 50_000
"""Cells of a column that are kept with their values."""
TOO_WIDE = "Raden har flere celler enn overskriften. Er et skilletegn feil?"
LIKE_BIRTH_NUMBER = "Cellen ligner et fødselsnummer. Det lagres aldri her."
ReadRow = tuple[dict[str, Any], tuple[CellFault, ...]]


def entries_of(
    table: ImportTable, columns: Columns, progress: Progress, *, lenient: bool = False
) -> tuple[list[ImportedRow], list[Rejected]]:
    """The rows that can be used, and those that cannot; a number twice: the later is rejected.

    When `lenient`, rows keep the faults of their cells, but for those in the identity, and no number is compared
    with another: the caller decides.
    """
    reader = _RowReader(table, columns)
    identity = table.kind.identity
    number = identity[0]
    entries: list[ImportedRow] = []
    rejected: list[Rejected] = []
    first_at: dict[str, int] = {}
    total = len(table.rows)
    for start in range(0, total, ROWS_COMPARED_AT_ONCE):
        if start % REPORT_EVERY_ROWS == 0:
            progress.at(start, total)
        read = reader.read_part(table.rows[start : start + ROWS_COMPARED_AT_ONCE])
        for row, (values, faults) in zip(table.numbers[start : start + ROWS_COMPARED_AT_ONCE], read, strict=True):
            if faults and (fault := next((f for f in faults if not lenient or f.field in identity), None)):
                rejected.append(Rejected(row, fault.column, fault.why))
                continue
            earlier = row if lenient else first_at.setdefault(values[number], row)
            if earlier != row:
                why = f"Nummeret står også på rad {earlier}. Bare den første er lest."
                rejected.append(Rejected(row, reader.heading_of[number], why))
                continue
            entries.append(ImportedRow(row, values, faults))
    progress.at(total, total)
    return entries, rejected


class _BirthNumberError(CellError):
    """A cell that is never kept (PR-2)."""


class _RowError(Exception):
    """A row that is read by itself, so that its faults are found."""


def _read_cell(column: Column) -> Read:
    """The reader of a cell as it is in the file; None when it says nothing."""
    read, is_birth_number = column.read, is_true_birth_number if column.is_phone else has_birth_number

    def value(cell: str) -> Any:
        if len(cell) > 10 and ELEVEN_DIGITS.search(cell) and not column.secret and is_birth_number(cell):
            raise _BirthNumberError
        if cell in {"", "-"}:
            return None
        if cell.isprintable() and "  " not in cell and cell[0] not in " '" and cell[-1] != " ":
            return read(cell)  # by far the most common, and quickest: `tidy` would leave it alone
        text = tidy(cell)
        if not column.secret and ELEVEN_DIGITS.search(text) and is_birth_number(text):
            raise _BirthNumberError
        return None if text in {"", "-"} else read(text)

    return value


class _CachedCells(dict[str, Any]):
    """Cell -> value, each read once."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> Any:
        value = self._read(cell)
        if len(self) < MAX_CACHED_ROWS:
            self[cell] = value
        return value


@dataclass(frozen=True, slots=True)
class _FileColumn:
    """A column that is read: where it is in the file, and how its cells are."""

    place: int
    column: Column
    read: Callable[[str], Any]


class _RowReader:
    """Reads rows by one mapping of columns."""

    def __init__(self, table: ImportTable, columns: Columns) -> None:
        self._kind, self._width = table.kind, len(table.headings)
        self._columns: list[_FileColumn] = []
        self.heading_of: dict[str, str] = {}
        self._headings = table.headings
        self._cleared: dict[str, Any] = {}
        self._today = date.today()  # noqa: DTZ011 - a coarse bound, any zone will do
        for place, heading in enumerate(table.headings):
            if field := columns.get(heading):
                column = table.kind.by_field[field]
                read = _read_cell(column)
                self._columns.append(
                    _FileColumn(place, column, read if column.distinct else _CachedCells(read).__getitem__)
                )
                self.heading_of[field] = heading
                if column.clears:
                    self._cleared[field] = ""

    def read_part(self, rows: Sequence[Sequence[str]]) -> list[ReadRow]:
        """The values of each row and what cannot be read in it. Where all can, a column is read at a time, which is
        quicker."""
        try:
            return list(zip(self._together(rows), repeat(())))
        except (_RowError, CellError):
            return [self._read(cells) for cells in rows]

    def _together(self, rows: Sequence[Sequence[str]]) -> Iterator[dict[str, Any]]:
        if max(map(len, rows)) > self._width:
            rows = [self._within(cells) for cells in rows]
        cells_of = list(zip_longest(*rows, fillvalue=""))
        finish, today = self._kind.finish, self._today
        read = [
            (
                it.column.field,
                [it.read(c) if c else None for c in cells_of[it.place]]
                if it.column.distinct
                else list(map(it.read, cells_of[it.place])),
            )
            for it in self._columns
            if it.place < len(cells_of)
        ]
        names = [name for name, _ in read]
        if any(not (name in names and all(read[names.index(name)][1])) for name in self._kind.identity):
            raise _RowError
        for row in zip(*(column for _, column in read), strict=True):
            values = {name: value for name, value in zip(names, row, strict=True) if value is not None}
            if self._cleared:
                values = {**self._cleared, **values}
            if finish(values, today):
                raise _RowError
            yield values

    def _within(self, cells: Sequence[str]) -> Sequence[str]:
        """The cells that have a heading; raises _RowError when there is something in others."""
        if any(cells[self._width :]):
            raise _RowError
        return cells[: self._width]

    def _read(self, cells: Sequence[str]) -> ReadRow:
        """One row by itself, with every fault."""
        kind, values = self._kind, {**self._cleared}
        if any(cells[self._width :]):
            return values, (CellFault("", kind.identity[0], TOO_WIDE),)
        faults: list[CellFault] = []
        for it in self._columns:
            cell = cells[it.place] if it.place < len(cells) else ""
            heading, field = self._headings[it.place], it.column.field
            try:
                value = it.read(cell) if cell else None
            except _BirthNumberError:
                faults.append(CellFault(heading, field, LIKE_BIRTH_NUMBER))
            except CellError as error:
                faults.append(CellFault(heading, field, it.column.why(error), tidy(cell)))
            else:
                if value is not None:
                    values[field] = value
        faults += [
            CellFault(self.heading_of[field], field, f"{kind.names[field]} mangler.")
            for field in kind.identity
            if not values.get(field)
        ]
        if why := kind.finish(values, self._today):
            faults.append(CellFault("", "", why))
        return values, tuple(faults)
