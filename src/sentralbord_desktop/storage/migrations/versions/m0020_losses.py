"""What an import lost: rows that did not come in, and cells that were left out, as long as the import can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

SHARED = """
    DO $$ DECLARE team text; BEGIN
        FOR team IN SELECT rolname FROM pg_roles
            WHERE rolname IN ('sentralbord_administrator', 'sentralbord_personvern')
            AND has_table_privilege(rolname, 'invoice_before', 'INSERT')
        LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON import_loss TO %I', team);
        END LOOP;
    END $$
"""
"""Workstations that may import may write this table (storage/engine/grants.py), also after an upgrade."""


def upgrade() -> None:
    op.create_table(
        "import_loss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("heading", sa.String(length=100), nullable=False),
        sa.Column("cell", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("detail", sa.String(length=400), nullable=False),
        sa.Column("is_in", sa.Boolean(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name="fk_import_loss_run_id_import_run"),
        sa.PrimaryKeyConstraint("id", name="pk_import_loss"),
    )
    op.create_index("ix_import_loss_run_id", "import_loss", ["run_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(SHARED)
