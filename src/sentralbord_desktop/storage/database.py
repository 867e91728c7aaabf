"""Opening the database and scoping transactions. SQLCipher on a PC, PostgreSQL on a server."""

import hashlib
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import get_ident
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    QueuePool,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

from sentralbord_desktop.domain.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseNewerError,
    LogForeignError,
    LogMissingError,
    NotAllowedError,
    SwitchboardError,
)
from sentralbord_desktop.domain.shared_address import PORT, secured
from sentralbord_desktop.storage import lengths as lengths  # each session refuses what is too long
from sentralbord_desktop.storage.keys import Key
from sentralbord_desktop.storage.marker import SessionMarker
from sentralbord_desktop.storage.plain_words import NO_LINE, NO_PLACE, in_plain_words

MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION_ID = 0x53424F52
BUSY_MILLISECONDS = 20_000
MIGRATION_LOCK = 5394851
HEAD = "0015"
"""The newest revision; a test keeps it equal to the migration chain's."""
LINE = {
    "connect_timeout": 5, "keepalives": 1, "keepalives_idle": 4, "keepalives_interval": 2,
    "keepalives_count": 2, "tcp_user_timeout": 8000,
}  # fmt: skip
"""A dead line (sleep, VPN, a cable) is known after eight seconds; libpq alone waits for minutes."""
PLANS = {
    "options": "-c jit=off -c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_generic_plan"
}
"""To compile a question, to start helpers for it and to plan it anew take longer than to answer it."""
UNUSED = 0.15
"""The share of a file's pages that may be unused after an upgrade."""
SERVERS = "postgresql+psycopg://"
OUTGROWN = (
    "Registeret er oppdatert for en nyere versjon av Sentralbord. Be IT om den nye versjonen, og start på nytt. "
    "Ingenting mer skrives herfra."
)
NEWER = "Registeret er laget av en nyere versjon av Sentralbord. Oppdater programmet. Registeret er ikke rørt."
NOT_UPGRADED = (
    "Registeret er fra en eldre versjon av Sentralbord og må oppdateres først. Be IT starte denne versjonen én gang "
    "med brukeren som eier registeret. Registeret er ikke rørt."
)
NO_REGISTER = "Basen er tom: det er ikke noe register der. Kontroller adressen."
HELD = "En stor fil leses inn i registeret. Samtaler og oppslag går som vanlig; dette må vente til den er ferdig."


@dataclass(frozen=True)
class Stands:
    """How many members a server's base has, None when it has no register; whether the line is encrypted."""

    members: int | None
    secured: bool
    is_older: bool
    is_newer: bool


