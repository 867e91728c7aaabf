"""The people that a call can be transferred to, in the order given by the targets and the board. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from sentralbord_desktop.domain.availability import KINDS, BoardSnapshot, Status
from sentralbord_desktop.domain.dates.clock import clock, oslo
from sentralbord_desktop.domain.dates.screen_time import said_at, time_since, until_time
from sentralbord_desktop.domain.organisation.names import loops_by_name, people_by_name
from sentralbord_desktop.domain.organisation.opening_hours import is_open, opening_words
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS, Organisation, Role, Staff
from sentralbord_desktop.domain.telephony import is_phone_number, spoken_number
from sentralbord_desktop.domain.text.norwegian import listed

DEPARTMENT, LOOP, ROLE, NEARBY = "avdeling", "sloyfe", "role", "naboavdeling"
SUBSTITUTE = "stedfortreder"
OFFICE = "department:"
"""The words for the telephone of a department."""


class Standing(IntEnum):
    """The rank of a candidate among those of one target."""

    FREE = 0
    UNCONFIRMED = 1
    BUSY = 2
    RUNG = 3
    AWAY = 4


BY_KIND = {"ledig": Standing.FREE, "borte": Standing.AWAY, "ingen_svar": Standing.RUNG}
SIGNS = {
    Standing.FREE: "ledig",
    Standing.UNCONFIRMED: "",
    Standing.BUSY: "opptatt",
    Standing.RUNG: "ingen_svar",
    Standing.AWAY: "borte",
}
"""Standing -> the kind of status whose shape is drawn."""


class CandidateWords(NamedTuple):
    """«ledig», and «meldt selv 13.58, for 8 min siden»: how they are; who says so, and how old it is."""

    word: str
    source: str


@dataclass(frozen=True, repr=False)
class Candidate:
    """A person who can be rung. `who` is the key on the board; `rung_at` is «14.06» when they were rung in this
    call."""

    who: str
    name: str
    function: str = ""
    """«DS»: how a note calls them."""
    title: str = ""
    """«Distriktssekretær, avd. 4 Mjøstraktene»."""
    number: str = ""
    status: Status | None = None
    rung_at: str = ""
    is_outside: bool = False
    hours: str = ""
    """The opening hours of a target outside."""

    @property
    def is_loop(self) -> bool:
        return self.who.startswith("loop:")

    @property
    def standing(self) -> Standing:
        if self.rung_at:
            return Standing.RUNG
        if self.status is None or not self.status.is_confirmed:
            return Standing.UNCONFIRMED
        return BY_KIND.get(self.status.kind, Standing.BUSY)

    def sign(self, moment: datetime, *, is_away: bool = False) -> str:
        """The kind of status whose shape is drawn; «» for a question mark."""
        if self.is_outside:
            return {True: "ledig", False: "borte", None: ""}[is_open(self.hours, oslo(moment))]
        standing = Standing.UNCONFIRMED if is_away and not self.rung_at else self.standing
        return SIGNS[standing]

    def words(self, moment: datetime, *, is_away: bool = False) -> CandidateWords:
        """The words for the candidate. While the server is away no status is confirmed, and the order is kept."""
        if self.rung_at:
            return CandidateWords(f"ringt {self.rung_at}", "ingen svar")
        status = self.status
        if self.is_outside and status is None:
            return CandidateWords(opening_words(self.hours, oslo(moment)), "")
        if status is None:
            return CandidateWords("ikke bekreftet", "ingen har meldt noe")
        if is_away or not status.is_confirmed:
            return CandidateWords("ikke bekreftet", f"{KINDS[status.kind]} {said_at(status.said, moment)}")
        if status.kind == "ingen_svar":
            return CandidateWords(
                f"ringt {said_at(status.said, moment)}{f' av {status.author}' if status.author else ''}", "ingen svar"
            )
        end = f" til {until_time(status.until, moment)}" if status.until and status.kind != "ledig" else ""
        return CandidateWords(f"{KINDS[status.kind]}{end}", _source(status, moment))


def _source(status: Status, moment: datetime) -> str:
    if status.source == "kalender":
        return f"kalenderen kl. {clock(status.said)}"
    by = "meldt selv" if status.source == "selv" else f"satt av {status.author}".strip()
    return f"{by} {said_at(status.said, moment)}, {time_since(status.said, moment)}"


def in_order(
    targets: Iterable[str], organisation: Organisation, board: BoardSnapshot, rung: Mapping[str, str]
) -> tuple[Candidate, ...]:
    """Each once: by target, in each first free, then unconfirmed, busy, and last those rung without answer. Those who
    are away come after all others: they are listed, and not rung. `rung` is «staff:12» -> «14.06» of this call."""
    finder = _Finder(organisation, board, rung)
    seen: dict[str, Candidate] = {}
    for target in targets:
        for candidate in sorted(finder.of_target(target), key=lambda one: one.standing):
            seen.setdefault(candidate.who, candidate)
    return tuple(sorted(seen.values(), key=lambda one: one.standing is Standing.AWAY))


def to_ring(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those who have not been rung in this call and are not known to be away."""
    return tuple(one for one in candidates if not one.rung_at and one.standing is not Standing.AWAY)


