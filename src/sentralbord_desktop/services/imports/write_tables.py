"""Writes tables for a spreadsheet: CSV that Excel opens correctly, or XLSX; completely or not at all."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.cells import guarded
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.services.imports.export_file import give
from sentralbord_desktop.services.imports.write_workbook import NamedRows, WrittenTable, workbook

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `phones` are the columns that may have «+48 …»."""

    name: str
    rows: Rows
    phones: Sequence[int] = ()


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
    watched = [NamedRows(it.name, _watched(it.rows, frozenset(it.phones), 0, Progress())) for it in sheets]
    made = workbook(watched)
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


def _as_xlsx(rows: Iterator[list[str]]) -> WrittenTable:
    return workbook([NamedRows("Sentralbord", rows)])


WRITERS: dict[str, Callable[[Iterator[list[str]]], WrittenTable]] = {".csv": as_csv, ".xlsx": _as_xlsx}
