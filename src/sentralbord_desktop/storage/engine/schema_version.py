"""The schema version of a register, and its upgrade (Alembic)."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, inspect, text

from sentralbord_desktop.domain.errors import DatabaseDamagedError, DatabaseNewerError, SwitchboardError
from sentralbord_desktop.storage.engine import grants, new_register

MIGRATIONS = Path(__file__).parent.parent / "migrations"
MIGRATION_LOCK = 5394851
HEAD = max(file.name for file in (MIGRATIONS / "versions").glob("m*.py"))[1:5]
"""The newest revision, by the name of its file."""
UNUSED = 0.15
"""The share of unused pages above which a file is vacuumed after an upgrade."""
NEWER = "Registeret er laget av en nyere versjon av Sentralbord. Oppdater programmet. Registeret er ikke rørt."
NOT_UPGRADED = (
    "Registeret er fra en eldre versjon av Sentralbord og må oppdateres først. Be IT starte denne versjonen én gang "
    "med brukeren som eier registeret. Registeret er ikke rørt."
)
NO_VERSION = (
    "Registeret sier ikke hvilken versjon det er av, så det er skadet. Det er ikke rørt. Hent sikkerhetskopien, eller spør "
    "IT."
)
NO_REGISTER = "Basen er tom: det er ikke noe register der. Kontroller adressen."


@dataclass(frozen=True)
class SchemaVersion:
    """The Alembic revision of the tables; None where there are no tables."""

    name: str | None

    @classmethod
    def of(cls, connection: Connection) -> "SchemaVersion":
        """Raises DatabaseDamagedError for tables without a revision."""
        if "alembic_version" not in inspect(connection).get_table_names():
            return cls(None)
        name = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if not name:  # table and value are written in one transaction
            raise DatabaseDamagedError(NO_VERSION)
        return cls(str(name))

    @property
    def is_ours(self) -> bool:
        return self.name == HEAD

    @property
    def is_older(self) -> bool:
        return self.name is not None and self.name < HEAD

    @property
    def is_newer(self) -> bool:
        return self.name is not None and self.name > HEAD

    @property
    def not_upgraded(self) -> str:
        """The message for a user who may not create or migrate the tables."""
        return NO_REGISTER if self.name is None else NOT_UPGRADED

    def require_ours(self) -> None:
        """Raises SwitchboardError for any other version, and for no tables."""
        if self.is_newer:
            raise DatabaseNewerError(NEWER)
        if not self.is_ours:
            raise SwitchboardError(self.not_upgraded)

    def upgrade(self, engine: Engine) -> None:
        """Make the tables, or migrate them to HEAD, in one transaction. Raises DatabaseNewerError and the engine's errors."""
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        script = ScriptDirectory.from_config(config)
        if self.name is not None and self.name not in {r.revision for r in script.walk_revisions()}:
            raise DatabaseNewerError(NEWER)
        is_server = engine.dialect.name == "postgresql"
        with engine.begin() as connection:
            if is_server:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            config.attributes["connection"] = connection
            if SchemaVersion.of(connection).name is None:  # unless another workstation has just made it
                new_register.make_tables(connection)
                command.stamp(config, "head")
            else:
                command.upgrade(config, "head")
            if is_server:
                grants.lay_down(connection)
        if self.name is not None and not is_server:
            _give_back_room(engine)


def _give_back_room(engine: Engine) -> None:
    """Vacuum after migrations that rewrote tables. The temporary copy is in memory (temp_store), never in a file;
    without enough memory the register opens unvacuumed."""
    raw = engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        free, pages = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
        if free > pages * UNUSED:
            with suppress(sqlcipher.OperationalError, MemoryError):
                connection.execute("VACUUM")
    finally:
        raw.close()
