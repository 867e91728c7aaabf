"""Members in bulk: read and written with Core, never an ORM object per row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Select, bindparam, delete, select, update
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from sentralbord_desktop.domain.imports.compare import Present
from sentralbord_desktop.domain.imports.preview import Changed, ImportedRow
from sentralbord_desktop.domain.members.member import MemberFields
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.storage.engine.bulk_insert import BulkInsert, PreparedRows, gc_paused, insert_many, prefetch
from sentralbord_desktop.storage.members.field_text import PHONES
from sentralbord_desktop.storage.members.ids import new_ids
from sentralbord_desktop.storage.members.import_origin import SOURCE
from sentralbord_desktop.storage.members.merged import merged_away
from sentralbord_desktop.storage.members.phones import LABELS
from sentralbord_desktop.storage.search import index
from sentralbord_desktop.storage.search.tokens import member_tokens, number_tokens
from sentralbord_desktop.storage.tables import MemberChangeRow, MemberRow, PhoneRow

TABLES = SQLModel.metadata.tables
MEMBER = TABLES[MemberRow.__tablename__]
PHONE = TABLES[PhoneRow.__tablename__]
LOG = TABLES[MemberChangeRow.__tablename__]

OWN = tuple(MemberFields.model_fields)
DEFAULTS: dict[str, Any] = {name: field.get_default() for name, field in MemberFields.model_fields.items()}
"""The values of fields that the file leaves out."""
CHANGED_SINCE_PREVIEW = "Registeret er endret siden forhåndsvisningen. Lag den på nytt."
ASKED = 500
"""Number of members in one SQL statement."""
FAR_FEWER = 4
"""When a file has this many times as many numbers as there are members, reading all numbers is quicker."""
FIRST_BATCH_ROWS = 200
"""Number of new rows that are prepared before the first write; the others are prepared during the writing."""
LARGE = 5_000
"""From this many new rows on, the search index is merged afterwards."""


def present_members(session: Session, numbers: Sequence[str]) -> dict[str, Present]:
    """The members of the register with these numbers; their values include `phone` and `phone2`."""
    here = _may_be_here(session, numbers)
    return {str(one.values["number"]): one for one in _present(session, MEMBER.c.number, here)}


def present_by_id(session: Session, ids: Sequence[int]) -> dict[int, Present]:
    """The same for the members with these ids, without merged ones."""
    return {one.id: one for one in _present(session, MEMBER.c.id, ids)}


def _present(session: Session, column: Column[Any], wanted: Sequence[Any]) -> Iterator[Present]:
    columns = [MEMBER.c.id, MEMBER.c.version, *(MEMBER.c[name] for name in OWN)]
    standing = select(*columns).where(MEMBER.c.merged_into.is_(None))
    for part in asked(wanted):
        rows = session.execute(standing.where(column.in_(part))).all()
        rung = phones(session, [row[0] for row in rows])
        for row in rows:
            own = dict(zip(OWN, row[2:], strict=True))
            yield Present(row[0], row[1], {**own, "phone": "", "phone2": "", **rung.get(row[0], {})})


def phones(session: Session, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Member id -> {"phone": …, "phone2": …}."""
    name_at = {place: name for name, place in PHONES.items()}
    found: dict[int, dict[str, str]] = {}
    statement = select(PHONE.c.member_id, PHONE.c.position, PHONE.c.number)
    for part in asked(ids):
        rows = session.execute(statement.where(PHONE.c.member_id.in_(part)))
        for member_id, position, number in rows:
            if position in name_at:
                found.setdefault(member_id, {})[name_at[position]] = number
    return found


class MemberVersion(NamedTuple):
    id: int
    version: int


def versions(session: Session, numbers: Sequence[str]) -> dict[str, MemberVersion]:
    """Member number -> version, to detect changes after the comparison."""
    statement = select(MEMBER.c.number, MEMBER.c.id, MEMBER.c.version)
    return {
        number: MemberVersion(member_id, version)
        for part in asked(_may_be_here(session, numbers))
        for number, member_id, version in session.execute(statement.where(MEMBER.c.number.in_(part)))
    }


def _may_be_here(session: Session, numbers: Sequence[str]) -> Sequence[str]:
    """The numbers that may be in the register. Where the register is much smaller than the file, they are compared here
    instead of in SQL."""
    few = len(numbers) // FAR_FEWER
    here = session.execute(select(MEMBER.c.number).limit(few + 1)).scalars().all()
    if len(here) > few:
        return numbers
    known = set(here)
    return [number for number in numbers if number in known]


def member_ids(session: Session, numbers: Sequence[str]) -> dict[str, int]:
    """Member number -> id, for these numbers."""
    statement = select(MEMBER.c.number, MEMBER.c.id)
    found: dict[str, int] = {}
    for part in asked(numbers):
        found |= _ids(session, statement.where(MEMBER.c.number.in_(part)))
    return found


