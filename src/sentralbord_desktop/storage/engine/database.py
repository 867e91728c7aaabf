"""Opens the database and scopes transactions. SQLCipher on a PC, PostgreSQL on a server."""

import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import get_ident
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, text
from sqlmodel import Session

from sentralbord_desktop.domain.errors import DatabaseBusyError, LogForeignError, LogMissingError, NotAllowedError
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine import (
    length_check as length_check,
)  # registers the length check of each session
from sentralbord_desktop.storage.engine.error_messages import NO_CONNECTION, in_plain_words
from sentralbord_desktop.storage.engine.postgresql import MAX_IDLE_CONNECTIONS, ServerPlace, server_engine
from sentralbord_desktop.storage.engine.schema_version import SchemaVersion
from sentralbord_desktop.storage.engine.sqlcipher import begin, file_engine, shut
from sentralbord_desktop.storage.engine.wal_marker import WalMarker

OUTGROWN = (
    "Registeret er oppdatert for en nyere versjon av Sentralbord. Be IT om den nye versjonen, og start på nytt. "
    "Ingenting mer skrives herfra."
)
COPIED_AT_ONCE = 1000
"""Pages of 4 kB between two checks for cancellation of a copy."""
HELD = "En stor fil leses inn i registeret. Samtaler og oppslag går som vanlig; dette må vente til den er ferdig."


@dataclass(frozen=True)
class ServerState:
    """A server's database: members (None without a register), whether the connection is encrypted, the version."""

    members: int | None
    secured: bool
    revision: SchemaVersion


class Database:
    """One engine. Sessions come only from `transaction()` and `reading()`."""

    def __init__(self, engine: Engine, key: Key | None = None, wal_marker: WalMarker | None = None) -> None:
        self.is_away = self.is_outgrown = False
        self._holder = 0  # id of the thread that holds the only writer of a file for long
        self._engine = engine
        self._key = key
        self._marker = wal_marker
        self._close = weakref.finalize(self, shut, engine, wal_marker)
        self._reader = engine.execution_options(reading=True)

    @classmethod
    def file(cls, path: Path, key: Key) -> "Database":
        """An encrypted SQLite file; the first `migrate` creates it. Raises LogMissingError and LogForeignError
        before anything is opened (`storage/engine/wal_marker.py`)."""
        wal_marker = WalMarker(path)
        wal_marker.check()
        return cls(file_engine(path, key, wal_marker), key, wal_marker)

    @staticmethod
    def accept_log(path: Path, at: datetime) -> None:
        """Accept a missing or foreign write-ahead log, as decided by the user. Does nothing when the log is correct."""
        wal_marker = WalMarker(path)
        try:
            wal_marker.check()
        except (LogMissingError, LogForeignError):
            try:
                wal_marker.accept(at)
            except OSError as error:
                raise wal_marker.fault(error) from None

    @classmethod
    def server(cls, url: str, kept: int = MAX_IDLE_CONNECTIONS) -> "Database":
        """A PostgreSQL database; `kept` is the number of idle connections. Raises SwitchboardError for a bad `url`."""
        return cls(server_engine(url, kept))

    @property
    def is_server(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    @property
    def place(self) -> ServerPlace:
        """The address of a server's database; for a file only its `mark` is valid."""
        return ServerPlace(self._engine.url)

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def key(self) -> Key:
        """The key of the file. Raises ValueError on a server."""
        if self._key is None:
            raise ValueError("no key on a server")
        return self._key

    def revision(self) -> SchemaVersion:
        """The schema version now. Raises SwitchboardError when it cannot be read."""
        with self._plainly(), self._reader.connect() as connection:
            return SchemaVersion.of(connection)

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Copy the register to one file, encrypted with the same key, while others read and write. Raises the errors
        of sqlcipher3 and the disk, and ImportCancelledError."""
        seen = progress or Progress()
        with closing(self._engine.raw_connection()) as source:
            driver: Any = source.driver_connection
            driver.execute("BEGIN")  # one snapshot: no write restarts the copy
            try:
                driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
                with closing(sqlcipher.connect(str(target), isolation_level=None)) as copy:
                    copy.execute(f"PRAGMA key = \"x'{self.key.raw.hex()}'\"")
                    copy.execute("PRAGMA synchronous = OFF")  # the complete file is synced later
                    driver.backup(
                        copy, pages=COPIED_AT_ONCE, progress=lambda _, left, total: seen.at(total - left, total)
                    )
                    copy.execute("PRAGMA journal_mode = DELETE")  # no second file beside it
            finally:
                driver.execute("ROLLBACK")

    def stands(self) -> ServerState:
        with in_plain_words(), self._reader.connect() as connection:
            here = SchemaVersion.of(connection)
            held = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            secured = bool(connection.execute(text(held)).scalar())
            asked = "SELECT count(*) FROM member WHERE merged_into IS NULL"
            members = connection.execute(text(asked)).scalar() if here.name else None
        return ServerState(members, secured, here)

    def time(self) -> datetime:
        """The clock of the server. Servers only."""
        with in_plain_words(), self._reader.connect() as connection:
            moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            return moment

    def migrate(self) -> None:
        """Migrate the tables to this version. Raises DatabaseNewerError for a newer register and does not change it,
        and NotAllowedError when only the owner of a server's database may migrate. Alembic takes a third of a second
        to load, so it is loaded only when needed."""
        here = self.revision()
        if here.is_ours:
            return
        try:
            with self._plainly():
                here.upgrade(self._engine)
        except NotAllowedError:
            raise NotAllowedError(here.not_upgraded) from None

    def _plainly(self) -> AbstractContextManager[None]:
        return in_plain_words(self._marker.folder if self._marker else None)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit on success, roll back on any exception. Raises RegisterGoneError as `check_standing`."""
        self._refuse_away()
        self._refuse_outgrown()
        if self.is_held:
            raise DatabaseBusyError(HELD)
        self.check_standing()
        with self._plainly(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def check_standing(self) -> None:
        """Raises RegisterGoneError when the open file was removed or replaced."""
        if self._marker is not None:
            self._marker.check_standing()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only session; it never waits for a writer."""
        self._refuse_away()
        with self._plainly(), Session(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """As `reading`, without the cost of a Session: used for each key of a search."""
        self._refuse_away()
        with self._plainly(), self._reader.connect() as connection:
            if not self.is_server:  # SQLAlchemy's own begin and end take half of the time
                begin(connection)
            yield connection

    @contextmanager
    def held(self) -> Iterator[None]:
        """Mark this thread as the writer of a file for long: other transactions fail at once (`is_held`)."""
        self._holder = 0 if self.is_server else get_ident()
        try:
            yield
        finally:
            self._holder = 0

    @property
    def is_held(self) -> bool:
        return self._holder not in {0, get_ident()}

    @property
    def takes_writes(self) -> bool:
        """Whether a transaction can begin now, as far as is known."""
        return not (self.is_away or self.is_outgrown or self.is_held)

    def _refuse_outgrown(self) -> None:
        """Raises DatabaseBusyError after a newer program has migrated the server: nothing more is written."""
        if self.is_outgrown:
            raise DatabaseBusyError(OUTGROWN)

    def _refuse_away(self) -> None:
        """Raises DatabaseBusyError while the server is known to be away, so that tasks do not wait for timeouts."""
        if self.is_away:
            raise DatabaseBusyError(NO_CONNECTION)

    def close(self) -> None:
        """Idempotent; also runs at interpreter exit."""
        self._close()
