"""An index on actions of unmatched calls (X-5), which are few."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    some = sa.text("state = 'uten_medlem'")
    op.create_index("ix_inquiry_action_state", "inquiry_action", ["state"], sqlite_where=some, postgresql_where=some)