def asked(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The keys in parts of ASKED, one part per statement."""
    for start in range(0, len(keys), ASKED):
        yield keys[start : start + ASKED]


def _ids(session: Session, statement: Select[tuple[str, int]]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(statement)}


@gc_paused()
def add_members(session: Session, entries: Sequence[ImportedRow], *, run: int, progress: Progress) -> None:
    """Write new members with their phones and search tokens; `run` is the id of the import."""
    if not entries:
        return
    given = frozenset[str]().union(*(entry.values for entry in entries))
    lacking = {field: nothing for field, nothing in DEFAULTS.items() if field not in given}
    members = BulkInsert(
        session,
        MEMBER,
        ["id", *(field for field in DEFAULTS if field in given)],
        {**lacking, "version": 1, "import_run": run},
    )
    numbers = BulkInsert(session, PHONE, ["member_id", "label", "number", "position"])
    in_order = sorted(entries, key=lambda e: e.values["number"])  # so that the index of numbers is filled
    ids = new_ids(session, len(entries))

    def rows(part: RowPart) -> tuple[PreparedRows, PreparedRows, list[Any]]:
        own = [{**DEFAULTS, **e.values, "id": ids[n]} for n, e in enumerate(part.rows, part.start)]
        return (
            members.prepared(own),
            numbers.prepared(row for values in own for row in _phone_rows(values["id"], values)),
            [{"id": values["id"], "tokens": _tokens(values)} for values in own],
        )

    parts = list(parts_of(in_order, first=FIRST_BATCH_ROWS))
    for part, (own, phone_rows, tokens) in zip(parts, prefetch(rows, parts), strict=True):
        progress.at(part.start, len(entries))
        members.write(own)
        numbers.write(phone_rows)
        index.write(session, tokens, new=True)
    if len(entries) >= LARGE:
        progress.at(len(entries), len(entries))
        index.tidy(session)


def change_members(
    session: Session,
    changed: Sequence[Changed],
    *,
    author: str,
    at: datetime,
    progress: Progress,
    run: int | None = None,
    source: str = SOURCE,
) -> None:
    """Write the changed fields, a row of the change log for each, and the search index. `run` is the id of the import,
    None for an undo."""
    stamp = {"author": author, "at": at, "source": source, "import_run": run}
    for part in parts_of(changed):
        progress.at(part.start, len(changed))
        for change in part.rows:
            own = {f: v for f, v in change.values.items() if f in OWN}
            written = session.execute(
                update(MEMBER)
                .where(MEMBER.c.id == change.id, MEMBER.c.version == change.version)
                .values(**own, version=change.version + 1)
                .returning(MEMBER.c.id)
            )
            if written.first() is None:  # on a server: another workstation has changed it first
                raise ChangedMeanwhileError(CHANGED_SINCE_PREVIEW)
        _replace_phones(session, part.rows)
        insert_many(
            session,
            LOG,
            [
                {"member_id": change.id, "field": f.field, "before": f.before[:400], "after": f.after[:400], **stamp}
                for change in part.rows
                for f in change.changes
            ],
        )
        _reindex(session, [change.id for change in part.rows])


def tokens_by_id(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The search tokens that these members should have; ids without a member are left out."""
    numbers: dict[int, list[str]] = {member_id: [] for member_id in ids}
    statement = select(PHONE.c.member_id, PHONE.c.number).where(PHONE.c.member_id.in_(ids))
    for member_id, number in session.execute(statement):
        numbers[member_id].append(number)
    also: dict[int, list[str]] = {}
    for merged in merged_away(session, ids) if ids else ():
        also.setdefault(merged.kept_id, []).append(merged.number)
    columns = [MEMBER.c.id, *(MEMBER.c[name] for name in OWN)]
    return {
        row[0]: _tokens(dict(zip(OWN, row[1:], strict=True)), numbers[row[0]], also.get(row[0], ()))
        for row in session.execute(select(*columns).where(MEMBER.c.id.in_(ids)))
    }


def _reindex(session: Session, ids: Sequence[int]) -> None:
    wanted = tokens_by_id(session, ids)
    index.write(session, [{"id": i, "tokens": tokens} for i, tokens in wanted.items()])


def _replace_phones(session: Session, changed: Sequence[Changed]) -> None:
    gone = [{"who": change.id, "place": PHONES[name]} for change in changed for name in PHONES if name in change.values]
    if gone:
        session.execute(
            delete(PHONE).where(PHONE.c.member_id == bindparam("who"), PHONE.c.position == bindparam("place")), gone
        )
    insert_many(session, PHONE, [r for change in changed for r in _phone_rows(change.id, change.values)])


def _phone_rows(member_id: int, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, place in PHONES.items():
        if number := values.get(name):
            yield {"member_id": member_id, "label": LABELS[place], "number": number, "position": place}


def _tokens(values: Mapping[str, Any], numbers: Any = None, also: Sequence[str] = ()) -> str:
    found = member_tokens(
        number=values["number"],
        names=(values["first_name"], values["middle_name"], values["last_name"]),
        phones=[values[n] for n in PHONES if n in values] if numbers is None else numbers,
        birth=values["birth_date"],
        email=values["email"],
        place_texts=(values["employer"], values["workplace"], values["place"]),
        street=values["street"],
        post_codes=(values["post_code"], values["workplace_post_code"]),
    )
    for number in also:
        found |= number_tokens(number)
    return " ".join(found)


class RowPart(NamedTuple):
    """A part of the rows, and the index of its first row."""

    start: int
    rows: Sequence[Any]


def parts_of(rows: Sequence[Any], *, first: int = REPORT_EVERY_ROWS) -> Iterator[RowPart]:
    """Split the rows in parts; the first part has `first` rows."""
    if rows:
        yield RowPart(0, rows[:first])
    for start in range(first, len(rows), REPORT_EVERY_ROWS):
        yield RowPart(start, rows[start : start + REPORT_EVERY_ROWS])
