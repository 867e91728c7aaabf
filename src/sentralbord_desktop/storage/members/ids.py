"""Ids of new members. An id of an erased member is never reused, because an open record or form would write to the
wrong member. PostgreSQL's sequence ensures this; SQLite reuses the highest id once it is free."""

from collections.abc import Sequence

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from sentralbord_desktop.storage.tables import MemberRow, SettingRow

SETTING = "medlem.id"


def new_ids(session: Session, count: int) -> Sequence[int]:
    """`count` new ids, ascending."""
    if _counts_on(session):
        reserved = text("SELECT nextval(pg_get_serial_sequence('member', 'id')) FROM generate_series(1, :count)")
        return list(session.execute(reserved, {"count": count}).scalars())
    here = session.execute(select(func.coalesce(func.max(col(MemberRow.id)), 0))).scalar_one()
    first = max(int(here), _highest_gone(session)) + 1
    return range(first, first + count)


def never_again(session: Session, ids: Sequence[int]) -> None:
    """Call before members with these ids are erased."""
    if ids and not _counts_on(session) and (highest := max(ids)) > _highest_gone(session):
        session.merge(SettingRow(key=SETTING, value={"highest": highest}))
        session.flush()


def _highest_gone(session: Session) -> int:
    row = session.get(SettingRow, SETTING)
    return int(row.value.get("highest", 0)) if row else 0


def _counts_on(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
