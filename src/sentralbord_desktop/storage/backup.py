"""Backups of an encrypted register: taken while it is used, opened and checked before they count.

A backup is a folder: the register (encrypted with the same key), its slot file, and `innhold.json`
with counts. It is made under another name and gets its own when everything in it is checked, so a
half one is never taken for a whole.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from sentralbord_desktop import __version__
from sentralbord_desktop.domain.backups import Backup, Reason
from sentralbord_desktop.domain.errors import (
    FULL,
    BackupError,
    BackupSpaceError,
    NoSpaceError,
    SwitchboardError,
)
from sentralbord_desktop.domain.register import ImportCancelledError
from sentralbord_desktop.places import NO_ROOM_LEFT, is_full
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.keys import SLOT_FILE, Key, is_as_written, slots_in
from sentralbord_desktop.storage.kind import other_kind
from sentralbord_desktop.storage.marker import ASIDE, SessionMarker
from sentralbord_desktop.storage.outside import opened
from sentralbord_desktop.storage.small_file import read_small

REGISTER_FILE = "sentralbord.db"
CONTENTS_FILE = "innhold.json"
HALF = ".uferdig"
CHECKS = ("cipher_integrity_check", "integrity_check", "foreign_key_check")
COUNTS = {
    "members": "SELECT count(*) FROM member",
    "remarks": "SELECT count(*) FROM remark",
    "callbacks": "SELECT count(*) FROM callback WHERE status = 'apen'",
}
NO_ROOM = (
    "Får ikke skrevet sikkerhetskopien. Er disken full, eller mappen borte? Registeret er i orden."
)
NOT_WHOLE = (
    "Sikkerhetskopien ble ikke hel. Registeret kan være skadet: kjør «Sjekk registeret», og behold "
    "kopiene fra før."
)


def take(database: Database, slots: Path, folder: Path, at: datetime, why: Reason) -> Backup:
    """A checked backup in `folder`, of the register as it is now. Raises BackupError."""
    return kept(database.copy_to, database.key, slots, folder, at, why)


def kept(
    fill: Callable[[Path], object], key: Key, slots: Path, folder: Path, at: datetime, why: Reason
) -> Backup:
    """The same, of the register that `fill` writes at the path it is given."""
    name = first = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%S}-{why}"
    for number in count(2):
        if not (folder / name).exists():
            break
        name = f"{first}-{number}"
    half = folder / f"{name}{HALF}"
    try:
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        fill(half / REGISTER_FILE)
        shutil.copy2(slots, half / SLOT_FILE)
        _synced(half / REGISTER_FILE)
        contents = _contents(half / REGISTER_FILE, key)
        backup = Backup(name=name, made=at, why=why, version=__version__, **contents)
        text = json.dumps(backup.model_dump(mode="json"), indent=1)
        (half / CONTENTS_FILE).write_text(text, encoding="utf-8")
        _synced(half / CONTENTS_FILE)
        half.replace(folder / name)
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
        if backup.name == file.parent.name:
            backups.append(backup)
    return sorted(backups, key=lambda backup: (backup.made, backup.name), reverse=True)


def fault(folder: Path, backup: Backup, key: Key) -> str:
    """Why this backup cannot be used, «» when it was opened, checked and holds what it says."""
    file = folder / backup.name / REGISTER_FILE
    try:
        if not (folder / backup.name / SLOT_FILE).exists():
            return "Nøkkelfilen mangler."
        check = check_of(folder / backup.name / SLOT_FILE)
        if check is None or not is_as_written(folder / backup.name / SLOT_FILE):
            return "Nøkkelfilen kan ikke leses."
        if check != key.check:
            return "Den er av et annet register, og åpnes med koden til det."
        if digest(file) != backup.sha256:
            return "Filen er endret etter at kopien ble tatt."
        contents = _contents(file, key)
    except (OSError, sqlcipher.Error):
        return "Filen kan ikke leses."
    except BackupError as error:
        return str(error)
    same = all(getattr(backup, name) == value for name, value in contents.items())
    return "" if same else "Kopien holder ikke det den skal."


def copy(folder: Path, backup: Backup, other: Path) -> None:
    """The same backup in a second place, read back. Raises BackupError."""
    half, whole = other / f"{backup.name}{HALF}", other / backup.name
    if whole.exists():
        return
    try:
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(folder / backup.name, half)
        if digest(half / REGISTER_FILE) != backup.sha256:
            raise OSError  # noqa: TRY301 - it did not arrive as it was sent
        half.replace(whole)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)
        raise BackupError(
            f"Får ikke kopiert til {other}. Kopien på denne PC-en er i orden. Se om disken er på plass, og prøv igjen."
        ) from None


def taken_in(folder: Path, backup: Backup, other: Path) -> Backup:
    """The backup of another place in this one, under a name of its own where its name is another's here, or what
    lies under it is not whole. Raises BackupError."""
    here = other / backup.name
    same = check_of(here / SLOT_FILE) == check_of(folder / backup.name / SLOT_FILE)
    if here.exists() and same and is_whole(other, backup):
        return backup
    names = chain([backup.name], (f"{backup.name}-{n}" for n in count(2)))
    name = next(name for name in names if not (other / name).exists())
    half = other / f"{name}{HALF}"
    made = backup.model_copy(update={"name": name})
    try:
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(folder / backup.name, half)
        if digest(half / REGISTER_FILE) != backup.sha256:
            raise OSError  # noqa: TRY301 - it did not arrive as it was sent
        text = json.dumps(made.model_dump(mode="json"), indent=1)
        (half / CONTENTS_FILE).write_text(text, encoding="utf-8")
        half.replace(other / name)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)
        raise BackupError(NO_ROOM) from None
    return made


def erase(folder: Path, backups: Sequence[Backup]) -> None:
    for backup in backups:
        shutil.rmtree(folder / backup.name, ignore_errors=True)


def bring_back(register: Path, folder: Path, backup: Backup, at: datetime) -> Path:
    """Put the backup where `register` (a closed file) stood; what stood there is moved aside, not
    written to nor deleted. Gives where it was moved. Raises BackupError."""
    source, home = folder / backup.name, register.parent
    check = check_of(source / SLOT_FILE)
    if check is None:  # nothing is moved for a key that is not there
        raise BackupError("Nøkkelfilen i kopien kan ikke leses. Velg en annen kopi.")
    if why := other_kind(home, source):
        raise BackupError(why)
    new = home / f"{REGISTER_FILE}.hentet"
    aside = home / ASIDE / f"{at.astimezone(UTC):%Y-%m-%dT%H%M%S}-{backup.name}"
    moved: list[str] = []
    try:
        shutil.copy2(source / REGISTER_FILE, new)
        _synced(new)
        if digest(new) != backup.sha256:
            raise OSError  # noqa: TRY301 - what was copied so far is cleared as for any other
        aside.mkdir(parents=True)
        keeps_slots = check_of(home / SLOT_FILE) == check
        for name in (REGISTER_FILE, f"{REGISTER_FILE}-wal", f"{REGISTER_FILE}-shm"):
            if (home / name).exists():
                (home / name).replace(aside / name)
                moved.append(name)
        if not keeps_slots:
            if (home / SLOT_FILE).exists():
                (home / SLOT_FILE).replace(aside / SLOT_FILE)
                moved.append(SLOT_FILE)
            shutil.copy2(source / SLOT_FILE, home / SLOT_FILE)
        new.replace(register)
        SessionMarker(register).accept(at)
    except OSError as error:
        for name in reversed(moved):  # all of it, or nothing; one that is held keeps back no other
            with suppress(OSError):
                (aside / name).replace(home / name)
        with suppress(OSError):
            new.unlink(missing_ok=True)
            aside.rmdir()
        if error.errno in NO_ROOM_LEFT:
            raise BackupSpaceError(FULL) from None
        raise BackupError(
            f"Får ikke hentet kopien til {home}. Det som var der, er ikke slettet. Prøv igjen, eller spør IT."
        ) from None
    return aside


def is_whole(folder: Path, backup: Backup) -> bool:
    """Whether it is as it was taken, and its key file can be read: what can be known without the key."""
    try:
        return (
            check_of(folder / backup.name / SLOT_FILE) is not None
            and digest(folder / backup.name / REGISTER_FILE) == backup.sha256
        )
    except OSError:
        return False


def renew_slots(folder: Path, slots: Path) -> None:
    """Let the backups of this register be opened as the register is now, and no longer by an older code or
    older words; one that cannot be written to is left as it is."""
    check = check_of(slots)
    for backup in found(folder):
        old = folder / backup.name / SLOT_FILE
        if check is None or check_of(old) != check:
            continue
        with suppress(OSError):
            new = old.with_suffix(".ny")
            shutil.copy2(slots, new)
            _synced(new)
            new.replace(old)


def digest(file: Path) -> str:
    with file.open("rb") as whole:
        return hashlib.file_digest(whole, "sha256").hexdigest()


def _contents(file: Path, key: Key) -> dict[str, Any]:
    """Opened on its own, checked and counted. Raises BackupError when it is not whole."""
    with closing(opened(file, key)) as connection:
        for check in CHECKS:
            rows = connection.execute(f"PRAGMA {check}").fetchall()
            if any(row[0] != "ok" for row in rows):
                raise BackupError("Kopien er ikke hel.")
        counts = {name: connection.execute(asked).fetchone()[0] for name, asked in COUNTS.items()}
        revision = (
            connection.execute("SELECT version_num FROM alembic_version").fetchone() or [""]
        )[0]
    if not revision:
        raise BackupError("Kopien er ikke hel.")
    return {**counts, "revision": revision, "size": file.stat().st_size, "sha256": digest(file)}


def check_of(slots: Path) -> str | None:
    """Which key a slot file is about."""
    try:
        return str(slots_in(slots)["check"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _synced(file: Path) -> None:
    with file.open("rb+") as whole:
        os.fsync(whole.fileno())
