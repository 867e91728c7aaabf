"""Reading the access log, and what people left behind, to see which openings had a call behind them."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.times import oslo
from sentralbord_desktop.domain.trace import Lookup, Work
from sentralbord_desktop.storage.keys import Key
from sentralbord_desktop.storage.members import family
from sentralbord_desktop.storage.outside import opened
from sentralbord_desktop.storage.tables import (
    AccessRow,
    CallbackRow,
    InquiryRow,
    MemberChangeRow,
    MemberRow,
    PhoneCallRow,
    RemarkRow,
)

WORK = (
    (InquiryRow.author, InquiryRow.member_id, InquiryRow.completed),
    (RemarkRow.author, RemarkRow.member_id, RemarkRow.written),
    (CallbackRow.promised_by, CallbackRow.member_id, CallbackRow.created),
    (MemberChangeRow.author, MemberChangeRow.member_id, MemberChangeRow.at),
    (PhoneCallRow.author, PhoneCallRow.member_id, PhoneCallRow.ended),
)
"""What somebody leaves behind: who, about whom, when."""


def carry_over(session: Session, left: Path, key: Key) -> int:
    """What the log of the register that was put aside has and this one has not; gives how many rows. None where it
    cannot be read, or was another register's. By what they say, not by number: either may have gone on since."""
    here = session.connection()
    asked = "SELECT at, author, member_id, what, why FROM access ORDER BY id"
    known = {tuple(row) for row in here.exec_driver_sql(asked)}
    try:
        with closing(opened(left, key)) as other:
            rows = [tuple(row) for row in other.execute(asked) if tuple(row) not in known]
    except sqlcipher.Error:
        return 0
    for row in rows:
        here.exec_driver_sql(
            "INSERT INTO access (at, author, member_id, what, why) "
            "VALUES (?, ?, (SELECT id FROM member WHERE id = ?), ?, ?)", row
        )  # fmt: skip
    return len(rows)


def lookups(
    session: Session, *, since: datetime | None = None, member_id: int | None = None,
    author: str = "", limit: int = 2000,
) -> list[Lookup]:  # fmt: skip
    """The newest first; of a member with those of everybody merged into it."""
    statement = select(AccessRow, MemberRow).join(
        MemberRow, col(MemberRow.id) == col(AccessRow.member_id), isouter=True
    )
    if since is not None:
        statement = statement.where(AccessRow.at >= since)
    if member_id is not None:
        statement = statement.where(col(AccessRow.member_id).in_(family(session, member_id)))
    if author:
        statement = statement.where(AccessRow.author == author)
    rows: Any = session.exec(statement.order_by(col(AccessRow.id).desc()).limit(limit)).all()
    return [
        Lookup(row.at, row.author, row.what, row.why, row.member_id,
               member.name if member else "", member.number if member else "")
        for row, member in rows
    ]  # fmt: skip


def work(session: Session, since: datetime) -> Work:
    """Who left something about whom, on which day."""
    done: Work = set()
    for author, member, at in WORK:
        asked = select(author, member, at).where(col(at) >= since, col(member).is_not(None))
        done |= {
            (who, int(whom or 0), oslo(when).date()) for who, whom, when in session.exec(asked)
        }
    return done
