"""Calls and promises for the statistics, and counts of erased calls; no member data."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.callbacks import DONE_IN_CALL
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.statistics import Call, LeftStep, Promise
from sentralbord_desktop.storage.tables import (
    CallbackAttemptRow,
    CallbackRow,
    CallCountRow,
    MemberRow,
    PhoneCallRow,
    WizardLeftRow,
)


def calls_since(session: Session, since: datetime) -> list[Call]:
    """Calls that were not withdrawn, from `since` on; erased ones per whole month."""
    corrected = select(PhoneCallRow.corrects).where(col(PhoneCallRow.corrects).is_not(None))
    statement = (
        sa.select(
            col(PhoneCallRow.started),
            col(PhoneCallRow.category),
            col(MemberRow.department),
            col(PhoneCallRow.loop),
            col(PhoneCallRow.outcome),
            col(PhoneCallRow.ended),
        )
        .select_from(PhoneCallRow)
        .join(MemberRow, col(MemberRow.id) == col(PhoneCallRow.member_id), isouter=True)
        .where(
            col(PhoneCallRow.started) >= since,
            col(PhoneCallRow.withdrawn).is_(False),
            col(PhoneCallRow.id).not_in(corrected),
        )
    )
    standing = [
        Call(
            f"{oslo(started):%Y-%m}",
            category,
            department,
            loop,
            started,
            outcome,
            minutes=(ended - started).total_seconds() / 60,
        )
        for started, category, department, loop, outcome, ended in session.execute(statement)
    ]
    erased = session.exec(select(CallCountRow).where(CallCountRow.month >= f"{oslo(since):%Y-%m}"))
    return standing + [
        Call(row.month, row.category, row.department or None, row.loop or None, count=row.calls) for row in erased
    ]


def promises_since(session: Session, since: datetime) -> list[Promise]:
    """Callbacks promised from `since` on, without withdrawn ones."""
    answered = (
        sa.select(sa.func.max(col(CallbackAttemptRow.at)))
        .where(
            col(CallbackAttemptRow.callback_id) == col(CallbackRow.id),
            col(CallbackAttemptRow.outcome).in_(("svarte", DONE_IN_CALL)),
        )
        .scalar_subquery()
    )
    statement = sa.select(
        col(CallbackRow.due), col(CallbackRow.status), answered, col(CallbackRow.created), col(CallbackRow.deadline)
    ).where(col(CallbackRow.created) >= since, col(CallbackRow.status) != "trukket")
    return [
        Promise(due, (at or created) if status == "gjort" else None, deadline)
        for due, status, at, created, deadline in session.execute(statement)
    ]


def left_since(session: Session, since: datetime) -> list[LeftStep]:
    statement = sa.select(col(WizardLeftRow.category), col(WizardLeftRow.step))
    rows = session.execute(statement.where(col(WizardLeftRow.at) >= since))
    return [LeftStep(category, step) for category, step in rows]
