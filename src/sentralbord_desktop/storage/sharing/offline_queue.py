"""The offline queue: what the register could not take (server away, or a large import running), encrypted on this
PC. A small SQLCipher file with its own slot file, opened and closed for each operation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from sentralbord_desktop.domain.errors import NoSpaceError, SwitchboardError
from sentralbord_desktop.storage.encryption.keys import KeySlots

QUEUE_FILE = "venter.db"
COMPLETE, PARK, ACCESS_LOG, NO_ANSWER = "fullfør", "parker", "oppslag", "ingen_svar"
TABLE = (
    "CREATE TABLE IF NOT EXISTS waiting (id TEXT PRIMARY KEY, what TEXT NOT NULL, author TEXT NOT NULL, "
    "at TEXT NOT NULL, draft TEXT NOT NULL)"
)
NOT_KEPT = "Registeret tar ikke imot nå, og det fikk ikke plass på denne PC-en. La vinduet stå, og prøv igjen."

NOT_READ = (
    "Det som venter på registeret («{name}»), kan ikke leses. Filen er ikke rørt. Flytt den til en annen mappe, og si fra "
    "til IT."
)
UNREADABLE = frozenset({11, 26})
"""SQLite's codes for a damaged file, and for a file of another kind or key."""


@dataclass(frozen=True, repr=False)
class QueuedItem:
    """An item to write later, as JSON: an inquiry, a row of the access log or an attempt; with author and time."""

    id: str
    what: str
    author: str
    at: datetime
    draft: str


class OfflineQueueFile:
    """`slots` gets the key; without a keyring there is no queue (PassphraseNeededError). `register` is the mark of
    the shared register: a queue belongs to one register."""

    def __init__(self, folder: Path, register: str = "") -> None:
        self._path = folder / (QUEUE_FILE if not register else QUEUE_FILE.replace(".", f"-{register}."))
        self._slots = KeySlots(self._path)

    @property
    def is_there(self) -> bool:
        return self._path.exists()

    def put(self, draft_id: str, what: str, author: str, at: datetime, draft: str) -> None:
        """Written and synced on return. COMPLETE is never replaced by PARK."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO waiting VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "draft = excluded.draft, at = excluded.at, what = CASE WHEN what = ? THEN what "
                "ELSE excluded.what END",
                (draft_id, what, author, at.isoformat(), draft, COMPLETE),
            )

    def all(self) -> list[QueuedItem]:
        if not self.is_there:
            return []
        with self._open() as connection:
            rows = connection.execute("SELECT id, what, author, at, draft FROM waiting ORDER BY rowid").fetchall()
        return [QueuedItem(r[0], r[1], r[2], datetime.fromisoformat(r[3]), r[4]) for r in rows]

    def others(self) -> list["OfflineQueueFile"]:
        """The queues of other registers used on this PC."""
        first, last = QUEUE_FILE.split(".")
        found = sorted(self._path.parent.glob(f"{first}*.{last}"))
        return [OfflineQueueFile._at(path) for path in found if path != self._path]

    @classmethod
    def _at(cls, path: Path) -> "OfflineQueueFile":
        file = cls(path.parent)
        file._path = path
        return file

    def drop(self, draft_id: str) -> None:
        with self._open() as connection:
            connection.execute("DELETE FROM waiting WHERE id = ?", (draft_id,))

    @contextmanager
    def _open(self) -> Iterator[Any]:
        try:
            key = self._slots.key()
            connection = sqlcipher.connect(str(self._path), isolation_level=None)
        except (OSError, sqlcipher.Error) as error:
            raise self._fault(error) from None
        try:
            connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
            for pragma in ("synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(TABLE)
            yield connection
        except sqlcipher.Error as error:
            raise self._fault(error) from None
        finally:
            connection.close()

    def _fault(self, error: Exception) -> SwitchboardError:
        """An unreadable file is not reported as a full disk; it is kept, because it may be readable later."""
        is_odd = os.path.lexists(self._path) and not self._path.is_file()
        if is_odd or getattr(error, "sqlite_errorcode", 0) & 0xFF in UNREADABLE:
            return SwitchboardError(NOT_READ.format(name=self._path.name))
        return NoSpaceError(NOT_KEPT)


def can_queue(folder: Path) -> bool:
    """Whether this PC has a keyring or a queue key already."""
    from sentralbord_desktop.storage.encryption.keys import keyring_backend

    try:
        return keyring_backend() is not None or KeySlots(folder / QUEUE_FILE).exists
    except SwitchboardError:
        return False
