"""Who a transfer step may ring, the attempts in its answer, and their words in texts."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sentralbord_desktop.domain.availability import BoardSnapshot
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt, rung_without_answer
from sentralbord_desktop.domain.inquiries.transfer_candidates import (
    DEPARTMENT,
    LOOP,
    NEARBY,
    OFFICE,
    ROLE,
    SUBSTITUTE,
    Candidate,
    away_words,
    in_order,
    to_ring,
)
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.facts import available
from sentralbord_desktop.procedures.model import NOBODY, TOOK, Procedure, Step, StepRole, holds
from sentralbord_desktop.procedures.recipients import ASKED_FOR, target_label
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


def next_to_ring(run: Called, step: Step) -> Candidate | None:
    """The candidate to ring now."""
    return next(iter(to_ring(candidates_of(run, step))), None)


def missed(run: Called, step: Step, candidate: Candidate, at: str) -> Answer:
    """Add an attempt without answer; the step remains open."""
    given = run.given.get(step.id) or Answer()
    return Answer(attempts=(*given.attempts, attempt_at(candidate, at)))


def with_attempts(run: Called, step: Step, answer: Answer) -> Answer:
    """`answer` with all attempts, as it is stored, unless it has them already. The last attempt is the next candidate
    in the order: they took the call at `tok` (or the target did, where no person is known), and did not answer at
    `ingen`; another answer from a person who is asked first means no. Without a person to ring, there is no attempt."""
    if answer.attempts:
        return answer
    before = run.given.get(step.id)
    attempts = tuple(a for a in before.attempts if a.is_unanswered) if before else ()
    if answer.choice == TOOK:
        attempts = (*attempts, _last(run, step).model_copy(update={"took": True}))
    elif answer.choice == NOBODY and not (before and before.choice == NOBODY) and next_to_ring(run, step) is not None:
        attempts = (*attempts, _last(run, step))
    elif step.transfer and step.transfer.consult and answer.choice != NOBODY and next_to_ring(run, step) is not None:
        attempts = (*attempts, _last(run, step).model_copy(update={"declined": True}))
    return answer.model_copy(update={"attempts": attempts})


def attempt_at(candidate: Candidate, at: str, *, took: bool = False) -> Attempt:
    return Attempt(
        who=candidate.who,
        name=candidate.name if not candidate.who.startswith(("loop:", OFFICE)) else "",
        function=candidate.function,
        number=candidate.number,
        at=at,
        took=took,
    )


def role_is_empty(run: Called, step: Step) -> bool:
    """Whether the step rings a role without a known person."""
    roles = [target.removeprefix("role:") for target in targets_of(run, step) if target.startswith("role:")]
    return any(not run.organisation.role(role).holder for role in roles)


def _last(run: Called, step: Step) -> Attempt:
    at = f"{run.facts.now:%H.%M}" if run.facts.call_time or run.facts.taken_up else ""
    candidate = next_to_ring(run, step)
    if candidate is not None:
        return attempt_at(candidate, at)
    return Attempt(function=target_label(target_that_took(run, step), run.organisation), at=at)


def field_of(run: Called, step: Step, answer: Answer, part: str) -> str:
    """The values of {step.hvem}, {step.kl}, {step.forsok} and {step.forsok_deg} (for the e-mail's recipient); without a
    part, the name of the person who took the call, or the answer."""
    taken, rung = answer.taken_by, [a for a in answer.attempts if a.is_unanswered]
    if part == "hvem":
        return taken.called if taken else ""
    if part == "kl":
        return taken.at if taken else ""
    if part in {"forsok", "forsok_deg"}:
        reader = reader_of(run, step) if part == "forsok_deg" else None
        return f"{_rung_sentence(step, answer, rung, reader)} {_declined_sentence(answer)}".strip()
    return taken.called if taken else ""


def attempts_logged(step: Step, answer: Answer) -> str:
    """«Ringte DS 14.06, svarte ikke. Satt over til sløyfe 2 kl. 14.08.»: all attempts, for the log of a call that
    continues without the step; «» without attempts."""
    missed, taken = [a for a in answer.attempts if a.is_unanswered], answer.taken_by
    said = [_rung_sentence(step, answer, missed, None) if missed else "", _declined_sentence(answer)]
    return " ".join(filter(None, [*said, f"Satt over til {taken.called} kl. {taken.at}." if taken else ""]))


def _rung_sentence(step: Step, answer: Answer, rung: Sequence[Attempt], reader: str | None) -> str:
    """«Ringte DS 14.06 og saksbehandler 14.07, ingen svarte.», those who are away by the board, or «Ingen å ringe.» In
    an e-mail to `reader` «Jeg ringte saksbehandler 14.06 og deg 14.07, uten svar.»"""
    if reader is not None:
        return f"Jeg ringte {rung_without_answer(rung, reader)}, uten svar." if rung else ""
    if not rung:
        return _away_sentence(step, answer) if answer.choice == NOBODY else ""
    return f"Ringte {rung_without_answer(rung)}, {'ingen svarte' if len(rung) > 1 else 'svarte ikke'}."


def _declined_sentence(answer: Answer) -> str:
    """«Ringte DS Gro Bakkerud 14.06, som sa nei.»"""
    said_no = [f"Ringte {a.called} {a.at}".rstrip() for a in answer.attempts if a.declined]
    return " ".join(f"{words}, som sa nei." for words in said_no)


def _away_sentence(step: Step, answer: Answer) -> str:
    """«KS ikke tilgjengelig: Roar Plassen borte til onsdag.»; the functions come from the targets of the step."""
    reason = answer.source.partition(": ")[2]
    targets = [to.split(":") for to in (step.transfer.to if step.transfer else ())]
    functions = [rest[-1].replace("_", "/") for kind, *rest in targets if kind == DEPARTMENT and len(rest) == 2]
    if functions:
        return f"{'/'.join(functions)} ikke tilgjengelig{f': {reason}' if reason else ''}."
    return f"{reason or NOBODY_TO_RING}."


def shown_answer(step: Step, answer: Answer) -> str:
    """In the trail: «Tok samtalen: DS Bergljot Lauvås 14.06», «Ingen svarte: DS 14.06», or «» for the answer's own
    text."""
    chosen = step.choice(answer.choice)
    if chosen is None:
        return ""
    taken = answer.taken_by
    if taken is not None:
        return f"{chosen.text}: {taken.called} {taken.at}".rstrip()
    if answer.choice == NOBODY and not answer.attempts:
        return NOBODY_TO_RING
    rung = rung_without_answer(answer.attempts)
    return f"{chosen.text}: {rung}" if rung and answer.choice == NOBODY else chosen.text
