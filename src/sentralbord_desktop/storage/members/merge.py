"""Two members that are one person: merge, and undo of a merge. No row is moved or deleted. The merged member refers
to the one that is kept, reading a record reads both (`record.py`), and undo removes the reference."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.imports import cells
from sentralbord_desktop.domain.members.duplicates import Person
from sentralbord_desktop.domain.members.member import Member, Merge, phone_field
from sentralbord_desktop.storage.engine.row_values import id_of
from sentralbord_desktop.storage.members import change_log, members
from sentralbord_desktop.storage.search import index
from sentralbord_desktop.storage.tables import MemberRow, MergeRow, NotSameRow, PhoneRow

SOURCE = "sammenslåing"
PHONES = "telefoner"
"""Key in `taken`: the numbers added to the kept member."""
DROPPED = "telefoner bort"
"""Key in `taken`: field -> number, the kept member's numbers that were not chosen."""


def merge(
    session: Session,
    kept: Member,
    gone: Member,
    taken: Collection[str],
    *,
    author: str,
    at: datetime,
    phones: Collection[str] | None = None,
) -> int:
    """Merge `gone` into `kept`, which takes the fields `taken` from `gone`. Of the numbers of both, `phones` are
    kept; None keeps all. Returns the id of the merge. Raises ChangedMeanwhileError when either has changed since it
    was read."""
    if kept.id == gone.id:
        raise SwitchboardError("Velg to forskjellige medlemmer.")
    _lock_as_read(session, kept, gone)
    changes = {field: cells.shown(getattr(gone, field)) for field in taken}
    done = members.change_member(session, kept.id, changes, author=author, at=at, source=SOURCE)
    added, dropped = _merge_phones(session, kept, gone, phones, author, at)
    made = MergeRow(
        kept_id=kept.id,
        gone_id=gone.id,
        at=at,
        author=author,
        taken={**{each.field: [each.before, each.after] for each in done}, PHONES: added, DROPPED: dropped},
    )
    session.add(made)
    _point(session, gone.id, kept.id)
    for one in (kept, gone):
        change_log.note(session, one.id, "sammenslaing", gone.number, kept.number, author=author, at=at, source=SOURCE)
    session.flush()
    members.reindex(session, kept.id)
    index.forget(session, [gone.id])
    return id_of(made)


def _merge_phones(
    session: Session, kept: Member, gone: Member, phones: Collection[str] | None, author: str, at: datetime
) -> tuple[list[str], dict[str, str]]:
    """Write the chosen numbers; returns those added, and field -> number of those removed."""
    own = {phone.number for phone in kept.phones}
    chosen = {phone.number for phone in (*kept.phones, *gone.phones)}
    chosen &= chosen if phones is None else set(phones)
    added = [phone.number for phone in gone.phones if phone.number in chosen - own]
    dropped = {phone_field(p.position): p.number for p in kept.phones if p.number not in chosen}
    for number in dropped.values():
        members.remove_phone(session, kept.id, number, author=author, at=at, source=SOURCE)
    for number in added:
        members.add_phone(session, kept.id, number, author=author, at=at, source=SOURCE)
    return added, dropped


def _lock_as_read(session: Session, *both: Member) -> None:
    """Lock the rows until the commit. Raises ChangedMeanwhileError when one has changed since it was read."""
    rows = [session.get(MemberRow, one.id, with_for_update=True) for one in both]
    if any(
        row is None or row.version != one.version or row.merged_into is not None
        for row, one in zip(rows, both, strict=True)
    ):
        raise ChangedMeanwhileError("Ett av medlemmene er endret i mellomtiden. Les dem på nytt.")


