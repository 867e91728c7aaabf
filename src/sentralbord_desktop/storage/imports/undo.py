"""Undoes an import: deletes its new members, and restores the fields that it changed.

Nothing done after the import is lost: members with notes, and fields that were changed again, are left as they are.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlmodel import Session

from sentralbord_desktop.domain.imports.cells import shown
from sentralbord_desktop.domain.imports.import_run import Undoing
from sentralbord_desktop.domain.imports.preview import Changed, FieldChange
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.domain.telephony import normal_number
from sentralbord_desktop.storage.imports import bulk_members
from sentralbord_desktop.storage.imports.invoices import INVOICE, INVOICE_BEFORE
from sentralbord_desktop.storage.imports.runs import to_be_undone
from sentralbord_desktop.storage.members import corrections
from sentralbord_desktop.storage.members.field_text import PHONES, read_field
from sentralbord_desktop.storage.members.ids import never_again
from sentralbord_desktop.storage.members.import_origin import RUN, SOURCE
from sentralbord_desktop.storage.privacy.erasure import erasing
from sentralbord_desktop.storage.search import index
from sentralbord_desktop.storage.tables import ImportRunRow

UNDONE = "angret import"
"""The source of the change in the member's history."""
MEMBER, LOG = bulk_members.MEMBER, bulk_members.LOG
WRITTEN_SINCE = (
    "remark",
    "phone_call",
    "inquiry",
    "callback",
    "confirmation",
    "outgoing",
    "parked",
    "hold",
    "invoice",
    "invoice_before",
)
UNTOUCHED = (
    "SELECT m.id FROM member m WHERE m.import_run = :run AND m.merged_into IS NULL "
    + "".join(f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.member_id = m.id) " for table in WRITTEN_SINCE)
    + "AND NOT EXISTS (SELECT 1 FROM member_merge t WHERE m.id IN (t.kept_id, t.gone_id)) "
    "AND NOT EXISTS (SELECT 1 FROM not_same_member t WHERE m.id IN (t.one_id, t.two_id)) "
    "AND NOT EXISTS (SELECT 1 FROM member_change g WHERE g.member_id = m.id AND g.source NOT IN "
    f"('{SOURCE}', '{UNDONE}')) "
    "AND NOT EXISTS (SELECT 1 FROM member_change g JOIN import_run r ON r.id = g.import_run "
    "WHERE g.member_id = m.id AND r.undone IS NULL AND r.id <> :run) "
    "{more}ORDER BY m.id"
)
"""Members of an import without notes and calls, and not changed by a later import. That a record was opened does not
matter."""
NOT_EVEN_SEEN = (
    "AND NOT EXISTS (SELECT 1 FROM access t WHERE t.member_id = m.id) "
    "AND NOT EXISTS (SELECT 1 FROM member_change t WHERE t.member_id = m.id) "
)
"""Added where the database user may not write the history, which names who opened a record."""


def weigh(session: Session, run_id: int, moment: datetime, progress: Progress) -> Undoing:
    """What undoing would do; nothing is written."""
    run = to_be_undone(session, run_id, moment)
    if run.subject != "medlemmer":
        rows, later = _invoices(session, run_id)
        return _counted(rows, later)
    going = len(_going(session, run_id))
    restored = left = 0
    for back, changed_again in _back(session, run):
        restored, left = restored + len(back), left + changed_again
        progress.at(restored + left, run.changed)
    return Undoing(going, _came(session, run_id) - going, restored, left)


def undo(session: Session, run_id: int, *, author: str, moment: datetime, progress: Progress) -> Undoing:
    """Undo it, in the transaction of `session`. Raises SwitchboardError when it is too late or already undone, and
    ChangedMeanwhileError when another workstation is changing the same member."""
    run = to_be_undone(session, run_id, moment, lock=True)
    done = (
        _undo_members(session, run, author, moment, progress)
        if run.subject == "medlemmer"
        else _undo_invoices(session, run_id)
    )
    corrections.reopen(session, run_id)
    run.undone, run.undone_by = moment, author
    session.add(run)
    session.execute(delete(INVOICE_BEFORE).where(INVOICE_BEFORE.c.run_id == run_id))
    return done


# ---------------------------------------------------------------- members


def _going(session: Session, run_id: int) -> list[int]:
    asked = UNTOUCHED.replace("{more}", "" if _may_touch_history(session) else NOT_EVEN_SEEN)
    return [row[0] for row in session.execute(text(asked), {"run": run_id})]


def _may_touch_history(session: Session) -> bool:
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.execute(text("SELECT has_table_privilege('erasing', 'INSERT')")).scalar())


def _came(session: Session, run_id: int) -> int:
    counted = select(func.count()).select_from(MEMBER).where(MEMBER.c.import_run == run_id)
    return int(session.execute(counted).scalar_one())


def _back(session: Session, run: ImportRunRow) -> Iterator[tuple[list[Changed], int]]:
    """For ASKED members at a time: the members to restore, and how many have a field that keeps a later change."""
    mine = LOG.c.import_run == run.id
    who = session.execute(select(LOG.c.member_id).where(mine).distinct().order_by(LOG.c.member_id)).scalars().all()
    lines = select(LOG.c.member_id, LOG.c.field, LOG.c.before, LOG.c.after).where(mine)
    for part in bulk_members.asked(who):
        present = bulk_members.present_by_id(session, part)
        found = session.execute(lines.where(LOG.c.member_id.in_(part)).order_by(LOG.c.member_id, LOG.c.id))
        by_hand = _changed_by_hand(session, run.id or 0, part)
        back, left = [], 0
        for member_id, changes in groupby(found, key=lambda row: row[0]):
            one = present.get(member_id)
            now = {} if one is None else {field: shown(v) for field, v in one.values.items()}
            again = [(f, before, after) for _, f, before, after in changes if now.get(f) != before]
            mended = [
                FieldChange(f, after, before)
                for f, before, after in again
                if now.get(f) == after and (member_id, f) not in by_hand
            ]
            left += len(mended) < len(again)
            if one is not None and mended:
                back.append(
                    Changed(
                        0,
                        one.id,
                        one.version,
                        str(one.values["number"]),
                        "",
                        tuple(mended),
                        {c.field: _stored(c.field, c.after) for c in mended},
                    )
                )
        yield back, left


