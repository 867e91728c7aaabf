"""Reads the access log, and the rows that show which accesses had a call."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.members.fields import field_name
from sentralbord_desktop.domain.privacy.audit import Lookup, WorkDay
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.raw_connection import opened
from sentralbord_desktop.storage.members.merged import merged_ids
from sentralbord_desktop.storage.privacy.listed_members import ONE_BY_ONE
from sentralbord_desktop.storage.tables import (
    AccessRow,
    CallbackRow,
    InquiryEventRow,
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
"""Columns that show work on a member: author, member, time."""


LOGS = {"access": ("at", "author", "member_id", "what", "why"), "erasure": ("at", "author", "what", "reason", "counts")}
"""Append-only logs, carried over to a restored register."""
CAME_BACK, ERASED_BEFORE = "kom tilbake med sikkerhetskopien", "var slettet. Slett igjen."


def carry_over(session: Session, left: Path, key: Key, *, author: str, at: datetime) -> int:
    """Copy from the replaced register what a restored one must have: access log and erasures (compared by content,
    since ids may collide), breaches and holds in their last state, and operators who have left. Members erased since
    the backup are logged, so that the privacy role erases them again. Returns the number of rows; 0 for an
    unreadable file or another register."""
    here = session.connection()
    try:
        with closing(opened(left, key)) as other:
            count = {table: _copied(here, other, table, columns) for table, columns in LOGS.items()}
            _as_they_stood(here, other)
            back = _came_back(here, other) if count["erasure"] else []
    except sqlcipher.Error:
        return 0
    for member_id in back:
        session.add(AccessRow(at=at, author=author, member_id=member_id, what=CAME_BACK, why=ERASED_BEFORE))
    return sum(count.values())


def _copied(here: Connection, other: Any, table: str, columns: Sequence[str]) -> int:
    asked = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
    known = {tuple(row) for row in here.exec_driver_sql(asked)}
    rows = [tuple(row) for row in other.execute(asked) if tuple(row) not in known]
    values = ", ".join("(SELECT id FROM member WHERE id = ?)" if name == "member_id" else "?" for name in columns)
    for row in rows:
        here.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})", row)
    return len(rows)


def _as_they_stood(here: Connection, other: Any) -> None:
    """Copy breaches, holds, and when operators left."""
    for row in other.execute("SELECT id, discovered, author, facts, reported, closed FROM breach"):
        here.exec_driver_sql(
            "INSERT INTO breach (id, discovered, author, facts, reported, closed) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET discovered = excluded.discovered, author = excluded.author, "
            "facts = excluded.facts, reported = excluded.reported, closed = excluded.closed",
            tuple(row),
        )
    for row in other.execute("SELECT member_id, reason, author, at FROM hold"):
        here.exec_driver_sql(
            "INSERT INTO hold (member_id, reason, author, at) SELECT ?, ?, ?, ? "
            "WHERE EXISTS (SELECT 1 FROM member WHERE id = ?) ON CONFLICT (member_id) DO NOTHING",
            (*tuple(row), row[0]),
        )
    gone = 'SELECT "left", initials FROM operator WHERE "left" IS NOT NULL'
    for row in other.execute(gone):
        here.exec_driver_sql('UPDATE operator SET "left" = ? WHERE initials = ? AND "left" IS NULL', tuple(row))


def _came_back(here: Connection, other: Any) -> list[int]:
    """The ids of members who are in this register and not in the other."""
    there = {row[0] for row in other.execute("SELECT id FROM member")}
    return [row[0] for row in here.exec_driver_sql("SELECT id FROM member") if row[0] not in there]


def lookups(
    session: Session,
    *,
    since: datetime | None = None,
    member_id: int | None = None,
    author: str = "",
    limit: int = 2000,
) -> list[Lookup]:
    """Newest first; for a member including those merged into it."""
    statement = select(AccessRow, MemberRow).join(
        MemberRow, col(MemberRow.id) == col(AccessRow.member_id), isouter=True
    )
    if since is not None:
        statement = statement.where(AccessRow.at >= since)
    if member_id is not None:
        statement = statement.where(col(AccessRow.member_id).in_(merged_ids(session, member_id)))
    else:
        statement = statement.where(col(AccessRow.what).not_in(ONE_BY_ONE))
    if author:
        statement = statement.where(AccessRow.author == author)
    rows: Any = session.exec(statement.order_by(col(AccessRow.id).desc()).limit(limit)).all()
    return [
        Lookup(
            row.at,
            row.author,
            row.what,
            row.why,
            row.member_id,
            member.name if member else "",
            member.number if member else "",
        )
        for row, member in rows
    ]


NO_CHANGE = ("henvendelse",)
"""Change log rows of a call, which change no field."""


def changes(
    session: Session, *, since: datetime, member_id: int | None = None, author: str = "", limit: int = 2000
) -> list[Lookup]:
    """Changed fields by author and member, newest first, grouped by change; without values and imports."""
    statement = (
        select(MemberChangeRow, MemberRow)
        .join(MemberRow, col(MemberRow.id) == col(MemberChangeRow.member_id))
        .where(
            MemberChangeRow.at >= since,
            MemberChangeRow.source != "import",
            col(MemberChangeRow.field).not_in(NO_CHANGE),
        )
    )
    if member_id is not None:
        statement = statement.where(col(MemberChangeRow.member_id).in_(merged_ids(session, member_id)))
    if author:
        statement = statement.where(MemberChangeRow.author == author)
    rows: Any = session.exec(statement.order_by(col(MemberChangeRow.id).desc()).limit(limit)).all()
    together: dict[tuple[datetime, str, int], tuple[list[str], MemberRow]] = {}
    for row, member in rows:
        fields, _ = together.setdefault((row.at, row.author, row.member_id), ([], member))
        fields.insert(0, field_name(row.field).lower())
    return [
        Lookup(at, who, "endret", ", ".join(dict.fromkeys(fields)), whom, member.name, member.number)
        for (at, who, whom), (fields, member) in together.items()
    ]


def work(session: Session, since: datetime) -> set[WorkDay]:
    """All since `since`."""
    said = select(InquiryEventRow.author, InquiryRow.member_id, InquiryEventRow.at).join(
        InquiryRow, col(InquiryRow.id) == col(InquiryEventRow.inquiry_id)
    )
    asked = [(select(author, member, at), member, at) for author, member, at in WORK]
    done: set[WorkDay] = set()
    for statement, member, at in (*asked, (said, InquiryRow.member_id, InquiryEventRow.at)):
        rows = session.exec(statement.where(col(at) >= since, col(member).is_not(None)))
        done |= {WorkDay(who, int(whom or 0), oslo(when).date()) for who, whom, when in rows}
    return done


def log_access(session: Session, *, author: str, at: datetime, member_id: int | None, what: str, why: str = "") -> None:
    session.add(AccessRow(author=author, at=at, member_id=member_id, what=what, why=why))
