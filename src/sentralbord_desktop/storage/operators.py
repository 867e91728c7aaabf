"""Operators."""

from sqlalchemy import func, update
from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.storage.engine.row_values import value, values
from sentralbord_desktop.storage.tables import CallbackRow, OperatorRow, ParkedRow

OPERATORS = SQLModel.metadata.tables["operator"].select().order_by(col(OperatorRow.initials))
"""Compiled once: read after each answer."""
PARKED_CALLS = "{initials} har parkerte samtaler. De må fullføres eller forkastes før initialene endres."


def rename_user(session: Session, before: str, after: str) -> None:
    session.execute(update(OperatorRow).where(col(OperatorRow.os_user) == before).values(os_user=after))


def operator_for(session: Session, os_user: str) -> Operator | None:
    row = session.exec(select(OperatorRow).where(OperatorRow.os_user == os_user)).first()
    return value(Operator, row) if row else None


def operators(session: Session) -> list[Operator]:
    return list(values(session, Operator, OPERATORS))


def operators_now(session: Session) -> list[Operator]:
    """All operators, locked until the commit."""
    rows = session.exec(select(OperatorRow).order_by(col(OperatorRow.id)).with_for_update()).all()
    return [value(Operator, row) for row in rows]


def present_operators(session: Session) -> list[Operator]:
    return [person for person in operators(session) if person.left is None]


def take_along(session: Session, before: str, after: str) -> None:
    """What is under way follows an operator to new initials: parked calls and forms, and open callbacks. Else nobody
    would find them, or whoever got the former initials. Raises SwitchboardError on a server that does not let this user
    sign the parked calls anew."""
    session.execute(update(ParkedRow).where(col(ParkedRow.author) == before).values(author=after))
    still = select(func.count()).select_from(ParkedRow).where(ParkedRow.author == before)
    if session.exec(still).one():
        raise SwitchboardError(PARKED_CALLS.format(initials=before))
    for column in (CallbackRow.owner, CallbackRow.offered_to, CallbackRow.claimed_by):
        mine = update(CallbackRow).where(col(CallbackRow.status) == "apen", col(column) == before)
        session.execute(mine.values({column: after, "version": CallbackRow.version + 1}))


def save_operator(session: Session, operator: Operator) -> Operator:
    """Insert with id 0, otherwise update."""
    data = operator.model_dump()
    if operator.id == 0:
        data.pop("id")
    row = session.merge(OperatorRow.model_validate(data))
    session.flush()
    return value(Operator, row)
