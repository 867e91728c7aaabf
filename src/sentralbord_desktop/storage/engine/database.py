"""Opening the database and scoping transactions. SQLCipher on a PC, PostgreSQL on a server."""

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
from sentralbord_desktop.storage.engine import length_check as length_check  # each session refuses what is too long
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
"""Pages of 4 kB between two looks at whether a copy shall go on."""
HELD = "En stor fil leses inn i registeret. Samtaler og oppslag går som vanlig; dette må vente til den er ferdig."


@dataclass(frozen=True)
class ServerState:
    """How many members a server's base has, None when it has no register; whether the line is encrypted."""

    members: int | None
    secured: bool
    revision: SchemaVersion


class Database:
    """One engine; `transaction()` and `reading()` are the only ways to a session."""

    def __init__(self, engine: Engine, key: Key | None = None, wal_marker: WalMarker | None = None) -> None:
        self.is_away = self.is_outgrown = False
        self._holder = 0  # the thread that writes for long in a file that takes one writer
        self._engine = engine
        self._key = key
        self._marker = wal_marker
        self._close = weakref.finalize(self, shut, engine, wal_marker)
        self._reader = engine.execution_options(reading=True)

    @classmethod
    def file(cls, path: Path, key: Key) -> "Database":
        """An encrypted SQLite file; it is made by the first `migrate`. Raises LogMissingError and
        LogForeignError before anything is opened (`storage/engine/wal_marker.py`)."""
        wal_marker = WalMarker(path)
        wal_marker.check()
        return cls(file_engine(path, key, wal_marker), key, wal_marker)

    @staticmethod
    def accept_log(path: Path, at: datetime) -> None:
        """Somebody has decided to open the register without the log that is lost or foreign; nothing is
        touched where all is well."""
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
        """A PostgreSQL database, `postgresql+psycopg://…`, with the connections to keep open. Raises SwitchboardError
        for what is none."""
        return cls(server_engine(url, kept))

    @property
    def is_server(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    @property
    def place(self) -> ServerPlace:
        """Where a server's base is; of a file its `mark` alone is asked for."""
        return ServerPlace(self._engine.url)

    @property
    def engine(self) -> Engine:
        """For storage itself and its tests."""
        return self._engine

    @property
    def key(self) -> Key:
        """What the file is encrypted with. There is none on a server."""
        if self._key is None:
            raise ValueError("no key on a server")
        return self._key

    def revision(self) -> SchemaVersion:
        """The version that the tables are at now. Raises SwitchboardError where it cannot be asked."""
        with self._plainly(), self._reader.connect() as connection:
            return SchemaVersion.of(connection)

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """The register as it is now, in one file of its own, encrypted with the same key; others
        read and write meanwhile. Raises what sqlcipher3 and the disk raise, and ImportCancelledError."""
        seen = progress or Progress()
        with closing(self._engine.raw_connection()) as source:
            driver: Any = source.driver_connection
            driver.execute("BEGIN")  # one moment for all parts: a writer makes none of them be done again
            try:
                driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
                with closing(sqlcipher.connect(str(target), isolation_level=None)) as copy:
                    copy.execute(f"PRAGMA key = \"x'{self.key.raw.hex()}'\"")
                    copy.execute("PRAGMA synchronous = OFF")  # it is synced when it is whole
                    driver.backup(
                        copy, pages=COPIED_AT_ONCE, progress=lambda _, left, total: seen.at(total - left, total)
                    )
                    copy.execute("PRAGMA journal_mode = DELETE")  # no second file beside it
            finally:
                driver.execute("ROLLBACK")

    def stands(self) -> ServerState:
        """What lies here, asked of a server; nothing is written."""
        with in_plain_words(), self._reader.connect() as connection:
            here = SchemaVersion.of(connection)
            held = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            secured = bool(connection.execute(text(held)).scalar())
            asked = "SELECT count(*) FROM member WHERE merged_into IS NULL"
            members = connection.execute(text(asked)).scalar() if here.name else None
        return ServerState(members, secured, here)

    def time(self) -> datetime:
        """What the clock of the server says. A register on this PC has none of its own."""
        with in_plain_words(), self._reader.connect() as connection:
            moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            return moment

    def migrate(self) -> None:
        """Bring the tables up to this version; a newer register is refused untouched.

        Alembic costs a third of a second to load, so it is asked only when there is work for it. Raises
        NotAllowedError where that is the work of the owner of a server's base.
        """
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
        """Commit on success, roll back on any exception, close in both cases. Raises RegisterGoneError where the
        file was taken away or replaced while it is open."""
        self._refuse_away()
        self._refuse_outgrown()
        if self.is_held:
            raise DatabaseBusyError(HELD)
        self.check_standing()
        with self._plainly(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def check_standing(self) -> None:
        """Raises RegisterGoneError where the file was taken away or replaced while it is open."""
        if self._marker is not None:
            self._marker.check_standing()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads: it never waits for a writer."""
        self._refuse_away()
        with self._plainly(), Session(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """What `reading` gives, without a session: each key of a search would pay for one."""
        self._refuse_away()
        with self._plainly(), self._reader.connect() as connection:
            if not self.is_server:  # what SQLAlchemy does to begin and end takes half of all this
                begin(connection)
            yield connection

    @contextmanager
    def held(self) -> Iterator[None]:
        """This thread writes for long: on a file, nobody else's transaction waits for it (`is_held`); who
        reads is not held up. A server has room for many writers."""
        self._holder = 0 if self.is_server else get_ident()
        try:
            yield
        finally:
            self._holder = 0

    @property
    def is_held(self) -> bool:
        """Whether another thread writes for long."""
        return self._holder not in {0, get_ident()}

    @property
    def takes_writes(self) -> bool:
        """Whether a transaction would be begun now, as far as it is known."""
        return not (self.is_away or self.is_outgrown or self.is_held)

    def _refuse_outgrown(self) -> None:
        """A newer program has changed the tables of a server under this one: nothing more is written."""
        if self.is_outgrown:
            raise DatabaseBusyError(OUTGROWN)

    def _refuse_away(self) -> None:
        """While it is known that the server is away nobody waits for it: a queue of work that each waits
        its seconds would keep what is to be kept on this PC behind it."""
        if self.is_away:
            raise DatabaseBusyError(NO_CONNECTION)

    def close(self) -> None:
        """Once is enough; a register that nobody closed is closed when the interpreter ends."""
        self._close()
