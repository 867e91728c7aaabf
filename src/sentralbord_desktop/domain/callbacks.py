"""A callback: a promise to ring back, and the attempts at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import OSLO, UtcDateTime, oslo, today
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation.names import begins, loops_by_name, people_by_name
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS, Organisation
from sentralbord_desktop.domain.redacted import Private

MAX_NAMES_LISTED = 4
"""Most names listed when several fit."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """`mark` is shown in the list: the initials of an operator, else the name."""

    mark: str
    name: str
    is_operator: bool = False


def receivers(operators: Iterable[Operator], organisation: Organisation) -> tuple[Receiver, ...]:
    """Operators, then holders of a function («KS»), then the organisation's people by name: staff, holders of roles and
    their substitutes; then departments and loops."""
    known = {o.initials.casefold(): Receiver(o.initials, o.name, is_operator=True) for o in operators if o.initials}
    for function, word in FUNCTIONS.items():
        known.setdefault(function.casefold(), Receiver(function, word))
    names = list(people_by_name(organisation))
    names += [name for role in organisation.roles for name in (role.holder, role.substitute)]
    taken = {receiver.name.casefold() for receiver in known.values()}
    for name in filter(None, (each.strip() for each in names)):
        if name.casefold() not in taken:
            known.setdefault(name.casefold(), Receiver(name[:60], name))
    for place in (*(d.title for d in organisation.departments if d.number), *loops_by_name(organisation)):
        known.setdefault(place.casefold(), Receiver(place[:60], place))
    return tuple(known.values())


def choose(wanted: str, possible: Sequence[Receiver]) -> Receiver:
    """The person that `wanted` means: initials, a whole name, or the start of a name's words. Raises SwitchboardError
    when none or several fit."""
    words = wanted.casefold().split()
    if not words:
        raise SwitchboardError("Skriv initialene eller navnet på den som skal ringe.")
    typed = " ".join(words)
    exact = [r for r in possible if typed in (r.mark.casefold(), r.name.casefold())]
    found = exact[:1] or [r for r in possible if begins(f"{r.name} {r.mark}", wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SwitchboardError(f"Finner ingen «{wanted.strip()}». Skriv initialer, eller et navn fra Katalog.")
    more = f" og {len(found) - MAX_NAMES_LISTED} til" if len(found) > MAX_NAMES_LISTED else ""
    names = ", ".join(r.name or r.mark for r in found[:MAX_NAMES_LISTED])
    raise SwitchboardError(f"Flere passer: {names}{more}. Skriv mer av navnet.")


CLAIM_MINUTES = 15
"""A claim without an outcome expires after this many minutes."""


FREE_AFTER = timedelta(minutes=30)
"""A callback this overdue is open to all operators."""

OUTCOMES = {
    "svarte": "Svarte",
    "ikke_svar": "Ikke svar",
    "opptatt": "Opptatt",
    "beskjed": "La igjen beskjed",
    "feil_nummer": "Feil nummer",
    "flytt": "Flyttet",
    "gitt": "Gitt til en annen",
    "godtatt": "Godtatt",
    "ordnet": "Ordnet på annen måte",
    "i_samtale": "Gjort da medlemmet ringte",
    "ringte_selv": "Ringte selv",
}
"""Outcome of an attempt -> the word on the screen."""
SETTLED = "ordnet"
"""Settled without an attempt: another has called, or no call is needed."""
DONE_IN_CALL, RANG_THEMSELVES = "i_samtale", "ringte_selv"
"""The member rang before we did: the promise was settled then, or it remains open."""
FROM_MEMBER = frozenset({DONE_IN_CALL, RANG_THEMSELVES})
"""The outcomes that are no attempt of ours."""


DAY_END = time(23, 59)
"""The hour of `due` where none was promised. Nobody is rung then."""


def end_of_day(day: date) -> datetime:
    """When a promise of this day without an hour is due."""
    return datetime.combine(day, DAY_END, OSLO)


def has_hour(due: datetime | None) -> bool:
    """Whether an hour was promised, and not the day alone."""
    return due is not None and oslo(due).time() != DAY_END


def promised_time(due: datetime, window: str, now: datetime) -> str:
    """«fredag kl. 13.00 (etter lunsj)», «i dag (når som helst)»."""
    at = day_at_time(due, now) if has_hour(due) else near_day(today(due), today(now))
    return f"{at} ({window})" if window else at


class CallbackFields(Private):
    """A promise to ring back (GE-5). `due` None is of a day without an hour, and is written as its `end_of_day`; `window`
    is the wish in the caller's own words, where the hour was made of them, or why it is another. `owner` «» means anyone.
    `offered_to` has been asked to take it over and has not answered; `raised` is how often the member has rung about
    it since."""

    name: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=20)
    subject: str = Field(default="", max_length=200)
    category: str = Field(default="", max_length=40)
    loop: int | None = None
    due: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window: str = Field(default="", max_length=60)
    deadline: date | None = None
    owner: str = Field(default="", max_length=60)
    offered_to: str = Field(default="", max_length=60)
    raised: int = 0
    promised_by: str = Field(max_length=10)
    created: datetime = Field(sa_type=UtcDateTime)


class CallbackAttempt(Private):
    model_config = SQLModelConfig(frozen=True)
    at: datetime
    author: str
    outcome: str


class Callback(CallbackFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
    member_id: int | None = None
    inquiry_id: str | None = None
    """The inquiry in which it was promised."""
    status: str = "apen"
    claimed_by: str = ""
    claimed_until: datetime | None = None
    version: int = 1
    attempts: tuple[CallbackAttempt, ...] = ()
    member_number: str = ""
    department: int | None = None
    """Of the member; read for the list."""

    @property
    def is_of_case(self) -> bool:
        """Whether it was promised in a trøbbel case, which a DS takes over."""
        return self.category == "trobbel" and self.inquiry_id is not None and self.member_id is not None

    @property
    def own_attempts(self) -> int:
        """How often we have rung."""
        return sum(1 for attempt in self.attempts if attempt.outcome not in FROM_MEMBER)

    @property
    def ring_by(self) -> datetime:
        """`due`; for one that was written without, the end of the day on which it was promised."""
        return self.due or end_of_day(today(self.created))

    def promised_time(self, now: datetime) -> str:
        return promised_time(self.ring_by, self.window, now)

    def may_be_rung(self, moment: datetime) -> bool:
        """Whether its time has come; without an hour, its day."""
        return self.ring_by <= moment or (not has_hour(self.due) and today(self.ring_by) <= today(moment))

    def is_overdue(self, moment: datetime) -> bool:
        return self.status == "apen" and self.ring_by < moment

    def owner_at(self, moment: datetime) -> str:
        """The owner; «» when it is half an hour overdue."""
        late = moment - self.ring_by > FREE_AFTER
        return "" if late and self.status == "apen" else self.owner

    @property
    def claimed_since(self) -> datetime | None:
        """When the claim was made or last renewed; None without one."""
        return self.claimed_until - timedelta(minutes=CLAIM_MINUTES) if self.claimed_until else None

    def claimed_at(self, moment: datetime) -> str:
        """Initials of the operator who holds the claim at `moment`, «» when it is free."""
        held = self.claimed_until is not None and self.claimed_until > moment
        return self.claimed_by if held else ""
