"""The delay after wrong PINs is measured by the PC's uptime, besides the clock, which can be set."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("operator", sa.Column("pin_wait_s", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("operator", sa.Column("pin_boot_s", sa.Float(), nullable=True))
