"""Each leaf of the search index has a page of its own: some 15 bytes less for each member.

FTS5 makes leaves of 4 050 bytes, which a page of 4 096 has room for. An encrypted page keeps 80 of them for
itself, so each leaf ran over into a second page with nothing else in it. Leaves that are there become smaller when
they are written again, by an import or «Bygg søket på nytt».
"""

from alembic import op

revision = "0014"
down_revision = "0013"

LEAF = 3_960
"""Bytes; a row of a table may lie on its page whole while it has 3 981 (4 096 - 80 - 35, SQLite's file format)."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"INSERT INTO member_search(member_search, rank) VALUES ('pgsz', {LEAF})")
