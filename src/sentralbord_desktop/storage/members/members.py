"""Reads and writes members. Each change writes a row to the change log (`change_log.py`)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, func
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.conflicts import Conflict, ConflictError
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports import cells
from sentralbord_desktop.domain.members.member import (
    DEAD,
    Member,
    MemberFields,
    Phone,
    Rectified,
    phone_field,
    phone_position,
)
from sentralbord_desktop.storage.engine.row_values import id_of, value, values
from sentralbord_desktop.storage.members import change_log
from sentralbord_desktop.storage.members import phones as storage_phones
from sentralbord_desktop.storage.members.field_text import as_shown, is_phone, read_field
from sentralbord_desktop.storage.members.ids import new_ids
from sentralbord_desktop.storage.members.merged import merged_into
from sentralbord_desktop.storage.search import index
from sentralbord_desktop.storage.tables import MemberRow

MEMBER, PHONE = (SQLModel.metadata.tables[name] for name in ("member", "member_phone"))
NUMBERING = 5394852
"""Key of the advisory lock on the server under which member numbers are given out."""
UPDATE_MEMBER = MEMBER.update().where(MEMBER.c.id == bindparam("member_id"))
MERGED_MEMBER = MEMBER.alias("gone")
ABSORBED = exists().where(MERGED_MEMBER.c.merged_into == MEMBER.c.id).label("has_absorbed")
READ = MEMBER.select().add_columns(ABSORBED).where(MEMBER.c.id == bindparam("id"))
NUMBERS_OF_MEMBER = PHONE.select().where(PHONE.c.member_id == bindparam("id")).order_by(PHONE.c.position)
THERE = select(MEMBER.c.id).where(MEMBER.c.id == bindparam("id"))
TO_CHANGE = READ.with_for_update(of=MEMBER)
"""Compiled once: used for each call and each edit."""


class MemberSnapshot(MemberFields):
    """A member's row while it is changed. Read without the ORM, which takes four times as long."""

    id: int
    version: int
    merged_into: int | None
    has_absorbed: bool
    """Whether members were merged into this one."""


def member_by_id(session: Session, member_id: int) -> Member | None:
    """The member; for one that was merged, the member that is kept."""
    found = _standing(session, READ, member_id)
    return _member(session, found) if found else None


def is_member(session: Session, member_id: int) -> bool:
    """Whether the id is a member's, merged or not; the record is not read."""
    session.flush()
    return session.connection().execute(THERE, {"id": member_id}).first() is not None


def is_dead(session: Session, member_id: int | None) -> bool:
    """Whether the member is registered as dead; False without one."""
    found = member_by_id(session, member_id) if member_id is not None else None
    return found is not None and found.is_dead


def is_number_of_dead(session: Session, number: str) -> bool:
    """Whether all members with this number are registered as dead."""
    found = select(MEMBER.c.status).join(PHONE, PHONE.c.member_id == MEMBER.c.id)
    statuses = set(session.execute(found.where(PHONE.c.number == number, MEMBER.c.merged_into.is_(None))).scalars())
    return statuses == {DEAD}


def member_by_number(session: Session, number: str) -> Member | None:
    row = session.exec(select(MemberRow).where(MemberRow.number == number)).first()
    return member_by_id(session, row.id or 0) if row else None


def _to_change(session: Session, member_id: int) -> MemberSnapshot | None:
    return _standing(session, TO_CHANGE, member_id)


def _standing(session: Session, statement: Select[Any], member_id: int) -> MemberSnapshot | None:
    """The row; for a member that was merged, the row that is kept."""
    session.flush()
    found: MemberSnapshot | None = None
    asked: int | None = member_id
    while asked is not None:
        row = session.connection().execute(statement, {"id": asked}).first()
        found = MemberSnapshot.model_construct(**row._mapping) if row else None
        asked = found.merged_into if found else None
    return found


