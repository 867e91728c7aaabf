"""Check `tekst_borte`: each text that an operator types must be in an output that a colleague can read, on every
way."""

from collections.abc import Iterable

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.checks.paths import SAMPLE_ANSWERS
from sentralbord_desktop.procedures.conditions import holds
from sentralbord_desktop.procedures.model import Output, Procedure, Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.letter import LETTER_ORDER
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.role_check import NEEDED_BY_FIELD
from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.template_fields.form_lines import FILLED_LINES
from sentralbord_desktop.procedures.templates import fields_in

TYPED = ("text", "time")
READ_BY_COLLEAGUES = (NOTE.key, EMAIL.key, CALLBACK.key, LOG.key, LETTER_ORDER.key)
KEPT_BY_KIND = {
    CALLBACK.key: frozenset(
        {
            StepRole.ANSWER_BY,
            StepRole.BEST_TIME,
            StepRole.CALLBACK_WISH,
            StepRole.CALLER_NAME,
            StepRole.PHONE,
            StepRole.REPORTER,
        }
    ),
    LOG.key: frozenset({StepRole.CALLER_NAME, StepRole.REPORTER}),
}
"""Kind of output -> the roles whose answers are in its columns: number, time and name of a callback, name of a call."""
REACHED = (StepRole.PHONE, StepRole.BEST_TIME)
FIELD_ROLES = {
    **NEEDED_BY_FIELD,
    "medlem": (StepRole.CALLER_NAME,),
    "naas": REACHED,
    "naas_kjent": REACHED,
    "kan_du_svare": REACHED,
}
"""General field -> the roles of the steps whose answers are part of its text."""


class LostText:
    """The check of one procedure, called for each finished way."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._asked = tuple(step for step in procedure.steps if step.field in TYPED or step.fields)
        self._telling = self._phrases_that_tell()

    def _phrases_that_tell(self) -> set[str]:
        """The phrases that can contain an answer; the others need not be read."""
        wanted = {step.id for step in self._asked} | set(FIELD_ROLES)
        wanted |= {f"{step.id}.{key}" for step in self._asked for key in (*step.lines, FILLED_LINES)}
        telling: set[str] = set()
        while True:
            found = {
                name
                for name, variants in self._procedure.phrases.items()
                if any(set(fields_in(variant.text)) & (wanted | telling) for variant in variants)
            }
            if found == telling:
                return telling
            telling = found

    def of(self, run: ProcedureRun, outcome: Outcome, sure: Iterable[Output]) -> list[Step]:
        """The steps of a finished run whose text no colleague can read afterwards, optional ones too."""
        lost = self._lost(run, outcome, sure)
        optional = [step for step in lost if step.optional and step.id not in run.given]
        if not optional:
            return lost
        for step in optional:
            lines = {line.key: SAMPLE_ANSWERS.get(line.kind, "x") for line in step.fields}
            run = run.answer(step.id, Answer(fields=lines) if lines else Answer(text="x"))
        outcome = Outcome(run)
        return self._lost(run, outcome, outcome.sure())

    def _lost(self, run: ProcedureRun, outcome: Outcome, sure: Iterable[Output]) -> list[Step]:
        asked = [step for step in self._asked if run.applies(step) and _is_typed(run, step)]
        if not asked:
            return []
        readable: set[str] = set()
        roles: set[StepRole] = set()
        changes_member = False
        for output in sure:
            changes_member |= output.on and kind_of(output.kind).changes_member
            if output.kind in READ_BY_COLLEAGUES and output.on:
                roles |= KEPT_BY_KIND.get(output.kind, frozenset())
                template = run.library.templates.get(output.template)
                self._follow(outcome, output.text or (template.body if template else ""), readable)
                self._follow(outcome, template.subject if template else "", readable)
        roles |= {role for name in readable for role in FIELD_ROLES.get(name, ())}
        kept = (step for step in asked if step.role not in roles)
        return [step for step in kept if not _is_kept(step, readable, changes_member=changes_member)]

    def _follow(self, outcome: Outcome, text: str, found: set[str]) -> None:
        """Put the fields in `text` into `found`, through the phrases as they read in this run."""
        for name in fields_in(text):
            if name in found:
                continue
            found.add(name)
            if name not in self._telling:
                continue
            for variant in self._procedure.phrases[name]:
                if holds(variant.when, outcome.lookup):
                    self._follow(outcome, variant.text, found)
                    break


def _is_kept(step: Step, readable: set[str], *, changes_member: bool) -> bool:
    """Whether all lines of a form are kept: in the record, where the call changes it, or by {step.line} in a text.
    {step} contains only the names of the lines."""
    if not step.fields:
        return step.id in readable
    lines = [line for line in step.fields if not (line.sets and changes_member)]
    return f"{step.id}.{FILLED_LINES}" in readable or all(f"{step.id}.{line.key}" in readable for line in lines)


def _is_typed(run: ProcedureRun, step: Step) -> bool:
    """Whether the operator typed the answer, or could: an optional step can be opened in any call."""
    answer = run.given.get(step.id)
    return bool(answer.text or answer.fields) if answer else step.optional
