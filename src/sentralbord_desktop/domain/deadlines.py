"""Possible legal deadlines in a trøbbel call. Guidance for a switchboard, never legal advice.

The rules are data (`procedures/texts/frister.yaml`); `assessment.py` counts them for a call. Each deadline has
three dates: `raw` (same weekday or number, domstolloven § 148), `extended` (moved past public holidays,
§ 149) and `safe`, the only one that is spoken: `raw` when it is a working day, else the last
working day before. Always safe <= raw <= extended, and safe is a working day.
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


def first_day_after(given: date, days: int) -> date:
    """The first day after `days` whole days; the day the notice was given is not counted."""
    return given + timedelta(days=days + 1)


class NoticeRule(BaseModel):
    """How long before it starts a lay-off must be told (D14): days, and fewer at the unforeseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    section: str
    purpose: str
    from_fact: str
    days: int
    unforeseen_days: int
    matters: tuple[str, ...]
    source: str
    valid_from: date
    last_checked_by: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The first day that a lay-off can start. No deadline of the member's: for DS only."""

    rule: str
    section: str
    purpose: str
    start: date
    days: int
    unforeseen_days: int

    @property
    def first_day(self) -> date:
        return first_day_after(self.start, self.days)

    @property
    def first_day_unforeseen(self) -> date:
        return first_day_after(self.start, self.unforeseen_days)


