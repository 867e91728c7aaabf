"""Gives out a file that is whole or not there at all, and writes tables for a spreadsheet: CSV that Excel opens
correctly, or XLSX; completely or not at all, and in memory: no part lies on a disk before the file does.
"""

import csv
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.cells import guarded
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.storage.backup.unfinished_files import held, sync_folder

NOTE = "eksport-"
"""A note in the register's folder: the temporary path of an export that is being written."""
NAME = ".sentralbord-{mark}.ny"
MAX_NOTE_BYTES = 4096
DELETED = (
    "Sentralbord ble avsluttet mens en fil ble skrevet. Den halve filen, som ikke var kryptert, er slettet. "
    "Eksporter på nytt."
)
_notes: list[Path] = []
"""The folder of the register that is open."""


def give(path: Path, content: bytes) -> None:
    """Write `content` to `path`, all of it or nothing. Raises OSError."""
    if path.is_dir():
        raise IsADirectoryError(path.name)
    nameless = _nameless(path.parent, content)
    try:
        if nameless is not None and _named(nameless, path):
            return
        with _noted(path.parent) as beside:
            if nameless is None or not _named(nameless, beside):
                _write(beside, content)
            beside.replace(path)
    finally:
        if nameless is not None:
            os.close(nameless)
    with suppress(OSError):
        sync_folder(path.parent)


def begin(folder: Path) -> int:
    """Keep notes in `folder` from now on. Deletes unfinished files of an earlier run, and returns how many; one on a
    missing disk is tried again at the next start."""
    _notes[:] = [folder]
    gone = 0
    for note in list(folder.glob(f"{NOTE}*.txt")):
        with suppress(OSError, ValueError), held(note):
            beside = _in_note(note)
            if beside is None or not beside.parent.is_dir():
                continue
            gone += beside.exists()
            beside.unlink(missing_ok=True)
            note.unlink()
    return gone


def _in_note(note: Path) -> Path | None:
    """The path in a note, if the name is one of ours and belongs to this note; so a forged note cannot delete another
    file."""
    if note.is_symlink() or not note.is_file() or note.stat().st_size > MAX_NOTE_BYTES:
        return None
    beside = Path(note.read_text(encoding="utf-8"))
    mark = note.stem.removeprefix(NOTE)
    return beside if beside.is_absolute() and beside.name == NAME.format(mark=mark) else None


@contextmanager
def _noted(folder: Path) -> Iterator[Path]:
    """A temporary path in `folder`; its note is deleted when the file is renamed or removed."""
    mark = secrets.token_hex(8)
    beside = folder.absolute() / NAME.format(mark=mark)
    note = (_notes[0] if _notes else folder) / f"{NOTE}{mark}.txt"
    _write(note, str(beside).encode())
    try:
        with held(note):
            sync_folder(note.parent)
            try:
                yield beside
            finally:
                beside.unlink(missing_ok=True)
    finally:
        with suppress(OSError):
            note.unlink()


def _nameless(folder: Path, content: bytes) -> int | None:
    """An open, synced file without a name that has the content; None where the system has no such files."""
    flag = getattr(os, "O_TMPFILE", 0)
    if not flag:
        return None
    try:
        place = os.open(folder, flag | os.O_WRONLY, 0o600)
    except OSError:
        return None
    try:
        _write_all(place, content)
    except BaseException:
        os.close(place)
        raise
    return place


def _named(place: int, path: Path) -> bool:
    """Give the file this name. Returns False where the name is taken."""
    try:
        here = os.open(path.parent, os.O_RDONLY)  # given with the folder's descriptor, the link is followed
        try:
            os.link(f"/proc/self/fd/{place}", path.name, src_dir_fd=here, dst_dir_fd=here)
        finally:
            os.close(here)
    except OSError:
        return False
    return True


def _write(file: Path, content: bytes) -> None:
    place = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        _write_all(place, content)
    finally:
        os.close(place)


def _write_all(place: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(place, left) :]
    os.fsync(place)


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
