"""Compares the search index with the register, and rebuilds it, in batches with a transaction each, so that others
can search and edit, and cancelling does no harm."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.search import index

ROWS_AT_ONCE = 2_000
LARGE = 5_000
"""From this many members the index is merged afterwards, as after an import."""

TokensOf = Callable[[Session, list[int]], dict[int, str]]
"""Member ids -> the tokens they should have, separated by spaces."""


def unlike(session: Session, tokens_of: TokensOf, progress: Progress) -> list[int]:
    """Ids for which index and register differ, sorted; includes ids that only one of them has."""
    in_index: dict[int, int] = {}
    for member_id, token in indexed(session):
        in_index[member_id] = in_index.get(member_id, 0) ^ hash(token)
    found = []
    ids = standing_ids(session)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        progress.at(start, len(ids))
        for member_id, tokens in tokens_of(session, ids[start : start + ROWS_AT_ONCE]).items():
            should = 0
            for token in tokens.split():
                should ^= hash(token)
            if in_index.pop(member_id, None) != should:
                found.append(member_id)
    progress.at(len(ids), len(ids))
    return sorted([*found, *in_index])  # the rest have no member


def rebuild(database: Database, tokens_of: TokensOf, progress: Progress) -> int:
    with database.reading() as session:
        ids = standing_ids(session)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        progress.at(start, len(ids))
        with database.transaction() as session:
            wanted = tokens_of(session, ids[start : start + ROWS_AT_ONCE])
            index.write(session, [{"id": i, "tokens": tokens} for i, tokens in wanted.items()])
    with database.transaction() as session:
        index.forget(session, _orphans(session))
        if len(ids) >= LARGE:
            index.tidy(session)
    progress.at(len(ids), len(ids))
    return len(ids)


def standing_ids(session: Session) -> list[int]:
    """Ids of all searchable members: those not merged into another."""
    return list(session.execute(text("SELECT id FROM member WHERE merged_into IS NULL ORDER BY id")).scalars().all())


def indexed(session: Session) -> Iterator[tuple[int, str]]:
    if session.get_bind().dialect.name == "postgresql":
        asked = "SELECT id, unnest(tsvector_to_array(tokens)) FROM member_search"
    else:
        session.connection().exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.member_search_instance "
            "USING fts5vocab(main, member_search, instance)"
        )
        asked = "SELECT doc, term FROM temp.member_search_instance"
    for row in session.connection().exec_driver_sql(asked):
        yield row[0], row[1]


def _orphans(session: Session) -> Iterable[int]:
    """Rows of the index whose member is erased or merged into another."""
    row = index.row_of(session)
    here = "SELECT id FROM member WHERE merged_into IS NULL"
    asked = f"SELECT {row} FROM member_search WHERE {row} NOT IN ({here})"
    return session.execute(text(asked)).scalars().all()