class Database:
    """One engine; `transaction()` and `reading()` are the only ways to a session."""

    def __init__(
        self, engine: Engine, key: Key | None = None, marker: SessionMarker | None = None
    ) -> None:
        self.is_away = self.is_outgrown = False
        self._holder = 0  # the thread that writes for long in a file that takes one writer
        self._engine = engine
        self._key = key
        self._close = weakref.finalize(self, _shut, engine, marker)
        self._reader = engine.execution_options(reading=True)

    @classmethod
    def file(cls, path: Path, key: Key) -> "Database":
        """An encrypted SQLite file; it is made by the first `migrate`. Raises LogMissingError and
        LogForeignError before anything is opened (`storage/marker.py`)."""
        marker = SessionMarker(path)
        marker.check()
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: _connect(path, key, marker),
            poolclass=QueuePool,
            pool_use_lifo=True,  # the connection that was used last has its pages decrypted
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        return cls(engine, key, marker)

    @staticmethod
    def accept_log(path: Path, at: datetime) -> None:
        """Somebody has decided to open the register without the log that is lost or foreign; nothing is
        touched where all is well."""
        marker = SessionMarker(path)
        try:
            marker.check()
        except (LogMissingError, LogForeignError):
            marker.accept(at)

    @classmethod
    def server(cls, url: str) -> "Database":
        """A PostgreSQL database, `postgresql+psycopg://…`. Raises SwitchboardError for what is none."""
        wrong = SwitchboardError(
            f"Adressen til den felles databasen kan ikke leses. Den begynner med {SERVERS}. Spør IT."
        )
        if not url.startswith(SERVERS):
            raise wrong
        try:
            url = secured(url)
            line = LINE if "options" in make_url(url).query else LINE | PLANS
            return cls(
                create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=line)
            )
        except (ArgumentError, ValueError):
            raise wrong from None

    @property
    def is_server(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    @property
    def mark(self) -> str:
        """The same for the same base on the same server, whoever logs in there and however the address is spelt; «»
        for a file."""
        return self._marked(self._port) if self.is_server else ""

    @property
    def former_mark(self) -> str:
        """What `mark` was where no port is written, before it knew which is meant then; «» without one."""
        return self._marked("") if self.is_server and self._port == PORT else ""

    @property
    def _port(self) -> int | str:
        """libpq takes what stands after the question mark first."""
        url = self._engine.url
        asked = str(url.query.get("port", url.port or PORT))
        return int(asked) if asked.isascii() and asked.isdigit() else asked

    def _marked(self, port: int | str) -> str:
        url = self._engine.url
        place = [url.query.get("host", url.host or ""), port, url.database or ""]
        return hashlib.sha256(repr(place).casefold().encode()).hexdigest()[:16]

    @property
    def shown(self) -> str:
        """A server's base, for the screen."""
        url = self._engine.url
        return f"«{url.database}» på {url.query.get('host', url.host or 'denne PC-en')}"

    @property
    def address(self) -> str:
        """Of a server, as a policy has it: without a password."""
        u = self._engine.url
        bare = URL.create(u.drivername, u.username, None, u.host, u.port, u.database, u.query)
        return bare.render_as_string()

    @property
    def dsn(self) -> str:
        """A server's address with its password, as libpq takes it. Never logged."""
        from psycopg.conninfo import make_conninfo

        url = self._engine.url
        asked = url.translate_connect_args(username="user", database="dbname")
        return make_conninfo(**{**asked, **url.query, **LINE})

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

    @property
    def is_older(self) -> bool:
        """Whether `migrate` would change tables that hold something."""
        with in_plain_words():
            here = self._revision()
        return here is not None and here < HEAD

    def copy_to(self, target: Path) -> None:
        """The register as it is now, in one file of its own, encrypted with the same key; others
        read and write meanwhile. Raises what sqlcipher3 and the disk raise."""
        source = self._engine.raw_connection()
        try:
            copy = sqlcipher.connect(str(target), isolation_level=None)
            try:
                copy.execute(f"PRAGMA key = \"x'{self.key.raw.hex()}'\"")
                source.driver_connection.backup(copy, pages=-1)  # type: ignore[union-attr]  # there is one: it was just connected
                copy.execute("PRAGMA journal_mode = DELETE")  # no second file beside it
            finally:
                copy.close()
        finally:
            source.close()

    def stands(self) -> "Stands":
        """What lies here, asked of a server; nothing is written."""
        with in_plain_words():
            here = self._revision()
            with self._reader.connect() as connection:
                held = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
                secured = bool(connection.execute(text(held)).scalar())
                asked = "SELECT count(*) FROM member WHERE merged_into IS NULL"
                members = connection.execute(text(asked)).scalar() if here else None
        return Stands(members, secured, is_older=here is not None and here < HEAD,
                      is_newer=here is not None and here > HEAD)  # fmt: skip

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
        with in_plain_words():
            here = self._revision()
        if here == HEAD:
            return
        try:
            with in_plain_words():
                self._upgrade(here)
                if here is not None and not self.is_server:
                    self._give_back_room()
        except NotAllowedError:
            raise NotAllowedError(NOT_UPGRADED if here else NO_REGISTER) from None

    def require_this_version(self) -> None:
        """Raises SwitchboardError for a register of another version: whoever reads all of it would leave behind what
        this version does not know, or ask for what is not there yet."""
        with in_plain_words():
            here = self._revision()
        if here is None:
            raise SwitchboardError(NO_REGISTER)
        if here > HEAD:
            raise DatabaseNewerError(NEWER)
        if here != HEAD:
            raise SwitchboardError(NOT_UPGRADED)

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
            raise DatabaseNewerError(NEWER)
        with self._engine.begin() as connection:
            if self.is_server:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _give_back_room(self) -> None:
        """What an upgrade has written again leaves as much behind in the file, unused. The copy that this makes is
        in memory (temp_store), never in a file of its own; without room for it the register opens as it is."""
        raw = self._engine.raw_connection()
        try:
            connection: Any = raw.driver_connection
            free, pages = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("freelist_count", "page_count")
            )
            if free > pages * UNUSED:
                with suppress(sqlcipher.OperationalError, MemoryError):
                    connection.execute("VACUUM")
        finally:
            raw.close()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit on success, roll back on any exception, close in both cases."""
        self._refuse_away()
        self._refuse_outgrown()
        if self.is_held:
            raise DatabaseBusyError(HELD)
        with (
            in_plain_words(),
            Session(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads: it never waits for a writer."""
        self._refuse_away()
        with in_plain_words(), Session(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """What `reading` gives, without a session: each key of a search would pay for one."""
        self._refuse_away()
        with in_plain_words(), self._reader.begin() as connection:
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
            raise DatabaseBusyError(NO_LINE)

    def close(self) -> None:
        """Once is enough; a register that nobody closed is closed when the interpreter ends."""
        self._close()


def _shut(engine: Engine, marker: SessionMarker | None) -> None:
    """SQLite takes the log away with the last connection, so the word beside it must follow."""
    if marker is None or not marker.log.exists():
        engine.dispose()
        return
    with suppress(OSError):
        marker.closing()
    engine.dispose()
    with suppress(OSError):
        marker.closed()


def _connect(path: Path, key: Key, marker: SessionMarker) -> Any:
    """Key first, then a read that proves it, then what keeps the data safe."""
    try:
        before = marker.opening()
    except OSError:
        raise DatabaseDamagedError(NO_PLACE) from None
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
            "trusted_schema = OFF", "temp_store = MEMORY", "cache_size = -64000",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        marker.opened()
    except BaseException:
        connection.close()
        marker.refused(before)
        raise
    return connection


def _begin(connection: Any) -> None:
    if connection.get_execution_options().get("reading"):
        connection.connection.driver_connection.execute(
            "BEGIN"
        )  # of each key: by the driver itself
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
