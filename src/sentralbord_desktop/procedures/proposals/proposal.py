"""The answer that a fact gives to a step: silently for `SILENT_FACTS`, as a proposal for every other fact."""

from typing import Protocol

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.procedures.conditions import ThreeValued
from sentralbord_desktop.procedures.derived_facts import DerivedFacts
from sentralbord_desktop.procedures.model import PROPOSED, SILENT, Procedure, Step
from sentralbord_desktop.procedures.roles.step_role import StepRole

FROM_RECORD, FROM_CALL, RINGS_FROM = "fra medlemsbildet", "oppgitt i samtalen", "nummeret det ringes fra"
CONFIRMED_WORD = "bekreftet"
MEMBER_FIELDS = {"tlf": "phone", "arbeidsgiver": "employer", "avdeling": "department"}
"""Fact -> the member field that it is read from, if the changes of that field are logged."""


class Proposing(Protocol):
    """The part of a run that is used here."""

    procedure: Procedure
    facts: Facts
    given: dict[str, Answer]

    @property
    def derived_facts(self) -> DerivedFacts: ...
    def applies(self, step: Step) -> ThreeValued: ...
    def has_chosen(self, role: StepRole) -> bool: ...


def silent_answer(run: Proposing, step: Step) -> Answer | None:
    """The answer that needs no question: a number given earlier in the call, or a silent fact."""
    if step.role is StepRole.PHONE and (number := run.derived_facts.new_phone):
        return Answer(text=number, source=FROM_CALL)
    return _answer_from_fact(run, step) if step.as_ == SILENT else None


def proposal_of(run: Proposing, step: Step) -> Answer | None:
    """The answer that the register proposes for `step`; None without one, or when the call has the answer."""
    if step.as_ != PROPOSED or silent_answer(run, step):
        return None
    return _answer_from_fact(run, step)


def is_from_record(answer: Answer | None) -> bool:
    """Whether the answer is a confirmed value of the member's record."""
    return answer is not None and answer.source.startswith(FROM_RECORD)


def with_source(run: Proposing, step: Step, answer: Answer) -> Answer:
    """`answer` with the source of the proposal that it confirms."""
    proposal = proposal_of(run, step)
    if proposal is None or (proposal.choice, proposal.text) != (answer.choice, answer.text):
        return answer
    return answer.model_copy(update={"source": f"{proposal.source}, {CONFIRMED_WORD}"})


def _answer_from_fact(run: Proposing, step: Step) -> Answer | None:
    value = run.derived_facts.fact(step.from_fact) if step.from_fact else None
    if not value:
        return None
    source = _source(run, step)
    if step.choices and not step.field:
        return Answer(choice=value, source=source) if step.choice(value) else None
    return Answer(text=value, source=source)


def _source(run: Proposing, step: Step) -> str:
    """«fra medlemsbildet, sist endret 17. november», «fra tavla: Eva Rustad borte til torsdag»."""
    fact, member = step.from_fact.removeprefix("fakta."), run.facts.member
    if fact == "navn" and not member.member_no:
        return FROM_CALL
    if fact == "tlf" and (run.facts.rings_for_another or not member.phone):
        return RINGS_FROM
    if reason := run.derived_facts.reason(step.from_fact):
        return f"{step.source}: {reason}"
    return f"{step.source}{_changed(run.facts, MEMBER_FIELDS.get(fact, ''))}"


def _changed(facts: Facts, field: str) -> str:
    """«, sist endret 17. november», with the year if it is not this year; «» when no change is logged."""
    day = facts.member.changed.get(field)
    if day is None:
        return ""
    words = long_date(day, year=day.year != facts.now.year).partition(" ")[2]
    return f", sist endret {words}"