def _member(session: Session, row: MemberRow | MemberSnapshot) -> Member:
    phones = tuple(values(session, Phone, NUMBERS_OF_MEMBER, {"id": row.id}))
    return value(Member, row, phones=phones)


def count_members(session: Session) -> int:
    statement = select(func.count()).select_from(MemberRow)
    return session.exec(statement.where(col(MemberRow.merged_into).is_(None))).one()


def has_members(session: Session) -> bool:
    return session.exec(select(MemberRow.id).limit(1)).first() is not None


def next_number(session: Session) -> str:
    """A free number for a member registered by phone: N-1, N-2 …; the union's own system gives the final number."""
    if session.get_bind().dialect.name == "postgresql":  # one transaction at a time
        session.execute(select(func.pg_advisory_xact_lock(NUMBERING)))
    taken = session.exec(select(MemberRow.number).where(col(MemberRow.number).startswith("N-"))).all()
    used = [int(number[2:]) for number in taken if number[2:].isdigit()]
    return f"N-{max(used, default=0) + 1}"


def add_member(
    session: Session, fields: Mapping[str, Any], *, author: str, at: datetime, inquiry_id: str | None, source: str
) -> Member:
    """Register a member; `fields` has the phones as `phone` and `phone2`."""
    number = str(fields.get("number") or next_number(session))
    own = {key: read_field(key, text) for key, text in fields.items() if not is_phone(key)}
    member_id = new_ids(session, 1)[0]
    row = MemberRow.model_validate({**own, "id": member_id, "number": number})
    session.add(row)
    session.flush()
    numbers = {field: str(text) for field, text in fields.items() if is_phone(field)}
    phones = storage_phones.with_these(session, member_id, {}, numbers)
    change_log.write(session, member_id, "registrert", "", number, author, at, inquiry_id, source)
    session.flush()
    _reindex(session, row, phones)
    return _member(session, row)


def change_member(
    session: Session,
    member_id: int,
    changes: Mapping[str, str],
    *,
    author: str,
    at: datetime,
    inquiry_id: str | None = None,
    source: str = "samtale",
    seen: Mapping[str, str] | None = None,
) -> list[Rectified]:
    """Write the changes and their log; gives each field that changed.

    `seen` has the fields as they were read (`shown`): a field equal to it is not written, and a field that another
    author has changed since raises ConflictError. A call can set neither department (OA-4) nor status utmeldt (UT-4).
    """
    row = _to_change(session, member_id)
    if row is None:
        raise SwitchboardError("Medlemmet finnes ikke lenger i registeret. Søk på nytt med F3.")
    if source == "samtale":
        refuse_from_call(changes)
    phones = storage_phones.numbers(session, row.id)
    now = _now(row, phones, changes)
    wanted = {field: as_shown(field, text) for field, text in changes.items()}
    wanted = _ours(session, row, now, wanted, seen or {}, author)
    done = [Rectified(f, now[f], after) for f, after in wanted.items() if now[f] != after]
    for each in done:
        change_log.write(session, row.id, each.field, each.before, each.after, author, at, inquiry_id, source)
    if done:
        numbers = {each.field: each.after for each in done if is_phone(each.field)}
        own = {each.field: read_field(each.field, changes[each.field]) for each in done if not is_phone(each.field)}
        _changed(session, row, storage_phones.with_these(session, row.id, phones, numbers), own)
    return done


def _now(row: MemberSnapshot, phones: Mapping[int, str], fields: Iterable[str]) -> dict[str, str]:
    """The present values of these fields, as the change log has them."""
    return {
        field: cells.shown(getattr(row, field)) if place is None else phones.get(place, "")
        for field in fields
        for place in (phone_position(field),)
    }


