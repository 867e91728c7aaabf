"""The sheets of an organisation file: one kind for each list, its columns and rules. Pure.

The same rules apply to an entry that is typed in a form (`checked`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sentralbord_desktop.domain.errors import SwitchboardError, WrongFieldsError
from sentralbord_desktop.domain.imports.cell_values import read_email, read_text, read_yes, tidy
from sentralbord_desktop.domain.imports.cells.cell_days import read_day
from sentralbord_desktop.domain.imports.cells.cell_error import CellError
from sentralbord_desktop.domain.imports.cells.cell_phones import read_short_phone
from sentralbord_desktop.domain.imports.columns import Column, FileKind, recognise
from sentralbord_desktop.domain.imports.organisation_values import (
    ImportContext,
    check_area,
    check_department,
    check_neighbours,
    listed,
    on_one_line,
    read_calendar,
    read_function,
    read_hours,
    read_key,
    read_loops,
    read_neighbours,
    read_number_of_department,
    yes_if_any,
)
from sentralbord_desktop.domain.organisation.organisation import (
    FUNCTIONS,
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
WITH_SCHEME = re.compile(r"(?:https?|webcals?|file)://\S.*", re.IGNORECASE)


@dataclass(frozen=True, eq=False, kw_only=True)
class OrganisationKind(FileKind):
    """One list. `called` is the field with an entry's name, `required` must not be empty in a new one."""

    title: str
    model: type[OrganisationEntry]
    called: str
    required: tuple[str, ...] = ()
    may_be_new: bool = True

    def entries(self, organisation: Organisation) -> Sequence[OrganisationEntry]:
        """The entries in the organisation; of two equal ones the oldest first."""
        every: Sequence[OrganisationEntry] = getattr(organisation, ENTRIES[self.key])
        return sorted((e for e in every if getattr(e, "number", 1)), key=_first_made)

    def name(self, entry: OrganisationEntry) -> str:
        return str(getattr(entry, self.called))

    def key_of(self, values: Mapping[str, Any]) -> Any:
        return (self.key, *(tidy(str(values[field])).casefold() for field in self.identity))

    def key_of_entry(self, entry: OrganisationEntry) -> Any:
        return self.key_of(dict(entry))


def _first_made(entry: OrganisationEntry) -> tuple[int, str]:
    return getattr(entry, "id", 0) or getattr(entry, "number", 0), getattr(entry, "key", "")


def kind_of(entry: OrganisationEntry) -> OrganisationKind:
    return next(kind for kind in KINDS if isinstance(entry, kind.model))


# ---------------------------------------------------------------- the kinds

_EMAIL = Column("email", "E-post", read_email, also="epost|e-postadresse|epostadresse|mail")
_PHONE = Column("phone", "Telefon", read_short_phone, spoken_number, "tlf|telefonnummer")
_CONFIRMED = Column("confirmed", "Sist bekreftet", read_day, also="bekreftet")
_IN = Column(
    "department", "Avdeling", read_number_of_department, also="avd|avdelingsnummer|avdelingsnr", check=check_department
)
_KEY = Column("key", "Nøkkel", read_key)