def _changed_by_hand(session: Session, run_id: int, ids: Sequence[int]) -> set[tuple[int, str]]:
    """The fields of these members that a person, or a later import that is not undone, wrote after this import; also
    where the value is the same again."""
    first = select(func.max(LOG.c.id)).where(LOG.c.import_run == run_id).scalar_subquery()
    later = (
        select(LOG.c.member_id, LOG.c.field)
        .join(RUN, RUN.c.id == LOG.c.import_run, isouter=True)
        .where(
            LOG.c.member_id.in_(ids),
            LOG.c.id > first,
            LOG.c.source.not_in((SOURCE, UNDONE)) | (RUN.c.undone.is_(None) & RUN.c.id.is_not(None)),
        )
    )
    return {(row[0], row[1]) for row in session.execute(later)}


def _stored(field: str, words: str) -> Any:
    return normal_number(words) if field in PHONES else read_field(field, words)


def _undo_members(session: Session, run: ImportRunRow, author: str, moment: datetime, progress: Progress) -> Undoing:
    run_id = run.id or 0
    total = run.new + run.changed
    restored = left = 0
    for back, changed_again in _back(session, run):
        progress.at(restored, total)
        bulk_members.change_members(session, back, author=author, at=moment, progress=progress.quiet, source=UNDONE)
        restored, left = restored + len(back), left + changed_again
    if session.get_bind().dialect.name == "postgresql":  # so that nobody writes about them now
        session.execute(text("SELECT id FROM member WHERE import_run = :run FOR UPDATE"), {"run": run_id})
    came, going = _came(session, run_id), _going(session, run_id)
    for done, part in enumerate(bulk_members.asked(going)):
        if done * bulk_members.ASKED % REPORT_EVERY_ROWS == 0:
            progress.at(run.changed + done * bulk_members.ASKED, total)
        _take_out(session, part)
    if len(going) >= bulk_members.LARGE:
        progress.at(total, total)
        index.tidy(session)
    return Undoing(len(going), came - len(going), restored, left)


def _take_out(session: Session, ids: Sequence[int]) -> None:
    """Delete the members that only the import has written. The access log keeps who opened them, without their ids."""
    history = [
        t
        for t in ("access", "member_change")
        if _run(session, f"SELECT 1 FROM {t} WHERE member_id IN :ids LIMIT 1", ids).first()
    ]
    with erasing(session) if history else nullcontext():
        if history:
            _run(session, "UPDATE access SET member_id = NULL, why = '' WHERE member_id IN :ids", ids)
            _run(session, "DELETE FROM member_change WHERE member_id IN :ids", ids)
        never_again(session, ids)
        for table in ("member_phone", "member_correction"):
            _run(session, f"DELETE FROM {table} WHERE member_id IN :ids", ids)
        index.forget(session, ids)
        _run(session, "DELETE FROM member WHERE id IN :ids", ids)


def _run(session: Session, statement: str, ids: Sequence[int]) -> Any:
    return session.execute(text(statement).bindparams(bindparam("ids", expanding=True)), {"ids": list(ids)})


# ---------------------------------------------------------------- fee invoices


def _invoices(session: Session, run_id: int) -> tuple[list[Any], set[str]]:
    """The changes of the import to each fee invoice, and the numbers that a later import has changed or deleted."""
    rows = session.execute(select(INVOICE_BEFORE).where(INVOICE_BEFORE.c.run_id == run_id)).mappings().all()
    again = select(INVOICE_BEFORE.c.number).join(RUN, RUN.c.id == INVOICE_BEFORE.c.run_id)
    later = set(session.execute(again.where(INVOICE_BEFORE.c.run_id > run_id, RUN.c.undone.is_(None))).scalars())
    here: set[str] = set()
    for part in bulk_members.asked([row["number"] for row in rows]):
        here.update(session.execute(select(INVOICE.c.number).where(INVOICE.c.number.in_(part))).scalars())
    return list(rows), later | {row["number"] for row in rows} - here


def _counted(rows: Sequence[Any], later: set[str]) -> Undoing:
    new = [row["number"] for row in rows if row["before"] is None]
    old = [row["number"] for row in rows if row["before"] is not None]
    kept, left = sum(n in later for n in new), sum(n in later for n in old)
    return Undoing(len(new) - kept, kept, len(old) - left, left)


def _undo_invoices(session: Session, run_id: int) -> Undoing:
    rows, later = _invoices(session, run_id)
    new = [r["number"] for r in rows if r["before"] is None and r["number"] not in later]
    for part in bulk_members.asked(new):
        session.execute(delete(INVOICE).where(INVOICE.c.number.in_(part)))
    for row in rows:
        if row["before"] and row["number"] not in later:
            before = {f: _read(f, value) for f, value in row["before"].items()}
            session.execute(update(INVOICE).where(INVOICE.c.number == row["number"]).values(**before))
    return _counted(rows, later)


def _read(field: str, value: Any) -> Any:
    return date.fromisoformat(value) if field in {"issued", "due"} else value
