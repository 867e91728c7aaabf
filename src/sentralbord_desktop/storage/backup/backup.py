"""Backups of an encrypted register: taken while it is in use, opened and verified. A backup is a folder with the
register (encrypted with the same key), its slot file, and `innhold.json` with counts. It is renamed to its final
name after verification, so an incomplete backup is never used."""

import json
import os
import shutil
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from sentralbord_desktop import __version__
from sentralbord_desktop.domain.backup import Backup, Reason
from sentralbord_desktop.domain.errors import FULL, BackupError, BackupSpaceError, NoSpaceError, SwitchboardError
from sentralbord_desktop.domain.progress import ImportCancelledError, Progress
from sentralbord_desktop.storage.backup.file_check import contents, digest
from sentralbord_desktop.storage.backup.unfinished_files import (
    HALF,
    copied,
    forget_halves,
    held,
    let_go,
    sync_folder,
    synced,
    write_whole,
)
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, is_as_written, slots_in
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.system.paths import NO_ROOM_LEFT, is_full
from sentralbord_desktop.system.small_file import read_small

REGISTER_FILE = "sentralbord.db"
FOLDER = "kopier"
"""The folder of backups beside the register."""
CONTENTS_FILE = "innhold.json"
NO_ROOM = "Får ikke skrevet sikkerhetskopien. Er disken full, eller mappen borte? Registeret er i orden."
NOT_WHOLE = (
    "Sikkerhetskopien ble ikke hel. Registeret kan være skadet: kjør «Sjekk registeret», og behold kopiene fra før."
)


def take(
    database: Database, slots: Path, folder: Path, at: datetime, why: Reason, progress: Progress | None = None
) -> Backup:
    """A verified backup of the register now. Raises BackupError and ImportCancelledError, and leaves no files then."""
    return kept(database.copy_to, database.key, slots, folder, at, why, progress or Progress())


def kept(
    fill: Callable[[Path, Progress], object],
    key: Key,
    slots: Path,
    folder: Path,
    at: datetime,
    why: Reason,
    progress: Progress,
) -> Backup:
    """As `take`, of the register that `fill` writes to the given path."""
    forget_halves(folder)
    name = first = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%S}-{why}"
    for number in count(2):
        if not (folder / name).exists():
            break
        name = f"{first}-{number}"
    half = folder / f"{name}{HALF}"
    try:
        half.mkdir(parents=True)
        with held(half):
            fill(half / REGISTER_FILE, progress.part(0, 2))
            shutil.copy2(slots, half / SLOT_FILE)
            synced(half / REGISTER_FILE)
            counted = contents(half / REGISTER_FILE, key, progress.part(1, 2))
            backup = Backup(name=name, made=at, why=why, version=__version__, **counted)
            write_contents(half, backup)
            half.replace(folder / name)
            sync_folder(folder)
    except (OSError, sqlcipher.Error, DBAPIError, SwitchboardError) as error:
        is_about_full = _is_about_full(error, folder)  # before the incomplete files are removed
        shutil.rmtree(half, ignore_errors=True)
        if isinstance(error, ImportCancelledError | NotWholeError):
            raise
        if is_about_full:
            raise BackupSpaceError(FULL) from None
        if _is_about_room(error):
            raise BackupError(NO_ROOM) from None
        raise NotWholeError(NOT_WHOLE) from None
    return backup


class NotWholeError(BackupError):
    """The register could not be read completely; the target is writable."""


def _is_about_full(error: Exception, folder: Path) -> bool:
    """Whether the disk was full, from any error; the register is not at fault."""
    if isinstance(error, NoSpaceError):
        return True
    if isinstance(error, OSError):
        return error.errno in NO_ROOM_LEFT
    return " is full" in str(error) or is_full(folder)


def _is_about_room(error: Exception) -> bool:
    """Whether the target could not be written; otherwise the register could not be read."""
    return isinstance(error, OSError | NoSpaceError) or any(
        words in str(error) for words in ("full", "unable to open", "readonly")
    )


def found(folder: Path) -> list[Backup]:
    """The backups in `folder`, newest first, without incomplete and foreign folders."""
    backups = []
    for file in folder.glob(f"*/{CONTENTS_FILE}"):
        try:
            backup = Backup.model_validate_json(read_small(file))
        except (OSError, ValueError):
            continue
        if backup.name == file.parent.name and _is_ordinary(file.parent):
            backups.append(backup)
    return sorted(backups, key=lambda backup: (backup.made, backup.name), reverse=True)


