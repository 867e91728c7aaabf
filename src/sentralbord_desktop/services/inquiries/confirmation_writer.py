"""Writes an awaited written confirmation."""

from datetime import date

from sentralbord_desktop.domain.confirmations.confirmation import REMIND_AFTER_WORKING_DAYS, ConfirmationFields
from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.dates.working_days import add_working_days
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.open_promise import SETTLED
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.storage import confirmations
from sentralbord_desktop.storage.members.record import awaited


def write_confirmation(completion: Completion, action: Action) -> str:
    """Write a confirmation unless the same one is already awaited."""
    if completion.member_id is None:
        completion.leave(f"Venter på bekreftelse ({action.text}), når medlemsbildet er funnet", "confirmations")
        return "uten_medlem"
    asked, kind, detail = today(completion.at), action.data["kind"], action.data.get("detail", "")[:200]
    remind = action.data.get("remind")
    for one in awaited(completion.session, [completion.member_id]):
        if (one.kind, one.detail) == (kind, detail):
            if one.id not in _come_now(completion):
                completion.to_come.append(f"Venter på den skriftlige bekreftelsen fra {note_date(one.asked)}")
            return "gjort_for"
    confirmations.add_confirmation(
        completion.session,
        ConfirmationFields(
            kind=kind,
            department=completion.draft.facts.member.department,
            detail=detail,
            asked=asked,
            method=action.data.get("method", "")[:60],
            remind=date.fromisoformat(remind) if remind else add_working_days(asked, REMIND_AFTER_WORKING_DAYS),
        ),
        member_id=completion.member_id,
        inquiry_id=completion.inquiry_id,
    )
    completion.to_come.append("Venter på skriftlig bekreftelse")
    return "gjort"


def _come_now(completion: Completion) -> set[int]:
    """The ids of the confirmations that the review says have come."""
    draft = completion.draft
    return {one.id for one in draft.promises_asked if not one.is_callback and draft.answer_to(one) == SETTLED}
