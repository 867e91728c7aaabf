"""The tables of a new register, as the models describe them. What a server has besides is in server.sql; a file has its search
index and the triggers that keep history."""

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from sentralbord_desktop.storage.tables import APPEND_ONLY

LEAF = 3_960
"""Bytes of a leaf of the search index. FTS5's own 4 050 make each overflow to a second page: an encrypted page of 4 096
reserves 80 bytes, and a row fits on it up to 3 981 (SQLite's file format)."""
SEARCH = (
    "CREATE VIRTUAL TABLE member_search USING fts5(tokens, content='', contentless_delete=1, detail=none, "
    "tokenize='ascii', prefix='2 3 4')",
    f"INSERT INTO member_search(member_search, rank) VALUES ('pgsz', {LEAF})",
)
"""No prefix list for one character: a tag is never searched alone, and for a letter its 36 continuations are faster
(`search/query.py`)."""
UNLESS = "WHEN NOT EXISTS (SELECT 1 FROM erasing) "


def make_tables(connection: Connection) -> None:
    dialect = connection.dialect.name
    for table in SQLModel.metadata.tables.values():
        for index in table.indexes:
            if rows := index.info.get("rows"):
                index.dialect_kwargs[f"{dialect}_where"] = text(rows)
    SQLModel.metadata.create_all(connection)
    if dialect == "sqlite":
        for statement in (*SEARCH, *_triggers()):
            connection.execute(text(statement))


def _triggers() -> list[str]:
    """History is append-only, but while the same transaction has a row in `erasing`, deleted before the commit. Each use leaves
    a row in `erasure`, which is never changed."""
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {'' if table == 'erasure' else UNLESS}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in (*APPEND_ONLY, "erasure")
        for verb in ("UPDATE", "DELETE")
    ]
