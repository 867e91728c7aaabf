"""A call without a window: takes facts and answers, returns the next step or the outcome (JSON values)."""

import json
from typing import Any

from pydantic import ValidationError

from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer, Facts
from sentralbord_desktop.domain.inquiries.transfer_candidates import to_ring
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.model import MISSED_DIGIT, Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.proposals import proposal_of, rows_of, shown_beside, source_of, value_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.transfers import candidates_of, next_to_ring

ENTER = "enter"


def read_facts(text: str) -> Facts:
    """Facts from JSON text; the keys are in docs/fakta.md. A whole scenario is accepted too."""
    try:
        return Facts.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise ProcedureError(f"Fakta har feil form: {where or 'ikke gyldig JSON'}.") from None


def read_answers(text: str) -> list[str | dict[str, str]]:
    """«1,3,-11», or a JSON list for texts with commas and steps with several fields. «enter» is the key, returned as
    «»."""
    text = text.strip()
    try:
        parts = list(json.loads(text)) if text.startswith("[") else [p.strip() for p in text.split(",") if p.strip()]
    except ValueError:
        raise ProcedureError("Svarene er verken «1,3,…» eller en JSON-liste.") from None
    return ["" if isinstance(part, str) and part.casefold() == ENTER else part for part in parts]


def answer_with(run: ProcedureRun, said: str | dict[str, str]) -> ProcedureRun:
    """Answer the current step with a digit, a key, «step=answer», a text, or named fields. An empty answer is Enter,
    which confirms the proposal of the register."""
    step = run.current
    if isinstance(said, str) and "=" in said and run.procedure.step(said.partition("=")[0]):
        name, _, said = said.partition("=")
        step = run.procedure.step(name)
    if step is None:
        raise AnswerError("Alle spørsmål er besvart.")
    if step.transfer and said == MISSED_DIGIT:
        return _missed(run, step)
    if not said and not step.gate and (proposal := proposal_of(run, step)):
        return run.answer(step.id, proposal.model_copy(update={"source": ""}))
    return run.answer(step.id, as_answer(step, said))


def _missed(run: ProcedureRun, step: Step) -> ProcedureRun:
    """Record that the present candidate did not answer; the next one is rung."""
    candidate = next_to_ring(run, step)
    if candidate is None:
        raise AnswerError("Det er ingen flere å ringe. Svar 0.")
    return run.missed(step.id, candidate, f"{run.facts.now:%H.%M}")


def as_answer(step: Step, said: str | dict[str, str]) -> Answer:
    """The caller's words as an answer to `step`: digit first, then key, then text."""
    if isinstance(said, dict):
        return Answer(fields=said)
    if not said and step.suggest:
        return Answer(choice=step.suggest)
    if step.confirm and ":" in said:
        return Answer(fields=_pairs(said))
    keys = []
    for part in said.split("+"):
        by_digit = [c.key for c in step.choices if step.digit_of(c) == part]
        by_key = [c.key for c in step.choices if c.key == part]
        keys += (by_digit or by_key)[:1]
    if (
        keys
        and len(keys) == len(said.split("+"))
        and not (step.field and said.isdigit() and said != "0" and not by_key)
    ):
        return Answer(choice="+".join(keys))
    if step.fields:
        return Answer(fields=_pairs(said))
    return Answer(text=said)


def _pairs(said: str) -> dict[str, str]:
    """«street: Nyveien 1; post_code: 2312» as fields."""
    pairs = (pair.partition(":") for pair in said.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def report(run: ProcedureRun) -> dict[str, Any]:
    """The next step with its options, or the outcome with its typed actions."""
    outcome = Outcome(run)
    step = run.current
    assessment = run.assessment
    return {
        "category": run.procedure.id,
        "version": run.procedure.version,
        "switched_from": list(run.switched_from),
        "warning": run.warning,
        "answered": [
            {
                "step": line.step.id,
                "asks": line.step.asks,
                "answer": line.shown,
                "choice": line.answer.choice,
                "source": line.answer.source or "svar",
            }
            for line in run.trail
            if line.answer and line.standing == "answered"
        ],
        "complete": step is None,
        "step": _asked_now(run, outcome, step) if step else None,
        "missing": list(outcome.missing()),
        "spoken_deadline": assessment.spoken.safe.isoformat() if assessment and assessment.spoken else None,
        "urgent": bool(assessment and assessment.urgent),
        "actions": [action_as_data(action) for action in outcome.actions()],
    }


def _asked_now(run: ProcedureRun, outcome: Outcome, step: Step) -> dict[str, Any]:
    """The step as asked in this call: whom it rings, the proposal of the register, and the facts shown beside it."""
    proposal = proposal_of(run, step)
    rows = rows_of(run, step) if step.confirm else ()
    asked = step_as_data(step)
    return asked | {
        "say": outcome.spoken(step),
        "options": [{**option, "hint": outcome.filled(str(option["hint"]))} for option in asked["options"]],
        "ring": _rung_in_turn(run, step),
        "proposed": {"answer": run.shown(step, proposal), "source": proposal.source} if proposal else None,
        "rows": [
            {
                "digit": row.digit,
                "step": row.step.id,
                "label": row.label,
                "answer": value_of(row, run.organisation),
                "source": source_of(row),
            }
            for row in rows
        ],
        "beside": [fact._asdict() for fact in shown_beside(run, step)],
    }


def _rung_in_turn(run: ProcedureRun, step: Step) -> list[dict[str, str]]:
    """The people that a transfer rings, in order; empty for other steps."""
    candidates = to_ring(candidates_of(run, step)) if step.transfer else ()
    return [{"name": one.name, "function": one.function, "number": one.number} for one in candidates]


def step_as_data(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "ask": step.ask,
        "say": step.say,
        "do": step.do,
        "rules": list(step.rules),
        "strength": step.strength.value,
        "gate": step.gate,
        "asks": step.asks,
        "field": step.field,
        "many": step.many,
        "fields": [{"key": f.key, "label": f.label, "required": f.required} for f in step.fields],
        "options": [
            {"digit": step.digit_of(c), "key": c.key, "text": c.text, "hint": c.hint, "switch": c.switch}
            for c in step.choices
        ],
    }


def action_as_data(action: Action) -> dict[str, Any]:
    """An action in the rulebook's form: type, to, template and the finished text."""
    data: dict[str, Any] = {
        "type": action.kind,
        "id": action.id,
        "to": action.to,
        "to_label": action.to_label,
        "template": action.template,
        "strength": action.strength.value,
        "on": action.on,
        "optional": not action.required,
        "urgent": action.urgent,
        "subject": action.subject,
        "text": action.text,
        "copy_to": list(action.copy_to),
        "where": list(action.where),
        "rules": list(action.rules),
        "missing": list(action.missing),
        "why": action.why,
        "must_be_said": action.must_be_said,
        **action.data,
    }
    return data | kind_of(action.kind).report(action)
