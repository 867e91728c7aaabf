"""Presence statements: who is free."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_
from sqlmodel import Session, SQLModel, col

from sentralbord_desktop.domain.availability import Board, Presence, PresenceFields, status_of
from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.engine.row_values import values
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.tables import PresenceRow

PRESENCE_KEPT_FOR = timedelta(days=2)
"""An open-ended statement expires after this time."""
PRESENCE = SQLModel.metadata.tables["presence"]
MOMENT, KEPT_SINCE = (bindparam(name, type_=UtcDateTime()) for name in ("moment", "kept_since"))
HOLDING = (
    PRESENCE.select()
    .where(
        PRESENCE.c.start <= MOMENT,
        or_(PRESENCE.c.until > MOMENT, PRESENCE.c.until.is_(None) & (PRESENCE.c.said > KEPT_SINCE)),
    )
    .order_by(PRESENCE.c.id)
)
COMING = PRESENCE.select().where(PRESENCE.c.start > MOMENT).order_by(PRESENCE.c.start)


def add_presence(session: Session, fields: PresenceFields) -> None:
    session.add(PresenceRow.model_validate(fields.model_dump()))


def holding(session: Session, moment: datetime) -> list[Presence]:
    """Every statement that may apply at `moment`."""
    return list(values(session, Presence, HOLDING, {"moment": moment, "kept_since": moment - PRESENCE_KEPT_FOR}))


def coming(session: Session, moment: datetime) -> list[Presence]:
    """Statements about the future, soonest first."""
    return list(values(session, Presence, COMING, {"moment": moment}))


def read_board(session: Session, moment: datetime) -> Board:
    """Everyone's status at `moment`, with the organisation."""
    rows: dict[str, list[Presence]] = {}
    for row in holding(session, moment):
        rows.setdefault(row.who, []).append(row)
    organisation = read_organisation(session)
    fades = timedelta(hours=organisation.fades_hours)
    statuses = {who: status_of(said, moment, fades) for who, said in rows.items()}
    return Board(
        organisation,
        {who: status for who, status in statuses.items() if status},
        moment,
        operators.present_operators(session),
        coming(session, moment),
    )


def replace_calendar(session: Session, who: str, periods: Iterable[PresenceFields]) -> None:
    session.execute(delete(PresenceRow).where(col(PresenceRow.who) == who, col(PresenceRow.source) == "kalender"))
    for period in periods:
        add_presence(session, period)


def forget(session: Session, presence_id: int) -> None:
    session.execute(delete(PresenceRow).where(col(PresenceRow.id) == presence_id))


def clear_old(session: Session, moment: datetime) -> None:
    """Delete statements that ended more than two days ago: presence is not kept as history."""
    session.execute(
        delete(PresenceRow).where(
            or_(
                col(PresenceRow.until) < moment - PRESENCE_KEPT_FOR,
                col(PresenceRow.until).is_(None) & (col(PresenceRow.said) < moment - PRESENCE_KEPT_FOR),
            )
        )
    )
