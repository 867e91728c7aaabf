"""The rights as `server rights` gave them up to 0016: what an upgrade must repair, and the control of the attacks."""

from sqlalchemy import Connection, text

OPERATORS, PRIVACY = "sentralbord_operator", "sentralbord_personvern"
HISTORY = (
    "remark",
    "member_change",
    "phone_call",
    "inquiry",
    "inquiry_answer",
    "inquiry_action",
    "inquiry_event",
    "access",
    "erasure",
)
STANDING = ("breach", "operator", "setting", "import_run")
ERASED = ("callback", "confirmation", "outgoing", "member_merge", "not_same_member")
FOR_PRIVACY = ("hold", "call_count")
CLOSED = ("erasing", "erasure", "alembic_version")


def give_former_rights(raw: Connection) -> None:
    """Word for word what was granted before 0017."""
    here = raw.execute(text("SELECT current_schema()")).scalar()
    for name in (OPERATORS, PRIVACY):
        known = raw.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :n"), {"n": name})
        if known.scalar() is None:
            raw.execute(text(f"CREATE ROLE {name} NOLOGIN"))
        raw.execute(text(f'GRANT USAGE ON SCHEMA "{here}" TO {name}'))
        raw.execute(text(f'GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA "{here}" TO {name}'))
        raw.execute(text(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{here}" TO {name}'))
    asked = text("SELECT tablename FROM pg_tables WHERE schemaname = :s")
    found = raw.execute(asked, {"s": here}).scalars().all()
    for table in (one for one in CLOSED if one in found):
        raw.execute(text(f"REVOKE INSERT ON {table} FROM {OPERATORS}, {PRIVACY}"))
    for table in FOR_PRIVACY:
        raw.execute(text(f"REVOKE INSERT ON {table} FROM {OPERATORS}"))
    raw.execute(text(f"GRANT INSERT, DELETE ON erasing TO {PRIVACY}"))
    raw.execute(text(f"GRANT INSERT ON erasure TO {PRIVACY}"))
    for table in (one for one in found if one not in CLOSED):
        for name in (OPERATORS, PRIVACY):
            if wanted := _changing(table, name):
                raw.execute(text(f"GRANT {wanted} ON {table} TO {name}"))


def _changing(table: str, group: str) -> str:
    if table in STANDING:
        return "UPDATE"
    if group == PRIVACY or table not in (*HISTORY, *ERASED, *FOR_PRIVACY):
        return "UPDATE, DELETE"
    return "UPDATE" if table in ERASED else ""
