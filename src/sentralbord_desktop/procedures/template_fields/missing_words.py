"""The missing answers of a text: the question that gives each, and its words in the text."""

from collections.abc import Collection

from sentralbord_desktop.procedures.conditions import names_in
from sentralbord_desktop.procedures.member_changes import still_to_enter
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.templates import GENERAL_FIELDS, fields_in

ENTERED = "fort_inn"
"""The field with the changes of the member record."""
WHO_TOOK = "hvem som tok saken"
"""The missing words of a transfer."""


def open_step(run: ProcedureRun, name: str) -> Step | None:
    """The step that {name} waits for: the step itself, or the first unanswered one that decides the phrase; None for a
    general field."""
    return run.procedure.step(name.partition(".")[0]) or _open_step_of_phrase(run, name)


def missing_words(run: ProcedureRun, name: str) -> str:
    """«hvem som tok saken», «datoen på brevet»: the words for a missing {name}."""
    step = open_step(run, name)
    if step is None:
        return GENERAL_FIELDS.get(name, "et svar")
    return step.noun or (WHO_TOOK if step.transfer else f"svaret på «{step.ask}»")


def deciding_step(run: ProcedureRun, names: Collection[str]) -> Step | None:
    """The first open question among `names` (steps, and values computed from the deadline's steps); questions that will
    certainly be asked come first."""
    asked, sources = set(names), run.procedure.deadlines
    if sources and any(name.startswith("beregnet.") for name in asked):
        asked |= {sources.received, sources.negotiation, sources.wants, sources.oldest_pay_due}
    open_ones = [step for step in run.procedure.steps if step.id in asked and run.lookup(step.id) is None]
    return next(iter([*(step for step in open_ones if run.applies(step)), *open_ones]), None)


def _open_step_of_phrase(run: ProcedureRun, phrase: str) -> Step | None:
    """The open step of the phrase, of a phrase in it, or of an output that it mentions."""
    asked, following = set[str](), [phrase]
    while following:
        for variant in run.procedure.phrases.get(following.pop(), ()):
            found = names_in(variant.when) | {name.partition(".")[0] for name in fields_in(variant.text)}
            following += found & run.procedure.phrases.keys() - asked
            asked |= found
    if ENTERED in asked:
        asked |= {step.id for step in still_to_enter(run)}
    for output in run.procedure.outputs:
        if f"resultat.{output.id}" in asked:
            asked |= names_in(output.when)
    return deciding_step(run, asked)
