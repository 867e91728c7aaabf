"""«Åpne igjen»: undoes what an inquiry wrote, except what was sent."""

from datetime import datetime

from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.imports import cells
from sentralbord_desktop.domain.inquiries.inquiry import sent_key
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.procedures.outputs.callback import CALLBACK_DONE
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.storage import callbacks, confirmations
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members import field_text, members
from sentralbord_desktop.storage.messages import outbox


def undo_inquiry(session: Session, inquiry_id: str, author: str, moment: datetime) -> tuple[str, ...]:
    """Undo the inquiry; returns a sentence for each thing that cannot be undone."""
    inquiries.withdraw(session, inquiry_id, author=author, at=moment)
    for callback in callbacks.of_inquiry(session, inquiry_id):
        callbacks.change(session, callback, status="trukket")
    confirmations.withdraw_confirmations(session, inquiry_id, today(moment))
    left = []
    for message in outbox.of_inquiry(session, inquiry_id):
        if message.is_dropped:  # the call that is completed instead writes its own
            outbox.move(session, message, "trukket", answered=True)
        if message.waits and outbox.move(session, message, "trukket", not_before=None) and message.state != "apnet":
            continue
        if message.state != "trukket":
            left.append(_has_left(message))
    for change in reversed(inquiries.changes_of(session, inquiry_id)):
        if change.field not in {"henvendelse", "registrert"}:
            _put_back(session, change, author, moment, inquiry_id)
        elif change.field == "registrert":
            left.append(f"Medlemmet {change.after} er registrert og blir stående.")
    return tuple(left)


def with_messages_left(session: Session, draft: Draft) -> Draft:
    """`draft`, which reopens an inquiry, with the messages of it that a server took, or that a person has confirmed as
    sent, also before an earlier reopening."""
    sent = (m for m in outbox.of_inquiry(session, draft.reopens) if m.state in {"sendt", "overlatt"})
    left = draft.facts.already_left | {sent_key(message.kind, message.target) for message in sent}
    return draft.model_copy(update={"facts": draft.facts.model_copy(update={"already_left": left})})


def _has_left(message: Outgoing) -> str:
    word = {"epost": "E-posten", "sms": "SMS-en"}.get(message.kind, "Bestillingen")
    if message.state in {"usikker", "sender", "klar", "apnet"}:
        return f"{word} til {message.to_label} kan være sendt. Spør mottakeren."
    return f"{word} til {message.to_label} er allerede sendt og kan ikke hentes tilbake."


def _put_back(
    session: Session, change: inquiries.WrittenChange, author: str, moment: datetime, inquiry_id: str
) -> None:
    """Undo one change, unless the field was changed since."""
    member_id, field, before, after = change
    member = members.member_by_id(session, member_id)
    if member is None:
        return
    phones = field_text.phones_of(session, member_id)
    now = phones.get(field, "") if field in field_text.PHONES else cells.shown(getattr(member, field))
    if now == after:
        members.change_member(
            session, member_id, {field: before}, author=author, at=moment, inquiry_id=inquiry_id, source="åpnet igjen"
        )


def kept_promise(session: Session, inquiry_id: str) -> bool:
    """Whether this inquiry settled its callback."""
    return any(
        action["kind"] == CALLBACK_DONE.key and action["state"] == "gjort"
        for action in inquiries.actions_of(session, inquiry_id)
    )


def registered_in(session: Session, inquiry_id: str) -> int | None:
    for change in inquiries.changes_of(session, inquiry_id):
        if change.field == "registrert":
            return change.member_id
    return None
