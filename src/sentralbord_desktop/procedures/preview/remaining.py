"""The questions that remain: the only counter of the wizard, the review and the screen reader."""

from contextlib import suppress

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.paths import SAMPLE_ANSWERS
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.proposals.confirm import is_left_to_confirm
from sentralbord_desktop.procedures.run import ProcedureRun

ALL_ANSWERED = "Alt er med"


def remaining_steps(run: ProcedureRun) -> tuple[Step, ...]:
    """The current step and those that follow for every answer to it, in order. Optional steps, and steps that depend on
    a later answer, are not included."""
    current = run.current
    if current is None:
        return ()
    coming = [step for step in run.procedure.steps if step is not current and _may_come(run, step)]
    for after in _alternatives(run, current):
        coming = [step for step in coming if _comes(after, step)]
        if not coming:
            break
    return (current, *coming)


def remaining_words(count: int) -> str:
    """«Mangler 2 svar», «Alt er med»."""
    return f"Mangler {count} svar" if count else ALL_ANSWERED


def _may_come(run: ProcedureRun, step: Step) -> bool:
    is_open = not step.optional and run.applies(step) is not False and run.answer_of(step) is None
    return is_open and not is_left_to_confirm(run, step)


def _comes(run: ProcedureRun, step: Step) -> bool:
    same = run.procedure.step(step.id)  # a choice that switches gives a run of another procedure
    return same is not None and _may_come(run, same) and run.applies(same) is True


def _alternatives(run: ProcedureRun, current: Step) -> list[ProcedureRun]:
    """A run for each choice, and for a filled-in form; `run` itself for a typed answer, whose effect is unknown."""
    answers = [Answer(choice=choice.key) for choice in current.choices if not choice.types]
    if current.fields:
        answers.append(Answer(fields={line.key: SAMPLE_ANSWERS.get(line.kind, "x") for line in current.fields}))
    runs = [run] if current.field or current.fields else []
    for answer in answers:
        with suppress(AnswerError):  # not an answer in this call
            runs.append(run.answer(current.id, answer))
    return runs
