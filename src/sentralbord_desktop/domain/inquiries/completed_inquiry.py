"""A completed inquiry for reading: the answers, the actions, and the messages."""

from dataclasses import dataclass

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.messages.outgoing import Outgoing

LEFT_OUT = "utelatt"
"""The state of an action that the operator left out of the review."""


@dataclass(frozen=True, slots=True, repr=False)
class GivenAnswer:
    """The question as asked, and the answer as shown."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, repr=False)
class StoredAction:
    """A stored action; `reason` is why it was left out, or why its text was kept (PR-3)."""

    action: Action
    reason: str = ""

    @property
    def was_said(self) -> bool:
        return bool(self.action.data.get("said"))


@dataclass(frozen=True, slots=True, repr=False)
class CompletedInquiry:
    """`messages` have their present state; `is_blanked` when the texts were deleted after the retention time."""

    answers: tuple[GivenAnswer, ...] = ()
    actions: tuple[StoredAction, ...] = ()
    messages: tuple[Outgoing, ...] = ()
    is_blanked: bool = False
