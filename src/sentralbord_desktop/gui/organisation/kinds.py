"""The kinds of the catalogue: columns, fields, and how fields are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.errors import SwitchboardError
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
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.table_model import Column

AnyEntry = Any
"""A Department, Role, Staff, Course, Employer or Target."""


@dataclass(frozen=True)
class Kind:
    """One list of the catalogue. `blank` is a new entry; None where none can be added by hand."""

    title: str
    one: str
    entries: Callable[[Organisation], Sequence[AnyEntry]]
    columns: Sequence[Column[AnyEntry]]
    fields: Callable[[AnyEntry], list[Field]]
    name: Callable[[AnyEntry], str]
    blank: Callable[[Organisation], AnyEntry] | None


def read(entry: AnyEntry, values: dict[str, str]) -> AnyEntry:
    """The entry with the values of the form; raises SwitchboardError."""
    changed: dict[str, Any] = {}
    for key, text in values.items():
        before = getattr(entry, key)
        if isinstance(before, bool):
            changed[key] = text == "ja"
        elif isinstance(before, int):
            if not text.isdigit():
                raise SwitchboardError("Skriv nummeret på avdelingen.")
            changed[key] = int(text)
        else:
            is_phone = key in {"phone", "mobile"} and is_phone_number(text)
            changed[key] = normal_number(text) if is_phone else text
    return entry.model_copy(update=changed)


def age_of(confirmed: date | None) -> str:
    return note_date(confirmed) if confirmed else "ikke bekreftet"


def _confirmed(entry: AnyEntry) -> str:
    return age_of(entry.confirmed)


def _department_fields(entry: Department) -> list[Field]:
    number = [Field("number", "Nummer", "")] if entry.number == 0 else []
    return [
        *number,
        Field("name", "Navn", entry.name),
        Field("area", "Område", entry.area, "Bærum, 0001-1295, 2008", lines=2),
        Field("neighbours", "Naboer i rekkefølge", entry.neighbours, "5,7,1"),
        Field("email", "E-post", entry.email),
        Field("phone", "Telefon", spoken_number(entry.phone)),
        Field("postal_address", "Postadresse", entry.postal_address),
        Field("visiting_address", "Besøksadresse", entry.visiting_address),
        Field(
            "ks_first_contact", "KS tar første trøbbel", "ja" if entry.ks_first_contact else "nei", "Ja", yes_no=True
        ),
    ]


def _staff_fields(entry: Staff) -> list[Field]:
    return [
        Field("name", "Navn", entry.name),
        Field("function", "Funksjon", entry.function, choices=list(FUNCTIONS.items())),
        Field("department", "Avdeling", str(entry.department or "")),
        Field("phone", "Telefon", spoken_number(entry.phone)),
        Field("mobile", "Mobil", spoken_number(entry.mobile)),
        Field("email", "E-post", entry.email),
        Field("loops", "Sløyfer", entry.loops, "1,3"),
        Field("substitute", "Stedfortreder", entry.substitute),
        Field("calendar", "Kalender (ICS)", entry.calendar, "adresse til delt kalender", secret=True),
    ]


def _role_fields(entry: Role) -> list[Field]:
    return [
        Field("holder", "Har rollen", entry.holder),
        Field("substitute", "Vikar", entry.substitute),
        Field("email", "E-post", entry.email),
        Field("phone", "Telefon", spoken_number(entry.phone)),
    ]


KINDS = (
    Kind(
        "Avdelinger",
        "avdeling",
        lambda organisation: [d for d in organisation.departments if d.number],
        [
            Column("Nr.", lambda d: str(d.number), lambda d: d.number, 44),
            Column("Navn", lambda d: d.name, None, 130, strong=True),
            Column("E-post", lambda d: d.email, None, 180),
            Column("Telefon", lambda d: spoken_number(d.phone), None, 96),
            Column("Naboer", lambda d: d.neighbours, None, 66),
            Column("Område", lambda d: d.area),
            Column("Bekreftet", _confirmed, lambda d: str(d.confirmed or ""), 100),
        ],
        _department_fields,
        lambda d: d.title if d.number else "",
        lambda _: Department(number=0),
    ),
    Kind(
        "Roller",
        "rolle",
        lambda organisation: organisation.roles,
        [
            Column("Rolle", lambda r: r.title, None, 170),
            Column("Har rollen", lambda r: r.holder or "ingen", None, 160, strong=True),
            Column("Vikar", lambda r: r.substitute, None, 110),
            Column("E-post", lambda r: r.email),
            Column("Bekreftet", _confirmed, lambda r: str(r.confirmed or ""), 110),
        ],
        _role_fields,
        lambda r: r.title,
        None,
    ),
    Kind(
        "Personer",
        "person",
        lambda organisation: organisation.staff,
        [
            Column("Navn", lambda s: s.name, None, 150, strong=True),
            Column("Funksjon", lambda s: FUNCTIONS.get(s.function, s.function), None, 162),
            Column("Avd.", lambda s: str(s.department), lambda s: s.department, 50),
            Column("Telefon", lambda s: spoken_number(s.phone or s.mobile), None, 96),
            Column("E-post", lambda s: s.email),
            Column("Bekreftet", _confirmed, lambda s: str(s.confirmed or ""), 110),
        ],
        _staff_fields,
        lambda s: s.name,
        lambda _: Staff(id=0, name="", function="DS", department=0),
    ),
    Kind(
        "Arbeidsgivere",
        "arbeidsgiver",
        lambda organisation: organisation.employers,
        [
            Column("Arbeidsgiver", lambda e: e.employer, None, 0, strong=True),
            Column("Avdeling", lambda e: str(e.department), lambda e: e.department, 90),
            Column("Bekreftet", _confirmed, lambda e: str(e.confirmed or ""), 110),
        ],
        lambda e: [
            Field("employer", "Arbeidsgiver", e.employer),
            Field("department", "Avdeling", str(e.department or "")),
        ],
        lambda e: e.employer,
        lambda _: Employer(id=0, employer="", department=0),
    ),
    Kind(
        "Kurs",
        "kurs",
        lambda organisation: organisation.courses,
        [
            Column("Kurs", lambda c: c.title, None, 0, strong=True),
            Column("Ansvarlig avdeling", lambda c: str(c.department), lambda c: c.department, 140),
            Column("Bekreftet", _confirmed, lambda c: str(c.confirmed or ""), 110),
        ],
        lambda c: [Field("title", "Kurs", c.title), Field("department", "Ansvarlig avdeling", str(c.department or ""))],
        lambda c: c.title,
        lambda _: Course(id=0, title="", department=0),
    ),
    Kind(
        "Steder utenfor",
        "sted",
        lambda organisation: organisation.targets,
        [
            Column("Navn", lambda t: t.title, None, 260, strong=True),
            Column("Telefon", lambda t: spoken_number(t.phone), None, 120),
            Column("Adresse", lambda t: t.address),
        ],
        lambda t: [
            Field("title", "Navn", t.title),
            Field("phone", "Telefon", spoken_number(t.phone)),
            Field("address", "Slik sies eller skrives adressen", t.address),
        ],
        lambda t: t.title,
        None,
    ),
)
"""The lists in the order of the page."""


def is_confirmable(entry: AnyEntry) -> bool:
    return not isinstance(entry, Target)
