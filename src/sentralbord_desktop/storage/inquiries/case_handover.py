"""Trøbbel cases, and the events that confirm or revoke the handover to the distriktssekretær (DS) (PR-8). Each event
is a row in `inquiry_event`, and the last one counts. Without an event a case is not handed over, also when the DS of
the member's department took the call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.storage.inquiries.inquiries import ABOUT
from sentralbord_desktop.storage.tables import InquiryEventRow, InquiryRow

TAKEN, NOT_TAKEN = "overtatt", "overtakelse_angret"
FOR_DS = (
    f"i.category = 'trobbel' AND {ABOUT} IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM inquiry_event o WHERE o.inquiry_id = i.id AND o.kind = 'apnet_igjen') "
    "AND EXISTS (SELECT 1 FROM inquiry_action h WHERE h.inquiry_id = i.id "
    "AND h.kind IN ('TRANSFER', 'EMAIL', 'CALLBACK') AND h.state <> 'utelatt')"
)
"""Condition: inquiry `i` is a case for a DS. Excluded are inquiries without a member, reopened ones (completed again
as a new case), and calls without an action for the DS."""
THROUGH = (
    "EXISTS (SELECT 1 FROM inquiry_action p WHERE p.inquiry_id = i.id AND p.kind = 'TRANSFER' "
    "AND p.state = 'gjort' AND p.target LIKE 'avdeling%DS')"
)
"""Transferred to the DS of the member's own department; another DS only assists."""
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
        f"SELECT i.id, {THROUGH} FROM inquiry i WHERE (i.member_id IN :who OR i.id IN "
        f"(SELECT p.inquiry_id FROM phone_call p WHERE p.member_id IN :who)) AND {FOR_DS}"
    )
    through: dict[str, Any] = dict(
        session.execute(asked.bindparams(bindparam("who", expanding=True)), {"who": list(who)}).all()
    )
    if not through:
        return ()
    heads = session.exec(
        select(InquiryRow.id, InquiryRow.completed)
        .where(col(InquiryRow.id).in_(through))
        .order_by(col(InquiryRow.completed).desc(), col(InquiryRow.id))
    ).all()
    said = _said_last(session, list(through))
    return tuple(_case(head, said.get(head[0]), put_through=bool(through[head[0]])) for head in heads)


def _case(head: tuple[str, datetime], said: InquiryEventRow | None, *, put_through: bool) -> Case:
    inquiry_id, completed = head
    if said is not None and said.kind == TAKEN:
        return Case(inquiry_id, completed, put_through, said.at, said.author)
    return Case(inquiry_id, completed, put_through and said is None)


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
