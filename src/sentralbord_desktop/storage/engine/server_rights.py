"""Row level security, triggers and functions of a server, created by the owner after every upgrade and by
`sentralbord-cli server rights`; idempotent. They apply to every user except the owner of the tables. Reason:
docs/decisions/001-rights-in-the-database.md."""

from sqlalchemy import Connection, text

from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.storage.engine import server_changes, server_functions
from sentralbord_desktop.storage.tables import SIGNED

MINE = "= ANY ((SELECT my_signs())::text[])"
ADMINISTRATOR = "(SELECT is_administrator())"
PLACED = (
    "EXISTS (SELECT 1 FROM inquiry i JOIN inquiry_action a ON a.inquiry_id = i.id AND a.state = 'uten_medlem' "
    "WHERE i.id = {table}.inquiry_id AND i.author = {table}.author"
)
SAME_CALL = " AND ".join(
    f"c.{one} IS NOT DISTINCT FROM phone_call.{one}"
    for one in word_list(
        "author inquiry_id outcome number caller_name caller_kind started ended category loop overflow"
    )
)
ALSO = {
    "remark": PLACED.format(table="remark")
    + " AND a.kind = 'NOTE' AND NOT remark.withdrawn AND remark.corrects IS NULL "
    "AND EXISTS (SELECT 1 FROM unnest((SELECT my_signs())) "
    "AS s WHERE length(remark.text) = length(a.content) + 40 + length(s) AND left(remark.text, length(a.content)) = "
    "a.content AND right(remark.text, length(s) + 2) = ' ' || s || ')'))",
    "member_change": PLACED.format(table="member_change") + " AND member_change.field = 'henvendelse' "
    "AND member_change.before = '' AND member_change.after IN (left(a.content, 400), i.category))",
    "phone_call": f"EXISTS (SELECT 1 FROM phone_call c WHERE c.id = phone_call.corrects AND {SAME_CALL} AND CASE WHEN "
    "phone_call.withdrawn THEN c.member_id IS NOT DISTINCT FROM phone_call.member_id AND EXISTS (SELECT 1 FROM "
    "inquiry_event e WHERE e.inquiry_id = c.inquiry_id AND e.kind = 'apnet_igjen' AND e.db_user = session_user) "
    "ELSE c.member_id IS NULL AND NOT c.withdrawn END)",
}
"""Rows that may be signed by another: the note and the change log line of a call that is assigned to its member
later, with the text of the call and who assigned it; and a copy of a telephone call, now with its member, or
withdrawn by the current user, who reopened it."""
OWN_INQUIRY = f"EXISTS (SELECT 1 FROM inquiry i WHERE i.id = inquiry_id AND i.author {MINE})"
OWN_IMPORT = (
    "member.import_run IS NULL OR EXISTS (SELECT 1 FROM import_run r WHERE r.id = member.import_run "
    "AND r.db_user = session_user)"
)
ROWS: dict[str, dict[str, str]] = {
    **{
        table: {
            "INSERT": f"author {MINE}" + (f" OR {ALSO[table]}" if table in ALSO else ""),
            "SELECT": "true",
            "UPDATE": "true",
            "DELETE": "true",
        }
        for table in SIGNED
    },
    **{
        table: {"INSERT": OWN_INQUIRY, "SELECT": "true", "UPDATE": "true", "DELETE": "true"}
        for table in ("inquiry_answer", "inquiry_action")
    },
    "access": {"INSERT": f"author {MINE}", "SELECT": "true", "DELETE": "true", "UPDATE": "why = ''"},
    "operator": {
        "SELECT": "true",
        "INSERT": ADMINISTRATOR,
        "UPDATE": f"id = ANY ((SELECT my_operators())::integer[]) OR {ADMINISTRATOR}",
    },
    "breach": {
        "SELECT": f"author {MINE} OR (SELECT is_privacy())",
        "INSERT": f"author {MINE}",
        "UPDATE": f"(SELECT is_privacy()) OR author {MINE} AND reported IS NULL AND closed IS NULL",
    },
    "setting": {
        "SELECT": f"key <> 'hemmeligheter' OR {ADMINISTRATOR}",
        "INSERT": f"{ADMINISTRATOR} OR key = 'lagring'",
        "UPDATE": f"{ADMINISTRATOR} OR key = 'lagring'",
    },
    "parked": {
        "SELECT": f"author {MINE} OR {ADMINISTRATOR} OR (SELECT is_privacy())",
        "INSERT": f"author {MINE}",
        "UPDATE": f"author {MINE}",
        "DELETE": f"author {MINE} OR (SELECT is_privacy())",
    },
    "member": {"SELECT": "true", "UPDATE": "true", "DELETE": "true", "INSERT": OWN_IMPORT},
}
"""Table -> rows that may be read and written by users with a right to the table."""
FORMER = ("refuse_change()", "refuse_always()", "tell_desks()")
WORDS = ("words_of_insert()", "words_of_update()", "words_of_delete()")


