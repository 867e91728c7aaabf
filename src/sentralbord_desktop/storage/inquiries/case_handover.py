"""Trøbbel cases, and the events that confirm or revoke the handover to the distriktssekretær (DS) (PR-8). Each event
is a row in `inquiry_event`, and the last one counts. Without an event a case is not handed over, also when the DS of
the member's department took the call."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.storage.inquiries.inquiries import ABOUT
from sentralbord_desktop.storage.tables import InquiryActionRow, InquiryEventRow, InquiryRow

TAKEN, NOT_TAKEN = "overtatt", "overtakelse_angret"
FOR_DS = (
    f"i.category = 'trobbel' AND {ABOUT} IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM inquiry_event o WHERE o.inquiry_id = i.id AND o.kind = 'apnet_igjen') "
    "AND EXISTS (SELECT 1 FROM inquiry_action h WHERE h.inquiry_id = i.id "
    "AND h.kind IN ('TRANSFER', 'EMAIL', 'CALLBACK') AND h.state <> 'utelatt')"
)
"""Condition: inquiry `i` is a case for a DS. Excluded are inquiries without a member, reopened ones (completed again
as a new case), and calls without an action for the DS."""
LAST_EVENT = (
    "(SELECT {what} FROM inquiry_event e WHERE e.inquiry_id = i.id "
    f"AND e.kind IN ('{TAKEN}', '{NOT_TAKEN}') ORDER BY e.id DESC LIMIT 1)"
)
SAID = f"e.kind = '{TAKEN}'"
IS_TAKEN = f"coalesce({LAST_EVENT.format(what=SAID)}, FALSE)"
TAKEN_BEFORE = f"coalesce({LAST_EVENT.format(what=f'{SAID} AND e.at < :before')}, FALSE)"


def cases(session: Session, who: Sequence[int]) -> tuple[Case, ...]:
    """The cases of these members, newest first."""
    asked = text(
        f"SELECT i.id FROM inquiry i WHERE (i.member_id IN :who OR i.id IN "
        f"(SELECT p.inquiry_id FROM phone_call p WHERE p.member_id IN :who)) AND {FOR_DS}"
    )
    found = list(session.scalars(asked.bindparams(bindparam("who", expanding=True)), {"who": list(who)}))
    if not found:
        return ()
    heads = session.exec(
        select(InquiryRow.id, InquiryRow.completed)
        .where(col(InquiryRow.id).in_(found))
        .order_by(col(InquiryRow.completed).desc(), col(InquiryRow.id))
    ).all()
    said, through = _said_last(session, found), _put_through(session, found)
    return tuple(_case(head, said.get(head[0]), through.get(head[0])) for head in heads)


def _case(head: tuple[str, datetime], said: InquiryEventRow | None, taken_by: str | None) -> Case:
    inquiry_id, completed = head
    case = Case(inquiry_id, completed, taken_by is not None, taken_by=taken_by or "DS")
    if said is not None and said.kind == TAKEN:
        return replace(case, handed_over_at=said.at, handed_over_by=said.author)
    return replace(case, put_through=case.put_through and said is None)


def _put_through(session: Session, inquiries: list[str]) -> dict[str, str]:
    """The function of who took the call, of those that were put through to the DS of the member's own department;
    another DS only assists. «» where it was not kept."""
    statement = select(InquiryActionRow.inquiry_id, InquiryActionRow.data).where(
        col(InquiryActionRow.inquiry_id).in_(inquiries),
        col(InquiryActionRow.kind) == "TRANSFER",
        col(InquiryActionRow.state) == "gjort",
        col(InquiryActionRow.target).like("avdeling%DS"),
    )
    return {inquiry_id: str((data or {}).get("took_as", "")) for inquiry_id, data in session.exec(statement)}


def _said_last(session: Session, inquiries: list[str]) -> dict[str, InquiryEventRow]:
    statement = (
        select(InquiryEventRow)
        .where(col(InquiryEventRow.inquiry_id).in_(inquiries), col(InquiryEventRow.kind).in_((TAKEN, NOT_TAKEN)))
        .order_by(col(InquiryEventRow.id))
    )
    return {row.inquiry_id: row for row in session.exec(statement)}


def add_event(session: Session, inquiry_id: str, *, handed_over: bool, author: str, at: datetime) -> None:
    """Insert an event; earlier ones stay."""
    kind = TAKEN if handed_over else NOT_TAKEN
    session.add(InquiryEventRow(inquiry_id=inquiry_id, kind=kind, at=at, author=author))


def awaiting_handover(session: Session) -> list[str]:
    """The ids of the unconfirmed cases, oldest first."""
    asked = f"SELECT i.id FROM inquiry i WHERE {FOR_DS} AND NOT {IS_TAKEN} ORDER BY i.completed, i.id"
    return [row[0] for row in session.execute(text(asked))]
