"""Converts the rows of a file to values that can be compared with the register. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple

from sentralbord_desktop.domain.imports.cells import SAYS_NOTHING, CellError, Read, tidy
from sentralbord_desktop.domain.imports.coded_words import EVENING_WORD, KEEP, Words, choice_of, empty_value, with_words
from sentralbord_desktop.domain.imports.columns import NOTHING_WRONG, Column, Columns
from sentralbord_desktop.domain.imports.days import day_reader
from sentralbord_desktop.domain.imports.name_order import NAME_FIELDS, name_reader
from sentralbord_desktop.domain.imports.preview import CellFault, ImportedRow, ImportTable, Loss, loss_for
from sentralbord_desktop.domain.privacy.birth_number import MAY_BE, has_birth_number, is_true_birth_number
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress

ROWS_COMPARED_AT_ONCE = 100
"""Number of rows that are read together. If one of them is invalid, each is read separately."""
NUMBER_TWICE = "Nummeret står to ganger i filen."
SAME_TWICE = "Raden står to ganger i filen."
MAX_CACHED_ROWS = 50_000
"""Number of cells of a column that are cached with their values."""
MAX_WIDE, MAX_SHORT = 0.1, 0.02
"""Where fewer of the rows have empty cells after the last heading, or too few cells, these are shifted: a delimiter or a
line break is in a cell, or a cell is missing."""
TOO_WIDE = "Raden har flere celler enn overskriften. Er et skilletegn feil?"
TOO_SHORT = "Raden har færre celler enn overskriften. Er den delt i to, eller er filen kuttet?"
LIKE_BIRTH_NUMBER = "Cellen ligner et fødselsnummer. Det lagres aldri her."
NO_WORDS: Words = {}
_ReadRow = tuple[dict[str, Any], tuple[CellFault, ...]]


class ReadRows(NamedTuple):
    """The valid and the rejected rows of a file."""

    entries: list[ImportedRow]
    rejected: list[Loss]


def entries_of(
    table: ImportTable, columns: Columns, progress: Progress, *, words: Words = NO_WORDS, lenient: bool = False
) -> ReadRows:
    """The valid rows, and the rejected ones: without identity, wider than the headings, or with the number of an
    earlier row and other values. Valid rows keep the faults of their cells, and are imported without these cells.

    When `lenient`, repeated numbers are not checked; the caller does that.
    """
    reader = _RowReader(table, columns, words)
    sorter = _RowSorter(table, reader, lenient=lenient)
    total = len(table.rows)
    for start in range(0, total, ROWS_COMPARED_AT_ONCE):
        if start % REPORT_EVERY_ROWS == 0:
            progress.at(start, total)
        read = reader.read_part(table.rows[start : start + ROWS_COMPARED_AT_ONCE])
        sorter.take(table.numbers[start : start + ROWS_COMPARED_AT_ONCE], read)
    progress.at(total, total)
    return ReadRows(sorter.entries, sorter.rejected)


class _RowSorter:
    """Separates valid rows from rejected ones."""

    def __init__(self, table: ImportTable, reader: "_RowReader", *, lenient: bool) -> None:
        self._identity, self._lenient = table.kind.identity, lenient
        self._heading_of = reader.heading_of
        self._first_at: dict[str, int] = {}
        self.entries: list[ImportedRow] = []
        self.rejected: list[Loss] = []

    def take(self, numbers: Sequence[int], read: Sequence[_ReadRow]) -> None:
        number, identity, entries = self._identity[0], self._identity, self.entries
        first_at, lenient = self._first_at, self._lenient
        for row, (values, faults) in zip(numbers, read, strict=True):
            if faults and (fault := next((f for f in faults if f.field in identity), None)):
                self.rejected.append(loss_for(ImportedRow(row, values), fault))
                continue
            here = len(entries)
            earlier = here if lenient else first_at.setdefault(values[number], here)
            if earlier == here:
                entries.append(ImportedRow(row, values, faults))
            else:
                self._take_again(entries[earlier], ImportedRow(row, values, faults))

    def _take_again(self, first: ImportedRow, again: ImportedRow) -> None:
        """Handle a row with the number of an earlier one: it is rejected, also when it is equal."""
        same = first.values == again.values
        why = SAME_TWICE if same else NUMBER_TWICE
        detail = f"Nummeret er brukt på linje {first.row}{', ' if first.name else ''}{first.name}."
        if not same:
            detail += " To medlemmer kan ikke ha samme nummer."
        column = self._heading_of[self._identity[0]]
        fault = CellFault(column, self._identity[0], why, again.number, detail)
        self.rejected.append(loss_for(again, fault, is_repeated=same))


class _BirthNumberError(CellError):
    """The cell has a birth number, and is never stored (PR-2)."""


def _read_by_column(column: Column, rows: Sequence[Sequence[str]], place: int, words: Mapping[str, str]) -> Read:
    """The column's reader, for the way in which its cells are written, and what was said of them."""
    if column.is_day:
        return day_reader(column.read, rows, place, words.get(EVENING_WORD))
    return name_reader(column.read, rows, place) if column.field in NAME_FIELDS else column.read


