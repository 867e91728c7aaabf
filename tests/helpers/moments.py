"""Runs at moments of a call: every topic, each kind of caller, some hundred answers."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.paths import starting_points
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import CONFIRMED, Step
from sentralbord_desktop.procedures.run import ProcedureRun

FORM = {"date": "14.03.1979", "phone": "99000418", "email": "x@eksempel.no", "post_code": "2312"}
TEXTS = {"date": "19.03.2026", "department": "4", "text": "99000391", "time": "15"}


def answers_to(step: Step) -> list[Answer]:
    """One answer of each kind that the step takes."""
    if step.confirm:
        return [Answer(choice=CONFIRMED)]
    if step.fields:
        return [Answer(fields={field.key: FORM.get(field.kind, "Ås") for field in step.fields})]
    text = "24.03.2026" if step.future and step.field == "date" else TEXTS.get(step.field, "")
    if step.another:
        text = "2"
    chosen = [Answer(choice=choice.key) for choice in step.choices if not choice.types]
    return [*([Answer(text=text)] if step.field else []), *chosen]


def answered(run: ProcedureRun) -> list[ProcedureRun]:
    """The runs after each answer to the current step that can be given in this call."""
    step, after = run.current, list[ProcedureRun]()
    for answer in answers_to(step) if step else []:
        with suppress(AnswerError):
            after.append(run.answer(step.id if step else "", answer))
    return after


def moments(category: str, most: int = 60) -> Iterator[ProcedureRun]:
    """The first question of each starting point, and `most` later moments of it, the same ones each time."""
    shipped = library()
    for start in starting_points(shipped, shipped.procedures[category]):
        chance, open_ones = Random(category), [start]
        for _ in range(most):
            if not open_ones:
                break
            run = open_ones.pop(chance.randrange(len(open_ones)))
            yield run
            open_ones.extend(other for other in answered(run) if other.procedure.id == category)
