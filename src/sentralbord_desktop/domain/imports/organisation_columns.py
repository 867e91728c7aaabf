"""The sheets of an organisation file: one kind for each list, its columns, their rules. Pure.

The same rules hold for what is written in the catalogue (`checked`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.cell_values import CellError, shown, tidy
from sentralbord_desktop.domain.imports.member_columns import MEMBERS
from sentralbord_desktop.domain.imports.organisation_values import (
    ImportContext,
    Read,
    in_words,
    listed,
    on_one_line,
    read_address,
    read_area,
    read_calendar,
    read_confirmed,
    read_function,
    read_key,
    read_loops,
    read_neighbours,
    read_number,
    read_phone,
    read_present_department,
    read_text,
    read_yes_or_no,
    yes_if_any,
)
from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Role,
    Staff,
    Target,
)
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.folding import plain

OrganisationEntry = Department | Staff | Role | Target | Course | Employer
Key = tuple[str, ...]
WITH_SCHEME = re.compile(r"(?:https?|webcals?|file)://\S.*", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A field, what it is called, and how its cell is read and written. `also` are other headings."""

    field: str
    heading: str
    read: Read
    show: Callable[[Any], str] = shown
    also: str = ""

    @property
    def is_phone(self) -> bool:
        return self.read is read_phone

    @property
    def is_secret(self) -> bool:
        return self.read is read_calendar

    def why(self, error: CellError) -> str:
        return f"{self.heading} {error}."


@dataclass(frozen=True, eq=False)
class Kind:
    """One list. `identity` are the fields that say which entry it is, `needed` must not be empty."""

    key: str
    title: str
    model: type[OrganisationEntry]
    identity: tuple[str, ...]
    called: str
    columns: tuple[Column, ...]
    needed: tuple[str, ...] = ()
    may_be_new: bool = True

    def entries(self, organisation: Organisation) -> Sequence[OrganisationEntry]:
        """Those of the house, the oldest of two that are alike first."""
        every: Sequence[OrganisationEntry] = getattr(organisation, ENTRIES[self.key])
        return sorted((e for e in every if getattr(e, "number", 1)), key=_first_made)

    def name(self, entry: OrganisationEntry) -> str:
        return str(getattr(entry, self.called))

    def identity_of(self, entry: OrganisationEntry) -> Key:
        return (self.key, *(_same(getattr(entry, field)) for field in self.identity))

    def key_of(self, values: Iterable[Any]) -> Key:
        """The identity that `values`, in the order of `identity`, stand for."""
        return (self.key, *map(_same, values))


def _first_made(entry: OrganisationEntry) -> tuple[int, str]:
    return getattr(entry, "id", 0) or getattr(entry, "number", 0), getattr(entry, "key", "")


def _same(value: object) -> str:
    return tidy(str(value)).casefold()


def kind_of(entry: OrganisationEntry) -> Kind:
    return next(kind for kind in KINDS if isinstance(entry, kind.model))


# ---------------------------------------------------------------- the kinds

_EMAIL = Column("email", "E-post", read_address, also="epost|e-postadresse|epostadresse|mail")
_PHONE = Column("phone", "Telefon", read_phone, spoken_number, "tlf|telefonnummer")
_CONFIRMED = Column("confirmed", "Sist bekreftet", read_confirmed, also="bekreftet")
_IN = Column("department", "Avdeling", read_present_department, also="avd|avdelingsnummer|avdelingsnr")
_KEY = Column("key", "Nøkkel", read_key)

