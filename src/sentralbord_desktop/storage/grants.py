"""Least rights on a server: two groups, which IT makes the desks' own users members of."""

from sqlalchemy import text

from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.plain_words import in_plain_words
from sentralbord_desktop.storage.tables import APPEND_ONLY

OPERATORS, PRIVACY = "sentralbord_operator", "sentralbord_personvern"
HISTORY = (*APPEND_ONLY, "erasure")


def grant(database: Database) -> tuple[str, str]:
    """Make the groups and give them what they need; again does no harm. Gives their names.

    Operators read and add everywhere, and change what is not history. Only the privacy group may change and
    delete history, which the triggers still refuse outside an erasure. Nobody of them can alter a table.
    """
    with in_plain_words(), database.engine.begin() as raw:
        here = raw.execute(text("SELECT current_schema()")).scalar()
        for name in (OPERATORS, PRIVACY):
            known = raw.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :n"), {"n": name})
            if known.scalar() is None:
                raw.execute(text(f"CREATE ROLE {name} NOLOGIN"))
            raw.execute(text(f'GRANT USAGE ON SCHEMA "{here}" TO {name}'))
            raw.execute(text(f'GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA "{here}" TO {name}'))
            raw.execute(text(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{here}" TO {name}'))
        found = raw.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = :s"), {"s": here}
        ).scalars()
        for table in ("erasing", "erasure", "alembic_version"):
            raw.execute(text(f"REVOKE INSERT ON {table} FROM {OPERATORS}, {PRIVACY}"))
        raw.execute(text(f"GRANT INSERT, DELETE ON erasing TO {PRIVACY}"))
        raw.execute(text(f"GRANT INSERT ON erasure TO {PRIVACY}"))
        for table in found:
            if table not in (*HISTORY, "erasing", "alembic_version"):
                raw.execute(text(f"GRANT UPDATE, DELETE ON {table} TO {OPERATORS}, {PRIVACY}"))
            elif table in APPEND_ONLY:
                raw.execute(text(f"GRANT UPDATE, DELETE ON {table} TO {PRIVACY}"))
    return OPERATORS, PRIVACY
