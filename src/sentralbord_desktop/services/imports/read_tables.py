"""Reads an untrusted file into text cells. Every fault raises an error with one sentence."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, Protocol

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.services.imports.file_signs import EMPTY, is_workbook, looks_of, refuse_empty
from sentralbord_desktop.services.imports.read_workbook import read_sheets, read_workbook
from sentralbord_desktop.services.imports.rows_in_memory import Held, Row
from sentralbord_desktop.services.imports.text_encoding import encoding_of, text_of
from sentralbord_desktop.system.bounded_input import InputRefusedError, Why, read_limited

MAX_FILE_BYTES = 120_000_000
SECONDS = 60.0
MAX_TABLE_ROWS = 500_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 5_000
MAX_ROW_CHARS = 200_000
"""Characters of one row. The csv module needs about 80 bytes for each cell, also for an empty one."""
REFUSED = {
    Why.FOLDER: "Dette er en mappe. Velg en CSV- eller Excel-fil.",
    Why.NOT_A_FILE: "Dette er ikke en vanlig fil. Velg en CSV- eller Excel-fil.",
}

STILL_WRITTEN = "Filen blir skrevet nå. Vent til den er ferdig, og prøv igjen."
NO_ROWS = "Filen har bare overskrifter og ingen rader. Se om det er riktig fil."
DELIMITERS = ";\t,|"
RULE = "-=_ +|"
RULED = frozenset({"", "\ufeff", *RULE})
"""First characters of a line that is a rule of signs, is empty, or comes after the end of an appended file."""
HEAD_CHARACTERS, HEAD_LINES = 100_000, 50
"""How much of the beginning of a file is used to find the delimiter."""


class FindHeadings(Protocol):
    """Finds the headings of a file of one kind."""

    def place(self, rows: Sequence[Row]) -> int:
        """The index of the headings among the first rows with content."""

    def fit(self, headings: Row) -> bool:
        """Whether the row has the headings that such a file must have."""


class NoRowsError(RegisterFileError):
    """The table has headings but no rows."""


@dataclass(frozen=True)
class RawTable:
    """Headings and rows as text. `numbers` are the line numbers of the rows in the file (from 1), `headings_at` that of
    the headings. `left_out` are sentences about parts of a workbook that are not read."""

    headings: tuple[str, ...]
    rows: list[Row]
    numbers: list[int]
    headings_at: int = 1
    left_out: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<RawTable {len(self.rows)} rows>"


class _First:
    def place(self, _: Sequence[Row]) -> int:
        return 0

    def fit(self, _: Row) -> bool:
        return True


FIRST = _First()
"""The headings are the first line."""


def read_table(path: Path, encoding: str | None, progress: Progress, finder: FindHeadings = FIRST) -> RawTable:
    """The table in a CSV or XLSX file, recognised by its content, not its name. Rows above the headings are left out.

    Raises RegisterFileError with one Norwegian sentence, ImportCancelledError when cancelled.
    """
    before = looks_of(path)
    table = table_in(_content(path), path.name, encoding, progress, finder)
    if looks_of(path) != before:
        raise RegisterFileError(STILL_WRITTEN)
    return table


def table_in(
    content: bytes, name: str, encoding: str | None, progress: Progress, finder: FindHeadings = FIRST
) -> RawTable:
    """As `read_table`, for a file in memory with this `name`. Raises NoRowsError when it has only headings."""
    refuse_empty(content)
    if not is_workbook(content, Path(name)):
        return table_of(_csv_rows(content, encoding_of(content, encoding), progress), finder)
    read = read_workbook(content, progress, lambda rows: _fits(rows, finder))
    return replace(table_of(read.rows, finder), left_out=read.left_out)


def _fits(cells: Sequence[Row], finder: FindHeadings) -> bool:
    rows = [row for row in cells[:HEAD_LINES] if any(row)]
    return bool(rows) and finder.fit(rows[finder.place(rows)])


def table_of(cells: list[Row], finder: FindHeadings = FIRST) -> RawTable:
    """The table made of these rows, one of which has the headings. Raises as `table_in` does."""
    table = _with_headings(cells, finder)
    if not table.rows:
        raise NoRowsError(NO_ROWS)
    return table


class NamedTable(NamedTuple):
    name: str
    table: RawTable


def read_tables(path: Path, encoding: str | None, progress: Progress) -> Iterator[NamedTable]:
    """Every sheet with content, and its name; a CSV file is one sheet without a name.

    A sheet may have only headings. Raises as `read_table` does.
    """
    content = _content(path)
    if not is_workbook(content, path):
        yield NamedTable("", _with_headings(_csv_rows(content, encoding_of(content, encoding), progress)))
        return
    for sheet in read_sheets(content, progress):
        yield NamedTable(sheet.name, _with_headings(sheet.rows))


def _content(path: Path) -> bytes:
    try:
        content = read_limited(path, MAX_FILE_BYTES, SECONDS)
    except InputRefusedError as error:
        raise RegisterFileError(REFUSED.get(error.why, str(error))) from None
    refuse_empty(content)
    return content


def _delimiter(text: str) -> str:
    """The delimiter that is most frequent, outside quotes, in most of the first lines: a title above the headings has
    few."""
    lines = [line for line in text.splitlines()[:HEAD_LINES] if line.strip()]
    if match := re.fullmatch(r"sep=(.)", lines[0].strip() if lines else ""):
        return match[1]
    outside = [re.sub(r'"[^"]*"', "", line) for line in lines]

    def usual(sign: str) -> int:
        counts = sorted(line.count(sign) for line in outside)
        return counts[len(counts) // 2] if counts else 0

    return max(DELIMITERS, key=lambda sign: (usual(sign), -DELIMITERS.index(sign)))


class _Lines:
    """The lines of a text, with a limit on the characters of one row.

    The csv module joins lines to rows, and would take everything after an unclosed quote.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MAX_ROW_CHARS + 1):
            self._taken += len(line)
            if self._taken > MAX_ROW_CHARS:
                raise RegisterFileError(f"En rad i filen har over {MAX_ROW_CHARS} tegn. Mangler det et hermetegn?")
            yield line

    def row_is_over(self) -> None:
        self._taken = 0


