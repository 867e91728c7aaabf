"""The server's register as it was last, in an encrypted file on this PC, to find members in meanwhile.

A register of its own in a folder of its own, with a key of its own in the keyring. It is only read.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from sqlmodel import Session

from sentralbord_desktop.domain.errors import KeyMissingError, WrongKeyError
from sentralbord_desktop.domain.register import Watch
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.keys import SLOT_FILE, Key, KeySlots
from sentralbord_desktop.storage.moving import copy_all

FOLDER, FILE, NEW = "tjenerkopi", "kopi.db", "ny.db"
PARTS = ("", "-okt", "-wal", "-shm")
"""The file, and what may lie beside it."""


class LocalCopy:
    """The newest whole one stands until the next is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._path = self._folder / FILE
        self._slots = KeySlots(self._path)
        self._database: Database | None = None
        self._in_use = RLock()

    @property
    def taken(self) -> datetime | None:
        """When, by the clock of this PC; None when there is none."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC).replace(microsecond=0)
        except OSError:
            return None

    def take(self, source: Database, watch: Watch) -> None:
        """A copy of everything, counted and compared. Raises SwitchboardError, and the old one stands."""
        key = self._key()
        new = self._folder / NEW
        _remove(new)
        target = Database.file(new, key)
        try:
            copy_all(source, target, watch)
        finally:
            target.close()
        self._slots.confirm()
        with self._in_use:
            self.close()
            _remove(self._path)
            new.replace(self._path)
            new.with_name(f"{NEW}-okt").replace(self._path.with_name(f"{FILE}-okt"))

    def _key(self) -> Key:
        """The key of the copy; one that cannot be opened any more is of no use, and goes."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            return self._slots.key()
        except (KeyMissingError, WrongKeyError):
            self.remove()
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._slots.key()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open until `close`. Raises SwitchboardError when it cannot be opened."""
        with self._in_use:
            if self._database is None:
                self._database = Database.file(self._path, self._slots.key())
            with self._database.reading() as session:
                yield session

    def close(self) -> None:
        with self._in_use:
            if self._database is not None:
                self._database.close()
                self._database = None

    def remove(self) -> None:
        """Nothing of it stays on this PC, and nothing else is touched."""
        with self._in_use:
            self.close()
            for path in (self._path, self._folder / NEW):
                _remove(path)
            self._folder.joinpath(SLOT_FILE).unlink(missing_ok=True)
            with suppress(OSError):  # something of somebody else's lies there
                self._folder.rmdir()


def _remove(path: Path) -> None:
    for part in PARTS:
        path.with_name(f"{path.name}{part}").unlink(missing_ok=True)
