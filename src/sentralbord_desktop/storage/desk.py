"""Parked inquiries, awaited confirmations, the outbox, operators, settings and the access log."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, bindparam, delete, update
from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.callbacks.callback import (
    FORM,
    Confirmation,
    ConfirmationFields,
    Operator,
    Parked,
)
from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from sentralbord_desktop.storage.engine.row_values import value, values
from sentralbord_desktop.storage.tables import (
    AccessRow,
    ConfirmationRow,
    OperatorRow,
    ParkedRow,
    SettingRow,
    WizardLeftRow,
)

PARKED = SQLModel.metadata.tables["parked"]
KEEP = PARKED.update().where(PARKED.c.id == bindparam("parked_id"))
DROP = PARKED.delete().where(PARKED.c.id == bindparam("parked_id"))
OPERATORS = SQLModel.metadata.tables["operator"].select().order_by(col(OperatorRow.initials))
"""What is written after each answer, and read whenever somebody asks who is there: made once."""

# ---------------------------------------------------------------- parked inquiries


def save_parked(session: Session, parked: Parked) -> None:
    """Write or overwrite an unfinished inquiry."""
    session.flush()
    row = parked.model_dump()
    there = session.connection().execute(KEEP, {**row, "parked_id": parked.id}).rowcount
    if not there:
        session.connection().execute(PARKED.insert(), row)


def release_running(session: Session, author: str) -> None:
    """None of the operator's is on a screen; what is in them stays as it is."""
    session.execute(
        update(ParkedRow)
        .where(col(ParkedRow.author) == author, col(ParkedRow.running).is_(True))
        .values(running=False)
    )


def all_parked(session: Session, author: str) -> list[Parked]:
    """The operator's unfinished inquiries, newest first."""
    statement = select(ParkedRow).where(ParkedRow.author == author, ParkedRow.category != FORM)
    rows = session.exec(statement.order_by(col(ParkedRow.parked_at).desc())).all()
    return [value(Parked, row) for row in rows]


def take_form(session: Session, author: str) -> str:
    """The state of the form that the operator left half-written, «» without one. It is gone then."""
    form = select(ParkedRow).where(ParkedRow.author == author, ParkedRow.category == FORM)
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
    session.connection().execute(DROP, {"parked_id": parked_id})


def note_left(session: Session, at: datetime, category: str, step: str) -> int:
    """Where an inquiry was thrown away (PR-15); gives the row's id."""
    left = WizardLeftRow(at=at, category=category, step=step)
    session.add(left)
    session.flush()
    return int(left.id or 0)


def forget_left(session: Session, left_id: int) -> None:
    """It was not thrown away after all."""
    session.execute(delete(WizardLeftRow).where(col(WizardLeftRow.id) == left_id))


# ---------------------------------------------------------------- awaited confirmations


def add_confirmation(
    session: Session, fields: ConfirmationFields, *, member_id: int, inquiry_id: str | None
) -> None:
    session.add(
        ConfirmationRow.model_validate(
            {**fields.model_dump(), "member_id": member_id, "inquiry_id": inquiry_id}
        )
    )


def change_confirmation(session: Session, confirmation: Confirmation, **new: object) -> None:
    """Write `new` if it is still waiting and nobody was first."""
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
    """As it was before the last change; raises ChangedMeanwhileError when somebody has changed it since."""
    done: CursorResult[Any] = session.connection().execute(
        update(ConfirmationRow)
        .where(
            col(ConfirmationRow.id) == before.id,
            col(ConfirmationRow.version) == before.version + 1,
        )
        .values(
            status=before.status, done=before.done, last_done=before.last_done,
            remind=before.remind, version=before.version + 2,
        )
    )  # fmt: skip
    if done.rowcount != 1:
        raise ChangedMeanwhileError("En annen har nettopp endret denne. Listen er lest på nytt.")


def withdraw_confirmations(session: Session, inquiry_id: str, day: date) -> None:
    """Those that an inquiry made, when it is opened again."""
    session.execute(
        update(ConfirmationRow)
        .where(
            col(ConfirmationRow.inquiry_id) == inquiry_id, col(ConfirmationRow.status) == "venter"
        )
        .values(status="trukket", done=day, last_done=f"Åpnet igjen {day:%d.%m.%Y}")
    )


# ---------------------------------------------------------------- operators, settings, access


def rename_user(session: Session, before: str, after: str) -> None:
    """The operator of a Windows user is known by another name from now on."""
    session.execute(
        update(OperatorRow).where(col(OperatorRow.os_user) == before).values(os_user=after)
    )


def operator_for(session: Session, os_user: str) -> Operator | None:
    row = session.exec(select(OperatorRow).where(OperatorRow.os_user == os_user)).first()
    return value(Operator, row) if row else None


def operators(session: Session) -> list[Operator]:
    return list(values(session, Operator, OPERATORS))


def operators_now(session: Session) -> list[Operator]:
    """All of them, held until the commit: no other desk changes one meanwhile."""
    rows = session.exec(select(OperatorRow).order_by(col(OperatorRow.id)).with_for_update()).all()
    return [value(Operator, row) for row in rows]


def present_operators(session: Session) -> list[Operator]:
    """Those who work here; whoever has left is neither asked nor handed anything."""
    return [person for person in operators(session) if person.left is None]


def save_operator(session: Session, operator: Operator) -> Operator:
    """A new one has id 0."""
    data = operator.model_dump()
    if operator.id == 0:
        data.pop("id")
    row = session.merge(OperatorRow.model_validate(data))
    session.flush()
    return value(Operator, row)


def setting(session: Session, key: str) -> dict[str, Any]:
    row = session.get(SettingRow, key)
    return dict(row.value) if row else {}


def save_setting(session: Session, key: str, content: dict[str, Any]) -> None:
    session.merge(SettingRow(key=key, value=content))


def log_access(
    session: Session, *, author: str, at: datetime, member_id: int | None, what: str, why: str = ""
) -> None:
    """Append to the access log (PR-4): who, when, which member, why."""
    session.add(AccessRow(author=author, at=at, member_id=member_id, what=what, why=why))
