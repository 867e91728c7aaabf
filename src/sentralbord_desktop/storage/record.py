"""Reading the member record: everything around one member, newest first."""

from typing import Any

from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.desk import Callback, CallbackAttempt, Confirmation, Outgoing
from sentralbord_desktop.domain.members import (
    Invoice,
    Member,
    MemberChange,
    PhoneCall,
    Remark,
)
from sentralbord_desktop.domain.record import MemberRecord
from sentralbord_desktop.storage.members import member_by_id
from sentralbord_desktop.storage.tables import (
    CallbackAttemptRow,
    CallbackRow,
    ConfirmationRow,
    DepartmentRow,
    InvoiceRow,
    MemberChangeRow,
    MemberRow,
    OutgoingRow,
    PhoneCallRow,
    RemarkRow,
)
from sentralbord_desktop.storage.values import value

MOST = 500


def record_of(session: Session, member_id: int) -> MemberRecord | None:
    """The whole record, or None when the member is gone."""
    member = member_by_id(session, member_id)
    if member is None:
        return None
    department = session.get(DepartmentRow, member.department) if member.department else None
    codes = [code.strip() for code in member.insurance_codes.split(",") if code.strip()]
    return MemberRecord(
        member=member,
        remarks=tuple(value(Remark, row) for row in standing(session, RemarkRow, member_id)),
        calls=tuple(value(PhoneCall, row) for row in standing(session, PhoneCallRow, member_id)),
        changes=tuple(value(MemberChange, r) for r in _newest(session, MemberChangeRow, member_id)),
        invoices=tuple(value(Invoice, row) for row in _newest(session, InvoiceRow, member_id)),
        callbacks=tuple(open_callbacks(session, member_id)),
        confirmations=tuple(waiting(session, member)),
        sent=tuple(value(Outgoing, row) for row in _sent(session, member_id)),
        department=department.name if department else "",
        insurance=tuple(codes),
    )


def standing(session: Session, table: type[Any], member_id: int) -> list[Any]:
    """Rows of an append-only table that no later row corrects, pinned and newest first."""
    corrected = select(table.corrects).where(
        table.member_id == member_id, col(table.corrects).is_not(None)
    )
    rows = session.exec(
        select(table)
        .where(
            table.member_id == member_id,
            col(table.withdrawn).is_(False),
            col(table.id).not_in(corrected),
        )
        .order_by(col(table.id).desc())
        .limit(MOST)
    ).all()
    return sorted(rows, key=lambda row: not getattr(row, "pinned", False))


def _newest(session: Session, table: type[Any], member_id: int) -> list[SQLModel]:
    statement = select(table).where(table.member_id == member_id)
    return list(session.exec(statement.order_by(col(table.id).desc()).limit(MOST)).all())


def _sent(session: Session, member_id: int) -> list[OutgoingRow]:
    statement = select(OutgoingRow).where(OutgoingRow.member_id == member_id)
    return list(session.exec(statement.order_by(col(OutgoingRow.created).desc()).limit(MOST)).all())


def open_callbacks(session: Session, member_id: int | None = None) -> list[Callback]:
    """Open callbacks, the earliest deadline and time first, with their attempts."""
    statement = select(CallbackRow).where(CallbackRow.status == "apen")
    if member_id is not None:
        statement = statement.where(CallbackRow.member_id == member_id)
    rows = session.exec(statement).all()
    attempts: dict[int, list[CallbackAttempt]] = {}
    ids = [row.id for row in rows]
    if ids:
        for attempt in session.exec(
            select(CallbackAttemptRow)
            .where(col(CallbackAttemptRow.callback_id).in_(ids))
            .order_by(col(CallbackAttemptRow.id).desc())
        ):
            attempts.setdefault(attempt.callback_id, []).append(value(CallbackAttempt, attempt))
    found = [value(Callback, row, attempts=tuple(attempts.get(row.id or 0, ()))) for row in rows]
    return sorted(found, key=_by_deadline_then_time)


def _by_deadline_then_time(callback: Callback) -> tuple[str, str]:
    deadline = callback.deadline.isoformat() if callback.deadline else "9999"
    due = callback.due.isoformat() if callback.due else "9999"
    return deadline, due


def waiting(session: Session, member: Member | None = None) -> list[Confirmation]:
    """Confirmations we wait for, the oldest first."""
    statement = select(ConfirmationRow, MemberRow).join(
        MemberRow, col(MemberRow.id) == col(ConfirmationRow.member_id)
    )
    statement = statement.where(ConfirmationRow.status == "venter")
    if member is not None:
        statement = statement.where(ConfirmationRow.member_id == member.id)
    rows = session.exec(statement.order_by(col(ConfirmationRow.remind))).all()
    return [value(Confirmation, row, member_name=owner.name) for row, owner in rows]
