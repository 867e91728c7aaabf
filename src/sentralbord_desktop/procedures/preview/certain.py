"""Finds the actions that come with every answer to an open transfer."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.template_fields.missing_words import WHO_TOOK
from sentralbord_desktop.procedures.templates import missing_mark

SENTENCE_END = re.compile(r"(?<=[.:!?›])\s+(?![a-zæøå])")
"""Not inside «1. april»."""
NEXT_LINE = "»\n«"


class OutputKey(NamedTuple):
    """Identifies outputs that write the same: by the place of a remark, or the template."""

    kind: str
    about: object


def certain_actions(run: ProcedureRun) -> tuple[Action, ...]:
    """One action for each kind that all results of the open transfers have. Its text has the sentences that all share,
    and one mark for the others."""
    step = _open_transfer(run)
    if step is None:
        return ()
    ends = [_by_key(Outcome(end)) for end in _ends(run)]
    shared = [key for key in ends[0] if all(key in end for end in ends)]
    return tuple(_joined([end[key] for end in ends], step) for key in shared)


def key_of(action: Action) -> OutputKey:
    return OutputKey(action.kind, action.where or action.template or action.to)


def _by_key(outcome: Outcome) -> dict[OutputKey, Action]:
    return {key_of(a): a for a in outcome.actions() if a.on and kind_of(a.kind).is_previewed}


def _ends(run: ProcedureRun) -> list[ProcedureRun]:
    step = _open_transfer(run)
    if step is None:
        return [run]
    return [end for choice in step.choices for end in _ends(run.answer(step.id, Answer(choice=choice.key)))]


def _open_transfer(run: ProcedureRun) -> Step | None:
    """The first transfer that will certainly be asked; None where an earlier answer may end the questions."""
    for step in run.procedure.steps:
        if run.answer_of(step) is not None or run.applies(step) is False:
            continue
        if step.transfer:
            return step if run.applies(step) else None
        if any(choice.stop or choice.switch for choice in step.choices):
            return None
    return None


def _joined(actions: Sequence[Action], step: Step) -> Action:
    texts = [action.text for action in actions]
    if len(set(texts)) == 1:
        return actions[0]
    is_spoken = all(text.startswith("«") and text.endswith("»") for text in texts)
    spoken = [text[1:-1].replace(NEXT_LINE, " ") for text in texts]
    text = f"«{_common(spoken)}»" if is_spoken else _common(texts)
    return actions[0].model_copy(update={"text": text, "missing": (step.id,)})


def _common(texts: Sequence[str]) -> str:
    """The sentences that all texts have, in the order of the first text, with one mark at the first difference."""
    ours, *others = [SENTENCE_END.split(text) for text in texts]
    shared = set(ours).intersection(*others)
    place = next((place for place, sentence in enumerate(ours) if sentence not in shared), len(ours))
    parts = [sentence for sentence in ours if sentence in shared]
    return " ".join((*parts[:place], missing_mark(WHO_TOOK), *parts[place:]))