def _read_cell(column: Column, read: Read, words: Mapping[str, str]) -> Read:
    """Extends `read`, which takes a tidied cell, to cells as they are in the file; None for an empty one. `words` are
    the mapped words."""
    read = with_words(read, words) if words else read
    is_birth_number = is_true_birth_number if column.is_phone else has_birth_number

    def value(cell: str) -> Any:
        if len(cell) > 9 and MAY_BE.search(cell) and not column.secret and is_birth_number(cell):
            raise _BirthNumberError(LIKE_BIRTH_NUMBER)
        if cell in SAYS_NOTHING:
            return None
        if cell.isprintable() and "  " not in cell and cell[0] not in " '=" and cell[-1] != " ":
            return read(cell)  # by far the most common, and quickest: `tidy` would leave it alone
        text = tidy(cell)
        if not column.secret and MAY_BE.search(text) and is_birth_number(text):
            raise _BirthNumberError(LIKE_BIRTH_NUMBER)
        return None if text in SAYS_NOTHING else read(text)

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
    """A column that is read: its index in the file, and the reader of its cells."""

    place: int
    column: Column
    read: Callable[[str], Any]


class _RowReader:
    """Reads rows by one mapping of columns."""

    def __init__(self, table: ImportTable, columns: Columns, words: Words) -> None:
        self._kind, self._width = table.kind, len(table.headings)
        self._columns: list[_FileColumn] = []
        self.heading_of: dict[str, str] = {}
        self._headings = table.headings
        self._cleared: dict[str, Any] = {}
        self._today = date.today()  # noqa: DTZ011 - a coarse bound, any zone will do
        widths = [*map(len, table.rows)]
        self._may_be_wide = sum(width > self._width for width in widths) > MAX_WIDE * len(widths)
        self._may_be_short = sum(width < self._width for width in widths) > MAX_SHORT * len(widths)
        for place, heading in enumerate(table.headings):
            if field := columns.get(heading):
                column = table.kind.by_field[field]
                known = _read_by_column(column, table.rows, place, words.get(field, {}))
                read = _read_cell(column, known, words.get(field, {}))
                self._columns.append(
                    _FileColumn(place, column, read if column.distinct else _CachedCells(read).__getitem__)
                )
                self.heading_of[field] = heading
                if column.clears or choice_of(words, field) != KEEP:
                    self._cleared[field] = empty_value(field)

    def read_part(self, rows: Sequence[Sequence[str]]) -> list[_ReadRow]:
        """The values and faults of each row, read column by column, which is quicker. A row that is wider than the
        headings, lacks its identity, or has conflicting values is read separately."""
        is_wide = max(map(len, rows)) > self._width
        cells_of = list(zip_longest(*([cells[: self._width] for cells in rows] if is_wide else rows), fillvalue=""))
        faults: dict[int, list[CellFault]] = {}
        there = [it for it in self._columns if it.place < len(cells_of)]
        by_name = {it.column.field: self._column(it, cells_of[it.place], faults) for it in there}
        if any(field not in by_name for field in self._kind.identity):
            return [self._read(cells) for cells in rows]
        is_even = not is_wide and (self._may_be_short or min(map(len, rows)) >= self._width)
        is_whole = is_even and all(all(by_name[field]) for field in self._kind.identity)
        names, finish, today = list(by_name), self._kind.finish, self._today
        found: list[_ReadRow] = []
        for place, row in enumerate(zip(*by_name.values(), strict=True)):
            values = {name: value for name, value in zip(names, row, strict=True) if value is not None}
            if self._cleared:
                values = self._with_cleared(values, faults.get(place, ()))
            if (is_whole or self._is_whole(values, rows[place])) and finish(values, today) is NOTHING_WRONG:
                found.append((values, tuple(faults[place]) if place in faults else ()))
            else:
                found.append(self._read(rows[place]))
        return found

    def _with_cleared(self, values: dict[str, Any], faults: Iterable[CellFault]) -> dict[str, Any]:
        """The values of a row, with empty values for fields that its empty cells clear. An unreadable cell clears
        nothing."""
        wrong = {fault.field for fault in faults}
        return {**{field: empty for field, empty in self._cleared.items() if field not in wrong}, **values}

    def _is_whole(self, values: Mapping[str, Any], cells: Sequence[str]) -> bool:
        """Whether a row has its identity and as many cells as it should."""
        return not self._uneven(cells) and all(values.get(field) for field in self._kind.identity)

    def _uneven(self, cells: Sequence[str]) -> str:
        """Why the cells of a row may be shifted, «» where they are not."""
        if len(cells) > self._width:
            return "" if self._may_be_wide and not any(cells[self._width :]) else TOO_WIDE
        return "" if self._may_be_short or len(cells) == self._width else TOO_SHORT

    def _column(self, it: "_FileColumn", cells: Sequence[str], faults: dict[int, list[CellFault]]) -> list[Any]:
        """The values of a column; adds to `faults`, those of each row."""
        read = it.read
        try:
            return [read(c) if c else None for c in cells] if it.column.distinct else list(map(read, cells))
        except CellError:
            pass
        values: list[Any] = []
        for place, cell in enumerate(cells):
            try:
                values.append(read(cell) if cell else None)
            except CellError as error:
                values.append(error.kept)
                faults.setdefault(place, []).append(self._fault(it, cell, error))
        return values

    def _fault(self, it: "_FileColumn", cell: str, error: CellError) -> CellFault:
        heading, field = self._headings[it.place], it.column.field
        if isinstance(error, _BirthNumberError):
            return CellFault(heading, field, LIKE_BIRTH_NUMBER)
        return CellFault(heading, field, it.column.why(error), tidy(cell), error.detail)

    def _read(self, cells: Sequence[str]) -> _ReadRow:
        """Read one row separately, with every fault."""
        kind, values = self._kind, {**self._cleared}
        if why := self._uneven(cells):
            return values, (CellFault("", kind.identity[0], why),)
        faults: list[CellFault] = []
        for it in self._columns:
            cell = cells[it.place] if it.place < len(cells) else ""
            try:
                value = it.read(cell) if cell else None
            except CellError as error:
                faults.append(self._fault(it, cell, error))
                values.pop(it.column.field, None)
                if error.kept is not None:
                    values[it.column.field] = error.kept
            else:
                if value is not None:
                    values[it.column.field] = value
        faults += [
            CellFault(self.heading_of[field], field, f"{kind.names[field]} mangler.")
            for field in kind.identity
            if not values.get(field)
        ]
        wrong = kind.finish(values, self._today)
        if wrong.field and all(fault.field != wrong.field for fault in faults):
            heading = self.heading_of[wrong.field]
            text = tidy(cells[self._headings.index(heading)])
            faults.append(CellFault(heading, wrong.field, f"{kind.names[wrong.field]} {wrong.why}.", text))
        return values, tuple(faults)
