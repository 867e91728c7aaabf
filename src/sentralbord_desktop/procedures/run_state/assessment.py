"""The possible deadlines of a run: converts the answers to `DeadlineFacts`, and gives conditions their computed
values."""

from dataclasses import replace
from datetime import date
from typing import Protocol

from sentralbord_desktop.domain.deadlines.assessment import assess
from sentralbord_desktop.domain.deadlines.deadlines import Assessment, DeadlineFacts
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.procedures.conditions import Lookup, holds
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Choice, DeadlineSources, Procedure, When
from sentralbord_desktop.procedures.roles.step_role import StepRole

ASSESSED = ("haster", "frist", "neste", "passer")
"""The names after «beregnet.»."""


class Answered(Protocol):
    """The part of a run that is used here."""

    library: Library
    procedure: Procedure
    facts: Facts

    def lookup(self, name: str) -> tuple[str, ...] | None: ...
    def chosen(self, step_id: str) -> tuple[Choice, ...]: ...
    def day_of(self, step_id: str) -> date | None: ...
    def answer_for(self, role: StepRole) -> Answer | None: ...
    @property
    def assessment(self) -> Assessment | None: ...


def assessed(run: Answered) -> Assessment | None:
    """The possible deadlines, as far as the answers go; None when none can apply."""
    sources = run.procedure.deadlines
    if sources is None or not (matter := run.chosen(sources.matter)):
        return None
    wants, today = run.chosen(sources.wants), run.facts.now.date()
    notice_ends = run.day_of(sources.notice_ends)
    facts = DeadlineFacts(
        matter=matter[0].key,
        received=run.day_of(sources.received),
        negotiation=_negotiation(run, sources),
        negotiations_ended=_ended(run, sources),
        ended_before_letter=_ended_before(run, sources),
        notice_ends=notice_ends,
        notice_over=notice_ends is not None and notice_ends < today,
        layoff_notice=run.day_of(sources.layoff_notice),
        oldest_pay_due=run.day_of(sources.oldest_pay_due),
        meeting=run.day_of(sources.meeting),
        wants=wants[0].key if wants else None,
        trial_period=_is_true(sources.trial_period, run.lookup),
        form_error=_is_true(sources.form_error, run.lookup),
        own_rules=_is_true(sources.own_rules, run.lookup),
        bankrupt=_is_true(sources.bankrupt, run.lookup),
        maybe_bankrupt=_is_true(sources.maybe_bankrupt, run.lookup),
    )
    library = run.library
    found = assess(facts, library.deadline_rules, today, library.notice_rules)
    return _with_absence(found, run)


def _with_absence(found: Assessment, run: Answered) -> Assessment:
    """Urgent also when everyone who could help in the department is away until the last day or longer: the deadline
    would pass without DS or the case handler (TR-7)."""
    back, last = run.facts.help_back, found.help_before
    department, told = run.facts.member.department, run.answer_for(StepRole.DEPARTMENT)
    is_own = department is not None and (
        told is None or told.text == str(department)
    )  # for that department the board was read
    if back is None or last is None or back < last or not is_own:
        return found
    return replace(found, urgent=True, help_back=back)


def computed(run: Answered, name: str) -> tuple[str, ...] | None:
    """The value of `beregnet.<name>`; None while an answer is missing."""
    assessment = run.assessment
    if assessment is not None and name == "passer":
        return _fits(run)
    if assessment is None or _facts_missing(run):
        return None
    if name == "haster":
        return ("ja" if assessment.urgent else "nei",)
    if assessment.own_rules:
        return ("egne_regler",)
    if name == "neste":
        near = ("naer",) if assessment.following_is_near else ()
        return ("kjent", *near) if assessment.following else ("ingen",)
    if assessment.announced:
        return ("kunngjort",)
    if assessment.passed:
        return ("ute",)
    if assessment.spoken:
        return ("kjent",)
    return ("ukjent" if assessment.unknown else "ingen",)


def _ended(run: Answered, sources: DeadlineSources) -> date | None:
    """The end of the negotiations. They come after the letter: a meeting that ended before it was another one, and
    moves no deadline (D2, D5)."""
    received, ended = run.day_of(sources.received), run.day_of(sources.negotiations_ended)
    return None if received and ended and ended < received else ended


def _ended_before(run: Answered, sources: DeadlineSources) -> date | None:
    """The day the caller gives for the end of negotiations, when it is before the letter came."""
    return run.day_of(sources.negotiations_ended) if _ended(run, sources) is None else None


def _fits(run: Answered) -> tuple[str, ...] | None:
    """Whether the negotiations can have ended on the given day; None until both days are answered."""
    sources = run.procedure.deadlines
    if sources is None or any(run.lookup(name) is None for name in (sources.received, sources.negotiations_ended)):
        return None
    return ("nei" if _ended_before(run, sources) else "ja",)


def _negotiation(run: Answered, sources: DeadlineSources) -> str:
    """The state of the negotiations; «» when a meeting before the letter is meant."""
    was_another = _ended_before(run, sources) is not None
    chosen = run.chosen(sources.negotiation)
    return chosen[0].key if chosen and not was_another else ""


def _is_true(condition: When, lookup: Lookup) -> bool:
    return bool(condition) and holds(condition, lookup) is True


def _facts_missing(run: Answered) -> bool:
    sources = run.procedure.deadlines
    if sources is None:
        return False
    names = (sources.matter, sources.received, sources.wants, sources.negotiations_ended, sources.oldest_pay_due)
    return any(name and run.lookup(name) is None for name in names)