def undo(session: Session, merge_id: int, *, author: str, at: datetime) -> None:
    """Undo a merge. Later changes of the kept member stay."""
    made = session.get(MergeRow, merge_id, with_for_update=True)
    if made is None or made.undone is not None:
        raise SwitchboardError("Sammenslåingen er allerede angret. Se på medlemmene på nytt.")
    kept = members.member_by_id(session, made.kept_id)
    if kept is None or kept.id != made.kept_id:
        raise SwitchboardError("Medlemmet er siden slått sammen med et annet. Angre det først.")
    made.undone = at
    session.add(made)
    back = {
        field: before
        for field, (before, after) in _fields(made.taken).items()
        if cells.shown(getattr(kept, field)) == after
    }
    members.change_member(session, kept.id, back, author=author, at=at, source=SOURCE)
    for number in _as_they_came(session, kept, made.taken.get(PHONES, [])):
        members.remove_phone(session, kept.id, number, author=author, at=at, source=SOURCE)
    _put_back(session, kept.id, made.taken.get(DROPPED, {}), author, at)
    _point(session, made.gone_id, None)
    gone = session.get(MemberRow, made.gone_id)
    number = gone.number if gone else ""
    for one in (made.kept_id, made.gone_id):
        change_log.note(session, one, "sammenslaing", kept.number, number, author=author, at=at, source=SOURCE)
    session.flush()
    for one in (made.kept_id, made.gone_id):
        members.reindex(session, one)


def _as_they_came(session: Session, kept: Member, numbers: Sequence[str]) -> list[str]:
    """The numbers that no one has written since the merge."""
    return [
        phone.number
        for phone in kept.phones
        if phone.number in numbers and change_log.last_source(session, kept.id, phone_field(phone.position)) == SOURCE
    ]


def _put_back(session: Session, kept_id: int, dropped: Mapping[str, str], author: str, at: datetime) -> None:
    """Write the dropped numbers back, each in its old position, or last when that is taken."""
    for field, number in dropped.items():
        kept = members.member_by_id(session, kept_id)
        here = {phone_field(p.position): p.number for p in kept.phones} if kept else {}
        if number in here.values():
            continue
        if field in here:
            members.add_phone(session, kept_id, number, author=author, at=at, source=SOURCE)
        else:
            members.change_member(session, kept_id, {field: number}, author=author, at=at, source=SOURCE)


def latest(session: Session, limit: int) -> list[Merge]:
    """At most `limit` merges that are not undone, the newest first."""
    statement = select(MergeRow).where(col(MergeRow.undone).is_(None))
    rows = session.exec(statement.order_by(col(MergeRow.id).desc()).limit(limit)).all()
    return [_merge(session, row) for row in rows]


def _merge(session: Session, row: MergeRow) -> Merge:
    kept, gone = session.get(MemberRow, row.kept_id), session.get(MemberRow, row.gone_id)
    return Merge(
        id=row.id or 0,
        at=row.at,
        author=row.author,
        name=kept.name if kept else "",
        kept=kept.number if kept else "",
        gone=gone.number if gone else "",
    )


def people(session: Session) -> list[Person]:
    """All members, with what duplicates are found by."""
    phones: dict[int, tuple[str, ...]] = {}
    for member_id, number in session.execute(select(PhoneRow.member_id, PhoneRow.number)):
        phones[member_id] = (*phones.get(member_id, ()), number)
    rows = session.connection().exec_driver_sql(
        "SELECT id, number, first_name, middle_name, last_name, birth_date, email FROM member "
        "WHERE merged_into IS NULL ORDER BY id"
    )
    return [
        Person(row[0], row[1], row[2], row[3], row[4], str(row[5] or ""), row[6], phones.get(row[0], ()))
        for row in rows
    ]


def kept_apart(session: Session) -> set[tuple[int, int]]:
    """Pairs of ids, the lower first, that an operator has marked as different people."""
    rows = session.exec(select(NotSameRow)).all()
    return {(row.one_id, row.two_id) for row in rows}


def keep_apart(session: Session, one: int, two: int, *, author: str, at: datetime) -> None:
    low, high = sorted((one, two))
    if session.get(NotSameRow, (low, high)) is None:
        session.add(NotSameRow(one_id=low, two_id=high, author=author, at=at))


def _point(session: Session, gone: int, kept: int | None) -> None:
    session.execute(
        text("UPDATE member SET merged_into = :kept, version = version + 1 WHERE id = :gone"),
        {"kept": kept, "gone": gone},
    )
    session.expire_all()


def _fields(taken: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {field: (pair[0], pair[1]) for field, pair in taken.items() if field not in {PHONES, DROPPED}}
