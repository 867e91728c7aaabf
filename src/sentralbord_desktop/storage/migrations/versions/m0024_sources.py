"""Sources that members are fetched from without a person: how far each was read, which files of a watched folder were read,
and what a run ended in."""

import sqlalchemy as sa
from alembic import op

from sentralbord_desktop.domain.dates.clock import UtcDateTime as Utc

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("import_run", sa.Column("source", sa.String(length=60), nullable=False, server_default=""))
    op.add_column("import_run", sa.Column("is_failed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("import_run", sa.Column("text", sa.String(length=600), nullable=False, server_default=""))
    op.create_table(
        "import_source",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("etag", sa.String(length=400), nullable=False),
        sa.Column("done", Utc(), nullable=True),
        sa.Column("claimed", Utc(), nullable=True),
        sa.Column("not_before", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_import_source"),
    )
    op.create_table(
        "import_file",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("source", "digest", name="pk_import_file"),
    )
