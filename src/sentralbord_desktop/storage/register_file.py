"""Finds, creates and deletes the file of a register, and gets its key."""

from contextlib import suppress
from pathlib import Path

from sentralbord_desktop.domain.errors import KeyMissingError, RegisterMissingError, SwitchboardError
from sentralbord_desktop.storage.backup.backup import FOLDER, REGISTER_FILE, found
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots
from sentralbord_desktop.storage.encryption.register_kind import require_kind
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.system.paths import not_written

MIN_FILE_BYTES = 16
"""The length of the salt. A shorter file would count as new and be filled with empty tables."""


def is_there(path: Path, slots: KeySlots) -> bool:
    """Whether there is a register. Raises RegisterMissingError when only its key file or its backups exist."""
    exists = path.exists() and path.stat().st_size >= MIN_FILE_BYTES
    if not slots.exists and not exists and found(path.parent / FOLDER):
        raise RegisterMissingError(
            f"Registeret mangler i {path.parent}, men sikkerhetskopiene er der. Hent den nyeste, eller spør "
            "IT. Et nytt, tomt register er ikke laget."
        )
    if slots.exists and not exists and not slots.is_unfinished:
        raise RegisterMissingError(
            f"Registeret mangler i {path.parent}, men nøkkelfilen «{SLOT_FILE}» er der. Hent registeret "
            "fra sikkerhetskopien, eller spør IT. Et nytt, tomt register er ikke laget."
        )
    return exists


def key_of(slots: KeySlots, folder: Path, passphrase: str | None, code: str | None, *, practice: bool) -> Key:
    """The key from the keyring or a passphrase, or from the recovery code, which also restores the keyring."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if code is None:
            return slots.key(passphrase, practice=practice)
        key = slots.recover(code)
        with suppress(KeyMissingError):  # without it this PC asks for the code again
            slots.rearm(key)
    except OSError as error:
        raise not_written(folder, error) from None
    return key


def empty_register(folder: Path, *, passphrase: str | None = None) -> Database:
    """A new register without rows, the target of a copy. Raises SwitchboardError when a register exists."""
    path = folder / REGISTER_FILE
    slots = KeySlots(path)
    require_kind(path, practice=False)
    if path.exists() or (slots.exists and not slots.is_unfinished):
        raise SwitchboardError(f"I {folder} er det et register fra før. Velg en tom mappe.")
    database = Database.file(path, key_of(slots, folder, passphrase, None, practice=False))
    database.migrate()
    slots.confirm()
    return database


def forget_register(folder: Path) -> None:
    """Delete an empty register with its key; only one that `empty_register` has just made."""
    for name in (REGISTER_FILE, f"{REGISTER_FILE}-wal", f"{REGISTER_FILE}-shm", f"{REGISTER_FILE}-okt", SLOT_FILE):
        (folder / name).unlink(missing_ok=True)
