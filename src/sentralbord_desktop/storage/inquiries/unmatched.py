"""Completed calls with a note, change or awaited confirmation for a member that was not found (X-5). Later rows
refer to the inquiry, and its state is the last row in `inquiry_event`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from sentralbord_desktop.storage.tables import InquiryActionRow, InquiryEventRow, InquiryRow, PhoneCallRow

RELATED = ("callback", "outgoing")
LEFT = "uten_medlem"
"""The state of an action without a member."""
PLACED, BY_HAND, OF_NOBODY, WAITS = "foert_inn", "foert_for_hand", "ikke_et_medlem", "venter_igjen"
UNMATCHED = text(
    f"SELECT i.id FROM inquiry i WHERE i.id IN (SELECT inquiry_id FROM inquiry_action WHERE state = '{LEFT}') "
    "AND NOT EXISTS (SELECT 1 FROM inquiry_event o WHERE o.inquiry_id = i.id AND o.kind = 'apnet_igjen') "
    "AND coalesce((SELECT e.kind FROM inquiry_event e WHERE e.inquiry_id = i.id "
    f"AND e.kind IN ('{PLACED}', '{BY_HAND}', '{OF_NOBODY}', '{WAITS}') ORDER BY e.id DESC LIMIT 1), '{WAITS}') = '{WAITS}' "
    "ORDER BY i.completed, i.id"
)


@dataclass(frozen=True)
class UnmatchedRows:
    """Rows of the inquiry, its call, and its pending actions."""

    head: dict[str, Any]
    call: dict[str, Any]
    actions: tuple[dict[str, Any], ...]


def unmatched_calls(session: Session) -> list[UnmatchedRows]:
    found = [_read(session, one) for (one,) in session.execute(UNMATCHED)]
    return [one for one in found if one is not None]


def waits(session: Session, inquiry_id: str) -> UnmatchedRows | None:
    """None when it was assigned, or the call was reopened."""
    ids = [one for (one,) in session.execute(UNMATCHED)]
    return _read(session, inquiry_id) if inquiry_id in ids else None


def _read(session: Session, inquiry_id: str) -> UnmatchedRows | None:
    head = session.get(InquiryRow, inquiry_id)
    asked = select(PhoneCallRow).where(PhoneCallRow.inquiry_id == inquiry_id)
    call = session.exec(asked.order_by(col(PhoneCallRow.id).desc())).first()
    actions = session.exec(
        select(InquiryActionRow)
        .where(InquiryActionRow.inquiry_id == inquiry_id, InquiryActionRow.state == LEFT)
        .order_by(col(InquiryActionRow.position))
    ).all()
    if head is None or call is None:
        return None
    return UnmatchedRows(head.model_dump(), {**call.copied(), "id": call.id}, tuple(a.model_dump() for a in actions))


def add_event(session: Session, inquiry_id: str, kind: str, *, author: str, at: datetime) -> None:
    session.add(InquiryEventRow(inquiry_id=inquiry_id, kind=kind, at=at, author=author))


def is_logged(session: Session, inquiry_id: str) -> bool:
    """Whether the call is logged with the member, besides the note (KF-2)."""
    asked = select(InquiryActionRow).where(
        InquiryActionRow.inquiry_id == inquiry_id, InquiryActionRow.kind == "LOG", InquiryActionRow.state != "utelatt"
    )
    return any("logg" in row.data.get("where", ()) for row in session.exec(asked).all())


def assign_member(session: Session, found: UnmatchedRows, member_id: int) -> None:
    """Assign the call, its callbacks and its messages to the member."""
    inquiry_id = found.head["id"]
    session.add(
        PhoneCallRow.model_validate({**found.call, "id": None, "member_id": member_id, "corrects": found.call["id"]})
    )
    for table in RELATED:
        session.execute(
            text(f"UPDATE {table} SET member_id = :who WHERE inquiry_id = :inquiry AND member_id IS NULL"),
            {"who": member_id, "inquiry": inquiry_id},
        )
    session.expire_all()


def unassign_member(session: Session, inquiry_id: str) -> None:
    """Clear the member of callbacks and messages of a reopened call, which may have been assigned to the wrong
    member. Not for a call that began with its member or registered one."""
    for table in RELATED:
        session.execute(
            text(
                f"UPDATE {table} SET member_id = NULL WHERE inquiry_id = :inquiry AND EXISTS "
                f"(SELECT 1 FROM inquiry_event e WHERE e.inquiry_id = :inquiry AND e.kind = '{PLACED}')"
            ),
            {"inquiry": inquiry_id},
        )
    session.expire_all()
