"""Writes a promised callback, or closes the callback of the call."""

from datetime import date, datetime

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.dates.calendar import is_far, long_date
from sentralbord_desktop.domain.dates.clock import OSLO, clock, today
from sentralbord_desktop.domain.inquiries.inquiry import CALLBACK_SAVED, Action
from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.storage import callbacks


def write_callback(completion: Completion, action: Action) -> str:
    due_text = action.data.get("due")
    due = datetime.fromisoformat(due_text).replace(tzinfo=OSLO) if due_text else None
    deadline = action.data.get("deadline")
    number = completion.number(action)
    callbacks.add(
        completion.session,
        CallbackFields(
            name=caller_of(completion)[:200],
            number=number,
            subject=action.text[:200],
            category=completion.draft.category,
            due=due,
            window=action.data.get("window", "")[:60],
            deadline=date.fromisoformat(deadline) if deadline else None,
            owner=action.to_label[:60],
            promised_by=completion.author,
            created=completion.at,
        ),
        member_id=completion.member_id,
        inquiry_id=completion.inquiry_id,
    )
    if not number:
        completion.leave("Oppringingen mangler et nummer: skriv det i Ring tilbake", "callbacks")
    when = "når det passer"
    if due:
        day = today(due)
        when = f"{long_date(day, year=is_far(day, today(completion.at)))} kl. {clock(due)}"
    completion.done.append(f"{CALLBACK_SAVED}{when}")
    return "gjort"


def caller_of(completion: Completion) -> str:
    """The name to call back; never the member on whose behalf another person calls (X-4, MD-2)."""
    facts = completion.draft.facts
    forms = completion.library.answers_for(StepRole.PERSON_DETAILS, completion.draft.open_answers(completion.library))
    member = "" if facts.rings_for_another else facts.member.name
    own = [form.fields.get(key, "") for form in forms for key in ("first_name", "last_name")]
    return (
        member
        or facts.caller_name
        or completion.text_of(StepRole.REPORTER)
        or completion.text_of(StepRole.CALLER_NAME)
        or " ".join(filter(None, own))
    )


def close_callback(completion: Completion, action: Action) -> str:
    """The caller was spoken with: close the callback, unless the review keeps it."""
    draft = completion.draft
    if draft.callback_id is None:
        return "gjort"
    callback = callbacks.get(completion.session, draft.callback_id)
    if callback is not None and callback.status == "apen":
        callbacks.attempt(completion.session, callback, completion.author, completion.at, "svarte")
        if draft.keeps_callback:
            callbacks.change(completion.session, callback, claimed_by="", claimed_until=None)
            completion.done.append("Løftet om å ringe står")
            return "utelatt"
        callbacks.change(completion.session, callback, status="gjort")
        completion.done.append("Løftet om å ringe er gjort opp")
        return "gjort"
    return "gjort_for"
