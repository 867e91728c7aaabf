"""Drop or shrink indexes with a row per member that few queries use: 37 bytes per member. Phone numbers are looked
up in the search index. Only the few merged members, and changes by an inquiry, are looked up by reference."""

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
