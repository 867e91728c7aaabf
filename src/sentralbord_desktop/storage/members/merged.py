"""Which members were merged into which: ids and member numbers, over any number of merges."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

MERGED = text("SELECT id, number FROM member WHERE merged_into = :id")


def merged_ids(session: Session, member_id: int) -> list[int]:
    """The ids whose rows belong to the member: its own, and those of the members merged into it."""
    return [member_id, *merged_into(session, member_id)]


def merged_into(session: Session, member_id: int) -> dict[int, str]:
    """Id -> member number of the members merged into this one."""
    found: dict[int, str] = {}
    asked = [member_id]
    for one in asked:
        new: dict[int, str] = dict(session.connection().execute(MERGED, {"id": one}).all())
        asked += new
        found |= new
    return found


class MergedNumber(NamedTuple):
    """The number of a merged member, with id and number of the one that is kept."""

    number: str
    kept_id: int
    kept_number: str


def numbers_gone(session: Session) -> dict[str, str]:
    """Number of a merged member -> number of the member that is kept."""
    return {one.number: one.kept_number for one in merged_away(session)}


def merged_away(session: Session, into: Sequence[int] | None = None) -> list[MergedNumber]:
    """All that are merged; optionally only those merged into `into`."""
    begun = "WHERE kept.merged_into IS NULL"
    if into is not None:
        begun = f"WHERE kept.id IN ({', '.join(str(int(one)) for one in into)})"
    rows = session.connection().exec_driver_sql(
        "WITH RECURSIVE gone (id, number, kept_id, kept) AS ("
        " SELECT one.id, one.number, kept.id, kept.number FROM member one"
        f" JOIN member kept ON kept.id = one.merged_into {begun}"
        " UNION ALL SELECT one.id, one.number, gone.kept_id, gone.kept FROM member one"
        " JOIN gone ON one.merged_into = gone.id)"
        " SELECT number, kept_id, kept FROM gone"
    )
    return [MergedNumber(*row) for row in rows]
