"""Backups of an encrypted register: taken while it is used, opened and checked before they count.

A backup is a folder: the register (encrypted with the same key), its slot file, and `innhold.json`
with counts. It is made under another name and gets its own when everything in it is checked, so a
half one is never taken for a whole.
"""

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
from sentralbord_desktop.domain.backup.backup import Backup, Reason
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
"""Beside the register: its backups."""
CONTENTS_FILE = "innhold.json"
NO_ROOM = "Får ikke skrevet sikkerhetskopien. Er disken full, eller mappen borte? Registeret er i orden."
NOT_WHOLE = (
    "Sikkerhetskopien ble ikke hel. Registeret kan være skadet: kjør «Sjekk registeret», og behold kopiene fra før."
)


def take(
    database: Database, slots: Path, folder: Path, at: datetime, why: Reason, progress: Progress | None = None
) -> Backup:
    """A checked backup in `folder`, of the register as it is now. Raises BackupError, and ImportCancelledError
    when cancelled; then nothing of it is left."""
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
    """The same, of the register that `fill` writes at the path it is given."""
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
        is_about_full = _is_about_full(error, folder)  # before what is half gives its room back
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
    """It is the register that could not be read whole, not the place that could not be written to."""


def _is_about_full(error: Exception, folder: Path) -> bool:
    """The disk had no room, in whichever words: there is nothing wrong with the register."""
    if isinstance(error, NoSpaceError):
        return True
    if isinstance(error, OSError):
        return error.errno in NO_ROOM_LEFT
    return " is full" in str(error) or is_full(folder)


def _is_about_room(error: Exception) -> bool:
    """The place could not be written to; else it is the register that could not be read whole."""
    return isinstance(error, OSError | NoSpaceError) or any(
        words in str(error) for words in ("full", "unable to open", "readonly")
    )


def found(folder: Path) -> list[Backup]:
    """The backups in `folder`, the newest first; what is half or foreign is left out."""
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
    """Files alone, and no links: what lies in a place of others is copied whole."""
    with suppress(OSError), os.scandir(folder) as entries:
        return all(entry.is_file(follow_symlinks=False) for entry in entries)
    return False


def _is_as_taken(file: Path, backup: Backup) -> bool:
    """Asked for its size first: the sum of a file that is a thousand times as large takes as long."""
    return file.stat().st_size == backup.size and digest(file) == backup.sha256


def fault(
    folder: Path, backup: Backup, key: Key, progress: Progress | None = None, checked: Container[str] = ()
) -> str:
    """Why this backup cannot be used, «» when it was opened, checked and holds what it says. What has one of the sums
    in `checked` has been, byte for byte. Raises ImportCancelledError when cancelled."""
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
    """The same backup in a second place, as it was when it was taken. Raises BackupError, and
    ImportCancelledError when cancelled."""
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
    """The backup of another place in this one, under a name of its own where its name is another's here, or what
    lies under it is not whole. Raises BackupError, and ImportCancelledError when cancelled."""
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
    """What lies in `source` as `made` in `other`, or nothing of it."""
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
    """What is in the backup in `folder`. Raises OSError."""
    text = json.dumps(backup.model_dump(mode="json"), indent=1)
    write_whole(folder / CONTENTS_FILE, text)


def erase(folder: Path, backups: Sequence[Backup]) -> None:
    for backup in backups:
        let_go(folder / backup.name)


def is_whole(folder: Path, backup: Backup) -> bool:
    """Whether it is as it was taken, and its key file can be read: what can be known without the key."""
    try:
        return check_of(folder / backup.name / SLOT_FILE) is not None and _is_as_taken(
            folder / backup.name / REGISTER_FILE, backup
        )
    except OSError:
        return False


def check_of(slots: Path) -> str | None:
    """Which key a slot file is about."""
    try:
        return str(slots_in(slots)["check"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
