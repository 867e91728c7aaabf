"""Indexes that had a line for every member and were asked about few, or none: 37 bytes a member.

Nobody looks a phone number up in its table (the search index has it), and only the few members
that were merged, or changes that an inquiry made, are looked up by what they point at.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

FEW = (("member", "merged_into"), ("member_change", "inquiry_id"))


def upgrade() -> None:
    op.drop_index("ix_member_phone_number", "member_phone")
    for table, column in FEW:
        name, filled = f"ix_{table}_{column}", sa.text(f"{column} IS NOT NULL")
        op.drop_index(name, table)
        op.create_index(name, table, [column], sqlite_where=filled, postgresql_where=filled)
