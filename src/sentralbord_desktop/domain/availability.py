"""Who is free: dated and signed statements, shown with their age.

A row states a person's presence from a moment on, and may have an end. `who` is `staff:12`, `role:post`, `operator:MH`,
`loop:2` or `volume` (GE-7's «pågangen»).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pydantic
from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.calendar import note_date, read_date
from sentralbord_desktop.domain.dates.clock import UtcDateTime, clock, oslo
from sentralbord_desktop.domain.dates.parse_callback_time import read_moment
from sentralbord_desktop.domain.dates.screen_time import day_at_time, said_at, time_since, until_time
from sentralbord_desktop.domain.organisation.organisation import Organisation, Staff
from sentralbord_desktop.domain.redacted import Guarded, Private
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import WEEKDAYS

FADES_AFTER = timedelta(hours=4)
"""A statement that was not repeated for this long is shown as «ikke bekreftet», and decides nothing; the
organisation may say otherwise (`Organisation.fades_hours`)."""

NO_ANSWER_LASTS = timedelta(minutes=30)
"""«Jeg ringte, ingen svar» is seen by everyone for this long."""

KINDS = {"ledig": "ledig", "opptatt": "opptatt", "mote": "i møte", "borte": "borte", "ingen_svar": "svarte ikke"}
"""Kind of a statement -> the word on the screen."""

SOURCES = {"selv": "satt selv", "tavla": "satt av", "kalender": "kalender", "ringt": "ringt av"}


class PresenceFields(Private):
    """One statement. `start` is when it takes effect, `said` when it was made."""

    who: str = Field(max_length=80, index=True)
    kind: str = Field(max_length=20)
    start: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    said: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(default="", max_length=10)
    source: str = Field(default="tavla", max_length=20)


class Presence(PresenceFields):
    model_config = SQLModelConfig(frozen=True)
    id: int


@dataclass(frozen=True)
class Status:
    """The present status of a person; `is_confirmed` is false when the statement is too old to rely on."""

    kind: str
    until: datetime | None
    said: datetime
    author: str
    source: str
    is_confirmed: bool

    @property
    def is_free(self) -> bool | None:
        """True or False when it is reliable, None when the operator must ask."""
        if not self.is_confirmed:
            return None
        return self.kind == "ledig"

    def words(self, moment: datetime, *, is_written: bool = False) -> str:
        """«borte til torsdag», «i møte til 15.00», «ledig», «ikke bekreftet»; as a note has it when it `is_written`."""
        if not self.is_confirmed:
            return "ikke bekreftet"
        if self.kind == "ingen_svar":
            return f"svarte ikke {said_at(self.said, moment)}"
        name_end = when if is_written else until_time
        end = f" til {name_end(self.until, moment)}" if self.until and self.kind != "ledig" else ""
        return f"{KINDS[self.kind]}{end}"

    def origin(self, moment: datetime) -> str:
        """«satt av MH 13.58», «kalender», «for 5 t siden»: the source, and the age."""
        if not self.is_confirmed:
            return time_since(self.said, moment)
        if self.source == "kalender":
            return "kalender"
        name = f" {self.author}" if self.source != "selv" and self.author else ""
        source = f"{SOURCES.get(self.source, self.source)}{name}"
        return source if self.kind == "ingen_svar" else f"{source} {said_at(self.said, moment)}"


def when(end: datetime, moment: datetime) -> str:
    """In a note: «15.00» today, «torsdag» within a week, else «30.11.2026»."""
    local, today = oslo(end), oslo(moment).date()
    if local.date() == today:
        return clock(end)
    if (local.date() - today).days < 7:
        return WEEKDAYS[local.weekday()]
    return note_date(local.date())


def read_until(text: str, local: datetime) -> datetime | None:
    """«15.00», «torsdag», «30.11», «fredag 12»: a day alone means eight in the morning."""
    day = read_date(text, local.date(), past=False)
    if day is not None and not text.strip().isdigit():
        return datetime.combine(day, time(8))
    return read_moment(text, local).due


def planned_words(row: Presence, moment: datetime) -> str:
    """«Fra fredag kl. 08.00: borte til 4. desember kl. 08.00»."""
    end = f" til {day_at_time(row.until, moment)}" if row.until else ""
    return f"Fra {day_at_time(row.start, moment)}: {KINDS[row.kind]}{end}"


def status_of(rows: Iterable[Presence], moment: datetime, fades: timedelta = FADES_AFTER) -> Status | None:
    """The status at `moment`: of all statements in effect, the one that took effect last.

    A planned absence from eight o'clock overrides «ledig» of yesterday, and «ledig» reported at ten overrides the
    absence.
    """
    holding = [row for row in rows if row.start <= moment and (row.until is None or row.until > moment)]
    if not holding:
        return None
    row = max(holding, key=lambda r: (max(r.start, r.said), r.id))
    is_dated = row.until is not None and row.kind != "ledig"
    return Status(
        row.kind,
        row.until,
        row.said,
        row.author,
        row.source,
        is_confirmed=is_dated or moment - max(row.start, row.said) < fades,
    )


class BoardSnapshot(Guarded):
    """The copy of the board in a call: «staff:12» -> status, «2» -> the initials of the operators on the loop."""

    statuses: dict[str, Status] = pydantic.Field(default_factory=dict)
    loops: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)


class NextFree(NamedTuple):
    person: Staff
    until: datetime


class OnLoop(NamedTuple):
    operator: Operator
    is_free: bool | None


class Board:
    """The status of everyone at one moment, and the answers for the procedures."""

    def __init__(
        self,
        organisation: Organisation,
        statuses: Mapping[str, Status],
        moment: datetime,
        operators: Sequence[Operator] = (),
        coming: Sequence[Presence] = (),
    ) -> None:
        self.organisation = organisation
        self._coming = coming
        self.moment = moment
        self.operators = operators
        self._statuses = dict(statuses)

    def status(self, who: str) -> Status | None:
        return self._statuses.get(who)

    def coming(self, who: str) -> list[Presence]:
        """The planned statements about a person, soonest first."""
        return [row for row in self._coming if row.who == who]

    def of(self, person: Staff) -> Status | None:
        return self.status(f"staff:{person.id}")

    def is_free(self, person: Staff) -> bool | None:
        status = self.of(person)
        return status.is_free if status else None

    def snapshot(self) -> BoardSnapshot:
        """The copy for a call."""
        loops = {str(loop): tuple(o.initials for o in self.operators if o.loop == loop) for loop in (1, 2, 3)}
        return BoardSnapshot(statuses=self._statuses, loops=loops)

    def any_free(self, people: Iterable[Staff]) -> bool | None:
        """Yes when one is free, no when all are away, else unknown: a person in a meeting may still answer."""
        known = [self.is_free(person) for person in people]
        if True in known:
            return True
        statuses = [self.of(person) for person in people]
        return False if statuses and all(s and s.is_confirmed and s.kind == "borte" for s in statuses) else None

    def help_back(self, department: int | None) -> date | None:
        """The day on which the first DS or case handler of the department is back, when all of them are away until
        known times; else None (TR-7)."""
        people = self.organisation.people(department, "DS", "saksbehandler")
        if self.any_free(people) is not False:
            return None
        ends = [status.until for person in people if (status := self.of(person))]
        known = [end for end in ends if end is not None]
        return oslo(min(known)).date() if known and len(known) == len(people) else None

    def first_free(self, people: Iterable[Staff]) -> Staff | None:
        return next((person for person in people if self.is_free(person)), None)

    def nearby(self, department: int | None) -> list[Staff]:
        """The DS of the neighbours, in the agreed order (LA-5, X-2)."""
        numbers = self.organisation.department(department).neighbour_numbers
        return [p for number in numbers for p in self.organisation.people(number, "DS")]

    def next_free(self, people: Iterable[Staff]) -> NextFree | None:
        """The person who is back first, among those away until a known time."""
        coming = [
            NextFree(person, status.until)
            for person in people
            if (status := self.of(person)) and status.until and status.kind != "ledig"
        ]
        return min(coming, key=lambda one: (one.until, one.person.id), default=None)

    def on_loop(self, loop: int) -> list[OnLoop]:
        """Who sits on a loop, and whether they are free."""
        sitting = [operator for operator in self.operators if operator.loop == loop]
        said = ((operator, self.status(f"operator:{operator.initials}")) for operator in sitting)
        return [OnLoop(operator, status.is_free if status else None) for operator, status in said]

    def loop_is_free(self, loop: int) -> bool | None:
        """The statement about the whole loop, else those of the operators on it."""
        said = self.status(f"loop:{loop}")
        if said and said.is_confirmed:
            return said.is_free
        known = [seat.is_free for seat in self.on_loop(loop) if seat.is_free is not None]
        if not known:
            return None
        return True in known

    @property
    def is_crowded(self) -> bool | None:
        """GE-7's second condition: «pågangen tilsier det»."""
        volume = self.status("volume")
        return not volume.is_free if volume and volume.is_confirmed else None

    def availability(self, department: int | None) -> dict[str, bool]:
        """The board's answers for a call about this department; see docs/fakta.md."""
        organisation, found = self.organisation, dict[str, bool | None]()
        for function in ("KS", "OS", "DS", "saksbehandler"):
            found[function] = self.any_free(organisation.people(department, function))
        found["nearby_DS"] = self.any_free(self.nearby(department))
        for other in organisation.departments:
            people = [person for person in organisation.staff if person.department == other.number]
            found[f"avdeling_{other.number}"] = self.any_free(people)
        for role in organisation.roles:
            status = self.status(f"role:{role.key}")
            found[f"role:{role.key}"] = status.is_free if status else None
        for loop in (1, 2, 3):
            found[f"sloyfe_{loop}"] = self.loop_is_free(loop)
        found["hoy_pagang"] = self.is_crowded
        return {key: value for key, value in found.items() if value is not None}

    def reasons(self, department: int | None) -> dict[str, str]:
        """The board's words behind each «nei»: «DS» -> «Eva Rustad borte til torsdag»."""
        words: dict[str, str] = {}
        for function in ("KS", "OS", "DS", "saksbehandler"):
            people = self.organisation.people(department, function)
            if self.any_free(people) is False:
                words[function] = ", ".join(self._said(person) for person in people)
        return words

    def people_for(self, department: int | None) -> dict[str, str]:
        """Target -> the person who has it today, with the number; only free ones."""
        found: dict[str, Staff | None] = {
            f"avdeling:{department}:{function}": self.first_free(
                self.organisation.people(department, *function.split("_"))
            )
            for function in ("KS", "DS", "KS_OS", "saksbehandler")
        }
        found["naboavdeling:DS"] = self.first_free(self.nearby(department))
        return {target: contact(person) for target, person in found.items() if person}

    def _said(self, person: Staff) -> str:
        status = self.of(person)
        return f"{person.name} {status.words(self.moment, is_written=True)}" if status else person.name


def contact(person: Staff) -> str:
    """«Gro Bakkerud, avd. 5, tlf. 990 00 123»."""
    number = person.phone or person.mobile
    return f"{person.name}, avd. {person.department}" + (f", tlf. {spoken_number(number)}" if number else "")