def lay_down(connection: Connection) -> None:
    """Create everything except the groups and their rights (`grants`). Run by the owner of the tables."""
    here = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    for functions in (server_functions.WHO, server_functions.PINS):
        server_functions.lay_down(connection, functions, here)
    server_functions.lay_down(connection, server_changes.CHANGES, here, server_changes.BY_INDEX)
    for name in (*FORMER, *WORDS):
        connection.execute(text(f"ALTER FUNCTION {name} SET search_path = pg_catalog, {here}, pg_temp"))
        connection.execute(text(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC"))
    for name in WORDS:  # only triggers write the words of the index
        connection.execute(text(f"ALTER FUNCTION {name} SECURITY DEFINER"))
    for table, rules in ROWS.items():
        _rule(connection, table, rules)
    _triggers(connection)
    _pins(connection)


def _rule(connection: Connection, table: str, rules: dict[str, str]) -> None:
    connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
    known = text("SELECT policyname FROM pg_policies WHERE schemaname = current_schema() AND tablename = :t")
    for name in connection.execute(known, {"t": table}).scalars().all():
        connection.execute(text(f'DROP POLICY "{name}" ON {table}'))
    for verb, rule in rules.items():
        words = {
            "SELECT": f"USING ({rule})",
            "DELETE": f"USING ({rule})",
            "INSERT": f"WITH CHECK ({rule})",
            "UPDATE": f"USING ({rule if table == 'parked' else 'true'}) WITH CHECK ({rule})",
        }[verb]
        connection.execute(text(f"CREATE POLICY {table}_{verb.lower()} ON {table} FOR {verb} {words}"))


def _triggers(connection: Connection) -> None:
    for name, when, function in (
        ("operator_kept", "BEFORE INSERT OR UPDATE", "keep_operator()"),
        ("operator_belongs", "AFTER INSERT", "keep_account()"),
    ):
        connection.execute(
            text(f"CREATE OR REPLACE TRIGGER {name} {when} ON operator FOR EACH ROW EXECUTE FUNCTION {function}")
        )
    for name, (when, function) in server_changes.AT_COMMIT.items():
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {when.rpartition(' ')[2]}"))
        connection.execute(
            text(
                f"CREATE CONSTRAINT TRIGGER {name} {when} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                f"{server_changes.WHEN.get(name, '')}EXECUTE FUNCTION {function}"
            )
        )


def _pins(connection: Connection) -> None:
    """Move PINs from before 0017 to a table that no operator can read, and create their counters."""
    for one in connection.execute(text("SELECT id FROM operator")).scalars().all():
        connection.execute(text(f"CREATE SEQUENCE IF NOT EXISTS pin_tries_{one} MINVALUE 0 START 0"))
    connection.execute(text("UPDATE operator SET pin = pin WHERE pin LIKE '$argon2id$%$%$%$%'"))
    connection.execute(
        text("UPDATE operator SET pin = '' WHERE pin <> '' AND id NOT IN (SELECT operator_id FROM operator_pin)")
    )
