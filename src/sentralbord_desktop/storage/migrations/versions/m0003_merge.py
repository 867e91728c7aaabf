"""Merged members: who was merged into whom, how to undo it, who is not a duplicate. Rows of history are append-only
and not moved: a merged member keeps its rows and refers to the member that is kept."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(  # Alembic would rebuild the table on SQLite, and many tables refer to it
        "ALTER TABLE member ADD COLUMN merged_into INTEGER "
        "CONSTRAINT fk_member_merged_into_member REFERENCES member (id)"
    )
    op.create_index(op.f("ix_member_merged_into"), "member", ["merged_into"], unique=False)
    op.create_table(
        "member_merge",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kept_id", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("gone_id", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("undone", Utc(), nullable=True),
    )
    op.create_table(
        "not_same_member",
        sa.Column("one_id", sa.Integer(), sa.ForeignKey("member.id"), primary_key=True),
        sa.Column("two_id", sa.Integer(), sa.ForeignKey("member.id"), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
    )
