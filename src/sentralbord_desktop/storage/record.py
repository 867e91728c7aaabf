"""Reading the member record: everything around one member, newest first."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.desk import Callback, CallbackAttempt, Confirmation, Outgoing
from sentralbord_desktop.domain.members import (
    Invoice,
    MemberChange,
    PhoneCall,
    Remark,
)
from sentralbord_desktop.domain.record import MemberRecord
from sentralbord_desktop.storage.imported import registrations
from sentralbord_desktop.storage.members import family, member_by_id
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
from sentralbord_desktop.storage.takeover import cases
from sentralbord_desktop.storage.values import value

MOST = 500


def record_of(session: Session, member_id: int) -> MemberRecord | None:
    """The whole record, or None when the member is gone. With it comes the history of those who
    were merged into this member."""
    member = member_by_id(session, member_id)
    if member is None:
        return None
    who = family(session, member.id)
    department = session.get(DepartmentRow, member.department) if member.department else None
    codes = [code.strip() for code in member.insurance_codes.split(",") if code.strip()]
    return MemberRecord(
        member=member,
        remarks=tuple(value(Remark, row) for row in standing(session, RemarkRow, who)),
        calls=tuple(value(PhoneCall, row) for row in standing(session, PhoneCallRow, who)),
        changes=_changes(session, who),
        invoices=tuple(value(Invoice, row) for row in _newest(session, InvoiceRow, who)),
        callbacks=tuple(open_callbacks(session, who)),
        confirmations=tuple(waiting(session, who)),
        sent=tuple(value(Outgoing, row) for row in _sent(session, who)),
        cases=cases(session, who),
        department=department.name if department else "",
        insurance=tuple(codes),
    )


def _changes(session: Session, who: Sequence[int]) -> tuple[MemberChange, ...]:
    """What was written, and last that they were registered by an import."""
    written = [value(MemberChange, row) for row in _newest(session, MemberChangeRow, who)]
    return (*written, *registrations(session, who))


def standing(session: Session, table: type[Any], who: Sequence[int]) -> list[Any]:
    """Rows of an append-only table that no later row corrects, pinned and newest first."""
    corrected = select(table.corrects).where(
        table.member_id.in_(who), col(table.corrects).is_not(None)
    )
    rows = session.exec(
        select(table)
        .where(
            table.member_id.in_(who),
            col(table.withdrawn).is_(False),
            col(table.id).not_in(corrected),
        )
        .order_by(col(table.id).desc())
        .limit(MOST)
    ).all()
    return sorted(rows, key=lambda row: not getattr(row, "pinned", False))


def _newest(session: Session, table: type[Any], who: Sequence[int]) -> list[SQLModel]:
    statement = select(table).where(table.member_id.in_(who))
    return list(session.exec(statement.order_by(col(table.id).desc()).limit(MOST)).all())


def _sent(session: Session, who: Sequence[int]) -> list[OutgoingRow]:
    statement = select(OutgoingRow).where(col(OutgoingRow.member_id).in_(who))
    return list(session.exec(statement.order_by(col(OutgoingRow.created).desc()).limit(MOST)).all())


def open_callbacks(session: Session, who: Sequence[int] | None = None) -> list[Callback]:
    """Open callbacks, the earliest deadline and time first, with their attempts."""
    statement = select(CallbackRow).where(CallbackRow.status == "apen")
    if who is not None:
        statement = statement.where(col(CallbackRow.member_id).in_(who))
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


def waiting(session: Session, who: Sequence[int] | None = None) -> list[Confirmation]:
    """Confirmations we wait for, the oldest first."""
    statement = select(ConfirmationRow, MemberRow).join(
        MemberRow, col(MemberRow.id) == col(ConfirmationRow.member_id)
    )
    statement = statement.where(ConfirmationRow.status == "venter")
    if who is not None:
        statement = statement.where(col(ConfirmationRow.member_id).in_(who))
    rows = session.exec(statement.order_by(col(ConfirmationRow.remind))).all()
    return [value(Confirmation, row, member_name=owner.name) for row, owner in rows]
