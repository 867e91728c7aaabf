"""«Dette blir gjort»: the actions that are sure, what may still come, and the steps that remain."""

from collections.abc import Iterable
from dataclasses import dataclass

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.callback import CALLBACK_DONE
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.preview.certain import certain_actions, key_of
from sentralbord_desktop.procedures.preview.remaining import remaining_steps

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
