"""A call that was put through: the receipt, and that the DS said they have the case."""

from sentralbord_desktop.domain.inquiries.case_handover import TAKE
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.procedures.outputs.transfer import HANDED_OVER, TRANSFER, put_through_to
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.storage.inquiries import case_handover


def write_transfer(completion: Completion, action: Action) -> str:
    """The transfer never means that a case is taken over: only what the DS said does, in an event of its own."""
    completion.done.append(f"{TRANSFER.receipt} {put_through_to(action)}".rstrip())
    if action.data.get(HANDED_OVER):
        case_handover.add_event(
            completion.session, completion.inquiry_id, handed_over=True, author=completion.author, at=completion.at
        )
        completion.done.append(TAKE)
    return "gjort"
