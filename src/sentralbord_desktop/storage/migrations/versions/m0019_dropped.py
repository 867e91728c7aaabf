"""A message knows how binding the procedure is, the possible deadline of its case, and which operator moved it last; a
remark knows the message whose sending or dropping it tells of.

The strength of older messages is read from the action that they were made from, where there is one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("outgoing", sa.Column("strength", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("outgoing", sa.Column("deadline", sa.Date(), nullable=True))
    op.add_column("outgoing", sa.Column("moved_by", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("outgoing", sa.Column("answered", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("remark", sa.Column("outgoing_id", sa.String(length=36), nullable=True))
    op.execute(
        "UPDATE outgoing SET strength = coalesce((SELECT max(a.strength) FROM inquiry_action a "
        "WHERE a.inquiry_id = outgoing.inquiry_id AND a.target = outgoing.target AND a.state <> 'utelatt' "
        "AND a.kind = CASE outgoing.kind WHEN 'sms' THEN 'SMS' WHEN 'brevordre' THEN 'LETTER_ORDER' ELSE 'EMAIL' END), '')"
    )