def _csv_rows(content: bytes, encoding: str, progress: Progress) -> list[Row]:
    if content.count(b"\n") + content.count(b"\r") > 4 * MAX_TABLE_ROWS:
        raise _too_many_rows()
    rows: list[Row] = []
    source, size, held = io.BytesIO(content), len(content), Held()
    head = text_of(content, encoding).read(HEAD_CHARACTERS).removeprefix("\ufeff")
    lines = _Lines(io.TextIOWrapper(source, encoding, newline=""))
    reader = csv.reader(lines, delimiter=_delimiter(head))
    try:
        for place, row in enumerate(reader):
            lines.row_is_over()
            if place % REPORT_EVERY_ROWS == 0:
                progress.at(min(source.tell(), size), size)
                if place > MAX_TABLE_ROWS + 100:
                    raise _too_many_rows()
            rows.append(held.kept(row))
    except csv.Error:
        raise RegisterFileError(f"Kan ikke lese filen etter rad {len(rows)}. Mangler det et hermetegn?") from None
    if rows and rows[0]:
        rows[0] = (rows[0][0].removeprefix("\ufeff"), *rows[0][1:])
    if rows and len(rows[0]) == 1 and rows[0][0].startswith("sep="):
        rows[0] = ()
    return rows


def _with_headings(cells: list[Row], finder: FindHeadings = FIRST) -> RawTable:
    numbers = [place for place, row in enumerate(cells, 1) if any(row)]
    if not numbers:
        raise RegisterFileError(EMPTY)
    rows = cells if len(numbers) == len(cells) else [cells[place - 1] for place in numbers]
    at = finder.place(rows)
    head, headings, headings_at = rows[at], _headings(rows[at]), numbers[at]
    rows, numbers = rows[at + 1 :], numbers[at + 1 :]
    may_repeat = head in rows or not RULED.isdisjoint({row[0][:1] for row in rows})
    if may_repeat and finder.fit(head):  # else it may be a row of data
        again = {place for place, row in enumerate(rows) if _repeats(row, head)}
        rows = [row for place, row in enumerate(rows) if place not in again]
        numbers = [number for place, number in enumerate(numbers) if place not in again]
    if len(rows) > MAX_TABLE_ROWS:
        raise _too_many_rows()
    for number, row in zip(numbers, rows, strict=True):
        if len(row) > MAX_COLUMNS:
            raise _too_many_columns()
        if sum(map(len, row)) > MAX_CELL_CHARS and max(map(len, row)) > MAX_CELL_CHARS:
            raise RegisterFileError(
                f"Rad {number} har en celle med over {MAX_CELL_CHARS} tegn. Mangler det et hermetegn?"
            )
    return RawTable(headings, rows, numbers, headings_at)


def _repeats(row: Row, headings: Row) -> bool:
    """Whether a line repeats the headings, as where two files or pages were joined, or is a rule of signs."""
    if row[0][:1] in RULED and not any(cell.strip(RULE) for cell in row):
        return True
    return row[-1] == headings[-1] and (row[0].removeprefix("\ufeff"), *row[1:]) == headings


def _headings(row: Row) -> tuple[str, ...]:
    """The headings, made unique and non-empty."""
    if len(row) > MAX_COLUMNS:
        raise _too_many_columns()
    while row and not row[-1].strip():
        row = row[:-1]
    found: list[str] = []
    for place, text in enumerate(row, 1):
        heading = " ".join(text.split())[:100] or f"Kolonne {place}"
        found.append(heading if heading not in found else f"{heading} ({place})")
    return tuple(found)


def _too_many_rows() -> RegisterFileError:
    return RegisterFileError(f"Filen har for mange rader. Den kan ha {MAX_TABLE_ROWS}. Del den opp.")


def _too_many_columns() -> RegisterFileError:
    return RegisterFileError(f"Filen har for mange kolonner. Den kan ha {MAX_COLUMNS}. Fjern dem som ikke trengs.")
