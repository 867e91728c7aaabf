"""Awaited confirmations."""

from datetime import date
from typing import Any

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col

from sentralbord_desktop.domain.confirmations import Confirmation, ConfirmationFields
from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from sentralbord_desktop.storage.engine.row_values import value
from sentralbord_desktop.storage.tables import ConfirmationRow


def add_confirmation(session: Session, fields: ConfirmationFields, *, member_id: int, inquiry_id: str | None) -> None:
    session.add(
        ConfirmationRow.model_validate({**fields.model_dump(), "member_id": member_id, "inquiry_id": inquiry_id})
    )


def get_confirmation(session: Session, confirmation_id: int) -> Confirmation | None:
    row = session.get(ConfirmationRow, confirmation_id)
    return value(Confirmation, row) if row else None


def reopen_confirmation(session: Session, confirmation_id: int, day: date) -> None:
    """A confirmation that a reopened inquiry closed as received is awaited again."""
    session.execute(
        update(ConfirmationRow)
        .where(col(ConfirmationRow.id) == confirmation_id, col(ConfirmationRow.status) == "kommet")
        .values(
            status="venter", done=None, last_done=f"Åpnet igjen {day:%d.%m.%Y}", version=ConfirmationRow.version + 1
        )
    )


def change_confirmation(session: Session, confirmation: Confirmation, **new: object) -> None:
    """Update if it is still open and unchanged; raises ChangedMeanwhileError."""
    done: CursorResult[Any] = session.connection().execute(
        update(ConfirmationRow)
        .where(
            col(ConfirmationRow.id) == confirmation.id,
            col(ConfirmationRow.version) == confirmation.version,
            col(ConfirmationRow.status) == "venter",
        )
        .values(**new, version=confirmation.version + 1)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhileError("En annen har nettopp endret denne. Listen er lest på nytt.")


def put_back_confirmation(session: Session, before: Confirmation) -> None:
    """Undo the last change; raises ChangedMeanwhileError if it was changed since."""
    done: CursorResult[Any] = session.connection().execute(
        update(ConfirmationRow)
        .where(col(ConfirmationRow.id) == before.id, col(ConfirmationRow.version) == before.version + 1)
        .values(
            status=before.status,
            done=before.done,
            last_done=before.last_done,
            remind=before.remind,
            version=before.version + 2,
        )
    )
    if done.rowcount != 1:
        raise ChangedMeanwhileError("En annen har nettopp endret denne. Listen er lest på nytt.")


def withdraw_confirmations(session: Session, inquiry_id: str, day: date) -> None:
    """Withdraw the open confirmations of a reopened inquiry."""
    session.execute(
        update(ConfirmationRow)
        .where(col(ConfirmationRow.inquiry_id) == inquiry_id, col(ConfirmationRow.status) == "venter")
        .values(status="trukket", done=day, last_done=f"Åpnet igjen {day:%d.%m.%Y}")
    )
