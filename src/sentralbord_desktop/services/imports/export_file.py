"""Writes an exported file with members: the file appears when it is complete, and no part of it is on a disk before
that.

The content is made in memory. Where the system supports files without a name (Linux), the file gets its name when it is
complete, so a killed process leaves nothing. Elsewhere, and where an existing file is replaced, the file is first
written next to it under a meaningless name. That name is noted in the register's own folder before, so that the next
start can delete the file.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

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
