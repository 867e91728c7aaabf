"""Differences between the numbers of a file and of the register: lost leading zeros, missing members, and members who
may have a new number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from sentralbord_desktop.domain.imports.preview import WHOLE_REGISTER, ZEROS, ImportedRow, Missing, Namesake
from sentralbord_desktop.domain.members.member import GONE
from sentralbord_desktop.domain.text.folding import plain
from sentralbord_desktop.storage.imports.bulk_members import MEMBER, asked, present_members

BY_TELEPHONE = "N-"
"""Numbers of members who were registered here and have not been in a file yet."""


class Recognised(NamedTuple):
    """The entries, and how many of them got the number of the register."""

    entries: Sequence[ImportedRow]
    lost_zeros: int


def with_zeros(session: Session, entries: Sequence[ImportedRow]) -> Recognised:
    """The entries with the member numbers of the register, where only the leading zeros differ and the member has the
    same birth date or name. Of two rows about one member, only the first is changed."""
    begun = select(MEMBER.c.number).where(MEMBER.c.number.startswith(ZEROS), MEMBER.c.merged_into.is_(None))
    here = {number.lstrip(ZEROS): number for number in session.execute(begun).scalars()}
    bare = [entry.number.lstrip(ZEROS) for entry in entries if entry.number[:1] == ZEROS]
    if not here and not bare:
        return Recognised(entries, 0)
    known = {*session.execute(select(MEMBER.c.number)).scalars()}
    of_file = {entry.number for entry in entries}
    meant = {
        entry.number: other
        for entry in entries
        if entry.number not in known
        for other in (here.get(entry.number.lstrip(ZEROS)) or entry.number.lstrip(ZEROS),)
        if other in known and other not in of_file
    }
    present = present_members(session, list(meant.values()))
    same: dict[str, int] = {}
    for entry in entries:
        found = present.get(meant.get(entry.number, ""))
        if found is not None and _is_same(entry, found.values):
            same.setdefault(meant[entry.number], entry.row)
    if not same:
        return Recognised(entries, 0)
    numbers = {row: number for number, row in same.items()}
    recognised = [
        replace(entry, values={**entry.values, "number": numbers[entry.row]}) if entry.row in numbers else entry
        for entry in entries
    ]
    return Recognised(recognised, len(same))


def _is_same(entry: ImportedRow, there: Mapping[str, Any]) -> bool:
    if entry.values.get("birth_date") and there["birth_date"]:
        return bool(entry.values["birth_date"] == there["birth_date"])
    return entry.name == ImportedRow(0, {**there}).name


def namesakes(session: Session, new: Sequence[ImportedRow], numbers: Collection[str]) -> tuple[Namesake, ...]:
    """The new rows with the same name and birth date as a member whose number is not in the file."""
    born = sorted({day for entry in new if (day := entry.values.get("birth_date"))})
    columns = [MEMBER.c[name] for name in ("id", "number", "birth_date", "first_name", "middle_name", "last_name")]
    rows = [
        row
        for part in asked(born)
        for row in session.execute(
            select(*columns).where(MEMBER.c.merged_into.is_(None), MEMBER.c.birth_date.in_(part))
        )
        if row[1] not in numbers
    ]
    if not rows:
        return ()
    born_here = {row[2] for row in rows}
    alike = (entry for entry in new if entry.values.get("birth_date") in born_here)
    named = {(plain(entry.name), entry.values["birth_date"]): entry.number for entry in alike}
    found = (
        Namesake(row[0], row[1], number)
        for row in rows
        if (number := named.get((plain(" ".join(filter(None, row[3:]))), row[2])))
    )
    return tuple(sorted(found, key=lambda it: it.in_file))


class CurrentMembers(NamedTuple):
    """The number of members who have not resigned or died, of those in the file, and the others, by number; none of them
    where the file has too few of the members to be the whole register."""

    present: int
    in_file: int
    missing: tuple[Missing, ...]


def current_members(session: Session, numbers: Collection[str]) -> CurrentMembers:
    current = (MEMBER.c.merged_into.is_(None), MEMBER.c.status.not_in(GONE))
    here = session.execute(select(MEMBER.c.id, MEMBER.c.number).where(*current)).all()
    gone = [id_ for id_, number in here if number not in numbers and not number.startswith(BY_TELEPHONE)]
    in_file = len(here) - len(gone)
    if not gone or in_file < WHOLE_REGISTER * len(here):
        return CurrentMembers(len(here), in_file, ())
    columns = [
        MEMBER.c[name] for name in ("id", "version", "number", "first_name", "middle_name", "last_name", "status")
    ]
    found = [
        Missing(row[0], row[1], row[2], " ".join(filter(None, row[3:6])), row[6])
        for part in asked(gone)
        for row in session.execute(select(*columns).where(MEMBER.c.id.in_(part)))
    ]
    return CurrentMembers(len(here), in_file, tuple(sorted(found, key=lambda it: it.number)))
