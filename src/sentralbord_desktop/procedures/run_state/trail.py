"""The steps of a run as a list: where each one stands, and its answer."""

from dataclasses import dataclass
from enum import StrEnum

from sentralbord_desktop.domain.inquiries import Answer
from sentralbord_desktop.procedures.model import Step


class Standing(StrEnum):
    """Where a step stands in the trail."""

    ANSWERED = "answered"
    CURRENT = "current"
    AHEAD = "ahead"
    MAYBE = "maybe"
    OPTIONAL = "optional"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A step in the trail, with the answer as it is shown."""

    step: Step
    standing: Standing
    answer: Answer | None
    shown: str

    @property
    def is_quiet(self) -> bool:
        """Answered by the app, and nothing the operator needs to see."""
        return self.step.quiet and bool(self.answer and self.answer.source)
