"""The context of completing one inquiry: target of its rows, lines of its receipt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from sentralbord_desktop.domain.deadlines import Assessment
from sentralbord_desktop.domain.inquiries.inquiry import LOG_SAVED, Action, Receipt
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import number_to_ring, spoken_number
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.services.drafts import Draft


def nearest_deadline(assessment: Assessment | None) -> date | None:
    """The day before which the receiver must know of the case, as the callback is promised by; None when none is known."""
    if assessment is None:
        return None
    nearest = assessment.sooner or assessment.spoken or assessment.nearest
    return nearest.safe if nearest else None


def without_member(draft: Draft) -> Draft:
    """`draft` as it is written when the identity of the caller failed: about no member, so that the remark waits until
    it is known whose it is (X-3). Any other draft as it is."""
    if not draft.facts.identity_failed:
        return draft
    title = spoken_number(draft.facts.caller_phone) or "Ukjent innringer"
    about: dict[str, object] = {"member_id": None, "title": title, "seen": {}, "promises": (), "callback_id": None}
    return draft.model_copy(update=about)


class ByHand(NamedTuple):
    """A task for the operator, and its page; «» without one."""

    what: str
    page: str


@dataclass
class Completion:
    session: Session
    draft: Draft
    organisation: Organisation
    author: str
    at: datetime
    inquiry_id: str
    member_id: int | None
    sending: SendingSettings
    library: Library
    obstacle: Callable[[str], str] = lambda _: ""
    """For a kind of message that is sent automatically: the sentence why it cannot be sent now; «» when it can."""
    deadline: date | None = None
    """The nearest possible deadline of the case, its safe date."""
    done: list[str] = field(default_factory=list)
    to_come: list[str] = field(default_factory=list)
    by_hand: list[ByHand] = field(default_factory=list)
    noted: str = ""
    """The text of the remark, repeated in the member's log (KF-2)."""

    def leave(self, what: str, page: str = "outbox") -> None:
        """Add a task that the operator must do by hand."""
        self.by_hand.append(ByHand(what, page))

    def text_of(self, role: StepRole) -> str:
        """The first answer to the step with this role; «» without one."""
        answers = self.library.answers_for(role, self.draft.open_answers(self.library))
        return answers[0].text if answers else ""

    def number(self, action: Action) -> str:
        """The number to call: of the action, else of the caller."""
        return number_to_ring(action.data.get("number") or self.draft.number(self.library))

    def receipt(self, caller_name: str) -> Receipt:
        """`caller_name` is for the title."""
        return Receipt(
            inquiry_id=self.inquiry_id,
            title=self.draft.completed_title(caller_name, by_hand=bool(self.by_hand)),
            done=(*dict.fromkeys(self.done), LOG_SAVED),
            to_come=tuple(dict.fromkeys(self.to_come)),
            by_hand=tuple(task.what for task in self.by_hand),
            hand_pages=tuple(task.page for task in self.by_hand),
        )
