"""Where inquiries were discarded: category and step, no member data."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0011"
down_revision = "0010"

SHARED = """
    DO $$ DECLARE team text; BEGIN
        FOR team IN SELECT rolname FROM pg_roles
            WHERE rolname IN ('sentralbord_operator', 'sentralbord_personvern')
            AND has_table_privilege(rolname, 'parked', 'INSERT')
        LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON wizard_left TO %I', team);
             EXECUTE format('GRANT USAGE ON SEQUENCE wizard_left_id_seq TO %I', team);
        END LOOP;
    END $$
"""
"""Workstations that may park may discard (storage/engine/grants.py), also after an upgrade."""


def upgrade() -> None:
    op.create_table(
        "wizard_left",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=120), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(SHARED)
