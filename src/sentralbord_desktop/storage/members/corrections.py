"""Marks on fields that were corrected here, until a file has the corrected value (`domain/imports/register`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.imports.preview import Correction, Corrections, Settled
from sentralbord_desktop.domain.members.fields import FIELD_NAMES
from sentralbord_desktop.storage.tables import MemberCorrectionRow

TABLES = SQLModel.metadata.tables
CORRECTION = TABLES[MemberCorrectionRow.__tablename__]
MEMBER, LOG = TABLES["member"], TABLES["member_change"]
BY_FILE = ("import", "angret import")
"""Sources of the change log that are no corrections."""
MARKED = frozenset(FIELD_NAMES) - {"number"}
OPEN = CORRECTION.c.settled_run.is_(None)
MARK = text(
    "INSERT INTO member_correction (member_id, field, before, author, at) VALUES (:member_id, :field, :before, :author, "
    ":at) ON CONFLICT (member_id, field) DO UPDATE SET author = excluded.author, at = excluded.at, settled_run = NULL, "
    "before = CASE WHEN member_correction.settled_run IS NULL THEN member_correction.before ELSE excluded.before END"
).bindparams(bindparam("at", type_=UtcDateTime()))
TAKEN_BACK = text("DELETE FROM member_correction WHERE member_id = :member_id AND field = :field AND before = :after")


def mark(
    session: Session, member_id: int, field: str, before: str, after: str, author: str, at: datetime, source: str
) -> None:
    """Mark a field that a person changed. The first of several changes says what the file had; one that brings that
    back takes the mark away."""
    if source in BY_FILE or field not in MARKED:
        return
    where = {"member_id": member_id, "field": field}
    connection = session.connection()
    connection.execute(MARK, {**where, "before": before[:400], "author": author, "at": at})
    connection.execute(TAKEN_BACK, {**where, "after": after[:400]})


def unsettled(session: Session) -> Corrections:
    """All marks that no file has confirmed, of members with a record of their own."""
    found: dict[int, dict[str, Correction]] = {}
    for member_id, field, before, author, at in session.execute(_unsettled()):
        found.setdefault(member_id, {})[field] = Correction(field, before, author, at)
    return found


def count(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(_unsettled().subquery())).scalar_one())


def _unsettled() -> Any:
    columns = (CORRECTION.c[name] for name in ("member_id", "field", "before", "author", "at"))
    return (
        select(*columns)
        .join(MEMBER, MEMBER.c.id == CORRECTION.c.member_id)
        .where(OPEN, MEMBER.c.merged_into.is_(None))
        .order_by(MEMBER.c.number, CORRECTION.c.field)
    )


class CorrectionOf(NamedTuple):
    member_id: int
    correction: Correction


def every_one(session: Session) -> Iterator[CorrectionOf]:
    """The same in the order of member number and field."""
    for member_id, its in unsettled(session).items():
        for correction in its.values():
            yield CorrectionOf(member_id, correction)


def settle(session: Session, settled: Sequence[Settled], run: int) -> None:
    """Take these marks away; they come back when the import `run` is undone."""
    if settled:
        session.execute(
            update(CORRECTION)
            .where(
                CORRECTION.c.member_id == bindparam("who"),
                CORRECTION.c.field == bindparam("what"),
                CORRECTION.c.at == bindparam("moment"),
            )
            .values(settled_run=run)
            .execution_options(synchronize_session=False),
            [{"who": it.member_id, "what": it.field, "moment": it.at} for it in settled],
        )


def reopen(session: Session, run: int) -> None:
    """Give back the marks that an import took away."""
    session.execute(update(CORRECTION).where(CORRECTION.c.settled_run == run).values(settled_run=None))


def forget(session: Session, old: Any) -> None:
    """Delete what is kept for the undo of these imports (a SELECT of ids)."""
    session.execute(delete(CORRECTION).where(CORRECTION.c.settled_run.in_(old)))
