"""Possible legal deadlines in a trøbbel call. Guidance for a switchboard, never legal advice.

The rules are data (`procedures/texts/frister.yaml`); `assessment.py` counts them for a call. Each deadline has
three dates: `raw` (same weekday or number, domstolloven § 148), `extended` (moved past public holidays,
§ 149) and `safe`, the only one that is spoken: `raw` when it is a working day, else the last
working day before. Always safe <= raw <= extended, and safe is a working day.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from sentralbord_desktop.domain.dates.working_days import (
    add_months,
    add_working_days,
    eve,
    is_office_day,
    next_working_day,
    previous_working_day,
)
from sentralbord_desktop.domain.deadlines.layoff_notice import Notice

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
        purposes=rule.purposes,
    )
