"""The lists of the catalogue: columns, paper, form fields and how they are read, and the card of an entry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.imports.organisation import KINDS as FILE_KINDS
from sentralbord_desktop.domain.imports.organisation import OrganisationKind
from sentralbord_desktop.domain.organisation.names import (
    department_meant,
    department_number,
    numbered,
    suggest_departments,
    suggest_employers,
    suggest_people,
)
from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Staff,
    Target,
)
from sentralbord_desktop.domain.telephony import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.column_views import displayed, form_field, list_column
from sentralbord_desktop.gui.lists.paper import Paper, as_on_screen
from sentralbord_desktop.gui.widgets.field_grid import EMAIL, Field
from sentralbord_desktop.gui.widgets.labels import clear, label, parted
from sentralbord_desktop.gui.widgets.table_model import Column

AnyEntry = Any
"""A Department, Role, Staff, Course, Employer or Target."""
CONFIRMED, UNCONFIRMED = "Bekreftet", "ikke bekreftet"
LABEL_WIDTH, MAX_LABEL_WIDTH = 120, 170
"""Width of the names, in pixels at 100 % text; it stops growing at MAX_LABEL_WIDTH, and the names wrap."""
NOTHING = "–"
SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse
ON_PAPER: dict[str, dict[str, Any]] = {
    CONFIRMED: {"value": lambda e: e.confirmed, "none": UNCONFIRMED},
    "E-post": {"share": 250},
}
"""Title of a column -> what is not as on the screen: a day that a spreadsheet sorts, room for a whole address."""


class EntryFact(NamedTuple):
    """The name and value of a field of an entry; «» for an unknown value."""

    name: str
    value: str


@dataclass(frozen=True)
class Kind:
    """One list of the catalogue. `blank` is a new entry, None where none can be added by a person.

    `form` has the fields that are edited: name -> label, hint and lines, where they are not those of the column.
    """

    of: OrganisationKind
    one: str
    columns: Sequence[Column[AnyEntry]]
    form: dict[str, dict[str, Any]]
    blank: AnyEntry | None = None

    @property
    def list_columns(self) -> list[Column[AnyEntry]]:
        """`columns`; beside a form all but the name give way, from the right."""
        count = len(self.columns)
        return [
            replace(column, gives_way=count - place) if column.width and not column.takes_over else column
            for place, column in enumerate(self.columns)
        ]

    @property
    def paper(self) -> Paper[AnyEntry]:
        columns = [replace(column, **ON_PAPER.get(column.title, {})) for column in as_on_screen(self.columns)]
        return Paper(self.title, self.one, self.title.lower(), columns)

    @property
    def title(self) -> str:
        return self.of.title

    def entries(self, organisation: Organisation) -> Sequence[AnyEntry]:
        return self.of.entries(organisation)

    def name(self, entry: AnyEntry) -> str:
        """«» for a new one."""
        return "" if entry == self.blank else self.of.name(entry)

    def facts(self, entry: AnyEntry, organisation: Organisation) -> list[EntryFact]:
        """The facts on its card."""
        found = [
            EntryFact(
                field.label, dict(field.choices).get(field.value) or displayed(self.of.by_field[field.key], field.value)
            )
            for field in self.fields(entry, organisation)
            if not field.secret
        ]
        if hasattr(entry, "calendar"):
            found.append(EntryFact("Kalender", "hentes hvert tiende minutt" if entry.calendar else ""))
        return [*found, EntryFact(CONFIRMED, age_of(entry.confirmed))] if is_confirmable(entry) else found

    @property
    def field_names(self) -> list[str]:
        """The labels of its form."""
        return [str(more.get("label") or self.of.by_field[name].heading) for name, more in self.form.items()]

    def fields(self, entry: AnyEntry, organisation: Organisation) -> list[Field]:
        """The fields of the form; the number of a department is asked once."""
        by_field = self.of.by_field
        made = []
        for name, more in self.form.items():
            if name == "number" and entry.number != 0:
                continue
            suggest = SUGGESTED.get(name)
            known: dict[str, Any] = {"suggest": partial(suggest, organisation=organisation)} if suggest else {}
            value = _shown(name, getattr(entry, name), organisation)
            made.append(form_field(by_field[name], value, **known, **more))
        return made


SUGGESTED = {
    "department": suggest_departments,
    "employer": suggest_employers,
    "holder": suggest_people,
    "substitute": suggest_people,
}
"""Field -> what is suggested while it is typed."""


NUMBERS = ("neighbours", "loops")
"""Fields of several numbers, stored as «2,4,3»."""


def _parts(numbers: str) -> list[str]:
    return [part.strip() for part in numbers.replace(";", ",").split(",") if part.strip()]


def _shown(name: str, value: Any, organisation: Organisation) -> Any:
    """«4 Mjøstraktene» of the department of an entry, «» of a new one; «2, 4, 3» of numbers."""
    if name in NUMBERS:
        return ", ".join(_parts(value))
    if name != "department":
        return value
    return numbered(organisation.department(value)) if value else ""


def read(entry: AnyEntry, values: dict[str, str], organisation: Organisation) -> AnyEntry:
    """The entry with the values of the form; raises WrongFieldsError."""
    changed: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for key, text in values.items():
        before = getattr(entry, key)
        if isinstance(before, bool):
            changed[key] = text == "ja"
        elif isinstance(before, int):
            meant = department_meant(text, organisation)
            number = department_number(text) if meant is None else meant.number
            changed[key] = before if number is None else number
            if number is None:
                wrong[key] = "Skriv nummeret på avdelingen, eller et navn som bare én av dem har."
        else:
            is_phone = key in {"phone", "mobile"} and is_phone_number(text)
            text = ",".join(_parts(text)) if key in NUMBERS else text
            changed[key] = normal_number(text) if is_phone else text
    if wrong:
        raise WrongFieldsError(wrong)
    return entry.model_copy(update=changed)


def age_of(confirmed: date | None) -> str:
    return near_day(confirmed, today(now())) if confirmed else UNCONFIRMED


def is_confirmable(entry: AnyEntry) -> bool:
    return not isinstance(entry, Target)


def _confirmed(width: int = 110) -> Column[AnyEntry]:
    """The day, or a ring with an accessible name for an unconfirmed entry."""
    return Column(
        CONFIRMED,
        lambda e: age_of(e.confirmed) if e.confirmed else "○",
        lambda e: str(e.confirmed or ""),
        width,
        spoken=lambda e: age_of(e.confirmed),
    )


DEPARTMENTS, STAFF, ROLES, TARGETS, COURSES, EMPLOYERS = FILE_KINDS


def _in(
    kind: OrganisationKind, field: str, width: int = 0, title: str = "", *, strong: bool = False
) -> Column[AnyEntry]:
    return list_column(kind.by_field[field], width, title, strong=strong)


def _named(kind: OrganisationKind, field: str, width: int, *, strong: bool = True) -> Column[AnyEntry]:
    """The name of the row, in a list where another column takes the rest of the width."""
    return replace(_in(kind, field, width, strong=strong), takes_over=True)


KINDS = (
    Kind(
        DEPARTMENTS,
        "avdeling",
        [
            _in(DEPARTMENTS, "number", 44, "Nr."),
            _named(DEPARTMENTS, "name", 130),
            _in(DEPARTMENTS, "email", 180),
            _in(DEPARTMENTS, "phone", 96),
            Column("Naboer", lambda d: ", ".join(_parts(d.neighbours)), None, 84),
            _in(DEPARTMENTS, "area"),
            _confirmed(100),
        ],
        {
            "number": {"label": "Nummer"},
            "name": {},
            "area": {"hint": "Bærum, 0001-1295, 2008", "lines": 2},
            "neighbours": {"label": "Naboer i rekkefølge", "hint": "5, 7, 1"},
            "phone": {"beside": True},
            "email": {},
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
            _named(ROLES, "title", 170, strong=False),
            Column("Har rollen", lambda r: r.holder or "ingen", None, 160, strong=True),
            _in(ROLES, "substitute", 110),
            _in(ROLES, "email"),
            _confirmed(),
        ],
        {"holder": {}, "substitute": {"beside": True}, "email": {}, "phone": {}},
    ),
    Kind(
        STAFF,
        "person",
        [
            _in(STAFF, "name", strong=True),
            _in(STAFF, "function", 162),
            _in(STAFF, "department", 50, "Avd."),
            Column("Telefon", lambda s: spoken_number(s.phone or s.mobile), None, 96),
            _in(STAFF, "email", 180),
            _confirmed(),
        ],
        {
            "name": {},
            "function": {},
            "department": {"beside": True},
            "phone": {},
            "mobile": {"beside": True},
            "email": {},
            "substitute": {"note": "Vises når personen er borte"},
            "loops": {"hint": "1, 3", "beside": True},
            "calendar": {"label": "Kalender (ICS)", "note": "Adressen kalenderen leses fra. Kan stå tom."},
        },
        Staff(id=0, name="", function="DS", department=0),
    ),
    Kind(
        EMPLOYERS,
        "arbeidsgiver",
        [_in(EMPLOYERS, "employer", strong=True), _in(EMPLOYERS, "department", 90), _confirmed()],
        {"employer": {}, "department": {"beside": True}},
        Employer(id=0, employer="", department=0),
    ),
    Kind(
        COURSES,
        "kurs",
        [_in(COURSES, "title", strong=True), _in(COURSES, "department", 140), _confirmed()],
        {"title": {"width": EMAIL}, "department": {"beside": True}},
        Course(id=0, title="", department=0),
    ),
    Kind(
        TARGETS,
        "sted",
        [
            _named(TARGETS, "title", 260),
            _in(TARGETS, "phone", 120),
            _in(TARGETS, "hours", 200),
            _in(TARGETS, "address"),
        ],
        {
            "title": {},
            "phone": {},
            "hours": {"hint": "man–fre 8–20, lør 10–15", "width": EMAIL},
            "address": {"label": "Slik sies eller skrives adressen"},
        },
    ),
)
"""The lists in the order of the page."""


class FactGrid(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.facts: Sequence[EntryFact] = ()
        self._addresses: dict[QLabel, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, min(theme.current().scaled(LABEL_WIDTH), MAX_LABEL_WIDTH))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[EntryFact]) -> None:
        """«–» for what is not known."""
        clear(self._grid)
        self.facts = facts
        self._addresses = {}
        for place, (name, value) in enumerate(facts):
            said = label(value or NOTHING, "", wrap=True)
            said.setTextInteractionFlags(SELECTABLE)
            if "@" in value:
                self._addresses[said] = value
                said.setMinimumWidth(1)  # else the card would be as wide as the address
            said.setAccessibleName(f"{name}: {value or 'ikke kjent'}")
            top = Qt.AlignmentFlag.AlignTop
            named = label(name, "meta", wrap=True)
            named.setFixedWidth(self._grid.columnMinimumWidth(0))
            self._grid.addWidget(named, place, 0, top)
            self._grid.addWidget(said, place, 1, top)
            named.show()
            said.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Wrap an address of e-mail that is too long for its line. What is broken cannot be selected: the copy would not
        be the address."""
        room = self.width() - self._grid.columnMinimumWidth(0) - self._grid.horizontalSpacing()
        for said, address in self._addresses.items():
            fits = said.fontMetrics().horizontalAdvance(address) <= room
            said.setText(address if fits else parted(address, "@."))
            said.setTextInteractionFlags(SELECTABLE if fits else Qt.TextInteractionFlag.NoTextInteraction)
