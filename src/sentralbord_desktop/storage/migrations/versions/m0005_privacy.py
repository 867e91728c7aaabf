"""Roles, PINs, erasure, holds, breaches, and counts that outlive erased calls. Append-only tables accept UPDATE and
DELETE only while the same transaction has a row in `erasing`, deleted before the commit. Each use leaves a row in
`erasure`."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc
from sentralbord_desktop.storage.migrations.versions.m0001_first import APPEND_ONLY

revision = "0005"
down_revision = "0004"

UNLESS = "WHEN NOT EXISTS (SELECT 1 FROM erasing)"
EVERYTHING = "operator,vedlikehold,administrator,personvern"


def upgrade() -> None:
    grow_operators()
    create_tables()
    if op.get_bind().dialect.name == "postgresql":
        guard_on_server()
    else:
        guard_in_file()


def grow_operators() -> None:
    """Existing operators keep all rights."""
    for name, length, default in (("roles", 100, EVERYTHING), ("pin", 200, "")):
        op.add_column("operator", sa.Column(name, sa.String(length=length), nullable=False, server_default=default))
    op.add_column("operator", sa.Column("department", sa.Integer(), nullable=True))
    for name, number in (("wrong_pins", "0"), ("lock_minutes", "10")):
        op.add_column("operator", sa.Column(name, sa.Integer(), nullable=False, server_default=number))
    op.add_column("confirmation", sa.Column("done", sa.Date(), nullable=True))
    op.add_column("operator", sa.Column("pin_waits", Utc(), nullable=True))


def create_tables() -> None:
    op.create_table("erasing", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
    )
    op.create_table(
        "hold",
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("member.id"), primary_key=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("at", Utc(), nullable=False),
    )
    op.create_table(
        "breach",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("discovered", Utc(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("reported", Utc(), nullable=True),
        sa.Column("closed", Utc(), nullable=True),
    )
    op.create_table(
        "call_count",
        sa.Column("month", sa.String(length=7), primary_key=True),
        sa.Column("category", sa.String(length=40), primary_key=True),
        sa.Column("department", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("loop", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("calls", sa.Integer(), nullable=False),
    )


def guard_in_file() -> None:
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER {table}_no_{verb.lower()}")
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"{UNLESS} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER erasure_no_{verb.lower()} BEFORE {verb} ON erasure "
            "BEGIN SELECT RAISE(ABORT, 'erasure is append-only'); END"
        )


def guard_on_server() -> None:
    op.execute(
        "CREATE FUNCTION refuse_always() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT 1 FROM erasing) THEN "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE TRIGGER erasure_append_only BEFORE UPDATE OR DELETE ON erasure "
        "FOR EACH ROW EXECUTE FUNCTION refuse_always()"
    )
    op.execute(
        "CREATE TRIGGER erasure_no_truncate BEFORE TRUNCATE ON erasure "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_always()"
    )
