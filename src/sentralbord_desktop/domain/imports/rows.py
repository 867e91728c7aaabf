"""From the rows of an import file to entries that can be compared with the register. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from sentralbord_desktop.domain.imports.cell_values import CellError, Read, readers, split_name, tidy
from sentralbord_desktop.domain.imports.member_columns import FULL_NAME, Columns
from sentralbord_desktop.domain.imports.preview import ImportedRow, MemberTable, Rejected
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number, is_true_birth_number
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress

ELEVEN_DIGITS = re.compile(r"\d{6}[ .-]?\d{5}")
OFTEN_REPEATED = frozenset(
    {
        "first_name",
        "middle_name",
        "last_name",
        "birth_date",
        "post_code",
        "place",
        "status",
        "department",
        "employer",
        "workplace",
        "workplace_post_code",
        "joined",
        "insurance_codes",
        "shop_steward",
        "no_sms",
        "issued",
        "due",
        "missing_documentation",
    }
)
"""Fields whose cells say the same in row after row."""
ROWS_COMPARED_AT_ONCE = 100
"""Rows that are read together: where one of them cannot be used, each is read by itself."""
MAX_CACHED_ROWS = 50_000
"""Cells of a column that are kept with what they mean."""


def entries_of(table: MemberTable, columns: Columns, progress: Progress) -> tuple[list[ImportedRow], list[Rejected]]:
    """The rows that can be used, and those that cannot; a number twice: the later is rejected."""
    reader = _RowReader(table, columns)
    entries: list[ImportedRow] = []
    rejected: list[Rejected] = []
    first_at: dict[str, int] = {}
    total = len(table.rows)
    for start in range(0, total, ROWS_COMPARED_AT_ONCE):
        if start % REPORT_EVERY_ROWS == 0:
            progress.at(start, total)
        read = reader.read_part(table.rows[start : start + ROWS_COMPARED_AT_ONCE])
        for number, values in zip(table.numbers[start : start + ROWS_COMPARED_AT_ONCE], read, strict=True):
            if isinstance(values, _RowError):
                rejected.append(Rejected(number, values.column, values.why))
                continue
            earlier = first_at.setdefault(values["number"], number)
            if earlier != number:
                why = f"Nummeret står også på rad {earlier}. Bare den første er lest."
                rejected.append(Rejected(number, reader.key_heading, why))
                continue
            entries.append(ImportedRow(number, values))
    progress.at(total, total)
    return entries, rejected


class _RowError(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


class _BirthNumberError(Exception):
    """A cell that is never kept (PR-2)."""


def _birth_number_in(field: str) -> Callable[[str], bool]:
    return is_true_birth_number if field in {"phone", "phone2"} else has_birth_number


def _read_row(read: Read, has_birth_number: Callable[[str], bool]) -> Read:
    """`read` for a cell as it stands in the file; None when it says nothing."""

    def value(cell: str) -> Any:
        if len(cell) > 10 and ELEVEN_DIGITS.search(cell) and has_birth_number(cell):
            raise _BirthNumberError
        if cell in {"", "-"}:
            return None
        if cell.isprintable() and "  " not in cell and cell[0] not in " '" and cell[-1] != " ":
            return read(cell)  # by far the most common, and quickest: `tidy` would leave it alone
        text = tidy(cell)
        return None if text in {"", "-"} else read(text)

    return value


class _Column(dict[str, Any]):
    """What the cells of one column mean, each read once."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> Any:
        value = self._read(cell)
        if len(self) < MAX_CACHED_ROWS:
            self[cell] = value
        return value


class _RowReader:
    """Reads rows by one mapping of columns."""

    def __init__(self, table: MemberTable, columns: Columns) -> None:
        known = readers(table.subject)
        chosen = [(place, columns.get(h)) for place, h in enumerate(table.headings)]
        read = {f: _read_row(known[f], _birth_number_in(f)) for _, f in chosen if f}
        self._cells = [
            (place, f, _Column(read[f]).__getitem__ if f in OFTEN_REPEATED else read[f]) for place, f in chosen if f
        ]
        self._today = date.today()  # noqa: DTZ011 - a coarse bound, any zone will do
        self._headings = table.headings
        self._subject = table.subject
        self._clears = "missing_documentation" in columns.values()
        self.key_heading = next(h for h, f in columns.items() if f == "number")

    def read_part(self, rows: Sequence[Sequence[str]]) -> list[dict[str, Any] | _RowError]:
        """The values of each row, or why it cannot be used. Where all can, a column is read at a time, which is
        quicker; else each row by itself, to tell which cannot."""
        try:
            return [*self._together(rows)]
        except (_RowError, _BirthNumberError, CellError):
            return [self._read_or_why(cells) for cells in rows]

    def _together(self, rows: Sequence[Sequence[str]]) -> Iterator[dict[str, Any]]:
        width = len(self._headings)
        if max(map(len, rows)) > width:
            rows = [self._within(cells) for cells in rows]
        cells_of = list(zip_longest(*rows, fillvalue=""))
        read = [
            (name, map(value, cells) if name in OFTEN_REPEATED else [value(c) if c else None for c in cells])
            for place, name, value in self._cells
            if place < len(cells_of)
            for cells in (cells_of[place],)
        ]
        names = [name for name, _ in read]
        for values in zip(*(column for _, column in read), strict=True):
            yield self._whole({name: value for name, value in zip(names, values, strict=True) if value is not None})

    def _read_or_why(self, cells: Sequence[str]) -> dict[str, Any] | _RowError:
        try:
            return self._read(cells)
        except _RowError as error:
            return error

    def _within(self, cells: Sequence[str]) -> Sequence[str]:
        """The cells that have a heading; raises _RowError when there is something in others."""
        width = len(self._headings)
        if any(cells[width:]):
            raise _RowError("", "Raden har flere celler enn overskriften. Er et skilletegn feil?")
        return cells[:width]

    def _read(self, cells: Sequence[str]) -> dict[str, Any]:
        """The values of one row; raises _RowError."""
        cells = self._within(cells)
        width = len(cells)
        values: dict[str, Any] = {}
        for place, name, read in self._cells:
            if place >= width or not cells[place]:
                continue
            try:
                value = read(cells[place])
            except _BirthNumberError:
                why = "Cellen ligner et fødselsnummer. Det lagres aldri her."
                raise _RowError(self._headings[place], why) from None
            except CellError as error:
                heading = self._headings[place]
                raise _RowError(heading, f"{self._subject.names[name]} {error}.") from None
            if value is not None:
                values[name] = value
        return self._whole(values)

    def _whole(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("number"):
            raise _RowError(self.key_heading, f"{self._subject.names['number']} mangler.")
        if full := values.pop(FULL_NAME, ""):
            first, last = split_name(full)
            for name, part in (("first_name", first), ("last_name", last)):
                if part and name not in values:
                    values[name] = part[:100]
        born = values.get("birth_date")
        if born and born > self._today:
            raise _RowError("", "Fødselsdato er i fremtiden.")
        if self._clears:
            values.setdefault("missing_documentation", "")
        return values