def _is_ordinary(folder: Path) -> bool:
    """Whether the folder has only regular files, no links: it is copied completely."""
    with suppress(OSError), os.scandir(folder) as entries:
        return all(entry.is_file(follow_symlinks=False) for entry in entries)
    return False


def _is_as_taken(file: Path, backup: Backup) -> bool:
    """Compares the size first, because hashing a very large file is slow."""
    return file.stat().st_size == backup.size and digest(file) == backup.sha256


def fault(
    folder: Path, backup: Backup, key: Key, progress: Progress | None = None, checked: Container[str] = ()
) -> str:
    """Why this backup cannot be used; «» when it was opened and verified against its counts. A backup with a sum in
    `checked` is not opened again. Raises ImportCancelledError."""
    file = folder / backup.name / REGISTER_FILE
    try:
        if not (folder / backup.name / SLOT_FILE).exists():
            return "Nøkkelfilen mangler."
        check = check_of(folder / backup.name / SLOT_FILE)
        if check is None or not is_as_written(folder / backup.name / SLOT_FILE):
            return "Nøkkelfilen kan ikke leses."
        if check != key.check:
            return "Den er av et annet register, og åpnes med koden til det."
        if not _is_as_taken(file, backup):
            return "Filen er endret etter at kopien ble tatt."
        if backup.sha256 in checked:
            return ""
        counted = contents(file, key, progress or Progress())
    except (OSError, sqlcipher.Error):
        return "Filen kan ikke leses."
    except BackupError as error:
        return str(error)
    same = all(getattr(backup, name) == value for name, value in counted.items())
    return "" if same else "Kopien holder ikke det den skal."


def copy(folder: Path, backup: Backup, other: Path, progress: Progress | None = None) -> None:
    """Copy the unchanged backup to a second folder. Raises BackupError and ImportCancelledError."""
    forget_halves(other)
    if (other / backup.name).exists():
        return
    try:
        _arrive(folder / backup.name, backup, other, progress)
    except OSError:
        raise BackupError(
            f"Får ikke kopiert til {other}. Kopien på denne PC-en er i orden. Se om disken er på plass, og prøv igjen."
        ) from None


def taken_in(folder: Path, backup: Backup, other: Path, progress: Progress | None = None) -> Backup:
    """Copy a backup from another folder into `other`; it gets a new name when the name is taken or the backup there
    is damaged. Raises BackupError and ImportCancelledError."""
    forget_halves(other)
    here = other / backup.name
    same = check_of(here / SLOT_FILE) == check_of(folder / backup.name / SLOT_FILE)
    if here.exists() and same and is_whole(other, backup):
        return backup
    names = chain([backup.name], (f"{backup.name}-{n}" for n in count(2)))
    name = next(name for name in names if not (other / name).exists())
    made = backup.model_copy(update={"name": name})
    try:
        _arrive(folder / backup.name, made, other, progress)
    except OSError:
        raise BackupError(NO_ROOM) from None
    return made


def _arrive(source: Path, made: Backup, other: Path, progress: Progress | None) -> None:
    """Copy `source` to `other` as `made`, or leave no files."""
    half = other / f"{made.name}{HALF}"
    try:
        half.mkdir(parents=True)
        with held(half):
            copied(source / REGISTER_FILE, half / REGISTER_FILE, made.sha256, progress or Progress())
            shutil.copy2(source / SLOT_FILE, half / SLOT_FILE)
            synced(half / SLOT_FILE)
            write_contents(half, made)
            half.replace(other / made.name)
            sync_folder(other)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def write_contents(folder: Path, backup: Backup) -> None:
    text = json.dumps(backup.model_dump(mode="json"), indent=1)
    write_whole(folder / CONTENTS_FILE, text)


def erase(folder: Path, backups: Sequence[Backup]) -> None:
    for backup in backups:
        let_go(folder / backup.name)


def is_whole(folder: Path, backup: Backup) -> bool:
    """Whether it is unchanged and its key file is readable: what can be checked without the key."""
    try:
        return check_of(folder / backup.name / SLOT_FILE) is not None and _is_as_taken(
            folder / backup.name / REGISTER_FILE, backup
        )
    except OSError:
        return False


def check_of(slots: Path) -> str | None:
    """The check value of the key in a slot file."""
    try:
        return str(slots_in(slots)["check"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
