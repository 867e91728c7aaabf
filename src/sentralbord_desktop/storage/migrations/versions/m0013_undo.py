"""The file of an import, whether it was undone, and fee invoices as they were before it."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0013"
down_revision = "0012"

SHARED = """
    DO $$ DECLARE team text; BEGIN
        FOR team IN SELECT rolname FROM pg_roles
            WHERE rolname IN ('sentralbord_operator', 'sentralbord_personvern')
            AND has_table_privilege(rolname, 'parked', 'INSERT')
        LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON invoice_before TO %I', team);
        END LOOP;
    END $$
"""
"""Workstations that may write the register may write this table (storage/engine/grants.py), also after an upgrade."""


def upgrade() -> None:
    for column in (
        sa.Column("subject", sa.String(length=20), nullable=False, server_default="medlemmer"),
        sa.Column("file", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("undone", Utc(), nullable=True),
        sa.Column("undone_by", sa.String(length=10), nullable=False, server_default=""),
    ):
        op.add_column("import_run", column)
    op.execute(
        "ALTER TABLE member_change ADD COLUMN import_run INTEGER "
        "CONSTRAINT fk_member_change_import_run_import_run REFERENCES import_run (id)"
    )
    some = sa.text("import_run IS NOT NULL")
    op.create_index(
        "ix_member_change_import_run", "member_change", ["import_run"], sqlite_where=some, postgresql_where=some
    )
    op.create_table(
        "invoice_before",
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("import_run.id"), primary_key=True),
        sa.Column("number", sa.String(length=40), primary_key=True),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
    )
    op.create_index("ix_invoice_before_member_id", "invoice_before", ["member_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(SHARED)
