"""The register of 0.1.0 as that version made it, and the program of a version to come, which upgrades it.

python -m tests.helpers.migrations   writes `STORED` anew: only while 0.1.0 is in nobody's hands
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine import schema_version
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.postgres import Cluster

STORED = Path(__file__).parents[1] / "storage" / "stored"
BETWEEN = "\n\n-- then --\n\n"
HEAD, MIGRATIONS = schema_version.HEAD, schema_version.MIGRATIONS
LATER = f"{int(HEAD) + 1:04}"
MIGRATION = f"""
from alembic import op

revision, down_revision = "{LATER}", "{HEAD}"


def upgrade():
    op.execute("CREATE TABLE later AS SELECT id, number FROM member")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TABLE large AS SELECT randomblob(2000000)")
        op.execute("DROP TABLE large")
"""


def lay_stored(database: Database) -> None:
    """Put the register of 0.1.0 in an empty database."""
    statements = (STORED / f"0.1.0-{database.engine.dialect.name}.sql").read_text(encoding="utf-8").split(BETWEEN)
    with database.engine.begin() as raw:
        for statement in statements:
            raw.exec_driver_sql(statement, execution_options={"no_parameters": True})


def later_migrations(folder: Path) -> Path:
    """The chain of a version to come, in `folder`: one revision more, which copies the members and leaves room behind."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"m{LATER}_later.py").write_text(MIGRATION, encoding="utf-8")
    return folder


def become_later(migrations: Path, put: Callable[[object, str, object], None] = setattr) -> None:
    """This process is the program of the version to come."""
    put(schema_version, "MIGRATIONS", migrations)
    put(schema_version, "HEAD", LATER)


def store(database: Database) -> None:
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *about: said.append(about[2].strip()))
    database.migrate()
    kept = BETWEEN.join(one for one in said if not one.startswith(("SELECT", "PRAGMA")))
    lines = "".join(f"{line.rstrip()}\n" for line in kept.splitlines())
    (STORED / f"0.1.0-{database.engine.dialect.name}.sql").write_text(lines, encoding="utf-8")
    database.close()


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        store(Database.file(Path(name) / "sentralbord.db", Key(bytes(32))))
    cluster = Cluster()
    cluster.start()
    store(Database.server(cluster.url(cluster.new_database("template1"))))
    cluster.stop()
