"""Possible legal deadlines in a trøbbel call. Guidance for a switchboard, never legal advice.

The rules are data (`procedures/texts/frister.yaml`); this module only counts. Each deadline has
three dates: `raw` (same weekday or number, domstolloven § 148), `extended` (moved past red days,
§ 149) and `safe`, which is the only one that is said aloud: `raw` when it is a working day, else
the last working day before. Always safe <= raw <= extended, and safe is a working day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from sentralbord_desktop.domain.dates.working_days import (
    add_months,
    add_working_days,
    eve,
    is_office_day,
    next_working_day,
    previous_working_day,
    working_days_left,
)
from sentralbord_desktop.domain.deadlines.facts import DeadlineFacts, basis_of
from sentralbord_desktop.domain.deadlines.layoff_notice import Notice, NoticeRule

URGENT_WORKING_DAYS = 3  # this many or fewer: the inquiry is marked HASTER
FAR_OFF_DAYS, WAIT_WORKING_DAYS = 21, 5
"""Days after which a deadline is far off; working days that a member waits for us then."""


class DeadlineRule(BaseModel):
    """One rule from the settings: which fact it counts from and how far."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    section: str
    purpose: str
    from_fact: str
    also_from: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    """Facts that, when known or true, take this rule away (D2 once negotiations have ended)."""
    needs: tuple[str, ...] = ()
    """Facts without which the rule does not apply (D7 only when the letter has an error)."""
    earliest_start: bool = False
    """Count from the earliest known start, where the sources differ (D6)."""
    weeks: int = 0
    months: int = 0
    years: int = 0
    matters: tuple[str, ...]
    wants: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    """What a member can want that it does not close: that it is over hides no later one (D5)."""
    kept_by: tuple[str, ...] = ()
    """How it can stand with the negotiations when it was kept: that it is over is no danger then (D2)."""
    not_begun: tuple[str, ...] = ()
    """How it can stand with the negotiations when a count from another day than its own is only the earliest
    reading: once that is over, nobody knows the date (D5)."""
    source: str
    valid_from: date
    last_checked_by: str
    spoken: bool = True
    instead: bool = False
    """Of a limit that may hold instead: near or over, it is urgent, also while the others are far off (D22)."""
    purposes: dict[str, str] = {}
    """Language -> what it is for, in that language's words for the member."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed deadline with what it was built on."""

    rule: str
    section: str
    purpose: str
    start: date
    raw: date
    extended: date
    safe: date
    spoken: bool = True
    closes: bool = True
    """Whether the case is in danger when it is over."""
    kept: bool = False
    """Whether it was kept, as far as the caller tells."""
    begun: bool = True
    """Whether its own first day has come and is known."""
    instead: bool = False
    """Whether it may hold instead of the others."""
    purposes: dict[str, str] = field(default_factory=dict)

    @property
    def eve(self) -> str:
        """«julaften»: a working day by law on which offices are closed; else empty (section 4.2)."""
        return eve(self.safe)


@dataclass(frozen=True, slots=True)
class Assessment:
    """All deadlines of a call, the one to speak, and whether it is urgent."""

    deadlines: tuple[Deadline, ...] = ()
    notices: tuple[Notice, ...] = ()
    spoken: Deadline | None = None
    nearest: Deadline | None = None
    """The earliest that is open, also of those that only DS is told (D8: the end of the notice)."""
    meeting: date | None = None  # still to come
    days_left: int | None = None
    urgent: bool = False
    passed: bool = False
    following: Deadline | None = None
    """The first that is still open and may be said to the member, when the first of all is over."""
    announced: bool = False
    """The employer is bankrupt: the limit is in the announcement, and no date is said (D22, D23)."""
    unknown: bool = False
    own_rules: bool = False
    elsewhere: bool = False
    """Another limit, that is not known here, may be nearer: help cannot wait for the one that is."""
    basis: str = ""

    @property
    def sooner(self) -> Deadline | None:
        """What DS must be told of before the date that is said aloud, when something is (TR-7, D8)."""
        if self.nearest is None or self.spoken is None or self.nearest.safe >= self.spoken.safe:
            return None
        return self.nearest

    @property
    def next_for_ds(self) -> Deadline | None:
        """The first that is open when the first of all is over, also of those that only DS is told."""
        return self.nearest if self.passed else None

    @property
    def help_before(self) -> date | None:
        """The day that somebody must have rung by: a meeting, or the nearest deadline while one can be said."""
        nearest = self.nearest.safe if self.nearest and self.spoken else None
        return min((day for day in (nearest, self.meeting) if day), default=None)


def nearer(last: date, called: date) -> date:
    """The date to ring back before: the deadline, or for one that is far off a day that gives a week's wait."""
    is_far = (last - called).days > FAR_OFF_DAYS
    return add_working_days(called, WAIT_WORKING_DAYS + 2, is_office_day) if is_far else last


