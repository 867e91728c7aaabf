"""Operators who have left, and start codes: a PIN is chosen with a code from an administrator."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("operator", sa.Column("code_until", Utc(), nullable=True))
    op.add_column("operator", sa.Column("left", sa.Date(), nullable=True))