KINDS = (
    Kind(
        "avdelinger",
        "Avdelinger",
        Department,
        ("number",),
        "title",
        (
            Column("number", "Avdeling", read_number, also="avd|avdelingsnummer|avdelingsnr|nummer|nr"),
            Column("name", "Navn", read_text(100)),
            Column("area", "Område", read_area, on_one_line),
            Column("postal_address", "Postadresse", read_text(200)),
            Column("visiting_address", "Besøksadresse", read_text(200)),
            _EMAIL,
            _PHONE,
            Column("neighbours", "Naboer", read_neighbours, listed, "naboer i rekkefølge"),
            Column("ks_first_contact", "KS tar første trøbbel", read_yes_or_no),
            _CONFIRMED,
        ),
        needed=("name",),
    ),
    Kind(
        "personer",
        "Personer",
        Staff,
        ("name", "function", "department"),
        "name",
        (
            Column("name", "Navn", read_text(100)),
            Column("function", "Funksjon", read_function, in_words, also="rolle"),
            _IN,
            _PHONE,
            Column("mobile", "Mobil", read_phone, spoken_number, "mobiltelefon"),
            _EMAIL,
            Column("loops", "Sløyfer", read_loops, listed, "sløyfe"),
            Column("substitute", "Stedfortreder", read_text(100), also="vikar"),
            Column("calendar", "Kalender", read_calendar, yes_if_any, "kalender (ics)"),
            _CONFIRMED,
        ),
    ),
    Kind(
        "roller",
        "Roller",
        Role,
        ("key",),
        "title",
        (
            _KEY,
            Column("title", "Rolle", read_text(100)),
            Column("holder", "Har rollen", read_text(100)),
            Column("substitute", "Vikar", read_text(100), also="stedfortreder"),
            _EMAIL,
            _PHONE,
            _CONFIRMED,
        ),
        needed=("title",),
        may_be_new=False,
    ),
    Kind(
        "steder",
        "Steder utenfor",
        Target,
        ("key",),
        "title",
        (_KEY, Column("title", "Navn", read_text(200)), _PHONE, Column("address", "Adresse", read_text(500))),
        needed=("title",),
    ),
    Kind(
        "kurs",
        "Kurs",
        Course,
        ("title",),
        "title",
        (
            Column("title", "Kurs", read_text(200)),
            Column("department", "Ansvarlig avdeling", read_present_department, also="avdeling|avd"),
            _CONFIRMED,
        ),
        needed=("department",),
    ),
    Kind(
        "arbeidsgivere",
        "Arbeidsgivere",
        Employer,
        ("employer",),
        "employer",
        (Column("employer", "Arbeidsgiver", read_text(200)), _IN, _CONFIRMED),
        needed=("department",),
    ),
)
"""In the order of the sheets."""

KIND_KEYS = tuple(kind.key for kind in KINDS)

ENTRIES = {
    "avdelinger": "departments",
    "personer": "staff",
    "roller": "roles",
    "steder": "targets",
    "kurs": "courses",
    "arbeidsgivere": "employers",
}
"""Each kind -> where its entries are in an Organisation."""


def columns_of(kind: Kind, headings: Iterable[str]) -> list[Column | None]:
    """The column of each heading; None for one that is not read. The first of two alike wins."""
    known = {plain(w): c for c in kind.columns for w in (c.heading, *c.also.split("|")) if w}
    found: list[Column | None] = []
    for heading in headings:
        column = known.get(plain(heading))
        found.append(None if column in found else column)
    return found


def recognise(headings: Sequence[str], sheet: str, wanted: str = "") -> Kind | None:
    """The kind that most headings belong to; `wanted` (of KIND_KEYS), else the sheet's name,
    decides between two.

    None for a list of members, and where more than half of the headings are of something else.
    """
    if any(MEMBERS.headings.get(plain(heading)) == "number" for heading in headings):
        return None
    scores: dict[Kind, int] = {}
    for kind in KINDS:
        fields = {column.field for column in columns_of(kind, headings) if column}
        if fields >= set(kind.identity) and 2 * len(fields) >= len(headings):
            scores[kind] = len(fields)
    best = [kind for kind, score in scores.items() if score == max(scores.values())]
    named = [kind for kind in best if kind.key == wanted]
    named = named or [kind for kind in best if plain(kind.title) == plain(sheet)]
    return next(iter(named or best)) if len(named or best) == 1 else None


# ---------------------------------------------------------------- an entry by hand


def checked(entry: OrganisationEntry, context: ImportContext) -> OrganisationEntry:
    """The entry as it is kept; raises SwitchboardError with the first thing that is wrong."""
    kind = kind_of(entry)
    values: dict[str, Any] = {}
    for column in kind.columns:
        value = getattr(entry, column.field)
        if column.is_secret:
            values[column.field] = _address(column, value)
        elif text := tidy(column.show(value)):
            try:
                values[column.field] = column.read(text, context)
            except CellError as error:
                raise SwitchboardError(column.why(error)) from None
        elif column.field in (*kind.identity, *kind.needed):
            raise SwitchboardError(f"{column.heading} mangler. Skriv det i feltet.")
        elif isinstance(value, str):
            values[column.field] = ""
    whole = entry.model_copy(update=values)
    if why := own_fault(whole):
        raise SwitchboardError(why)
    return whole


def own_fault(entry: OrganisationEntry) -> str:
    """What is wrong between the fields of one entry, a sentence, or nothing."""
    if isinstance(entry, Department) and entry.number in entry.neighbour_numbers:
        return "En avdeling kan ikke være sin egen nabo."
    return ""


def _address(column: Column, value: str) -> str:
    """A calendar's, on the web or a file; what it is, is never said."""
    address = value.strip()
    wrong = "://" in address and not WITH_SCHEME.fullmatch(address)
    if wrong or len(address) > 500 or not address.isprintable():
        raise SwitchboardError(f"{column.heading} skal være en fil eller begynne med https.")
    return address