def end_of(start: date, rule: DeadlineRule) -> date:
    """The raw last day: the start day is not counted, weeks end on the same weekday."""
    return add_months(start, 12 * rule.years + rule.months) + timedelta(weeks=rule.weeks)


def deadline(start: date, rule: DeadlineRule) -> Deadline:
    """Count `rule` from `start`, whose day itself is not counted."""
    raw = end_of(start, rule)
    return Deadline(
        rule=rule.id,
        section=rule.section,
        purpose=rule.purpose,
        start=start,
        raw=raw,
        extended=next_working_day(raw),
        safe=previous_working_day(raw),
        spoken=rule.spoken,
        instead=rule.instead,
        purposes=rule.purposes,
    )


def assess(
    facts: DeadlineFacts, rules: Iterable[DeadlineRule], today: date, notice_rules: Iterable[NoticeRule] = ()
) -> Assessment:
    """Every deadline that the facts give, and the earliest that is still open as the spoken one.

    When all spoken deadlines are over, it is `passed` and urgent: DS looks today (it never says «for sent»). An
    unknown date is urgent too, and so is a meeting within as few working days.
    """
    found = _counted(facts, rules, today, notice_rules)
    if facts.meeting is None or facts.meeting < today:
        return found
    is_near = working_days_left(today, facts.meeting) <= URGENT_WORKING_DAYS
    return replace(found, meeting=facts.meeting, urgent=found.urgent or is_near)


def _counted(
    facts: DeadlineFacts, rules: Iterable[DeadlineRule], today: date, notice_rules: Iterable[NoticeRule]
) -> Assessment:
    if facts.own_rules:
        return Assessment(own_rules=True, urgent=True, basis="egne regler")
    applying = [rule for rule in rules if _applies(rule, facts)]
    found = tuple(sorted(_count(applying, facts), key=lambda d: (d.safe, d.rule)))
    basis = basis_of(facts)
    if facts.bankrupt:
        return Assessment(deadlines=found, urgent=True, announced=True, elsewhere=True, basis=basis)
    if not found:
        missing = any(rule.spoken for rule in applying)
        notices = tuple(_notices(notice_rules, facts))
        return Assessment(notices=notices, unknown=missing, urgent=missing, basis=basis)
    candidates = [d for d in found if d.spoken]
    over = [d for d in candidates if d.safe < today and not d.kept and d.begun]
    open_ones = [d for d in candidates if d.safe >= today]
    first_is_over = any(d.closes for d in over) or bool(over and not open_ones)
    nobody_knows = any(d.closes and not d.begun and d.safe < today for d in candidates)
    if nobody_knows or (not candidates and any(rule.spoken for rule in applying)):
        return Assessment(deadlines=found, unknown=True, urgent=True, basis=basis)
    first_open = open_ones[0] if open_ones else None
    spoken = None if first_is_over else first_open
    nearest = next((d for d in found if d.safe >= today), None)
    is_near = nearest and working_days_left(today, nearest.safe) <= URGENT_WORKING_DAYS
    last_day = add_working_days(today, URGENT_WORKING_DAYS)
    elsewhere = any(d.instead and d.safe <= last_day for d in found)
    return Assessment(
        deadlines=found,
        spoken=spoken,
        nearest=nearest,
        days_left=working_days_left(today, spoken.safe) if spoken else None,
        urgent=bool(over or is_near or elsewhere),
        passed=first_is_over,
        following=first_open if first_is_over else None,
        elsewhere=elsewhere,
        basis=basis,
    )


def _applies(rule: DeadlineRule, facts: DeadlineFacts) -> bool:
    if facts.matter not in rule.matters:
        return False
    if any(getattr(facts, name) for name in rule.unless):
        return False
    if not all(getattr(facts, name) for name in rule.needs):
        return False
    return not rule.wants or facts.wants in rule.wants


def _count(rules: Sequence[DeadlineRule], facts: DeadlineFacts) -> Iterable[Deadline]:
    for rule in rules:
        starts = [getattr(facts, name) for name in (rule.from_fact, *rule.also_from)]
        known = [start for start in starts if start is not None]
        if not known:
            continue
        start = min(known) if rule.earliest_start else known[0]
        counted = deadline(start, rule)
        is_early = getattr(facts, rule.from_fact) is None
        yield replace(
            counted,
            closes=facts.wants not in rule.not_for,
            kept=facts.negotiation in rule.kept_by,
            begun=not (is_early and facts.negotiation in rule.not_begun),
        )


def _notices(rules: Iterable[NoticeRule], facts: DeadlineFacts) -> Iterable[Notice]:
    for rule in rules:
        start = getattr(facts, rule.from_fact)
        if facts.matter in rule.matters and start is not None:
            yield Notice(rule.id, rule.section, rule.purpose, start, rule.days, rule.unforeseen_days)
