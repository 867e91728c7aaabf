"""All members and all changes, for an export."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select, union_all
from sqlmodel import Session

from sentralbord_desktop.domain.imports.preview import NAME_PARTS, Correction
from sentralbord_desktop.storage.imports.bulk_members import ASKED, LOG, MEMBER, OWN, asked, phones, present_by_id
from sentralbord_desktop.storage.members import corrections
from sentralbord_desktop.storage.members.import_origin import all_registrations


def count(session: Session, table: Table) -> int:
    """Number of rows of an export: members without merged ones, or changes including registrations."""
    if table is corrections.CORRECTION:
        return corrections.count(session)
    statement = select(func.count()).select_from(table)
    if table is MEMBER:
        statement = statement.where(MEMBER.c.merged_into.is_(None))
    counted = int(session.execute(statement).scalar_one())
    if table is LOG:
        came = select(func.count()).where(MEMBER.c.import_run.is_not(None))
        counted += int(session.execute(came).scalar_one())
    return counted


def every_member(session: Session) -> Iterator[dict[str, Any]]:
    """All members by number, each with `phone` and `phone2`."""
    statement = select(MEMBER.c.id, *(MEMBER.c[name] for name in OWN))
    statement = statement.where(MEMBER.c.merged_into.is_(None)).order_by(MEMBER.c.number)
    for rows in session.execute(statement).partitions(ASKED):
        rung = phones(session, [row[0] for row in rows])
        for row in rows:
            values = dict(zip(OWN, row[1:], strict=True))
            yield {**values, "phone": "", "phone2": "", **rung.get(row[0], {})}


@dataclass(frozen=True, repr=False)
class ListedCorrection:
    """A correction made here that no file has confirmed; `value` is the present value of the field."""

    number: str
    name: str
    value: Any
    correction: Correction


def every_correction(session: Session) -> Iterator[ListedCorrection]:
    every = list(corrections.every_one(session))
    for part in asked(every):
        present = present_by_id(session, list({it.member_id for it in part}))
        for it in part:
            values = present[it.member_id].values
            name = " ".join(filter(None, (values[part_of] for part_of in NAME_PARTS)))
            yield ListedCorrection(values["number"], name, values[it.correction.field], it.correction)


def every_change(session: Session) -> Iterator[tuple[Any, ...]]:
    """The change log in order: when, member number, first and last name, field, before, after, who, source."""
    written = select(
        LOG.c.at,
        MEMBER.c.number,
        MEMBER.c.first_name,
        MEMBER.c.last_name,
        LOG.c.field,
        LOG.c.before,
        LOG.c.after,
        LOG.c.author,
        LOG.c.source,
        LOG.c.id,
    ).join(MEMBER, MEMBER.c.id == LOG.c.member_id)
    every = union_all(all_registrations(), written).subquery()
    for row in session.execute(select(every).order_by(every.c.at, every.c.id)):
        yield tuple(row)[:-1]
