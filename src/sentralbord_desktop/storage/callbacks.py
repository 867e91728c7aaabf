"""Callbacks: a promise to call back, claimed by compare-and-swap on its version."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, func, update
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.callbacks import (
    CLAIM_MINUTES,
    DONE_IN_CALL,
    RANG_THEMSELVES,
    SETTLED,
    Callback,
    CallbackFields,
)
from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from sentralbord_desktop.storage.engine.row_values import value
from sentralbord_desktop.storage.tables import CallbackAttemptRow, CallbackRow

RENEWED = timedelta(minutes=CLAIM_MINUTES - 5)
"""A claim with more time left than this is not renewed."""
CALLBACK_CHANGED = "En annen har nettopp endret denne oppringingen. Listen er lest på nytt."


def add(session: Session, fields: CallbackFields, *, member_id: int | None, inquiry_id: str | None) -> int:
    row = CallbackRow.model_validate({**fields.model_dump(), "member_id": member_id, "inquiry_id": inquiry_id})
    session.add(row)
    session.flush()
    return row.id or 0


def get(session: Session, callback_id: int) -> Callback | None:
    row = session.get(CallbackRow, callback_id)
    return value(Callback, row) if row else None


def _unchanged(callback: Callback) -> tuple[ColumnElement[bool], ...]:
    """The row as it was read, while it is open."""
    row = CallbackRow
    return col(row.id) == callback.id, col(row.version) == callback.version, col(row.status) == "apen"


def change(session: Session, callback: Callback, **new: object) -> None:
    """Update if unchanged and open; raises ChangedMeanwhileError."""
    done: CursorResult[Any] = session.connection().execute(
        update(CallbackRow).where(*_unchanged(callback)).values(**new, version=callback.version + 1)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhileError(CALLBACK_CHANGED)


def remove(session: Session, callback: Callback) -> None:
    """Delete a new callback; raises ChangedMeanwhileError if it was changed."""
    gone: CursorResult[Any] = session.connection().execute(delete(CallbackRow).where(*_unchanged(callback)))
    if gone.rowcount != 1:
        raise ChangedMeanwhileError(CALLBACK_CHANGED)


def claim(session: Session, callback: Callback, author: str, at: datetime) -> None:
    """Claim it for fifteen minutes; raises ChangedMeanwhileError when another was first."""
    until = at + timedelta(minutes=CLAIM_MINUTES)
    change(session, callback, claimed_by=author, claimed_until=until)


def hold(session: Session, callback_id: int, author: str, at: datetime) -> bool:
    """Renew the own claim, or claim it if unclaimed; another's claim is kept. Returns whether anything changed."""
    row = session.get(CallbackRow, callback_id, with_for_update=True)
    if row is None or row.status != "apen":
        return False
    left = row.claimed_until - at if row.claimed_by and row.claimed_until else timedelta()
    if left > (RENEWED if row.claimed_by == author else timedelta()):
        return False
    row.claimed_by, row.claimed_until = author, at + timedelta(minutes=CLAIM_MINUTES)
    row.version += 1
    session.add(row)
    return True


def attempt(session: Session, callback: Callback, author: str, at: datetime, outcome: str) -> None:
    session.add(CallbackAttemptRow(callback_id=callback.id, at=at, author=author, outcome=outcome))


def put_back(session: Session, before: Callback) -> None:
    """Undo the last change and its attempt; raises ChangedMeanwhileError if it was changed since."""
    fields = ("due", "window", "owner", "offered_to", "number", "status", "claimed_by", "claimed_until")
    done: CursorResult[Any] = session.connection().execute(
        update(CallbackRow)
        .where(col(CallbackRow.id) == before.id, col(CallbackRow.version) == before.version + 1)
        .values(**{name: getattr(before, name) for name in fields}, version=before.version + 2)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhileError(CALLBACK_CHANGED)
    made = col(CallbackAttemptRow.id)
    last = select(func.max(made)).where(CallbackAttemptRow.callback_id == before.id)
    count = select(func.count()).where(CallbackAttemptRow.callback_id == before.id)
    if session.exec(count).one() > len(before.attempts):
        session.execute(delete(CallbackAttemptRow).where(made == session.exec(last).one()))


def reopen(session: Session, callback_id: int) -> None:
    """Reopen a callback that a withdrawn inquiry had completed."""
    session.execute(
        update(CallbackRow)
        .where(col(CallbackRow.id) == callback_id, col(CallbackRow.status) == "gjort")
        .values(status="apen", version=CallbackRow.version + 1)
    )


def reopen_settled_by(session: Session, inquiry_id: str) -> None:
    """Reopen the callbacks of an inquiry that were settled without a call."""
    done = select(CallbackRow.id).where(CallbackRow.inquiry_id == inquiry_id, CallbackRow.status == "gjort")
    for callback_id in session.exec(done).all():
        last = select(CallbackAttemptRow.outcome).where(CallbackAttemptRow.callback_id == callback_id)
        if session.exec(last.order_by(col(CallbackAttemptRow.id).desc())).first() == SETTLED:
            reopen(session, callback_id or 0)


def take_back(session: Session, callback_id: int, at: datetime, number: str | None) -> None:
    """Undo what a call that was completed then wrote about a promise; one that was changed since keeps its state.
    `number` is the one before, where that call changed it."""
    row = session.get(CallbackRow, callback_id, with_for_update=True)
    written = session.exec(
        select(CallbackAttemptRow).where(
            CallbackAttemptRow.callback_id == callback_id,
            CallbackAttemptRow.at == at,
            col(CallbackAttemptRow.outcome).in_((DONE_IN_CALL, RANG_THEMSELVES)),
        )
    ).first()
    if row is None or written is None:
        return
    if written.outcome == DONE_IN_CALL and row.status == "gjort":
        row.status = "apen"
    elif written.outcome == RANG_THEMSELVES:
        row.raised = max(0, row.raised - 1)
        row.number = row.number if number is None else number
    row.version += 1
    session.add(row)
    session.delete(written)


def of_inquiry(session: Session, inquiry_id: str) -> list[Callback]:
    statement = select(CallbackRow).where(CallbackRow.inquiry_id == inquiry_id, CallbackRow.status == "apen")
    return [value(Callback, row) for row in session.exec(statement).all()]
