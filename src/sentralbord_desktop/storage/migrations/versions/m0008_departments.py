"""Which departments the members belong to is asked each time the house is read: without an index that
is a look at every member, half a second at a million."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_member_department", "member", ["department"])
