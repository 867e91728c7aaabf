"""Reads the member record: everything about one member, newest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Table, and_, bindparam, exists
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.callbacks import Callback, CallbackAttempt
from sentralbord_desktop.domain.confirmations import Confirmation
from sentralbord_desktop.domain.members.member import Invoice, MemberChange, PhoneCall, Remark
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.storage.engine.row_values import V, value, values
from sentralbord_desktop.storage.inquiries.case_handover import cases
from sentralbord_desktop.storage.members.import_origin import registrations
from sentralbord_desktop.storage.members.members import member_by_id
from sentralbord_desktop.storage.members.merged import merged_ids
from sentralbord_desktop.storage.tables import (
    CallbackAttemptRow,
    CallbackRow,
    ConfirmationRow,
    DepartmentRow,
    MemberRow,
)

MAX_ROWS_PER_LIST = 500
WHO: BindParameter[Sequence[int]] = bindparam("who", expanding=True)
"""Ids of members."""


def _uncorrected(table: Table) -> Select[Any]:
    """Rows of an append-only table without a later correction, newest first."""
    row = table.c
    corrected = sql_select(row.corrects).where(row.member_id.in_(WHO), row.corrects.is_not(None))
    whole = table.select().where(row.member_id.in_(WHO), row.withdrawn.is_(False), row.id.not_in(corrected))
    return whole.order_by(row.id.desc()).limit(MAX_ROWS_PER_LIST)


def _newest(table: Table, *by: ColumnElement[Any]) -> Select[Any]:
    """The newest rows of these members, by id unless another order is given."""
    whole = table.select().where(table.c.member_id.in_(WHO))
    return whole.order_by(*(by or (table.c.id.desc(),))).limit(MAX_ROWS_PER_LIST)


TABLES = SQLModel.metadata.tables
OUTGOING = TABLES["outgoing"]
REMARKS, CALLS = (_uncorrected(TABLES[name]) for name in ("remark", "phone_call"))
EVENTS = TABLES["inquiry_event"].c


def taken_back(change: Any) -> ColumnElement[bool]:
    """Condition for change log rows of an inquiry that was reopened since (KF-2)."""
    again = exists().where(EVENTS.inquiry_id == change.inquiry_id, EVENTS.kind == "apnet_igjen")
    return and_(change.field == "henvendelse", again)


INVOICES, LOGGED = (_newest(TABLES[name]) for name in ("invoice", "member_change"))
CHANGES = LOGGED.where(~taken_back(TABLES["member_change"].c))
SENT = _newest(OUTGOING, OUTGOING.c.created.desc(), OUTGOING.c.kind, OUTGOING.c.id)
"""Compiled once: used for each opened record."""


def record_of(session: Session, member_id: int) -> MemberRecord | None:
    """The whole record, including the history of members merged into this one; None when the member does not exist."""
    member = member_by_id(session, member_id)
    if member is None:
        return None
    who = merged_ids(session, member.id)
    department = session.get(DepartmentRow, member.department) if member.department else None
    codes = [code.strip() for code in member.insurance_codes.split(",") if code.strip()]
    return MemberRecord(
        member=member,
        remarks=tuple(standing(session, Remark, REMARKS, who)),
        calls=tuple(standing(session, PhoneCall, CALLS, who)),
        changes=_changes(session, who),
        invoices=tuple(values(session, Invoice, INVOICES, {"who": who})),
        callbacks=tuple(open_callbacks(session, who)),
        confirmations=tuple(awaited(session, who)),
        sent=tuple(values(session, Outgoing, SENT, {"who": who})),
        cases=cases(session, who),
        department=department.name if department else "",
        insurance=tuple(codes),
    )


def _changes(session: Session, who: Sequence[int]) -> tuple[MemberChange, ...]:
    """The change log, then registrations by an import."""
    written = values(session, MemberChange, CHANGES, {"who": who})
    return (*written, *registrations(session, who))


def standing(session: Session, kind: type[V], statement: Select[Any], who: Sequence[int]) -> list[V]:
    """The rows of `REMARKS` or `CALLS` for these members, pinned first, then newest."""
    found = values(session, kind, statement, {"who": who})
    return sorted(found, key=lambda row: not getattr(row, "pinned", False))


def open_callbacks(session: Session, who: Sequence[int] | None = None) -> list[Callback]:
    """Open callbacks with their attempts and their member's number and department, by deadline and time."""
    statement = (
        select(CallbackRow, MemberRow)
        .join(MemberRow, col(MemberRow.id) == col(CallbackRow.member_id), isouter=True)
        .where(CallbackRow.status == "apen")
    )
    if who is not None:
        statement = statement.where(col(CallbackRow.member_id).in_(who))
    rows = session.exec(statement).all()
    attempts: dict[int, list[CallbackAttempt]] = {}
    ids = [row.id for row, _ in rows]
    if ids:
        for attempt in session.exec(
            select(CallbackAttemptRow)
            .where(col(CallbackAttemptRow.callback_id).in_(ids))
            .order_by(col(CallbackAttemptRow.id).desc())
        ):
            attempts.setdefault(attempt.callback_id, []).append(value(CallbackAttempt, attempt))
    found = [
        value(
            Callback,
            row,
            attempts=tuple(attempts.get(row.id or 0, ())),
            member_number=owner.number if row.member_id else "",
            department=owner.department if row.member_id else None,
        )
        for row, owner in rows
    ]
    return sorted(found, key=_by_deadline_then_time)


def _by_deadline_then_time(callback: Callback) -> tuple[str, str]:
    deadline = callback.deadline.isoformat() if callback.deadline else "9999"
    return deadline, callback.ring_by.isoformat()


def awaited(session: Session, who: Sequence[int] | None = None) -> list[Confirmation]:
    """Awaited confirmations, by reminder date."""
    statement = select(ConfirmationRow, MemberRow).join(MemberRow, col(MemberRow.id) == col(ConfirmationRow.member_id))
    statement = statement.where(ConfirmationRow.status == "venter")
    if who is not None:
        statement = statement.where(col(ConfirmationRow.member_id).in_(who))
    rows = session.exec(statement.order_by(col(ConfirmationRow.remind), col(ConfirmationRow.id))).all()
    return [value(Confirmation, row, member_name=owner.name) for row, owner in rows]
