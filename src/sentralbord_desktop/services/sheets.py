"""Writing tables for a spreadsheet: CSV that Excel opens right, or XLSX. Whole or not at all."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.register import EVERY, Watch
from sentralbord_desktop.domain.register_values import guarded

MOST_XLSX_ROWS = 1_048_576
Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `phones` are the columns where «+48 …» may stand."""

    name: str
    rows: Rows
    phones: Sequence[int] = ()


def save_table(path: Path, rows: Rows, *, phones: Sequence[int] = (), total: int = 0,
               watch: Watch | None = None) -> int:  # fmt: skip
    """Write `rows`, headings first, and give how many there were below them.

    `phones` are the columns where «+48 …» may stand. Written beside and renamed when it is whole;
    raises RegisterFileError with one sentence, ImportCancelledError when cancelled.
    """
    write = WRITERS.get(path.suffix.casefold())
    if write is None:
        raise RegisterFileError("Velg et filnavn som slutter på .csv eller .xlsx.")
    watched = _watched(rows, frozenset(phones), total, watch or Watch())
    with _renamed_when_whole(path) as new:
        return write(new, watched) - 1


def save_workbook(path: Path, sheets: Iterable[Sheet]) -> int:
    """Write `sheets` to an .xlsx, headings first in each, and give how many rows there were below.

    Whole or not at all; raises RegisterFileError with one sentence.
    """
    watched = [(it.name, _watched(it.rows, frozenset(it.phones), 0, Watch())) for it in sheets]
    with _renamed_when_whole(path) as new:
        return _write_book(new, watched) - len(watched)


def _watched(rows: Rows, phones: frozenset[int], total: int, watch: Watch) -> Iterator[list[str]]:
    for done, row in enumerate(rows):
        if done % EVERY == 0:
            watch.at(done, total)
        yield [guarded(text, phone=place in phones) for place, text in enumerate(row)]


@contextmanager
def _renamed_when_whole(path: Path) -> Iterator[Path]:
    new = path.with_name(f".{path.name}.ny")
    try:
        if path.is_dir():
            raise RegisterFileError("Dette er en mappe. Skriv et filnavn.")
        yield new
        new.replace(path)
    except OSError:
        raise RegisterFileError(
            "Får ikke skrevet filen. Er den åpen i Excel, er disken full, eller mangler du tilgang?"
        ) from None
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _write_csv(path: Path, rows: Iterator[list[str]]) -> int:
    """UTF-8 with BOM and semicolons; every cell in quotes, so that a comma never splits one."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow(row)
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


def _write_xlsx(path: Path, rows: Iterator[list[str]]) -> int:
    return _write_book(path, [("Sentralbord", rows)])


def _write_book(path: Path, sheets: Sequence[tuple[str, Iterator[list[str]]]]) -> int:
    """Text in every cell: nothing is ever a formula or a link.

    What xlsxwriter lays aside while it works lies beside the file, and is gone afterwards.
    """
    import xlsxwriter  # a tenth of a second that the start does not need
    from xlsxwriter.exceptions import XlsxWriterException

    with (
        path.open("w+b") as file,
        TemporaryDirectory(dir=path.parent, ignore_cleanup_errors=True) as aside,
    ):
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": aside})
        try:
            count = sum(_fill(book.add_worksheet(name), rows) for name, rows in sheets)
        finally:
            try:
                book.close()
            except XlsxWriterException:
                raise OSError from None
        file.flush()
        os.fsync(file.fileno())
    return count


def _fill(sheet: Any, rows: Iterator[list[str]]) -> int:
    count = 0
    sheet.freeze_panes(1, 0)
    for row in rows:
        if count >= MOST_XLSX_ROWS:
            raise RegisterFileError("Det er for mange rader for Excel. Velg CSV.")
        for place, text in enumerate(row):
            if text:
                sheet.write_string(count, place, text[:32_000])
        count += 1
    return count


WRITERS: dict[str, Callable[[Path, Iterator[list[str]]], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}
