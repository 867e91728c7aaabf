"""Writes an e-mail, an SMS or a letter order to the outbox."""

from datetime import datetime, timedelta
from uuid import uuid4

from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.services.drafts.review import is_sms
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.services.messages.addressing import address_of
from sentralbord_desktop.storage.messages import outbox


def write_message(completion: Completion, action: Action) -> str:
    kind, organisation = kind_of(action.kind).message, completion.organisation
    address = _address(completion, action)
    copies = ", ".join(address_of(copy, organisation) or target_label(copy, organisation) for copy in action.copy_to)
    state, not_before = _sending_state(completion, kind, f"{address}, {copies}")
    outbox.add(
        completion.session,
        str(uuid4()),
        OutgoingFields(
            kind=kind,
            target=action.to,
            to_label=action.to_label or action.to,
            to_address=address,
            copy_to=copies,
            subject=action.subject,
            body=action.text,
            created=completion.at,
            state=state,
            not_before=not_before,
            letter=action.data.get("letter_text", ""),
            letter_to=action.data.get("letter_to", ""),
            strength=action.strength,
            deadline=completion.deadline,
        ),
        member_id=completion.member_id,
        inquiry_id=completion.inquiry_id,
    )
    if kind == "sms" and not address:
        completion.leave("SMS-en mangler et nummer: skriv det i Utboks")
    _add_to_receipt(completion, action, state, not_before, completion.obstacle(kind))
    return "klar" if not_before else "for_hand"


def _add_to_receipt(
    completion: Completion, action: Action, state: str, not_before: datetime | None, obstacle: str
) -> None:
    name, to_label = kind_of(action.kind).receipt, action.to_label or action.to
    for copy in action.copy_to:
        if not address_of(copy, completion.organisation):
            label = target_label(copy, completion.organisation)
            completion.leave(f"Kopi til {label}, som ikke har noen adresse i Katalog")
    if state == "bekreft":
        completion.leave(f"Bekreft {name.lower()} til {to_label}: adressen er utenfor forbundet")
    elif not_before is None:
        completion.leave(f"{name} til {to_label}")
    elif obstacle:  # it leaves when such a workstation is up, or by hand before that
        completion.leave(f"{name} til {to_label} ({obstacle[:1].lower()}{obstacle[1:].rstrip('.')})")
    else:
        completion.to_come.append(f"{name} til {to_label} sendes kl. {clock(not_before)}")


def _sending_state(completion: Completion, kind: str, addresses: str) -> tuple[str, datetime | None]:
    """State of the message, and when it is sent; None when an operator must send or confirm it."""
    if not completion.sending.sends(kind):
        return "klar", None
    if kind != "sms" and completion.sending.is_outside(addresses):
        return "bekreft", None
    return "klar", completion.at + timedelta(seconds=completion.sending.undo_seconds)


def _address(completion: Completion, action: Action) -> str:
    if is_sms(action):
        return completion.number(action)
    return address_of(action.to, completion.organisation, action.to_label)