def _changed(
    session: Session, row: MemberSnapshot, phones: Mapping[int, str], own: Mapping[str, Any] | None = None
) -> None:
    """Write the row without the ORM, refresh the ORM's copy in this session, and index the member for search."""
    written = {**(own or {}), "version": row.version + 1}
    session.connection().execute(UPDATE_MEMBER, {"member_id": row.id, **written})
    in_session = session.identity_map.get(identity_key(MemberRow, row.id))
    if in_session is not None:
        session.refresh(in_session)
    session.flush()  # the phones
    _reindex(session, row.model_copy(update=written), phones)


def _ours(
    session: Session,
    row: MemberSnapshot,
    now: Mapping[str, str],
    wanted: Mapping[str, str],
    seen: Mapping[str, str],
    author: str,
) -> dict[str, str]:
    """The fields to write: those that differ from what was seen. Raises ConflictError."""
    conflicts = []
    ours = dict(wanted)
    for field, after in wanted.items():
        if field not in seen or now[field] == seen[field]:
            continue
        if after == seen[field]:
            del ours[field]
        elif after != now[field]:
            last = change_log.last_hand(session, row.id, field)
            if last.author != author:
                conflicts.append(Conflict(field, seen[field], after, now[field], last.author, last.at))
    if conflicts:
        raise ConflictError(conflicts)
    return ours


def add_phone(
    session: Session, member_id: int, number: str, *, author: str, at: datetime, source: str = "samtale"
) -> None:
    """Add a number in the first free position. Raises SwitchboardError when the member has it."""
    row = _to_change(session, member_id)
    if row is None:
        raise SwitchboardError("Medlemmet finnes ikke lenger i registeret. Søk på nytt med F3.")
    here = storage_phones.numbers(session, row.id)
    if number in here.values():
        raise SwitchboardError("Medlemmet har nummeret fra før. Skriv et annet, eller la det stå.")
    place = next(n for n in range(len(here) + 1) if n not in here)
    storage_phones.put(session, row.id, place, number)
    change_log.write(session, row.id, phone_field(place), "", number, author, at, None, source)
    _changed(session, row, {**here, place: number})


def remove_phone(
    session: Session, member_id: int, number: str, *, author: str, at: datetime, source: str = "samtale"
) -> None:
    """Remove the number; a number that the member does not have is no error."""
    row = _to_change(session, member_id)
    if row is None:
        return
    here = storage_phones.numbers(session, row.id)
    place = next((place for place, own in here.items() if own == number), None)
    if place is not None:
        storage_phones.put(session, row.id, place, "")
        change_log.write(session, row.id, phone_field(place), number, "", author, at, None, source)
        _changed(session, row, {n: own for n, own in here.items() if n != place})


def refuse_from_call(changes: Mapping[str, str]) -> None:
    """Raises SwitchboardError for what no call may change (OA-4, UT-4)."""
    if "department" in changes:
        raise SwitchboardError("Avdelingen endres ikke her. Avdelingen medlemmet går ut av, foretar overføringen.")
    if changes.get("status") == "utmeldt":
        raise SwitchboardError("Utmelding krever skriftlig bekreftelse. Bruk emnet Utmelding.")


def reindex(session: Session, member_id: int) -> None:
    """Index the member for search by its present fields and by the numbers of those merged into it."""
    row = session.get(MemberRow, member_id)
    if row is not None:
        _reindex(session, row, storage_phones.numbers(session, member_id))


def _reindex(session: Session, row: MemberRow | MemberSnapshot, phones: Mapping[int, str]) -> None:
    also = merged_into(session, id_of(row)).values() if _may_have_absorbed(session, row) else ()
    tokens = index.tokens_of(row, phones.values(), also)
    index.write(session, [{"id": id_of(row), "tokens": tokens}])


def _may_have_absorbed(session: Session, row: MemberRow | MemberSnapshot) -> bool:
    """Whether to look for members merged into this one. In a file the snapshot says; on a server the snapshot may be
    older than the row lock, and another workstation may have merged a member since."""
    if isinstance(row, MemberRow) or session.get_bind().dialect.name == "postgresql":
        return True
    return row.has_absorbed
