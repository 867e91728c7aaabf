"""What the operator did on the review page. Pure."""

from collections.abc import Collection
from typing import Any

from pydantic import ConfigDict, Field

from sentralbord_desktop.domain.redacted import Guarded

MIN_REASON_CHARS, MAX_REASON_CHARS = 3, 120
"""Signs of a reason for leaving something out."""


def understood(reason: str) -> str:
    """The reason without blanks around it; «» when it has too few letters and digits to say anything: «…», or signs that
    cannot be seen."""
    text = reason.strip()
    return text if sum(map(str.isalnum, text)) >= MIN_REASON_CHARS else ""


class Review(Guarded):
    """What the operator did on the review page: edited texts and values, what is off and why, what
    was said. Every key is an action's id, but for `promises`; `data` holds the values that replace the action's own, `kept`
    why a text may hold what is sensitive (PR-3)."""

    model_config = ConfigDict(frozen=True)
    texts: dict[str, str] = Field(default_factory=dict)
    subjects: dict[str, str] = Field(default_factory=dict)
    data: dict[str, dict[str, Any]] = Field(default_factory=dict)
    languages: dict[str, str] = Field(default_factory=dict)
    on: dict[str, bool] = Field(default_factory=dict)
    reasons: dict[str, str] = Field(default_factory=dict)
    kept: dict[str, str] = Field(default_factory=dict)
    said: tuple[str, ...] = ()
    said_at: str = ""
    """When the last of it was said, «14.09»."""
    promises: dict[str, str] = Field(default_factory=dict)
    """Key of an open promise -> the answer: `gjort` or `staar` (open_promise.py)."""

    def of_actions(self, action_ids: Collection[str]) -> "Review":
        """Without what was done with other actions, and without promises."""
        parts = ((name, value) for name, value in self if isinstance(value, dict))
        kept = {name: {key: one for key, one in value.items() if key in action_ids} for name, value in parts}
        return self.model_copy(update=kept)

    def without_actions(self, action_ids: Collection[str]) -> "Review":
        """Without what was done with these actions, but for what was said."""
        parts = ((name, value) for name, value in self if isinstance(value, dict))
        kept = {name: {key: one for key, one in value.items() if key not in action_ids} for name, value in parts}
        return self.model_copy(update=kept)

    def has_reason(self, action_id: str) -> bool:
        """Whether there is a reason for leaving the action out, in words that a colleague understands."""
        return bool(understood(self.reasons.get(action_id, "")))

    def strikes(self, action_id: str) -> bool:
        """Whether a skal is taken away: only with a reason."""
        return self.on.get(action_id) is False and self.has_reason(action_id)
