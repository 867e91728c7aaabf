"""The outbox: messages, and the states they go through. One that is past the point of no return is never sent again
unless an operator says so."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, and_, case, or_, update
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.messages.outgoing import Outgoing, OutgoingFields
from sentralbord_desktop.storage.engine.row_values import value
from sentralbord_desktop.storage.tables import OutgoingRow


def add(
    session: Session, outgoing_id: str, fields: OutgoingFields, *, member_id: int | None, inquiry_id: str | None
) -> None:
    """The draft commits together with what it is about; its id is its Message-ID later."""
    session.add(
        OutgoingRow.model_validate(
            {**fields.model_dump(), "id": outgoing_id, "member_id": member_id, "inquiry_id": inquiry_id}
        )
    )


def newest(session: Session, limit: int = 500) -> list[Outgoing]:
    """Those that need an operator first, then newest first."""
    state, not_before = col(OutgoingRow.state), col(OutgoingRow.not_before)
    by_hand = or_(state.in_(("apnet", "bekreft", "feilet", "usikker")), and_(state == "klar", not_before.is_(None)))
    statement = select(OutgoingRow).order_by(case((by_hand, 0), else_=1), col(OutgoingRow.created).desc()).limit(limit)
    return [value(Outgoing, row) for row in session.exec(statement).all()]


def get(session: Session, outgoing_id: str) -> Outgoing | None:
    row = session.get(OutgoingRow, outgoing_id)
    return value(Outgoing, row) if row else None


def of_inquiry(session: Session, inquiry_id: str) -> list[Outgoing]:
    statement = select(OutgoingRow).where(OutgoingRow.inquiry_id == inquiry_id)
    return [value(Outgoing, row) for row in session.exec(statement).all()]


def due(session: Session, moment: datetime) -> list[Outgoing]:
    """What shall leave by itself now, oldest first."""
    statement = (
        select(OutgoingRow)
        .where(OutgoingRow.state == "klar", col(OutgoingRow.not_before) <= moment)
        .order_by(col(OutgoingRow.created))
    )
    return [value(Outgoing, row) for row in session.exec(statement).all()]


def move(session: Session, message: Outgoing, state: str, **new: object) -> bool:
    """To a new state, if it still has the one that was seen; False when it has been moved since."""
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


def has_doubts(session: Session, before: datetime) -> bool:
    """Whether a message has been on its way since `before` or longer, with no outcome written."""
    statement = select(OutgoingRow.id).where(OutgoingRow.state == "sender", col(OutgoingRow.handed_over) <= before)
    return session.exec(statement.limit(1)).first() is not None


def leave_doubts(session: Session, before: datetime | None) -> int:
    """Move those that were being sent when the program ended to `usikker`: an operator decides.

    `before` leaves the younger ones to the workstation that sends them; None is for a register with one
    workstation, whatever its clock says. It counts as an attempt, so that a workstation which wakes up long after
    cannot settle what an operator has sent again since.
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
