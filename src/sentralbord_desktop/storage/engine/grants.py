"""Least privilege on a server: three groups; IT makes the operators' database users members of them. This module has
the rights to tables, `server_rights` those to rows. Other users have no rights."""

from sqlalchemy import Connection, Engine, text

from sentralbord_desktop.storage.engine import server_rights
from sentralbord_desktop.storage.engine.error_messages import in_plain_words
from sentralbord_desktop.storage.engine.server_functions import ADMINISTRATORS as ADMINISTRATORS
from sentralbord_desktop.storage.engine.server_functions import FOR_GROUPS, GROUPS
from sentralbord_desktop.storage.engine.server_functions import OPERATORS as OPERATORS
from sentralbord_desktop.storage.engine.server_functions import PRIVACY as PRIVACY
from sentralbord_desktop.storage.tables import APPEND_ONLY, STAMPED

CATALOGUE = ("department", "role", "target", "staff", "course", "employer")
SHARED_WORK = ("callback", "confirmation", "outgoing", "member_merge", "not_same_member")
"""Updated by everyone; deleted only by timed erasure or for one member (PR-8)."""
OWN = ("parked", "presence", "wizard_left", "member_phone", "member_search", "member_correction")
"""Inserted and deleted by workstations."""
IMPORTED = ("import_run", "invoice", "invoice_before")
SOURCES = ("import_source", "import_file")
ONLY_READ = ("setting", "alembic_version", "erasing", "call_count", "member_search_word")
OWN_FIELDS = ("name", "loop", "help_level", "lock_minutes", "os_user")
"""Columns of its own operators that a workstation may update."""
BLANKED = {
    "remark": ("text", "corrects", "inquiry_id"),
    "member_change": ("before", "after", "inquiry_id"),
    "phone_call": ("outcome", "caller_name", "corrects", "inquiry_id"),
    "inquiry": ("state",),
    "inquiry_answer": ("answer",),
    "inquiry_action": ("content", "subject", "reason", "data"),
    "access": ("member_id", "why"),
}
"""Columns blanked in history rows by timed erasure or for one member. Author and time are kept."""
NOT_WRITTEN, FIXED = ("db_user", "db_at"), ('"id"', '"import_run"')
READ, ADD, CHANGE, DELETE, ALL = "SELECT", "INSERT", "UPDATE", "DELETE", "SELECT INSERT UPDATE DELETE"
ID = "SELECT (id)"

RIGHTS: dict[str, dict[str, str]] = {
    OPERATORS: {
        **dict.fromkeys((*APPEND_ONLY, "callback_attempt"), f"{READ} {ADD}"),
        "access": f"{ADD} id",
        "breach": f"{READ} {ADD} facts",
        **dict.fromkeys(SHARED_WORK, f"{READ} {ADD} {CHANGE}"),
        **dict.fromkeys(OWN, ALL),
        **dict.fromkeys((*CATALOGUE, *IMPORTED, *ONLY_READ), READ),
        "member": f"{READ} {ADD} fields",
        "operator": f"{READ} own",
    },
    ADMINISTRATORS: {
        **dict.fromkeys((*CATALOGUE, "invoice", "invoice_before", "import_loss", *SOURCES), ALL),
        "member": ALL,
        "import_run": f"{READ} {ADD} {CHANGE}",
        "operator": f"{READ} {ADD} {CHANGE}",
        "setting": f"{READ} {ADD} {CHANGE}",
        "access": "about",
        "not_same_member": DELETE,
        "operator_account": READ,
        "hold": READ,
        "erased_member": READ,
    },
    PRIVACY: {
        **dict.fromkeys(
            (
                "callback_attempt",
                *SHARED_WORK,
                "hold",
                "call_count",
                "invoice",
                "member",
                "invoice_before",
                "import_loss",
            ),
            ALL,
        ),
        **dict.fromkeys(APPEND_ONLY, f"{READ} {ADD} {DELETE}"),
        **dict.fromkeys(BLANKED, f"{READ} {ADD} {DELETE} blank"),
        "breach": f"{READ} {ADD} {CHANGE}",
        "erasure": f"{READ} {ADD}",
        "erased_member": f"{READ} {ADD}",
        "erasing": f"{READ} {ADD} {DELETE}",
        "import_run": f"{READ} {CHANGE}",
        "setting": f"{READ} {ADD} {CHANGE}",
    },
}
"""Group -> table -> rights. Members of the two other groups also have those of operators."""


