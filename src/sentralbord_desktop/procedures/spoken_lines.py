"""The lines that are spoken in the review: few, and each short enough for one breath."""

import re
from collections.abc import Sequence

from sentralbord_desktop.domain.inquiries.inquiry import Action, Strength
from sentralbord_desktop.procedures.outputs.registry import kind_of

MAX_LINES, MAX_SIGNS = 3, 95
"""Most lines of a call, and most characters of a line without its «»: more cannot be remembered, or said in one
breath."""


def lines_of(text: str) -> tuple[str, ...]:
    """Each «…» is a line; a text without them is one."""
    found = [line.strip() for line in re.findall(r"«([^«»]*)»", text)]
    return tuple(line for line in found if line) or ((text.strip(),) if text.strip(" «»\n") else ())


def said_in_review(actions: Sequence[Action]) -> tuple[Action, ...]:
    """The lines that the operator says, in the order of the procedure. An optional line («kan») beyond the limit is
    left out."""
    spoken = [a for a in actions if kind_of(a.kind).is_spoken and a.on]
    left = MAX_LINES - sum(len(lines_of(a.text)) for a in spoken if a.strength is not Strength.KAN)
    chosen = []
    for action in spoken:
        if action.strength is Strength.KAN:
            left -= (needed := len(lines_of(action.text)))
            if left < 0:
                left += needed
                continue
        chosen.append(action)
    return tuple(chosen)
