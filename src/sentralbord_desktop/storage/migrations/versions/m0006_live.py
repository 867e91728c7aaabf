"""On a server, every write notifies the other workstations of the table (reliability, finding 9). A statement
trigger: one notice per table and transaction, sent at commit. A file has no other workstations."""

from alembic import op

revision = "0006"
down_revision = "0005"

TELLING = (
    "member",
    "member_phone",
    "remark",
    "inquiry",
    "callback",
    "callback_attempt",
    "confirmation",
    "outgoing",
    "presence",
    "department",
    "role",
    "staff",
    "course",
    "employer",
    "target",
    "operator",
    "setting",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION tell_desks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_notify('sentralbord', TG_TABLE_NAME); RETURN NULL; END $$"
    )
    for table in TELLING:
        op.execute(
            f"CREATE TRIGGER {table}_tells AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION tell_desks()"
        )
