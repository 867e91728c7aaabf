"""«Dette blir gjort»: the actions that are sure, what may still come, and the steps that remain."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer, MemberFacts
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.paths import SAMPLE_ANSWERS
from sentralbord_desktop.procedures.model import Output, Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.callback import CALLBACK_DONE
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.registry import is_for_third_party, kind_of
from sentralbord_desktop.procedures.proposals import is_left_to_confirm
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.template_fields.contact import WHO_TOOK
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


IN_REGISTER = MemberFacts(member_no="–", phone="–", address="–", employer="–")
"""Replaces the closed record: it shows that a record exists, and nothing of its content."""


def dropped(run: ProcedureRun) -> tuple[str, ...]:
    """Their names for the operator, each once: «Merknad i medlemsbildet», «E-post til avdelingen». Empty when the
    caller is no third party."""
    if not run.facts.is_third_party:
        return ()
    as_member: dict[str, Any] = {"caller": CallerKind.MEMBER, "identity_confirmed": True}
    if run.facts.closed_member_id is not None:
        as_member["member"] = IN_REGISTER
    outcome = Outcome(run.with_facts(run.facts.model_copy(update=as_member)))
    cards = (o for o in outcome.sure() if kind_of(o.kind).is_reviewed and o.kind != LOG.key)
    return tuple(dict.fromkeys(_named(outcome, o) for o in cards if not is_for_third_party(o) and o.on))


def _named(outcome: Outcome, output: Output) -> str:
    kind = kind_of(output.kind)
    if kind.dropped_as:
        enclosed = output.data.get("enclosures", ())
        return f"{kind.dropped_as} ({enclosed[0]})" if enclosed else kind.dropped_as
    to = outcome.recipient(output)
    return f"{kind.label} til {to}" if to else kind.label


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


WHO_ANSWERS = "hvem som svarer"
"""What a transfer decides."""


@dataclass(frozen=True, slots=True)
class ActionPreview:
    """`coming` has the names of the outputs that may come, `decides` what decides them, «» when there are several;
    `remaining` the steps that remain."""

    actions: tuple[Action, ...]
    coming: tuple[str, ...]
    decides: str
    remaining: tuple[Step, ...]


def preview_of(outcome: Outcome) -> ActionPreview:
    """Empty before the first answer, but for an open promise that the call keeps. The telephone log comes with the first
    other action, or alone when no other can come."""
    shown = [action for action in outcome.actions() if kind_of(action.kind).is_previewed]
    if not outcome.run.given:
        shown = [action for action in shown if action.kind == CALLBACK_DONE.key]
        return ActionPreview(tuple(shown), (), "", remaining_steps(outcome.run))
    keys = {key_of(action) for action in shown}
    shown += [action for action in certain_actions(outcome.run) if key_of(action) not in keys]
    coming, decides = _coming(outcome, shown)
    if coming and not any(action.on and not kind_of(action.kind).is_last for action in shown):
        shown, coming, decides = [], (), ""
    title = outcome.run.procedure.title
    shown = [_with_topic(action, title) if kind_of(action.kind).is_last else action for action in shown]
    return ActionPreview(in_review_order(shown), coming, decides, remaining_steps(outcome.run))


def _with_topic(log: Action, title: str) -> Action:
    """The telephone log has the topic beside its text."""
    return log.model_copy(update={"text": ", ".join(filter(None, (title, log.text)))})


def in_review_order(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Those that are included first, the log last of them."""
    return tuple(sorted(actions, key=lambda action: (not action.on, kind_of(action.kind).is_last)))


def _coming(outcome: Outcome, shown: Iterable[Action]) -> tuple[tuple[str, ...], str]:
    """The outputs that come by themselves when they come, each name once, and what decides them."""
    seen = {(action.kind, action.to_label) for action in shown}
    names: dict[str, None] = {}
    deciding: set[str] = set()
    for output in outcome.possible():
        kind, to = kind_of(output.kind), outcome.recipient(output)
        if not kind.is_previewed or kind.is_last or not output.on or (output.kind, to) in seen:
            continue
        names[kind.label if kind.is_spoken else f"{kind.label} {to}".rstrip()] = None
        step = outcome.deciding_step(output)
        deciding.add("" if step is None else WHO_ANSWERS if step.transfer else f"«{step.ask}»")
    return tuple(names), deciding.pop() if len(deciding) == 1 else ""
