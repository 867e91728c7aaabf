"""Suspicious patterns in the access log (PR-4). Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.text.norwegian import counted

MAX_LOOKUPS = 10
"""Most members opened on one day without a related call."""
MIN_LOOKUPS = 4
"""Days on which a person opened the same member without a related call, before it is reported."""
EARLY, LATE = 6, 20
"""Openings outside these hours, and on Sundays, are reported."""
SUNDAY = 6
NOBODY = ("?", "–")
"""Signatures of failed PINs, and of users that IT joined on a server: not persons."""


@dataclass(frozen=True, repr=False)
class Lookup:
    """One opening or export. `member` and `number` are «» where it was about no member, or was erased."""

    at: datetime
    author: str
    what: str
    why: str = ""
    member_id: int | None = None
    member: str = ""
    number: str = ""


@dataclass(frozen=True)
class Odd:
    """A pattern that the privacy role should ask about; not proof."""

    author: str
    sentence: str
    count: int


class WorkDay(NamedTuple):
    """A day on which an operator wrote an inquiry, a remark or a callback of a member."""

    author: str
    member_id: int
    day: date


def odd_patterns(lookups: Sequence[Lookup], work: Set[WorkDay]) -> list[Odd]:
    """Many look-ups without an inquiry, the same member repeatedly, odd hours; worst first."""
    idle = [
        one
        for one in lookups
        if one.member_id is not None
        and one.what == "åpnet"
        and WorkDay(one.author, one.member_id, _day(one)) not in work
    ]
    found = [*_many(idle), *_often(idle), *_hours(lookups), *_exports(lookups)]
    return sorted(found, key=lambda odd: -odd.count)


def _many(idle: Iterable[Lookup]) -> Iterable[Odd]:
    seen: dict[tuple[str, date], set[int]] = defaultdict(set)
    for one in idle:
        seen[one.author, _day(one)].add(one.member_id or 0)
    for (author, day), members in seen.items():
        if len(members) >= MAX_LOOKUPS:
            yield Odd(
                author,
                f"{author} åpnet {counted(len(members), 'medlem', 'medlemmer')} {day:%d.%m.%Y} uten at det ble "
                "ført noe på dem.",
                len(members),
            )


def _often(idle: Iterable[Lookup]) -> Iterable[Odd]:
    days: dict[tuple[str, int], set[date]] = defaultdict(set)
    numbers: dict[int, str] = {}
    for one in idle:
        days[one.author, one.member_id or 0].add(_day(one))
        numbers[one.member_id or 0] = one.number
    for (author, member), seen in days.items():
        if len(seen) >= MIN_LOOKUPS:
            yield Odd(
                author,
                f"{author} åpnet medlem {numbers[member]} på {counted(len(seen), 'dag', 'dager')} uten at det "
                "ble ført noe.",
                len(seen),
            )


def _hours(lookups: Iterable[Lookup]) -> Iterable[Odd]:
    late = Counter(
        one.author
        for one in lookups
        if one.author not in NOBODY and (not EARLY <= oslo(one.at).hour < LATE or _day(one).weekday() == SUNDAY)
    )
    for author, count in late.items():
        times = counted(count, "gang", "ganger")
        yield Odd(author, f"{author} var inne {times} om natten eller på en søndag.", count)


def _exports(lookups: Iterable[Lookup]) -> Iterable[Odd]:
    for author, count in Counter(one.author for one in lookups if one.what == "eksport").items():
        times = counted(count, "gang", "ganger")
        yield Odd(author, f"{author} skrev ut registeret eller lister {times}.", count)


def _day(one: Lookup) -> date:
    return oslo(one.at).date()