def away_words(candidates: Sequence[Candidate], moment: datetime) -> str:
    """«Bergljot Lauvås borte til torsdag, Frøydis Kjelsås borte til onsdag» when that holds of everyone; else «». The
    telephone of an office is no person: it is not free when all of them are away."""
    people = [one for one in candidates if not one.who.startswith(OFFICE)]
    if not people or any(one.standing is not Standing.AWAY for one in people):
        return ""
    return ", ".join(f"{one.name} {one.words(moment)[0]}" for one in people)


class _Finder:
    """The candidates of one target, in the order of the catalogue."""

    def __init__(self, organisation: Organisation, board: BoardSnapshot, rung: Mapping[str, str]) -> None:
        self._organisation, self._board, self._rung = organisation, board, rung

    def of_target(self, target: str) -> Iterator[Candidate]:
        kind, _, rest = target.partition(":")
        if kind == DEPARTMENT:
            yield from self._department(rest)
        elif kind == NEARBY:
            own = rest.partition(":")[0]
            for neighbour in self._organisation.department(int(own) if own.isdigit() else None).neighbour_numbers:
                yield from self._staff(self._organisation.people(neighbour, "DS"))
        elif kind == LOOP:
            yield self._loop(rest)
        elif kind == ROLE:
            yield from self._role(self._organisation.role(rest))
        elif outside := self._organisation.target(target):
            number = next((n for n in (outside.phone, outside.address) if is_phone_number(n)), "")
            found = self._candidate(f"target:{target}", outside.title, number=number)
            yield replace(found, is_outside=True, hours=outside.hours)
        elif target:
            yield from self._named(target)

    def _department(self, rest: str) -> Iterator[Candidate]:
        number, _, functions = rest.partition(":")
        if not number.isdigit():
            return
        if functions:
            yield from self._staff(self._organisation.people(int(number), *functions.split("_")))
            return
        yield from self._staff([p for p in self._organisation.staff if p.department == int(number)])
        department = self._organisation.department(int(number))
        if department.phone:
            title = f"A{department.title[1:]}"
            yield self._candidate(f"{OFFICE}{number}", title, department.title.split(" ", 2)[0], department.phone)

    def _staff(self, people: Sequence[Staff]) -> Iterator[Candidate]:
        """The people, then their deputies (X-5)."""
        for person in people:
            yield self._person(person)
        for person in people:
            if person.substitute:
                yield from self._substitute(person.substitute, self._place(person.department))

    def _person(self, person: Staff, function: str = "") -> Candidate:
        title = FUNCTIONS.get(person.function, person.function)
        return self._candidate(
            f"staff:{person.id}",
            person.name,
            function or person.function,
            person.phone or person.mobile,
            title=f"{title}, {self._place(person.department)}",
        )

    def _place(self, department: int) -> str:
        return self._organisation.department(department).title

    def _substitute(self, name: str, place: str) -> Iterator[Candidate]:
        known = [p for p in self._organisation.staff if p.name.casefold() == name.casefold()]
        if len(known) == 1:
            yield self._person(known[0], SUBSTITUTE)
        else:
            yield self._candidate(f"name:{name.casefold()}", name, SUBSTITUTE, title=f"Stedfortreder, {place}")

    def _loop(self, number: str) -> Candidate:
        on_it = self._board.loops.get(number, ())
        title = f"{listed(on_it)} er på sløyfen nå" if on_it else "ingen er meldt på"
        statuses = [self._board.statuses.get(f"operator:{initials}") for initials in on_it]
        known = [one for one in statuses if one]
        said = self._board.statuses.get(f"loop:{number}")
        if said is None and known and len(known) == len(statuses):
            said = min(known, key=lambda one: BY_KIND.get(one.kind, Standing.BUSY))
        found = self._organisation.target(f"{LOOP}:{number}")
        return Candidate(
            f"loop:{number}",
            f"Sløyfe {number}",
            f"sløyfe {number}",
            title,
            found.phone if found else "",
            said,
            self._rung.get(f"loop:{number}", ""),
        )

    def _role(self, role: Role) -> Iterator[Candidate]:
        if role.holder:
            yield self._candidate(f"role:{role.key}", role.holder, number=role.phone, title=role.title)
        if role.substitute:
            yield from self._substitute(role.substitute, role.title)

    def _named(self, name: str) -> Iterator[Candidate]:
        """The person, the department or the loop asked for by name, or a number."""
        folded = " ".join(name.casefold().split())
        department = next((d for d in self._organisation.departments if d.title.casefold() == folded), None)
        if department is not None:
            yield from self._department(str(department.number))
            return
        if loop := loops_by_name(self._organisation).get(folded):
            yield self._loop(loop)
            return
        called = {word.casefold(): person for word, person in people_by_name(self._organisation).items()}.get(folded)
        people = [called] if called else [p for p in self._organisation.staff if p.name.casefold() == folded]
        roles = [role for role in self._organisation.roles if role.holder and role.holder.casefold() == folded]
        for person in people:
            yield self._person(person)
        if not people:
            yield from (c for role in roles for c in self._role(role))
        if not people and not roles:
            number = name if is_phone_number(name) else ""
            yield self._candidate(f"name:{folded}", spoken_number(name) if number else name, number=number)

    def _candidate(self, who: str, name: str, function: str = "", number: str = "", *, title: str = "") -> Candidate:
        status, rung = self._board.statuses.get(who), self._rung.get(who, "")
        return Candidate(who, name, function, title, number, status, rung)