def grant(engine: Engine) -> list[str]:
    """Create the groups, grant their rights and revoke all others, also from PUBLIC. Idempotent. Returns one line
    per change. Run by the owner, with CREATEROLE when a group is missing."""
    with in_plain_words(), engine.begin() as raw:
        before = _granted(raw)
        made = [name for name in GROUPS if not _exists(raw, name)]
        for name in made:
            raw.execute(text(f"CREATE ROLE {name} NOLOGIN"))
        server_rights.lay_down(raw)
        repair(raw)
        after = _granted(raw)
    lines = [f"laget gruppen {name}" for name in made]
    lines += [f"tok fra {who}: {what}" for who, what in sorted(before - after)]
    return lines + [f"ga {who}: {what}" for who, what in sorted(after - before)]


def repair(raw: Connection) -> None:
    """Reset the rights of the existing groups; all users except the owner lose any others."""
    here = raw.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    groups = [name for name in GROUPS if _exists(raw, name)]
    _take_all(raw, here, groups)
    for name in groups:
        raw.execute(text(f"GRANT USAGE ON SCHEMA {here} TO {name}"))
        for function in FOR_GROUPS:
            raw.execute(text(f"GRANT EXECUTE ON FUNCTION {function} TO {name}"))
        for table, rights in [*RIGHTS[OPERATORS].items(), *RIGHTS[name].items()]:
            _give(raw, name, table, rights)


def _take_all(raw: Connection, here: str, groups: list[str]) -> None:
    """Revoke everything, also column rights and those of single users in a group."""
    members = text(
        "SELECT DISTINCT quote_ident(u.rolname) FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member "
        "JOIN pg_roles g ON g.oid = m.roleid WHERE g.rolname = ANY(:groups) AND u.oid <> (SELECT relowner FROM pg_class "
        "WHERE oid = 'operator'::regclass)"
    )
    whom = {*raw.execute(members, {"groups": groups}).scalars(), *groups, "PUBLIC"}
    for name in sorted(whom):
        raw.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA {here} FROM {name}"))
        raw.execute(text(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {here} FROM {name}"))
        raw.execute(text(f"REVOKE CREATE ON SCHEMA {here} FROM {name}"))
    base = raw.execute(text("SELECT quote_ident(current_database())")).scalar_one()
    raw.execute(text(f"REVOKE TEMPORARY, CREATE ON DATABASE {base} FROM PUBLIC"))


def _give(raw: Connection, group: str, table: str, rights: str) -> None:
    columns = [
        f'"{name}"'
        for name in raw.execute(
            text(
                "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:t AS regclass) AND attnum > 0 "
                "AND NOT attisdropped ORDER BY attnum"
            ),
            {"t": table},
        ).scalars()
    ]
    serial = raw.execute(
        text(
            "SELECT pg_get_serial_sequence(attrelid::regclass::text, attname) FROM pg_attribute "
            "WHERE attrelid = CAST(:t AS regclass) AND attname = 'id'"
        ),
        {"t": table},
    ).scalar()
    written = [name for name in columns if name.strip('"') not in NOT_WRITTEN]
    added = [name for name in written if serial is None or name != '"id"']  # no id is taken out of sequence
    for right in rights.split():
        verb = {
            "id": ID,
            "about": "SELECT (id, member_id)",
            "own": f"UPDATE ({', '.join(OWN_FIELDS)})",
            "fields": f"UPDATE ({', '.join(n for n in columns if n not in FIXED)})",
            "facts": "UPDATE (facts)",
            "blank": f"UPDATE ({', '.join(BLANKED.get(table, ()))})",
            ADD: f"INSERT ({', '.join(added)})" if table in STAMPED else ADD,
            CHANGE: f"UPDATE ({', '.join(written)})" if table in STAMPED else CHANGE,
        }.get(right, right)
        raw.execute(text(f"GRANT {verb} ON {table} TO {group}"))
        if right == ADD and serial is not None:
            raw.execute(text(f"GRANT USAGE ON SEQUENCE {serial} TO {group}"))


def _exists(raw: Connection, group: str) -> bool:
    known = raw.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :n"), {"n": group})
    return known.scalar() is not None


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
