"""Rows past their retention period by kind: their ids, and how they are listed (PR-8)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, text
from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.storage.inquiries.case_handover import FOR_DS, TAKEN_BEFORE
from sentralbord_desktop.storage.members.merged import merged_ids

DUE = {
    "calls": "SELECT id FROM phone_call WHERE started < :before",
    "inquiries": (
        "SELECT i.id FROM inquiry i WHERE i.category <> 'trobbel' AND i.completed < :before "
        "AND NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.inquiry_id = i.id)"
    ),
    "trouble": (
        "SELECT i.id FROM inquiry i WHERE i.category = 'trobbel' AND i.completed < :before "
        "AND NOT EXISTS (SELECT 1 FROM callback c LEFT JOIN callback_attempt t ON t.callback_id = c.id "
        "WHERE c.inquiry_id = i.id AND (c.status = 'apen' OR t.at >= :before)) "
        "AND NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.inquiry_id = i.id "
        "AND (o.state NOT IN ('sendt', 'overlatt', 'trukket') OR o.handed_over >= :before)) "
        f"AND (NOT ({FOR_DS}) OR {TAKEN_BEFORE})"
    ),
    "confirmations": ("SELECT id FROM confirmation WHERE status <> 'venter' AND coalesce(done, remind) < :day"),
    "messages": ("SELECT id FROM outgoing WHERE state IN ('sendt', 'overlatt', 'trukket') AND created < :before"),
    "callbacks": "SELECT id FROM callback WHERE status <> 'apen' AND created < :before",
    "remarks": (
        "SELECT r.id FROM remark r WHERE r.pinned IS FALSE AND r.written < :before "
        "AND NOT EXISTS (SELECT 1 FROM inquiry i WHERE i.id = r.inquiry_id AND i.category = 'trobbel') "
        "AND NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.inquiry_id = r.inquiry_id)"
    ),
    "parked": "SELECT id FROM parked WHERE parked_at < :before",
    "changes": (
        "SELECT id FROM member_change WHERE field <> 'status' AND at < :before UNION ALL "
        "SELECT -m.id FROM member m JOIN import_run r ON r.id = m.import_run WHERE r.at < :before"
    ),
    "lookups": "SELECT id FROM access WHERE at < :before",
    "resigned": (
        "SELECT m.id FROM member m WHERE m.status IN ('utmeldt', 'dod') AND m.merged_into IS NULL "
        "AND (m.resigned < :day OR m.resigned IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM member_change g WHERE g.member_id = m.id AND g.field = 'status' "
        "AND g.after IN ('utmeldt', 'dod') AND g.at > :before) "
        "AND NOT EXISTS (SELECT 1 FROM import_run r WHERE r.id = m.import_run AND r.at > :before))"
    ),
}
"""Kind -> the ids past their period; a negative id in `changes` is a member with an import past it."""
MAX_DUE_ROWS = 5_000
"""Rows per kind among which the oldest are searched."""
HOLDING = (
    "SELECT 1 FROM hold WHERE member_id = :who",
    "SELECT 1 FROM invoice WHERE member_id = :who AND paid < amount",
    "SELECT 1 FROM callback WHERE member_id = :who AND status = 'apen'",
    "SELECT 1 FROM confirmation WHERE member_id = :who AND status = 'venter'",
    "SELECT 1 FROM outgoing WHERE member_id = :who AND state NOT IN ('sendt', 'overlatt', 'trukket')",
    "SELECT 1 FROM parked WHERE member_id = :who",
    "SELECT 1 FROM inquiry WHERE member_id = :who AND category = 'trobbel'",
    "SELECT 1 FROM inquiry i JOIN phone_call p ON p.inquiry_id = i.id "
    "WHERE p.member_id = :who AND i.category = 'trobbel'",
)
"""What keeps a resigned member, or one merged into it: a hold, a debt, a callback, an unfinished errand, a parked
call, or a case with its own period (PR-8)."""
SHOWN = {
    "calls": ("phone_call", "started"),
    "inquiries": ("inquiry", "completed"),
    "trouble": ("inquiry", "completed"),
    "confirmations": ("confirmation", "asked"),
    "messages": ("outgoing", "created"),
    "callbacks": ("callback", "created"),
    "remarks": ("remark", "written"),
    "parked": ("parked", "parked_at"),
}
"""Kind -> its table and the column of the date shown with the member."""


def due(session: Session, kind: str, before: datetime) -> list[Any]:
    """The ids of this kind older than `before`, without held members."""
    moment = bindparam("before", before, type_=UtcDateTime())
    day = bindparam("day", before.date(), type_=Date())
    needed = [one for one in (moment, day) if f":{one.key}" in DUE[kind]]
    found = [row[0] for row in session.execute(text(DUE[kind]).bindparams(*needed))]
    return [one for one in found if not _is_held(session, one)] if kind == "resigned" else found


def held_for(session: Session, member_id: int) -> str:
    """The recorded reason to keep this member, or one merged into it; «» without one."""
    asked = text("SELECT reason FROM hold WHERE member_id IN :who").bindparams(bindparam("who", expanding=True))
    found = session.execute(asked, {"who": merged_ids(session, member_id)}).first()
    return str(found[0]) if found else ""


def _is_held(session: Session, member_id: int) -> bool:
    return any(
        session.execute(text(asked), {"who": one}).first() is not None
        for one in merged_ids(session, member_id)
        for asked in HOLDING
    )


def named(session: Session, kind: str, ids: Sequence[Any], most: int) -> list[str]:
    """«14.03.2025: Kari Vik, 204118» for the `most` oldest; members without a date; nothing for logs."""
    if not ids:
        return []
    if kind == "resigned":
        rows = _rows(
            session,
            "SELECT NULL, m.first_name, m.middle_name, m.last_name, m.number FROM member m "
            "WHERE m.id IN :ids ORDER BY m.id",
            ids[:most],
        )
    elif kind in SHOWN:
        table, day = SHOWN[kind]
        rows = _rows(
            session,
            f"SELECT x.{day}, m.first_name, m.middle_name, m.last_name, m.number FROM {table} x "
            f"LEFT JOIN member m ON m.id = x.member_id WHERE x.id IN :ids ORDER BY x.{day}",
            ids,
        )[:most]
    else:
        return []
    return [_named(row) for row in rows]


def _rows(session: Session, asked: str, ids: Sequence[Any]) -> list[Any]:
    statement = text(asked).bindparams(bindparam("ids", expanding=True))
    return list(session.execute(statement, {"ids": list(ids)[:MAX_DUE_ROWS]}))


def _named(row: Any) -> str:
    day, *names, number = row
    who = f"{' '.join(filter(None, names))}, {number}" if number else "ingen i registeret"
    return who if day is None else f"{date.fromisoformat(str(day)[:10]):%d.%m.%Y}: {who}"
