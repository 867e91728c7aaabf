"""Writes tables for a spreadsheet: CSV that Excel opens correctly, or XLSX; completely or not at all, and in memory: no
part lies on a disk before the file does."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.cells import guarded
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.services.imports.export_file import give

Rows = Iterable[Sequence[str]]
MAX_ROWS = 1_048_576
MAX_CELL_CHARS = 32_000
"""What Excel reads of a sheet and of a cell."""
HALF_CHARS = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no file can contain."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `phones` are the columns that may have «+48 …»."""

    name: str
    rows: Rows
    phones: Sequence[int] = ()


class WrittenTable(NamedTuple):
    """The bytes of a file, and its number of rows."""

    content: bytes
    row_count: int


def save_table(
    path: Path, rows: Rows, *, phones: Sequence[int] = (), total: int = 0, progress: Progress | None = None
) -> int:
    """Write `rows`, headings first; returns the number of rows without the headings.

    `phones` are the columns that may have «+48 …». The file is made in memory, and appears when it is complete. Raises
    RegisterFileError with one sentence, ImportCancelledError when cancelled.
    """
    write = WRITERS.get(path.suffix.casefold())
    if write is None:
        raise RegisterFileError("Velg et filnavn som slutter på .csv eller .xlsx.")
    watched = _watched(rows, frozenset(phones), total, progress or Progress())
    made = write(watched)
    _given(path, made.content)
    return made.row_count - 1


def save_workbook(path: Path, sheets: Iterable[Sheet]) -> int:
    """Write `sheets` to an .xlsx, headings first in each; returns the number of rows without the headings.

    Written completely or not at all. Raises RegisterFileError with one sentence.
    """
    watched = {it.name: _watched(it.rows, frozenset(it.phones), 0, Progress()) for it in sheets}
    made = as_xlsx(watched)
    _given(path, made.content)
    return made.row_count - len(watched)


def _watched(rows: Rows, phones: frozenset[int], total: int, progress: Progress) -> Iterator[list[str]]:
    for done, row in enumerate(rows):
        if done % REPORT_EVERY_ROWS == 0:
            progress.at(done, total)
        yield [guarded(text, phone=place in phones) for place, text in enumerate(row)]


def _given(path: Path, content: bytes) -> None:
    if path.is_dir():
        raise RegisterFileError("Dette er en mappe. Skriv et filnavn.")
    try:
        give(path, content)
    except OSError:
        raise RegisterFileError(
            "Får ikke skrevet filen. Er den åpen i Excel, er disken full, eller mangler du tilgang?"
        ) from None


def as_csv(rows: Iterable[Sequence[str]]) -> WrittenTable:
    """UTF-8 with BOM and semicolons; every cell in quotes, so that a comma never splits one."""
    made, count = BytesIO(), 0
    with TextIOWrapper(made, encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow(row)
            count += 1
        file.flush()
        return WrittenTable(made.getvalue(), count)


def as_xlsx(sheets: dict[str, Iterator[list[str]]]) -> WrittenTable:
    """Cells of text alone: none is a formula or a link. Raises RegisterFileError for more rows than Excel reads."""
    from xlsxwriter import Workbook  # not at start

    made, count = BytesIO(), 0
    book = Workbook(made, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number >= MAX_ROWS:
                raise RegisterFileError("Det er for mange rader for Excel. Velg CSV.")
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, HALF_CHARS.sub("\ufffd", text[:MAX_CELL_CHARS]))
            count += 1
    book.close()
    return WrittenTable(made.getvalue(), count)


WRITERS: dict[str, Callable[[Iterator[list[str]]], WrittenTable]] = {
    ".csv": as_csv,
    ".xlsx": lambda rows: as_xlsx({"Sentralbord": rows}),
}
