"""The day a member resigned, from which the retention period counts; marks of members who were erased; and how many rows
an import left out for either."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("member", sa.Column("resigned", sa.Date(), nullable=True))
    for name in ("resigned", "erased"):
        op.add_column("import_run", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_table("erased_member", sa.Column("mark", sa.String(length=64), primary_key=True))
