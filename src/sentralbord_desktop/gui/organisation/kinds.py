"""The lists of the catalogue: columns, form fields, and how the fields are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports import organisation_columns
from sentralbord_desktop.domain.imports.organisation_columns import OrganisationKind
from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Staff,
    Target,
)
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.gui.lists.column_views import form_field, list_column
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.table_model import Column

AnyEntry = Any
"""A Department, Role, Staff, Course, Employer or Target."""


@dataclass(frozen=True)
class Kind:
    """One list of the catalogue. `blank` is a new entry, None where none can be made by hand.

    `form` has the fields that are edited: name -> label, hint and lines, where they are not those of the column.
    """

    of: OrganisationKind
    one: str
    columns: Sequence[Column[AnyEntry]]
    form: dict[str, dict[str, Any]]
    blank: AnyEntry | None = None

    @property
    def title(self) -> str:
        return self.of.title

    def entries(self, organisation: Organisation) -> Sequence[AnyEntry]:
        return self.of.entries(organisation)

    def name(self, entry: AnyEntry) -> str:
        """«» for a new one."""
        return "" if entry == self.blank else self.of.name(entry)

    def fields(self, entry: AnyEntry) -> list[Field]:
        """The fields of the form; the number of a department is asked once."""
        by_field = self.of.by_field
        return [
            form_field(by_field[name], getattr(entry, name), **more)
            for name, more in self.form.items()
            if name != "number" or entry.number == 0
        ]


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


def is_confirmable(entry: AnyEntry) -> bool:
    return not isinstance(entry, Target)


def _confirmed(width: int = 110) -> Column[AnyEntry]:
    return Column("Bekreftet", lambda e: age_of(e.confirmed), lambda e: str(e.confirmed or ""), width)


DEPARTMENTS, STAFF, ROLES, TARGETS, COURSES, EMPLOYERS = organisation_columns.KINDS


def _in(
    kind: OrganisationKind, field: str, width: int = 0, title: str = "", *, strong: bool = False
) -> Column[AnyEntry]:
    return list_column(kind.by_field[field], width, title, strong=strong)


KINDS = (
    Kind(
        DEPARTMENTS,
        "avdeling",
        [
            _in(DEPARTMENTS, "number", 44, "Nr."),
            _in(DEPARTMENTS, "name", 130, strong=True),
            _in(DEPARTMENTS, "email", 180),
            _in(DEPARTMENTS, "phone", 96),
            _in(DEPARTMENTS, "neighbours", 66),
            _in(DEPARTMENTS, "area"),
            _confirmed(100),
        ],
        {
            "number": {"label": "Nummer"},
            "name": {},
            "area": {"hint": "Bærum, 0001-1295, 2008", "lines": 2},
            "neighbours": {"label": "Naboer i rekkefølge", "hint": "5,7,1"},
            "email": {},
            "phone": {},
            "postal_address": {},
            "visiting_address": {},
            "ks_first_contact": {"hint": "Ja"},
        },
        Department(number=0),
    ),
    Kind(
        ROLES,
        "rolle",
        [
            _in(ROLES, "title", 170),
            Column("Har rollen", lambda r: r.holder or "ingen", None, 160, strong=True),
            _in(ROLES, "substitute", 110),
            _in(ROLES, "email"),
            _confirmed(),
        ],
        {"holder": {}, "substitute": {}, "email": {}, "phone": {}},
    ),
    Kind(
        STAFF,
        "person",
        [
            _in(STAFF, "name", 150, strong=True),
            _in(STAFF, "function", 162),
            _in(STAFF, "department", 50, "Avd."),
            Column("Telefon", lambda s: spoken_number(s.phone or s.mobile), None, 96),
            _in(STAFF, "email"),
            _confirmed(),
        ],
        {
            "name": {},
            "function": {},
            "department": {},
            "phone": {},
            "mobile": {},
            "email": {},
            "loops": {"hint": "1,3"},
            "substitute": {},
            "calendar": {"label": "Kalender (ICS)", "hint": "adresse til delt kalender"},
        },
        Staff(id=0, name="", function="DS", department=0),
    ),
    Kind(
        EMPLOYERS,
        "arbeidsgiver",
        [_in(EMPLOYERS, "employer", strong=True), _in(EMPLOYERS, "department", 90), _confirmed()],
        {"employer": {}, "department": {}},
        Employer(id=0, employer="", department=0),
    ),
    Kind(
        COURSES,
        "kurs",
        [_in(COURSES, "title", strong=True), _in(COURSES, "department", 140), _confirmed()],
        {"title": {}, "department": {}},
        Course(id=0, title="", department=0),
    ),
    Kind(
        TARGETS,
        "sted",
        [
            _in(TARGETS, "title", 260, strong=True),
            _in(TARGETS, "phone", 120),
            _in(TARGETS, "hours", 200),
            _in(TARGETS, "address"),
        ],
        {
            "title": {},
            "phone": {},
            "hours": {"hint": "man–fre 8–20, lør 10–15"},
            "address": {"label": "Slik sies eller skrives adressen"},
        },
    ),
)
"""The lists in the order of the page."""
