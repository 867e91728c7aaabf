"""The people that a transfer step rings in this call, and the one answer that the board may give: all are away."""

from collections.abc import Mapping
from typing import Protocol

from sentralbord_desktop.domain.availability import BoardSnapshot
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.inquiries.transfer_candidates import (
    DEPARTMENT,
    LOOP,
    NEARBY,
    ROLE,
    SUBSTITUTE,
    Candidate,
    away_words,
    in_order,
)
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.conditions import holds
from sentralbord_desktop.procedures.facts import available
from sentralbord_desktop.procedures.model import NOBODY, Procedure, Step
from sentralbord_desktop.procedures.recipients import ASKED_FOR
from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.procedures.templates import fill

FROM_BOARD = "fra tavla"
NOBODY_TO_RING = "Ingen å ringe"
UNKNOWN = "ukjent"
"""Used as the number of an unknown department."""


class Called(Protocol):
    """The part of a run that is used here."""

    procedure: Procedure
    facts: Facts
    organisation: Organisation
    given: dict[str, Answer]

    def lookup(self, name: str) -> tuple[str, ...] | None: ...
    def answer_of(self, step: Step) -> Answer | None: ...


def targets_of(run: Called, step: Step) -> tuple[str, ...]:
    """The targets of the step with the answers filled in; a target with a missing answer is left out."""
    filled = [fill(to, lambda name: _value(run, name, ())) for to in (step.transfer.to if step.transfer else ())]
    targets = [target.text for target in filled if target.text and not target.missing]
    asked = run.procedure.step_for(StepRole.ASKED_FOR)
    name = answer.text if asked and (answer := run.answer_of(asked)) else ""
    return tuple(name if target == ASKED_FOR else target for target in targets)


def candidates_of(run: Called, step: Step, board: BoardSnapshot | None = None) -> tuple[Candidate, ...]:
    """Everyone whom the step can ring, in order; `board` is newer than the call's own."""
    given = run.given.get(step.id)
    rung: Mapping[str, str] = {a.who: a.at for a in given.attempts if a.is_unanswered} if given else {}
    return in_order(targets_of(run, step), run.organisation, board or run.facts.board or BoardSnapshot(), rung)


def reader_of(run: Called, step: Step) -> str:
    """The board key of the person who gets the e-mail when the call is not taken: of the first target, never a deputy;
    where two have the function, the one with an address. «» without such a person."""
    organisation = run.organisation
    found = in_order(targets_of(run, step)[:1], organisation, BoardSnapshot(), {})
    own = [one.who for one in found if one.function != SUBSTITUTE]
    with_mail = {f"staff:{person.id}" for person in organisation.staff if person.email}
    return next((who for who in own if who in with_mail), next(iter(own), ""))


def nobody_to_ring(run: Called, step: Step) -> Answer | None:
    """The answer «Ingen å ringe», when recent statements of the board say that everyone is away. Without a person in
    the catalogue, the facts decide: false for each target."""
    candidates = candidates_of(run, step) if run.facts.board is not None else ()
    if not candidates:
        names = [name for target in targets_of(run, step) for name in _fact_names(run, target)]
        return Answer(choice=NOBODY, source=FROM_BOARD) if available(run.facts, *names) is False else None
    words = away_words(candidates, run.facts.now.replace(tzinfo=OSLO))
    return Answer(choice=NOBODY, source=f"{FROM_BOARD}: {words}") if words else None


def target_that_took(run: Called, step: Step) -> str:
    """The first target that the facts do not say is away, where no person is known; «» without a target."""
    targets = targets_of(run, step)
    there = (target for target in targets if available(run.facts, *_fact_names(run, target)) is not False)
    return next(there, next(iter(targets), ""))


def _fact_names(run: Called, target: str) -> tuple[str, ...]:
    """The keys of a target in `Facts.availability`, which is about the member's own department."""
    kind, _, rest = target.partition(":")
    number, _, functions = rest.partition(":")
    if kind == DEPARTMENT and functions:
        return tuple(functions.split("_"))
    if kind == ROLE:
        holder = run.organisation.role(rest).holder
        known = (f"role:{rest}", rest, holder, *holder.split()[:1])
        return next(((name,) for name in known if available(run.facts, name) is not None), (target,))
    plain = {DEPARTMENT: f"{DEPARTMENT}_{number}", LOOP: f"{LOOP}_{rest}", NEARBY: "nearby_DS"}
    return (plain.get(kind, target),)


def _value(run: Called, name: str, around: tuple[str, ...]) -> str | None:
    """The value of {name} in a target: the department, an answer, or a phrase. `around` are the phrases it is in."""
    if name == "avd":
        step = run.procedure.step_for(StepRole.DEPARTMENT)
        answer = run.answer_of(step) if step else None
        number = run.facts.member.department
        return answer.text or UNKNOWN if answer else str(number or "") or None
    if name in run.procedure.phrases and name not in around:
        for variant in run.procedure.phrases[name]:
            if holds(variant.when, run.lookup):
                text, missing = fill(variant.text, lambda inner: _value(run, inner, (*around, name)))
                return None if missing else text
    named = run.procedure.step(name)
    answer = run.answer_of(named) if named else None
    return (answer.text or answer.choice or None) if answer else None
