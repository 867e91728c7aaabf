"""The change log of members: author, field, value before and after, source. Append-only."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.storage.members import corrections
from sentralbord_desktop.storage.tables import MemberChangeRow, MemberRow

CHANGE_LOG_ROW = SQLModel.metadata.tables["member_change"].insert()
"""Compiled once: used at every edit."""


def write(
    session: Session,
    member_id: int,
    field: str,
    before: str,
    after: str,
    author: str,
    at: datetime,
    inquiry_id: str | None,
    source: str,
) -> None:
    """Add a row about a field, and mark the field as corrected where a person changed it."""
    corrections.mark(session, member_id, field, before, after, author, at, source)
    session.connection().execute(
        CHANGE_LOG_ROW,
        {
            "member_id": member_id,
            "field": field,
            "before": before[:400],
            "after": after[:400],
            "author": author,
            "at": at,
            "inquiry_id": inquiry_id,
            "source": source,
        },
    )


def note(
    session: Session, member_id: int, field: str, before: str, after: str, *, author: str, at: datetime, source: str
) -> None:
    """Add a row that is not about a field of the member."""
    row = session.get(MemberRow, member_id)
    if row is not None:
        write(session, member_id, field, before, after, author, at, None, source)


def last_source(session: Session, member_id: int, field: str) -> str:
    """The source of the field's last change; «» without one."""
    statement = (
        select(MemberChangeRow.source)
        .where(MemberChangeRow.member_id == member_id, MemberChangeRow.field == field)
        .order_by(col(MemberChangeRow.id).desc())
        .limit(1)
    )
    return session.exec(statement).first() or ""


class LastHand(NamedTuple):
    """Author and time of the last change of a field; «» and None when it was never changed."""

    author: str
    at: datetime | None


def last_hand(session: Session, member_id: int, field: str) -> LastHand:
    statement = (
        select(MemberChangeRow)
        .where(MemberChangeRow.member_id == member_id, MemberChangeRow.field == field)
        .order_by(col(MemberChangeRow.id).desc())
        .limit(1)
    )
    last = session.exec(statement).first()
    return LastHand(last.author, last.at) if last else LastHand("", None)
