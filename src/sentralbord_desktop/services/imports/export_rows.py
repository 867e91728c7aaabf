"""The rows of an export, headings first, as the import reads them back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Table
from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.members.fields import MEMBER_COLUMNS, field_name
from sentralbord_desktop.domain.members.fields import MEMBERS as MEMBERS_KIND
from sentralbord_desktop.storage.imports import bulk_members, export
from sentralbord_desktop.storage.members import corrections

SOURCES = {"samtale": "Samtale", "import": "Import", "innmelding": "Innmelding", "angret import": "Angret import"}


def member_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield tuple(column.heading for column in MEMBER_COLUMNS)
    for member in export.every_member(session):
        yield tuple(column.text(member[column.field]) for column in MEMBER_COLUMNS)


def change_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield ("Tidspunkt", "Medlemsnummer", "Navn", "Felt", "Før", "Etter", "Sign", "Kilde")
    for at, number, first, last, field, before, after, author, source in export.every_change(session):
        yield (
            f"{oslo(at):%d.%m.%Y %H.%M}",
            number,
            f"{first} {last}".strip(),
            field_name(field),
            before,
            after,
            author,
            SOURCES.get(source, source),
        )


def correction_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield ("Medlemsnummer", "Navn", "Felt", "I medlemssystemet", "Rettet til", "Tidspunkt", "Sign")
    for each in export.every_correction(session):
        it = each.correction
        column = MEMBERS_KIND.by_field[it.field]
        at = f"{oslo(it.at):%d.%m.%Y %H.%M}"
        yield each.number, each.name, column.heading, column.text(it.before), column.text(each.value), at, it.author


@dataclass(frozen=True)
class Export:
    """One kind of export: its name in the access log, its rows, the table to count, and the columns with phone
    numbers."""

    name: str
    rows: Callable[[Session], Iterator[tuple[str, ...]]]
    table: Table
    phones: tuple[int, ...]


MEMBERS = Export(
    "medlemsregisteret",
    member_rows,
    bulk_members.MEMBER,
    tuple(place for place, column in enumerate(MEMBER_COLUMNS) if column.is_phone),
)
CHANGES = Export("endringsloggen", change_rows, bulk_members.LOG, phones=(4, 5))
"""Before and after may be phone numbers."""
CORRECTIONS = Export("rettelsene", correction_rows, corrections.CORRECTION, phones=(3, 4))
