"""Counts the deadlines of a call, picks the one to speak, and says whether the call is urgent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sentralbord_desktop.domain.dates.working_days import add_working_days, working_days_left
from sentralbord_desktop.domain.deadlines.deadlines import (
    NEGOTIATION,
    Assessment,
    Deadline,
    DeadlineFacts,
    DeadlineRule,
    deadline,
)
from sentralbord_desktop.domain.deadlines.layoff_notice import Notice, NoticeRule

URGENT_WORKING_DAYS = 3
"""With this many working days left or fewer, the inquiry is marked HASTER (X-2)."""


def assess(
    facts: DeadlineFacts, rules: Iterable[DeadlineRule], today: date, notice_rules: Iterable[NoticeRule] = ()
) -> Assessment:
    """Every deadline that the facts give; the earliest that is open is spoken.

    When all spoken deadlines are over, it is `passed` and urgent: DS looks at it today (the word «for sent» is never
    said). An unknown date is urgent, and so is a meeting within URGENT_WORKING_DAYS.
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
