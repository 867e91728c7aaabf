"""Parked inquiries, unfinished forms, and where inquiries were discarded."""

from datetime import datetime

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.inquiries.parked import FORM_CATEGORY, Parked
from sentralbord_desktop.storage.engine.row_values import value
from sentralbord_desktop.storage.tables import ParkedRow, WizardLeftRow

PARKED = SQLModel.metadata.tables["parked"]


KEEP_PARKED = PARKED.update().where(PARKED.c.id == bindparam("parked_id"))


DROP_PARKED = PARKED.delete().where(PARKED.c.id == bindparam("parked_id"))


def save_parked(session: Session, parked: Parked) -> None:
    """Insert or update an unfinished inquiry."""
    session.flush()
    row = parked.model_dump()
    there = session.connection().execute(KEEP_PARKED, {**row, "parked_id": parked.id}).rowcount
    if not there:
        session.connection().execute(PARKED.insert(), row)


def release_running(session: Session, author: str) -> None:
    """Mark all of the operator's inquiries as not on a screen."""
    session.execute(
        update(ParkedRow).where(col(ParkedRow.author) == author, col(ParkedRow.running).is_(True)).values(running=False)
    )


def all_parked(session: Session, author: str) -> list[Parked]:
    statement = select(ParkedRow).where(ParkedRow.author == author, ParkedRow.category != FORM_CATEGORY)
    rows = session.exec(statement.order_by(col(ParkedRow.parked_at).desc())).all()
    return [value(Parked, row) for row in rows]


def take_form(session: Session, author: str) -> str:
    """Delete and return the state of the operator's unfinished form; «» without one."""
    form = select(ParkedRow).where(ParkedRow.author == author, ParkedRow.category == FORM_CATEGORY)
    row = session.exec(form).first()
    if row is None:
        return ""
    session.delete(row)
    return row.state


def parked_at(session: Session, parked_id: str) -> datetime | None:
    row = session.get(ParkedRow, parked_id)
    return row.parked_at if row else None


def drop_parked(session: Session, parked_id: str) -> None:
    session.flush()
    session.connection().execute(DROP_PARKED, {"parked_id": parked_id})


def note_left(session: Session, at: datetime, category: str, step: str) -> int:
    """Record where an inquiry was discarded (PR-15); returns the row's id."""
    left = WizardLeftRow(at=at, category=category, step=step)
    session.add(left)
    session.flush()
    return int(left.id or 0)


def forget_left(session: Session, left_id: int) -> None:
    session.execute(delete(WizardLeftRow).where(col(WizardLeftRow.id) == left_id))
