"""The review after a changed answer: edits and choices on a card whose content changed are dropped."""

import json
from collections.abc import Mapping
from hashlib import sha256

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.outcome import outcome_of
from sentralbord_desktop.procedures.run import ProcedureRun

Fingerprints = Mapping[str, str]
"""Action id -> digests of its identity, its words and its values."""
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
"""Part of the review -> the digest that must be unchanged."""


def action_fingerprints(run: ProcedureRun, review: Review) -> dict[str, str]:
    """The digests of every action that the review refers to."""
    touched = {key for part in HANGS_ON for key in getattr(review, part)} | set(review.said)
    if not touched:
        return {}
    actions = outcome_of(run, review).actions()
    return {action.id: _fingerprint_of(action) for action in actions if action.id in touched}


def carry_over_review(review: Review, before: Fingerprints, now: Fingerprints, *, is_answered_anew: bool) -> Review:
    """The review without outdated parts. Without a new answer only `said` is checked: its words depend on the day."""

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
    return sha256(text.encode()).hexdigest()[:16]