KINDS = (
    OrganisationKind(
        "avdelinger",
        (
            Column("number", "Avdeling", read_number_of_department, also="avd|avdelingsnummer|avdelingsnr|nummer|nr"),
            Column("name", "Navn", read_text(100)),
            Column("area", "Område", read_text(2000), on_one_line, check=check_area),
            Column("postal_address", "Postadresse", read_text(200)),
            Column("visiting_address", "Besøksadresse", read_text(200)),
            _EMAIL,
            _PHONE,
            Column("neighbours", "Naboer", read_neighbours, listed, "naboer i rekkefølge", check=check_neighbours),
            Column("ks_first_contact", "KS tar første trøbbel", read_yes),
            _CONFIRMED,
        ),
        ("number",),
        title="Avdelinger",
        model=Department,
        called="title",
        required=("name",),
    ),
    OrganisationKind(
        "personer",
        (
            Column("name", "Navn", read_text(100)),
            Column("function", "Funksjon", read_function, also="rolle", choices=FUNCTIONS),
            _IN,
            _PHONE,
            Column("mobile", "Mobil", read_short_phone, spoken_number, "mobiltelefon"),
            _EMAIL,
            Column("loops", "Sløyfer", read_loops, listed, "sløyfe"),
            Column("substitute", "Stedfortreder", read_text(100), also="vikar"),
            Column("calendar", "Kalender", read_calendar, yes_if_any, "kalender (ics)", secret=True),
            _CONFIRMED,
        ),
        ("name", "function", "department"),
        title="Personer",
        model=Staff,
        called="name",
    ),
    OrganisationKind(
        "roller",
        (
            _KEY,
            Column("title", "Rolle", read_text(100)),
            Column("holder", "Har rollen", read_text(100)),
            Column("substitute", "Vikar", read_text(100), also="stedfortreder"),
            _EMAIL,
            _PHONE,
            _CONFIRMED,
        ),
        ("key",),
        title="Roller",
        model=Role,
        called="title",
        required=("title",),
        may_be_new=False,
    ),
    OrganisationKind(
        "steder",
        (
            _KEY,
            Column("title", "Navn", read_text(200)),
            _PHONE,
            Column("address", "Adresse", read_text(500)),
            Column("hours", "Åpningstid", read_hours, also="åpent|åpningstider"),
        ),
        ("key",),
        title="Steder utenfor",
        model=Target,
        called="title",
        required=("title",),
    ),
    OrganisationKind(
        "kurs",
        (
            Column("title", "Kurs", read_text(200)),
            replace(_IN, heading="Ansvarlig avdeling", also="avdeling|avd"),
            _CONFIRMED,
        ),
        ("title",),
        title="Kurs",
        model=Course,
        called="title",
        required=("department",),
    ),
    OrganisationKind(
        "arbeidsgivere",
        (Column("employer", "Arbeidsgiver", read_text(200)), _IN, _CONFIRMED),
        ("employer",),
        title="Arbeidsgivere",
        model=Employer,
        called="employer",
        required=("department",),
    ),
)
"""The kinds, in the order of the sheets."""

KIND_KEYS = tuple(kind.key for kind in KINDS)

ENTRIES = {
    "avdelinger": "departments",
    "personer": "staff",
    "roller": "roles",
    "steder": "targets",
    "kurs": "courses",
    "arbeidsgivere": "employers",
}
"""Key of a kind -> the field of an Organisation with its entries."""


def kind_of_sheet(headings: Sequence[str], sheet: str, wanted: str = "") -> OrganisationKind | None:
    """The kind that most headings belong to; between two, `wanted` (of KIND_KEYS) decides, else the sheet's name. None
    where more than half of the headings are unknown.
    """
    scores: dict[OrganisationKind, int] = {}
    for kind in KINDS:
        fields = {field for field in recognise(kind, headings, {}).values() if field}
        if fields >= set(kind.identity) and 2 * len(fields) >= len(headings):
            scores[kind] = len(fields)
    best = [kind for kind, score in scores.items() if score == max(scores.values())]
    named = [kind for kind in best if kind.key == wanted]
    named = named or [kind for kind in best if plain(kind.title) == plain(sheet)]
    return next(iter(named or best)) if len(named or best) == 1 else None


# ---------------------------------------------------------------- an entry by hand


def checked(entry: OrganisationEntry, context: ImportContext) -> OrganisationEntry:
    """The entry in its stored form. Raises WrongFieldsError with all wrong fields, and SwitchboardError for a fault
    between fields."""
    kind = kind_of(entry)
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for column in kind.columns:
        value = getattr(entry, column.field)
        if column.secret:
            values[column.field] = value.strip()
            if why := _wrong_address(column, value.strip()):
                wrong[column.field] = why
        elif text := tidy(column.text(value)):
            try:
                values[column.field] = column.read(text)
                if column.check:
                    column.check(values[column.field], context)
            except CellError as error:
                wrong[column.field] = error.detail or column.why(error)
        elif column.field in (*kind.identity, *kind.required):
            wrong[column.field] = f"{column.heading} mangler. Skriv det i feltet."
        elif isinstance(value, str):
            values[column.field] = ""
    if wrong:
        raise WrongFieldsError(wrong)
    whole = entry.model_copy(update=values)
    if why := own_fault(whole):
        raise SwitchboardError(why)
    return whole


def own_fault(entry: OrganisationEntry) -> str:
    """The fault between the fields of one entry as a sentence, or «»."""
    if isinstance(entry, Department) and entry.number in entry.neighbour_numbers:
        return "En avdeling kan ikke være sin egen nabo."
    return ""


def _wrong_address(column: Column, address: str) -> str:
    """The fault in the address of a calendar, on the web or a file; «» for none. The address itself is never shown."""
    wrong = "://" in address and not WITH_SCHEME.fullmatch(address)
    if wrong or len(address) > 500 or not address.isprintable():
        return f"{column.heading} skal være en fil eller begynne med https."
    return ""
