"""The outbox: messages and their states. A message that may have left is sent again only by a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, and_, case, or_, update
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.messages.outgoing import Outgoing, OutgoingFields
from sentralbord_desktop.storage.engine.row_values import value
from sentralbord_desktop.storage.tables import InquiryRow, MemberRow, OutgoingRow


def add(
    session: Session, outgoing_id: str, fields: OutgoingFields, *, member_id: int | None, inquiry_id: str | None
) -> None:
    """Insert a message in the caller's transaction; its id becomes the Message-ID."""
    session.add(
        OutgoingRow.model_validate(
            {**fields.model_dump(), "id": outgoing_id, "member_id": member_id, "inquiry_id": inquiry_id}
        )
    )


MISDATED = "Klokken på PC-en var feil da meldingen ble skrevet. Se over datoene i den, og send den."
ONE_CALL = (col(OutgoingRow.kind), col(OutgoingRow.id))
"""The order of what one call left: e-mail, SMS. Without it a server gives its rows in any order, another each time."""


def newest(session: Session, limit: int = 500) -> list[Outgoing]:
    """Messages that need a person first, then newest first, with member, category and author. Those of one call are of the same
    moment: its e-mail is before its SMS."""
    state, not_before = col(OutgoingRow.state), col(OutgoingRow.not_before)
    by_hand = or_(state.in_(("apnet", "bekreft", "feilet", "usikker")), and_(state == "klar", not_before.is_(None)))
    statement = (
        select(OutgoingRow, MemberRow, InquiryRow.category, InquiryRow.author)
        .join(MemberRow, col(MemberRow.id) == col(OutgoingRow.member_id), isouter=True)
        .join(InquiryRow, col(InquiryRow.id) == col(OutgoingRow.inquiry_id), isouter=True)
        .order_by(case((by_hand, 0), else_=1), col(OutgoingRow.created).desc(), *ONE_CALL)
        .limit(limit)
    )
    return [
        value(Outgoing, row, member_name=member.name if row.member_id else "", topic=topic or "", author=author or "")
        for row, member, topic, author in session.exec(statement).all()
    ]


def get(session: Session, outgoing_id: str) -> Outgoing | None:
    row = session.get(OutgoingRow, outgoing_id)
    return value(Outgoing, row) if row else None


def of_inquiry(session: Session, inquiry_id: str) -> list[Outgoing]:
    statement = select(OutgoingRow).where(OutgoingRow.inquiry_id == inquiry_id).order_by(*ONE_CALL)
    return [value(Outgoing, row) for row in session.exec(statement).all()]


def due(session: Session, moment: datetime) -> list[Outgoing]:
    """Messages due for automatic sending, oldest first."""
    statement = (
        select(OutgoingRow)
        .where(OutgoingRow.state == "klar", col(OutgoingRow.not_before) <= moment)
        .order_by(col(OutgoingRow.created), *ONE_CALL)
    )
    return [value(Outgoing, row) for row in session.exec(statement).all()]


def move(session: Session, message: Outgoing, state: str, **new: object) -> bool:
    """Change the state if state and attempts are unchanged; False otherwise."""
    done: CursorResult[Any] = session.connection().execute(
        update(OutgoingRow)
        .where(
            col(OutgoingRow.id) == message.id,
            col(OutgoingRow.state) == message.state,
            col(OutgoingRow.attempts) == message.attempts,
        )
        .values(state=state, **new)
    )
    return done.rowcount == 1


def reminder_of(confirmation_id: int) -> str:
    """The `target` of an SMS that reminds of this confirmation."""
    return f"purring:{confirmation_id}"


def withdraw_reminders(session: Session, confirmation_id: int, author: str, reason: str) -> None:
    """Withdraw the reminders that wait, when there is nothing left to remind of. One that is opened may have been sent."""
    session.connection().execute(
        update(OutgoingRow)
        .where(col(OutgoingRow.target) == reminder_of(confirmation_id), col(OutgoingRow.state).in_(("klar", "feilet")))
        .values(state="trukket", not_before=None, moved_by=author, reason=reason)
    )


def leave_misdated(session: Session, after: datetime) -> None:
    """Set messages that would wait beyond `after` to `feilet`: they were written while the clock was wrong, and their
    dates may be too, so a person decides."""
    session.connection().execute(
        update(OutgoingRow)
        .where(col(OutgoingRow.state) == "klar", col(OutgoingRow.not_before) > after)
        .values(state="feilet", not_before=None, reason=MISDATED)
    )


def has_misdated(session: Session, after: datetime) -> bool:
    """Whether `leave_misdated` would set any."""
    statement = select(OutgoingRow.id).where(OutgoingRow.state == "klar", col(OutgoingRow.not_before) > after)
    return session.exec(statement.limit(1)).first() is not None


def has_doubts(session: Session, before: datetime) -> bool:
    """Whether a message was in `sender` at `before` and has no result."""
    statement = select(OutgoingRow.id).where(OutgoingRow.state == "sender", col(OutgoingRow.handed_over) <= before)
    return session.exec(statement.limit(1)).first() is not None


def leave_doubts(session: Session, before: datetime | None) -> int:
    """Set messages in state `sender` to `usikker`: the result is unknown, so a person decides.

    `before` excludes newer ones, which a workstation is still sending; None is for a register with one workstation. The
    attempt is counted, so that a workstation that resumes later cannot overwrite a message that was sent again.
    """
    state, attempts = col(OutgoingRow.state), col(OutgoingRow.attempts)
    which = state == "sender"
    if before is not None:
        which = and_(which, col(OutgoingRow.handed_over) <= before)
    done: CursorResult[Any] = session.connection().execute(
        update(OutgoingRow)
        .where(which)
        .values(state="usikker", attempts=attempts + 1, reason="Programmet ble avbrutt mens meldingen ble sendt.")
    )
    return done.rowcount
