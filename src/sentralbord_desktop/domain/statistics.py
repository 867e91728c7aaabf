"""Statistics of calls and kept promises: counts only, never small ones (PR-15). Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.text.norwegian import WEEKDAYS

MIN_SHOWN_COUNT = 5
"""A smaller count could identify a person, and is merged with others."""
OTHERS_TOGETHER = "Andre, slått sammen"
UNKNOWN_KEY, AT_THE_END = "Ikke kjent", (9_999, "")
"""Unknown values are counted too, so that all tables of a period have the same sum: a missing count could be computed
from another table."""
REVIEW = "Se over"
NOT_ENOUGH = "Færre enn fem. Tallene vises ikke."
BY = {
    "category": "Emne",
    "month": "Måned",
    "weekday": "Ukedag",
    "hour": "Time",
    "loop": "Sløyfe",
    "department": "Avdeling",
    "outcome": "Utfall",
    "duration": "Varighet",
    "promises": "Løfter om å ringe",
    "deadlines": "Mulige frister",
    "left": "Forkastet, ved spørsmålet",
}
"""Grouping -> its name on the screen."""
COUNTED = {"promises": "løfter", "deadlines": "løfter med en mulig frist", "left": "forkastet"}
"""The name of what is counted, where it is not calls."""
FORGOTTEN = frozenset({"weekday", "hour", "outcome", "duration"})
"""Groupings that are unknown for erased calls."""
WITHOUT_ERASED = frozenset({"promises", "deadlines"})
"""Groupings that count only what is still in the register."""


IN_ORDER = frozenset({"month", "weekday", "hour", "loop", "department", "duration"})
"""Groupings in their own order; the others have the largest first."""


DURATIONS = ((2, "Under 2 minutter"), (5, "2–5 minutter"), (10, "5–10 minutter"), (20, "10–20 minutter"))
OVER_TWENTY_MINUTES = "Over 20 minutter"
"""The last of DURATIONS, which are (upper limit in minutes, name)."""


@dataclass(frozen=True)
class Promise:
    """A promised callback: when it was promised, and when a call was answered, if any."""

    due: datetime | None
    answered: datetime | None
    deadline: date | None = None
    """The possible legal deadline of the call."""

    def kept(self, moment: datetime) -> str:
        """The state at `moment`."""
        if self.answered is not None:
            late = self.due is not None and self.answered > self.due
            return "Holdt etter tiden" if late else "Holdt"
        return "Ikke holdt" if self.due is not None and self.due < moment else "Venter"

    def met(self, moment: datetime) -> str:
        """The state of its deadline at `moment`; «» without one. A deadline includes its whole day."""
        if self.deadline is None:
            return ""
        if self.answered is not None:
            late = oslo(self.answered).date() > self.deadline
            return "Snakket etter fristen" if late else "Snakket før fristen"
        return "Fristen er ute" if self.deadline < oslo(moment).date() else "Fristen løper"


@dataclass(frozen=True)
class Call:
    """One counted call; `count` is over one for months that were erased."""

    month: str
    category: str
    department: int | None
    loop: int | None
    started: datetime | None = None
    outcome: str = ""
    count: int = 1
    minutes: float | None = None
    """Minutes from the first question to Fullfør."""


@dataclass(frozen=True)
class StatisticsRow:
    """One line of the table: share is of all counted."""

    name: str
    count: int
    share: float


def counted(calls: Iterable[Call], by: str, category_title: Callable[[str], str]) -> list[StatisticsRow]:
    """In calendar order for times, else the largest first; empty when there are too few."""
    counts: Counter[str] = Counter()
    order: dict[str, tuple[int, str]] = {}
    for call in calls:
        name, place = _named(call, by, category_title)
        counts[name or UNKNOWN_KEY] += call.count
        order[name or UNKNOWN_KEY] = place if name else AT_THE_END
    return _rows(counts, order if by in IN_ORDER else {})


def promises_kept(promises: Iterable[Promise], moment: datetime) -> list[StatisticsRow]:
    """The states of promised callbacks, the largest first; empty when there are too few."""
    return _rows(Counter(promise.kept(moment) for promise in promises), {})


def deadlines_met(promises: Iterable[Promise], moment: datetime) -> list[StatisticsRow]:
    """Whether members with a possible deadline were reached in time; empty when there are too few."""
    found = (promise.met(moment) for promise in promises)
    return _rows(Counter(name for name in found if name), {})


class LeftStep(NamedTuple):
    """Where an inquiry was discarded; no step in the review."""

    category: str
    step: str


def left_at(left: Iterable[LeftStep], category_title: Callable[[str], str]) -> list[StatisticsRow]:
    """Where inquiries were discarded, the largest first; empty when too few."""
    return _rows(Counter(f"{category_title(one.category)}: {one.step or REVIEW}" for one in left), {})


def _rows(counts: Counter[str], order: Mapping[str, tuple[int, str]]) -> list[StatisticsRow]:
    total = sum(counts.values())
    if total < MIN_SHOWN_COUNT:
        return []
    shown = without_small(counts)
    names = [name for name in shown if name != OTHERS_TOGETHER]
    names.sort(key=lambda name: -shown[name])
    if order:
        names.sort(key=lambda name: order[name])
    names += [OTHERS_TOGETHER] if OTHERS_TOGETHER in shown else []
    return [StatisticsRow(name, shown[name], shown[name] / total) for name in names]


def without_small(counts: Mapping[str, int]) -> dict[str, int]:
    """Small counts as one, with the next smallest while that is small too: none can be computed from the sum."""
    rising = sorted(counts.items(), key=lambda pair: pair[1])
    together = 0
    while rising and (rising[0][1] < MIN_SHOWN_COUNT or 0 < together < MIN_SHOWN_COUNT):
        together += rising.pop(0)[1]
    shown = dict(rising)
    if together:
        shown[OTHERS_TOGETHER] = together
    return shown


def _named(call: Call, by: str, category_title: Callable[[str], str]) -> tuple[str, tuple[int, str]]:
    """The call's group and its sort key; «» where it is unknown."""
    if by == "category":
        return category_title(call.category) or "Uten emne", (0, "")
    if by == "month":
        return call.month, (0, call.month)
    if by == "loop":
        return f"Sløyfe {call.loop}" if call.loop else "", (call.loop or 0, "")
    if by == "department":
        name = f"Avdeling {call.department}" if call.department else "Uten avdeling"
        return name, (call.department or 0, "")
    if call.started is None:
        return "", (0, "")
    if by == "duration":
        return _lasted(call.minutes)
    when = oslo(call.started)
    if by == "weekday":
        return WEEKDAYS[when.weekday()].capitalize(), (when.weekday(), "")
    if by == "hour":
        return f"{when.hour:02}–{when.hour + 1:02}", (when.hour, "")
    outcome = call.outcome.partition(":")[0]  # what was said stands after it
    return "Satt over" if outcome.startswith("satt over") else outcome.capitalize(), (0, "")


def _lasted(minutes: float | None) -> tuple[str, tuple[int, str]]:
    if minutes is None:
        return "", (0, "")
    found = next(((most, name) for most, name in DURATIONS if minutes < most), (99, OVER_TWENTY_MINUTES))
    return found[1], (found[0], "")


def rows(lines: Sequence[StatisticsRow], by: str) -> list[tuple[str, ...]]:
    """Rows for a file, headings first."""
    return [(BY[by], "Antall", "Andel"), *((one.name, str(one.count), share(one)) for one in lines)]


def share(line: StatisticsRow) -> str:
    return f"{line.share:.1%}".replace(".", ",").replace("%", " %")
