"""Completed inquiries, remarks and phone calls: append-only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.members.member import PhoneCall, PhoneCallFields, RemarkFields
from sentralbord_desktop.storage.tables import (
    InquiryActionRow,
    InquiryAnswerRow,
    InquiryEventRow,
    InquiryRow,
    MemberChangeRow,
    MemberRow,
    PhoneCallRow,
    RemarkRow,
)

ABOUT = (
    "coalesce(i.member_id, (SELECT p.member_id FROM phone_call p WHERE p.inquiry_id = i.id "
    "AND p.member_id IS NOT NULL LIMIT 1))"
)
"""The member of inquiry `i`, also when assigned after the call (`unmatched.py`)."""


def add_inquiry(session: Session, head: dict[str, Any]) -> None:
    """Insert the inquiry; `add_details` inserts its answers and actions."""
    session.add(InquiryRow(**head))
    session.flush()


def add_details(
    session: Session, inquiry_id: str, answers: Iterable[dict[str, Any]], actions: Iterable[dict[str, Any]]
) -> None:
    for position, answer in enumerate(answers):
        session.add(InquiryAnswerRow(inquiry_id=inquiry_id, position=position, **answer))
    for position, action in enumerate(actions):
        session.add(InquiryActionRow(inquiry_id=inquiry_id, position=position, **action))


def add_remark(
    session: Session,
    member_id: int,
    remark: RemarkFields,
    inquiry_id: str | None = None,
    outgoing_id: str | None = None,
) -> None:
    of = {"member_id": member_id, "inquiry_id": inquiry_id, "outgoing_id": outgoing_id}
    session.add(RemarkRow.model_validate({**remark.model_dump(), **of}))


def add_call(session: Session, call: PhoneCallFields, member_id: int | None, inquiry_id: str | None) -> None:
    session.add(PhoneCallRow.model_validate({**call.model_dump(), "member_id": member_id, "inquiry_id": inquiry_id}))


def lock_inquiry(session: Session, inquiry_id: str) -> None:
    """Lock the id until the commit: two workstations cannot complete the same inquiry. A file has one writer."""
    if session.get_bind().dialect.name == "postgresql":
        locked = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
        session.execute(locked, {"name": f"inquiry {inquiry_id}"})


def inquiry(session: Session, inquiry_id: str) -> dict[str, Any] | None:
    row = session.get(InquiryRow, inquiry_id)
    return row.model_dump() if row else None


def member_of(session: Session, inquiry_id: str) -> int | None:
    asked = text(f"SELECT {ABOUT} FROM inquiry i WHERE i.id = :inquiry")
    found: int | None = session.execute(asked, {"inquiry": inquiry_id}).scalar()
    return found


def answers_of(session: Session, inquiry_id: str) -> list[dict[str, Any]]:
    statement = select(InquiryAnswerRow).where(InquiryAnswerRow.inquiry_id == inquiry_id)
    rows = session.exec(statement.order_by(col(InquiryAnswerRow.position))).all()
    return [row.model_dump() for row in rows]


def actions_of(session: Session, inquiry_id: str) -> list[dict[str, Any]]:
    statement = select(InquiryActionRow).where(InquiryActionRow.inquiry_id == inquiry_id)
    rows = session.exec(statement.order_by(col(InquiryActionRow.position))).all()
    return [row.model_dump() for row in rows]


def is_reopened(session: Session, inquiry_id: str) -> bool:
    statement = select(InquiryEventRow).where(
        InquiryEventRow.inquiry_id == inquiry_id, InquiryEventRow.kind == "apnet_igjen"
    )
    return session.exec(statement).first() is not None


def withdraw(session: Session, inquiry_id: str, *, author: str, at: datetime) -> None:
    """Insert rows that withdraw the inquiry's remarks and calls; the old rows stay. What happened to its messages is not
    withdrawn."""
    session.add(InquiryEventRow(inquiry_id=inquiry_id, kind="apnet_igjen", at=at, author=author))
    remarks = select(RemarkRow).where(
        RemarkRow.inquiry_id == inquiry_id, col(RemarkRow.withdrawn).is_(False), col(RemarkRow.outgoing_id).is_(None)
    )
    for remark in session.exec(remarks).all():
        session.add(
            RemarkRow(
                member_id=remark.member_id,
                inquiry_id=inquiry_id,
                written=at,
                author=author,
                text=f"Trukket tilbake: henvendelsen ble åpnet igjen {at:%d.%m.%Y}.",
                category=remark.category,
                corrects=remark.id,
                withdrawn=True,
            )
        )
    _withdraw_calls(session, col(PhoneCallRow.inquiry_id) == inquiry_id)


def withdraw_call(session: Session, number: str, ended: datetime) -> None:
    """Withdraw the line of a call without questions, from this number at this time."""
    _withdraw_calls(
        session,
        col(PhoneCallRow.inquiry_id).is_(None)
        & (col(PhoneCallRow.number) == number)
        & (col(PhoneCallRow.ended) == ended),
    )


def _withdraw_calls(session: Session, which: ColumnElement[bool]) -> None:
    """The log is only added to: a line that withdraws stands beside each."""
    calls = select(PhoneCallRow).where(which, col(PhoneCallRow.withdrawn).is_(False))
    for call in session.exec(calls).all():
        session.add(PhoneCallRow(**{**call.copied(), "corrects": call.id, "withdrawn": True}))


class WrittenChange(NamedTuple):
    member_id: int
    field: str
    before: str
    after: str


def changes_of(session: Session, inquiry_id: str) -> list[WrittenChange]:
    """Each member change by the inquiry, in order."""
    statement = select(MemberChangeRow).where(MemberChangeRow.inquiry_id == inquiry_id)
    rows = session.exec(statement.order_by(col(MemberChangeRow.id))).all()
    return [WrittenChange(row.member_id, row.field, row.before, row.after) for row in rows]


def add_log_line(session: Session, member_id: int, text: str, *, author: str, at: datetime, inquiry_id: str) -> None:
    """Log the inquiry and its subject in the member's event log («logg» in KF-2)."""
    session.add(
        MemberChangeRow(
            member_id=member_id,
            field="henvendelse",
            before="",
            after=text[:400],
            author=author,
            at=at,
            inquiry_id=inquiry_id,
            source="samtale",
        )
    )


def recent_calls(session: Session, limit: int = 12, number: str = "") -> list[PhoneCall]:
    """The last calls, newest first, without withdrawn ones; of a number, those without a record."""
    corrected = select(PhoneCallRow.corrects).where(col(PhoneCallRow.corrects).is_not(None))
    statement = (
        select(PhoneCallRow, MemberRow)
        .join(MemberRow, col(MemberRow.id) == col(PhoneCallRow.member_id), isouter=True)
        .where(col(PhoneCallRow.withdrawn).is_(False), col(PhoneCallRow.id).not_in(corrected))
        .order_by(col(PhoneCallRow.id).desc())
        .limit(limit)
    )
    if number:
        statement = statement.where(PhoneCallRow.number == number, col(PhoneCallRow.member_id).is_(None))
    return [
        PhoneCall.model_validate(
            call, update={"caller_name": call.caller_name if call.member_id is None else member.name}
        )
        for call, member in session.exec(statement).all()
    ]
