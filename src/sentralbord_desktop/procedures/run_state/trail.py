"""The steps of a run as a list, with state and answer."""

from dataclasses import dataclass
from enum import StrEnum

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.model import Step


class Standing(StrEnum):
    """The state of a step in the trail."""

    ANSWERED = "answered"
    CURRENT = "current"
    AHEAD = "ahead"
    MAYBE = "maybe"
    OPTIONAL = "optional"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A step in the trail, with the answer as it is shown."""

    step: Step
    standing: Standing
    answer: Answer | None
    shown: str
    is_quiet: bool = False
    """Answered by the app, and nothing the operator needs to see; or a row of «Stemmer dette?», which shows it."""
