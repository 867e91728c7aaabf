"""When a target outside is open, and an entry for each loop, so that its number can be written in the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("target", sa.Column("hours", sa.String(length=100), nullable=False, server_default=""))
    if op.get_bind().execute(sa.text("SELECT count(*) FROM target")).scalar():  # else the register is new
        for loop in (1, 2, 3):
            op.execute(
                "INSERT INTO target (key, title, phone, address, hours) "
                f"SELECT 'sloyfe:{loop}', 'Sløyfe {loop}', '', '', '' "
                f"WHERE NOT EXISTS (SELECT 1 FROM target WHERE key = 'sloyfe:{loop}')"
            )
