"""Opening the database and scoping transactions. SQLCipher on a PC, PostgreSQL on a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, QueuePool, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session

from sentralbord_desktop.domain.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseNewerError,
    NoSpaceError,
    SwitchboardError,
)
from sentralbord_desktop.storage.keys import Key

MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION_ID = 0x53424F52
BUSY_MILLISECONDS = 20_000
MIGRATION_LOCK = 5394851
HEAD = "0001"
"""The newest revision; a test keeps it equal to the migration chain's."""


class Database:
    """One engine; `transaction()` and `reading()` are the only ways to a session."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    @classmethod
    def file(cls, path: Path, key: Key) -> "Database":
        """An encrypted SQLite file; it is made by the first `migrate`."""
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: _connect(path, key),
            poolclass=QueuePool,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        return cls(engine)

    @classmethod
    def server(cls, url: str) -> "Database":
        """A PostgreSQL database, `postgresql+psycopg://…`."""
        return cls(create_engine(url, hide_parameters=True, pool_pre_ping=True))

    @property
    def is_server(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    @property
    def engine(self) -> Engine:
        """For storage itself and its tests."""
        return self._engine

    def migrate(self) -> None:
        """Bring the tables up to this version; a newer register is refused untouched.

        Alembic costs a third of a second to load, so it is asked only when there is work for it.
        """
        with _in_plain_words():
            here = self._revision()
            if here != HEAD:
                self._upgrade(here)

    def _revision(self) -> str | None:
        """The revision that the register stands at, None when it is new."""
        with self._reader.connect() as connection:
            names = inspect(connection).get_table_names()
            if "alembic_version" not in names:
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def _upgrade(self, here: str | None) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        script = ScriptDirectory.from_config(config)
        if here is not None and here not in {r.revision for r in script.walk_revisions()}:
            raise DatabaseNewerError(
                "Registeret er laget av en nyere versjon av Sentralbord. Oppdater programmet. "
                "Registeret er ikke rørt."
            )
        with self._engine.begin() as connection:
            if self.is_server:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit on success, roll back on any exception, close in both cases."""
        with (
            _in_plain_words(),
            Session(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads: it never waits for a writer."""
        with _in_plain_words(), Session(self._reader, autoflush=False) as session:
            yield session

    def close(self) -> None:
        self._engine.dispose()


def _connect(path: Path, key: Key) -> Any:
    """Key first, then a read that proves it, then what keeps the data safe."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise DatabaseDamagedError(  # noqa: TRY301 - the connection is closed below
                "Registeret ligger på en disk som ikke kan brukes trygt."
            )
        for pragma in (
            "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON",
            "trusted_schema = OFF", "temp_store = MEMORY", "cache_size = -32000",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Any) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """Database errors that a person can act on, as one Norwegian sentence; the rest are bugs."""
    try:
        yield
    except (OperationalError, InterfaceError, DatabaseError) as error:
        raise _named(error) from None
    except sqlcipher.DatabaseError as error:
        raise _named(error) from None


def _named(error: DBAPIError | Exception) -> Exception:
    words = str(getattr(error, "orig", error)).casefold()
    table: list[tuple[tuple[str, ...], SwitchboardError]] = [
        (("locked", "busy"), DatabaseBusyError(
            "Et annet program holder registeret. Lukk det, eller vent litt og prøv igjen.")),
        (("disk is full", "full", "no space"), NoSpaceError(
            "Disken er full. Ingenting ble lagret. Rydd plass og prøv igjen.")),
        (("not a database", "malformed", "disk i/o", "corrupt", "encrypted"), DatabaseDamagedError(
            "Registeret kan ikke leses. Filen er skadet, eller den er ikke Sentralbords register. "
            "Den er ikke rørt. Hent sikkerhetskopien.")),
        (("unable to open", "readonly", "read-only", "permission"), DatabaseDamagedError(
            "Får ikke åpnet registeret på denne plassen. Kontroller at mappen finnes og kan skrives i.")),
        (("connection", "could not connect", "server closed", "terminat"), DatabaseBusyError(
            "Ikke kontakt med databasetjeneren. Det du skriver, blir stående. Prøv igjen.")),
    ]  # fmt: skip
    for needles, plain in table:
        if any(needle in words for needle in needles):
            return plain
    if isinstance(error, DBAPIError):
        return RuntimeError(
            f"database error {type(error.orig).__name__} {error.code or ''}".strip()
        )
    return error
