"""What a register on a server has beside its tables, from server.sql, and least privilege, from grants.sql: three groups; IT
makes the operators' database users members of them. Other users have no rights."""

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from sentralbord_desktop.storage.engine.error_messages import in_plain_words
from sentralbord_desktop.storage.tables import APPEND_ONLY

OPERATORS, PRIVACY = "sentralbord_operator", "sentralbord_personvern"
ADMINISTRATORS = "sentralbord_administrator"
GROUPS = (OPERATORS, PRIVACY, ADMINISTRATORS)


def grant(engine: Engine) -> list[str]:
    """Create the groups, grant their rights and revoke all others, also from PUBLIC. Idempotent. Returns one line
    per change. Run by the owner, with CREATEROLE when a group is missing."""
    with in_plain_words(), engine.begin() as raw:
        before = _granted(raw)
        made = _missing(raw)
        for name in made:
            raw.execute(text(f"CREATE ROLE {name} NOLOGIN"))
        lay_down(raw)
        after = _granted(raw)
    lines = [f"laget gruppen {name}" for name in made]
    lines += [f"tok fra {who}: {what}" for who, what in sorted(before - after)]
    return lines + [f"ga {who}: {what}" for who, what in sorted(after - before)]


def lay_down(raw: Connection) -> None:
    """Run the scripts as the owner of the tables. Idempotent. Nobody else has any right until all groups exist."""
    _run(raw, "server.sql")
    if not _missing(raw):
        _run(raw, "grants.sql")


def _run(raw: Connection, script: str) -> None:
    asked = "SELECT quote_ident(current_schema()), quote_literal(pg_get_userbyid(relowner)) FROM pg_class "
    here, owner = raw.execute(text(f"{asked} WHERE oid = 'operator'::regclass")).one()
    sql = Path(__file__).with_name(script).read_text(encoding="utf-8")
    for name, value in (
        (":here", here),
        (":owner", owner),
        (":groups", ", ".join(GROUPS)),
        (":append_only", ",".join(APPEND_ONLY)),
    ):
        sql = sql.replace(name, value)
    raw.exec_driver_sql(sql, execution_options={"no_parameters": True})  # % is no placeholder, and ; no end


def _missing(raw: Connection) -> list[str]:
    there = set(raw.execute(text("SELECT rolname FROM pg_roles")).scalars())
    return [name for name in GROUPS if name not in there]


def _granted(raw: Connection) -> set[tuple[str, str]]:
    """(grantee, right) for every right in the schema that is not the owner's."""
    found = raw.execute(
        text(
            "SELECT coalesce(pg_get_userbyid(nullif(grantee, 0)), 'alle'), privilege_type || ' ' || c.relname "
            "FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = current_schema()::regnamespace "
            "AND c.relkind IN ('r', 'S', 'v') AND grantee <> c.relowner UNION "
            "SELECT coalesce(pg_get_userbyid(nullif(grantee, 0)), 'alle'), "
            "privilege_type || ' ' || c.relname || '.' || t.attname FROM pg_attribute t "
            "JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a "
            "WHERE c.relnamespace = current_schema()::regnamespace AND grantee <> c.relowner"
        )
    )
    return {(str(who), str(what)) for who, what in found}
