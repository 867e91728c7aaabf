"""What waits for a member that nobody had found is listed (X-5): the few actions that do are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    some = sa.text("state = 'uten_medlem'")
    op.create_index("ix_inquiry_action_state", "inquiry_action", ["state"], sqlite_where=some, postgresql_where=some)