NEGOTIATION = {
    "ikke_holdt": "ingen forhandling",
    "paagar": "forhandling pågår",
    "avsluttet": "forhandling avsluttet, dagen ikke kjent",
    "vet_ikke": "vet ikke om det er forhandlet",
}
"""State of the negotiations -> words in the basis of a deadline, so that DS can see an error."""
FAR_OFF_DAYS, WAIT_WORKING_DAYS = 21, 5
"""Days after which a deadline is far off; working days that a member then waits for a callback."""


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
    """Wishes of the member that this deadline does not end: when it is over, later deadlines still count (D5)."""
    kept_by: tuple[str, ...] = ()
    """States of the negotiations in which it was kept; it may then be over without danger (D2)."""
    not_begun: tuple[str, ...] = ()
    """States of the negotiations in which a count from another day than its own is only the earliest possible date:
    when that is over, the date is unknown (D5)."""
    source: str
    valid_from: date
    last_checked_by: str
    spoken: bool = True
    instead: bool = False
    """A limit that may apply instead of the others; near or over, it makes the call urgent (D22)."""
    said: str = ""
    """The purpose as the member hears it."""
    purposes: dict[str, str] = {}
    """Language -> the purpose in that language, for the member."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed deadline, and the day it counts from."""

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
    """Whether it was kept, according to the caller."""
    begun: bool = True
    """Whether the day it counts from has come and is known."""
    instead: bool = False
    """Whether it may apply instead of the others."""
    said: str = ""
    purposes: dict[str, str] = field(default_factory=dict)

    @property
    def eve(self) -> str:
        """«julaften»: a working day by law on which offices are closed; else empty."""
        return eve(self.safe)


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """What the caller has answered. `None` and «vet_ikke» are unknown and give the shortest deadline."""

    matter: str | None = None
    received: date | None = None
    negotiation: str = ""
    """A key of `NEGOTIATION`; it changes no date, but says whether D2 was kept."""
    negotiations_ended: date | None = None
    ended_before_letter: date | None = None
    """The day that was told, when it is before `received`: it does not fit, and changes no date."""
    notice_ends: date | None = None
    notice_over: bool = False
    """`notice_ends` is before the day of the call: the member may be shut out of the workplace (D9)."""
    layoff_notice: date | None = None
    oldest_pay_due: date | None = None
    meeting: date | None = None
    """The day of a meeting that the member is called to. No deadline, but help must come before it."""
    meeting_some_day: bool = False
    """The member is called to a meeting and does not know the day: it may be before any callback."""
    wants: str | None = None
    trial_period: bool = False
    """No right to stay in the job while the case goes on (D8b)."""
    form_error: bool = False
    """Not in writing, or the letter lacks required content (D7): DS only, no date changes."""
    own_rules: bool = False
    """State employee or Svalbard: no date may be shown, DS answers today (D25, D26)."""
    bankrupt: bool = False
    """The limit of the claim is in the announcement of the bankruptcy and not known here (D22, D23)."""
    maybe_bankrupt: bool = False
    """It is bankrupt, or may be: the limit of the pay guarantee is counted too (the shortest counts)."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All deadlines of a call, the one to speak, and whether the call is urgent."""

    deadlines: tuple[Deadline, ...] = ()
    notices: tuple[Notice, ...] = ()
    spoken: Deadline | None = None
    nearest: Deadline | None = None
    """The earliest open deadline, with those that only DS is told (D8: the end of the notice)."""
    meeting: date | None = None  # still to come
    days_left: int | None = None
    urgent: bool = False
    passed: bool = False
    following: Deadline | None = None
    """When it is `passed`: the first deadline that is still open and may be said to the member."""
    following_is_near: bool = False
    announced: bool = False
    """The employer is bankrupt: the limit is in the announcement, and no date is said (D22, D23)."""
    unknown: bool = False
    own_rules: bool = False
    elsewhere: bool = False
    """A limit that is not known here may be nearer, so help must not wait for the known one."""
    basis: str = ""
    help_back: date | None = None
    """The day on which DS or the case handler is back, when that is too late for `help_before`."""
    matter: str = ""
    """What has happened; of several, the one with the nearest limit."""

    def first_day(self, today: date) -> date:
        """The first day on which this matter may be lost; today when that is not known."""
        if self.own_rules or self.unknown or self.passed or self.elsewhere:
            return today
        return self.nearest.safe if self.nearest else self.meeting or date.max

    @property
    def protocol_counts(self) -> bool:
        """Negotiations go on, or ended on a day that is not known: the day is in the protocol, which moves the limit of
        the suit (D5)."""
        return any(deadline.kept for deadline in self.deadlines)

    @property
    def sooner(self) -> Deadline | None:
        """A deadline before the spoken one, of which DS must be told (TR-7, D8); None without one."""
        if self.nearest is None or self.spoken is None or self.nearest.safe >= self.spoken.safe:
            return None
        return self.nearest

    @property
    def next_for_ds(self) -> Deadline | None:
        """When it is `passed`: the first deadline that is still open, with those that only DS is told."""
        return self.nearest if self.passed else None

    @property
    def help_before(self) -> date | None:
        """The day before which DS must ring: a meeting, or the nearest deadline when one is spoken."""
        nearest = self.nearest.safe if self.nearest and self.spoken else None
        return min((day for day in (nearest, self.meeting) if day), default=None)


def nearer(last: date, called: date) -> date:
    """The date to ring back before: the deadline, or a day about a week ahead when it is far off."""
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
        said=rule.said,
        purposes=rule.purposes,
    )


URGENT_WORKING_DAYS = 3
"""With this many working days left or fewer, the inquiry is marked HASTER (X-2)."""


def assess(
    facts: DeadlineFacts, rules: Iterable[DeadlineRule], today: date, notice_rules: Iterable[NoticeRule] = ()
) -> Assessment:
    """Every deadline that the facts give; the earliest that is open is spoken.

    When all spoken deadlines are over, it is `passed` and urgent: DS looks at it today (the word «for sent» is never
    said). An unknown date is urgent, and so is a meeting within URGENT_WORKING_DAYS, or on a day that is not known.
    """
    found = replace(_counted(facts, rules, today, notice_rules), matter=facts.matter or "")
    if facts.meeting_some_day:
        return replace(found, urgent=True, elsewhere=True)
    if facts.meeting is None or facts.meeting < today:
        return found
    is_near = working_days_left(today, facts.meeting) <= URGENT_WORKING_DAYS
    return replace(found, meeting=facts.meeting, urgent=found.urgent or is_near)


