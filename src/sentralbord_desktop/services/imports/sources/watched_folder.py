"""The files of a watched folder that are completely written."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.services.imports.read_tables import MAX_FILE_BYTES, SECONDS
from sentralbord_desktop.system.bounded_input import InputRefusedError, read_limited

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx")
"""Only these are read: a program that writes «medlemmer.csv.tmp» renames the file at the end."""
BESIDE = ("~$", ".")
"""Prefixes of the temporary files that a program keeps next to an open file."""
MAX_FILES = 2_000
BETWEEN_LOOKS = 3.0
"""Seconds within which a file that is still being written changes its size or time."""
READ_FOLDER = "lest"
NO_FOLDER = "Mappen som skal leses, finnes ikke, eller PC-en får ikke lest i den. Se over mappen i kilden."


@dataclass(frozen=True, slots=True, repr=False)
class FolderFile(Quiet):
    """The state of a file when it was listed; the time of the last change is in nanoseconds."""

    path: Path
    size: int
    changed: int


def look(folder: Path) -> list[FolderFile]:
    """The files that may be read, the oldest first. Raises RegisterFileError for a folder that cannot be listed."""
    found: list[FolderFile] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name.casefold()
                if name.endswith(ENDINGS) and not name.startswith(BESIDE) and entry.is_file():
                    status = Path(entry.path).stat()  # the directory entry may be out of date on Windows
                    found.append(FolderFile(Path(entry.path), status.st_size, status.st_mtime_ns))
                if len(found) >= MAX_FILES:
                    break
    except OSError:
        raise RegisterFileError(NO_FOLDER) from None
    return sorted(found, key=lambda file: (file.changed, file.path.name))


def whole_files(folder: Path, sleep: Callable[[float], None]) -> list[FolderFile]:
    """The files that are unchanged between two checks."""
    first = look(folder)
    if not first:
        return []
    sleep(BETWEEN_LOOKS)
    again = set(look(folder))
    return [file for file in first if file in again]


def newest_files(folder: Path, sleep: Callable[[float], None]) -> list[FolderFile]:
    """The complete files of a folder, including those that were read and moved, the newest first."""
    found = whole_files(folder, sleep)
    away = folder / READ_FOLDER
    return sorted([*found, *(look(away) if away.is_dir() else [])], key=lambda file: file.changed, reverse=True)


def content_of(file: FolderFile) -> bytes | None:
    """The content of the file; None when it has changed since it was listed, or another program has it open."""
    try:
        content = read_limited(file.path, MAX_FILE_BYTES, SECONDS)
    except InputRefusedError as error:
        if file.size > MAX_FILE_BYTES:
            raise RegisterFileError(str(error)) from None
        return None
    return content if len(content) == file.size else None


def put_away(file: FolderFile, after: str) -> None:
    """Do what the policy says with a file that was read: «flytt» to the folder «lest» next to it, «slett», else
    nothing. A file that cannot be moved or deleted is left, and recognised by its content. A file that was rewritten
    during the import is left too."""
    try:
        status = file.path.stat()
        if (status.st_size, status.st_mtime_ns) != (file.size, file.changed):
            return
        if after == "slett":
            file.path.unlink()
        elif after == "flytt":
            target = file.path.parent / READ_FOLDER
            target.mkdir(exist_ok=True)
            file.path.replace(target / f"{file.changed // 1_000_000_000}-{file.path.name}")
    except OSError:
        return
