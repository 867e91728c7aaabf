"""Least rights on a server: two groups, which IT makes the desks' own users members of."""

from sqlalchemy import text

from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.plain_words import in_plain_words
from sentralbord_desktop.storage.tables import APPEND_ONLY

OPERATORS, PRIVACY = "sentralbord_operator", "sentralbord_personvern"
HISTORY = (*APPEND_ONLY, "erasure")
STANDING = ("breach", "operator", "setting", "import_run")
"""Changed, and never deleted by anybody."""
ERASED = ("callback", "confirmation", "outgoing", "member_merge", "not_same_member")
"""Changed by everybody, and deleted only when it is erased in time or for a member (PR-8)."""
FOR_PRIVACY = ("hold", "call_count")
"""Written when something is kept or erased, and never otherwise."""


def grant(database: Database) -> tuple[str, str]:
    """Make the groups and give them what they need; again does no harm. Gives their names.

    Operators read and add nearly everywhere, and change what is not history. Only the privacy group may change and
    delete history, which the triggers still refuse outside an erasure, and erase. Nobody of them can alter a table.
    What an earlier version gave too much of is taken away.
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
        for table in FOR_PRIVACY:
            raw.execute(text(f"REVOKE INSERT ON {table} FROM {OPERATORS}"))
        raw.execute(text(f"GRANT INSERT, DELETE ON erasing TO {PRIVACY}"))
        raw.execute(text(f"GRANT INSERT ON erasure TO {PRIVACY}"))
        for table in found:
            if table in ("erasing", "erasure", "alembic_version"):
                continue
            raw.execute(text(f"REVOKE UPDATE, DELETE ON {table} FROM {OPERATORS}, {PRIVACY}"))
            for name in (OPERATORS, PRIVACY):
                if wanted := _changing(table, name):
                    raw.execute(text(f"GRANT {wanted} ON {table} TO {name}"))
    return OPERATORS, PRIVACY


def _changing(table: str, group: str) -> str:
    """What the group may do to rows that are there."""
    if table in STANDING:
        return "UPDATE"
    if group == PRIVACY or table not in (*HISTORY, *ERASED, *FOR_PRIVACY):
        return "UPDATE, DELETE"
    return "UPDATE" if table in ERASED else ""
