"""Fields that were corrected here after the last file that had them, so that the next file does not take them back.

Corrections from before are marked by the change log: a field whose last change was not by a file. What the file had is
then the value before that change.
"""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0021"
down_revision = "0020"

FIELDS = (
    "'first_name', 'middle_name', 'last_name', 'birth_date', 'email', 'street', 'post_code', 'place', 'status', "
    "'department', 'employer', 'workplace', 'workplace_post_code', 'joined', 'insurance_codes', 'shop_steward', 'no_sms', "
    "'phone', 'phone2'"
)
EARLIER = f"""
    INSERT INTO member_correction (member_id, field, before, author, at)
    SELECT g.member_id, g.field, g.before, g.author, g.at FROM member_change g JOIN
        (SELECT max(id) AS id FROM member_change WHERE field IN ({FIELDS})
        GROUP BY member_id, field) latest ON latest.id = g.id
    WHERE g.source NOT IN ('import', 'angret import', 'åpnet igjen')
"""


def upgrade() -> None:
    op.add_column("import_run", sa.Column("corrected", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "member_correction",
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("member.id"), primary_key=True),
        sa.Column("field", sa.String(length=40), primary_key=True),
        sa.Column("before", sa.String(length=400), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("settled_run", sa.Integer(), sa.ForeignKey("import_run.id"), nullable=True),
    )
    op.execute(EARLIER)
