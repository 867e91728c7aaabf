"""Author and time as the server knows them, and explicit rights.

`db_user` and `db_at` are the current user and the server's clock; workstations cannot write them
(storage/engine/grants.py), and they are empty in a file. On a server two more tables: operators of each database user,
and PIN verifiers. Functions, policies and rights are created after every upgrade (storage/engine/server_rights.py).
"""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0017"
down_revision = "0016"

STAMPED = (
    "remark",
    "member_change",
    "phone_call",
    "inquiry",
    "inquiry_answer",
    "inquiry_action",
    "inquiry_event",
    "access",
    "erasure",
    "callback_attempt",
    "import_run",
)


def upgrade() -> None:
    is_server = op.get_bind().dialect.name == "postgresql"
    for table in STAMPED:
        op.add_column(table, sa.Column("db_user", sa.String(length=63), nullable=True))
        op.add_column(table, sa.Column("db_at", Utc(), nullable=True))
    if not is_server:
        with op.batch_alter_table("operator") as operator:
            operator.alter_column(
                "roles", existing_type=sa.String(length=100), existing_nullable=False, server_default="operator"
            )
        return
    op.alter_column("operator", "roles", server_default="operator")
    for table in STAMPED:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN db_user SET DEFAULT session_user")
        op.execute(f"ALTER TABLE {table} ALTER COLUMN db_at SET DEFAULT clock_timestamp()")
    op.execute(
        "CREATE TABLE operator_account (db_user text NOT NULL, operator_id integer NOT NULL REFERENCES operator (id) "
        "ON DELETE CASCADE, PRIMARY KEY (db_user, operator_id))"
    )
    op.execute("CREATE TABLE operator_pin (operator_id integer PRIMARY KEY, verifier bytea NOT NULL)")
