"""The organisation, presence, and columns for sending messages. No append-only table is rebuilt."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc
from sentralbord_desktop.storage.migrations.versions.m0001_first import APPEND_ONLY

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    grow_organisation()
    grow_promises()
    grow_outbox()
    create_tables()
    if op.get_bind().dialect.name == "postgresql":
        guard_against_truncate()


def text(name: str, length: int) -> sa.Column[str]:
    """A new column, empty in old rows."""
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def grow_organisation() -> None:
    op.add_column("department", text("area", 2000))
    op.add_column("department", text("visiting_address", 200))
    for name, length in (("mobile", 20), ("loops", 20), ("substitute", 100), ("calendar", 500)):
        op.add_column("staff", text(name, length))
    for table in ("department", "role", "staff"):
        op.add_column(table, sa.Column("confirmed", sa.Date(), nullable=True))


def grow_promises() -> None:
    op.add_column("callback", text("offered_to", 60))
    op.add_column("callback", sa.Column("raised", sa.Integer(), nullable=False, server_default="0"))


def grow_outbox() -> None:
    """A reminder has no inquiry. No table refers to this one, so SQLite may rebuild it."""
    with op.batch_alter_table("outgoing") as table:
        table.alter_column("inquiry_id", existing_type=sa.String(length=36), nullable=True)
    op.add_column("outgoing", text("target", 100))
    op.add_column("outgoing", text("letter", 8000))
    op.add_column("outgoing", text("letter_to", 300))
    op.add_column("outgoing", text("reason", 300))
    op.add_column("outgoing", sa.Column("not_before", Utc(), nullable=True))
    op.create_index(op.f("ix_outgoing_state"), "outgoing", ["state"], unique=False)
    op.add_column("outgoing", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))


def create_tables() -> None:
    op.create_table(
        "course",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )
    op.create_table(
        "employer",
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("department", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
    )
    op.create_table(
        "presence",
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start", Utc(), nullable=False),
        sa.Column("until", Utc(), nullable=True),
        sa.Column("said", Utc(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_who"), "presence", ["who"], unique=False)


def guard_against_truncate() -> None:
    """Row triggers do not fire on TRUNCATE."""
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
