"""The review after an answer was changed: what was written, ticked or struck on a card that says something else
now is not carried over to it."""

import json
from collections.abc import Mapping
from hashlib import sha256

from sentralbord_desktop.domain.inquiries.inquiry import Action, Review
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun

Fingerprints = Mapping[str, str]
"""Action id -> marks of what it is, of its words, and of its values, as the procedure has them."""
WHAT, WORDS, VALUES = range(3)
HANGS_ON = {
    "texts": WORDS,
    "subjects": WORDS,
    "kept": WORDS,
    "data": VALUES,
    "languages": WHAT,
    "on": WHAT,
    "reasons": WHAT,
}
"""Part of the review -> the mark that must be as it was."""


def action_fingerprints(run: ProcedureRun, review: Review) -> dict[str, str]:
    """The marks of every action that the review has something to say about."""
    touched = {key for part in HANGS_ON for key in getattr(review, part)} | set(review.said)
    if not touched:
        return {}
    actions = Outcome(run, review).actions()
    return {action.id: _fingerprint_of(action) for action in actions if action.id in touched}


def carry_over_review(review: Review, before: Fingerprints, now: Fingerprints, *, is_answered_anew: bool) -> Review:
    """What still fits. Without a new answer only the words to say are looked at: they change with the day."""

    def stands(action_id: str, mark: int) -> bool:
        was, is_now = before.get(action_id), now.get(action_id)
        if was is None or is_now is None:
            return True
        return was.split()[WHAT] == is_now.split()[WHAT] and was.split()[mark] == is_now.split()[mark]

    said = tuple(action_id for action_id in review.said if stands(action_id, WORDS))
    parts: dict[str, object] = {"said": said}
    if is_answered_anew:
        for part, mark in HANGS_ON.items():
            kept = {k: v for k, v in getattr(review, part).items() if stands(k, mark)}
            parts[part] = kept
    return review.model_copy(update=parts)


def _fingerprint_of(action: Action) -> str:
    values = json.dumps(action.data, sort_keys=True, default=str)
    what = f"{action.kind} {action.template} {action.to}"
    return " ".join(_digest(part) for part in (what, f"{action.subject}\n{action.text}", values))


def _digest(text: str) -> str:
    """Tells whether a text is the same, and not what it says."""
    return sha256(text.encode()).hexdigest()[:16]
