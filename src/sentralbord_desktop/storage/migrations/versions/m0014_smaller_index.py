"""A smaller search index in a file: about 25 bytes less per member.

FTS5 makes leaves of 4 050 bytes for pages of 4 096. An encrypted page reserves 80 bytes, so each leaf overflowed to a
second page. The index also had a prefix list for each first character of a token: a tag, which is never searched alone,
or a letter, for which its 36 continuations are faster (`query.py`). The free pages are returned afterwards
(`Database.migrate`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

LEAF = 3_960
"""Bytes; a row fits on its page up to 3 981 (4 096 - 80 - 35, SQLite's file format)."""
TOGETHER = 100_000
"""Members whose tokens are collected at a time, in memory: a temporary file would not be encrypted."""


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    op.execute(
        "CREATE VIRTUAL TABLE member_search_after USING fts5(tokens, content='', contentless_delete=1, "
        "detail=none, tokenize='ascii', prefix='2 3 4')"
    )
    op.execute(f"INSERT INTO member_search_after(member_search_after, rank) VALUES ('pgsz', {LEAF})")
    op.execute("CREATE VIRTUAL TABLE temp.member_search_before USING fts5vocab(main, member_search, instance)")
    last = bind.execute(sa.text("SELECT max(id) FROM member")).scalar() or 0
    for first in range(0, last + 1, TOGETHER):
        bind.execute(
            sa.text(
                "INSERT INTO member_search_after (rowid, tokens) SELECT doc, group_concat(term, ' ') "
                "FROM temp.member_search_before WHERE doc >= :first AND doc < :end GROUP BY doc"
            ),
            {"first": first, "end": first + TOGETHER},
        )
    op.execute("DROP TABLE temp.member_search_before")
    op.execute("DROP TABLE member_search")
    op.execute("ALTER TABLE member_search_after RENAME TO member_search")
    op.execute("INSERT INTO member_search(member_search) VALUES ('optimize')")
