"""The rows of an export, headings first, as a person reads them (and as the import reads back)."""

from collections.abc import Callable, Iterator

from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.imports.cell_values import shown
from sentralbord_desktop.domain.members.member import FIELD_NAMES, STATUSES, field_name
from sentralbord_desktop.storage.imports import bulk_members

RowsOf = Callable[[Session], Iterator[tuple[str, ...]]]

MEMBER_PHONES = tuple(list(FIELD_NAMES).index(name) for name in ("phone", "phone2"))
CHANGE_PHONES = (4, 5)
"""Before and after: they hold phone numbers when the field is one."""
SOURCES = {"samtale": "Samtale", "import": "Import", "innmelding": "Innmelding", "angret import": "Angret import"}


def member_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield tuple(FIELD_NAMES.values())
    for member in bulk_members.every_member(session):
        member["status"] = STATUSES.get(member["status"], member["status"])
        yield tuple(shown(member[name]) for name in FIELD_NAMES)


def change_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield ("Tidspunkt", "Medlemsnummer", "Navn", "Felt", "Før", "Etter", "Sign", "Kilde")
    for at, number, first, last, field, before, after, author, source in bulk_members.every_change(session):
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