def leading(found: Sequence[Assessment], today: date) -> Assessment:
    """The assessment of the matter with the nearest limit, with the deadlines of all. A limit that is not known may be
    nearer than one that is; the known one is said, and help does not wait for it."""
    are_said = [one for one in found if one.spoken]
    known = [one for one in found if not (one.unknown and are_said)]
    first = min(known, key=lambda one: (one.first_day(today), bool(one.deadlines or one.notices)))
    days = [one.nearest for one in found if one.nearest]
    return replace(
        first,
        deadlines=tuple(sorted((d for one in found for d in one.deadlines), key=lambda d: (d.safe, d.rule))),
        notices=tuple(notice for one in found for notice in one.notices),
        nearest=min(days, key=lambda d: d.safe, default=None),
        urgent=any(one.urgent for one in found),
        elsewhere=any(one.elsewhere for one in found) or len(known) < len(found),
    )


def _counted(
    facts: DeadlineFacts, rules: Iterable[DeadlineRule], today: date, notice_rules: Iterable[NoticeRule]
) -> Assessment:
    if facts.own_rules:
        return Assessment(own_rules=True, urgent=True, basis="egne regler")
    applying = [rule for rule in rules if _applies(rule, facts)]
    found = tuple(sorted(_count(applying, facts), key=lambda d: (d.safe, d.rule)))
    basis = _basis(facts)
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
    is_unknown = any(d.closes and not d.begun and d.safe < today for d in candidates)
    if is_unknown or (not candidates and any(rule.spoken for rule in applying)):
        return Assessment(deadlines=found, unknown=True, urgent=True, basis=basis)
    first_open = open_ones[0] if open_ones else None
    spoken = None if first_is_over else first_open
    nearest = next((d for d in found if d.safe >= today), None)
    following = first_open if first_is_over else None
    last_day = add_working_days(today, URGENT_WORKING_DAYS)
    elsewhere = any(d.instead and d.safe <= last_day for d in found)
    return Assessment(
        deadlines=found,
        spoken=spoken,
        nearest=nearest,
        days_left=working_days_left(today, spoken.safe) if spoken else None,
        urgent=bool(over or _is_near(nearest, today) or elsewhere),
        passed=first_is_over,
        following=following,
        following_is_near=_is_near(following, today),
        elsewhere=elsewhere,
        basis=basis,
    )


def _is_near(found: Deadline | None, today: date) -> bool:
    return found is not None and working_days_left(today, found.safe) <= URGENT_WORKING_DAYS


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
        given = [start for start in starts if start is not None]
        if not given:
            continue
        start = min(given) if rule.earliest_start else given[0]
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


def _basis(facts: DeadlineFacts) -> str:
    parts = []
    if facts.received:
        parts.append(f"mottatt {facts.received:%d.%m.%Y}")
    if facts.negotiations_ended:
        parts.append(f"forhandling avsluttet {facts.negotiations_ended:%d.%m.%Y}")
    elif facts.ended_before_letter:
        parts.append(f"forhandling oppgitt avsluttet {facts.ended_before_letter:%d.%m.%Y}, før brevet kom: passer ikke")
    elif facts.received and facts.negotiation in NEGOTIATION:
        parts.append(NEGOTIATION[facts.negotiation])
    if facts.trial_period:
        parts.append("i prøvetid")
    if facts.form_error:
        parts.append("mulig formfeil")
    if facts.notice_ends:
        parts.append(f"oppsigelsestiden ut {facts.notice_ends:%d.%m.%Y}")
    if facts.layoff_notice:
        parts.append(f"varslet {facts.layoff_notice:%d.%m.%Y}")
    if facts.oldest_pay_due:
        parts.append(f"eldste lønn forfalt {facts.oldest_pay_due:%d.%m.%Y}")
    if facts.bankrupt:
        parts.append("bedriften er konkurs")
    elif facts.maybe_bankrupt:
        parts.append("vet ikke om bedriften er konkurs")
    return ", ".join(parts) or "datoen er ikke kjent"
