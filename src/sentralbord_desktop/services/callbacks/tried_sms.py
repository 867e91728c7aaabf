"""The SMS «Vi prøvde å ringe deg», after the third attempt without an answer."""

from datetime import datetime

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony.phone_numbers import is_landline, spoken_number
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.templates import fill

TEMPLATE = "S-PROVDE"


def check_can_receive(callback: Callback, member: Member | None) -> None:
    """Raises SwitchboardError when the member wants no SMS or the number takes none."""
    if member and member.no_sms:
        raise SwitchboardError("Medlemmet ønsker ikke SMS. Prøv å ringe igjen senere.")
    if not callback.number or is_landline(callback.number):
        raise SwitchboardError("Nummeret tar ikke imot SMS. Prøv å ringe igjen senere.")


def tried_sms(
    callback: Callback, library: Library, organisation: Organisation, created: datetime, not_before: datetime | None
) -> OutgoingFields:
    """The message to the caller. Raises SwitchboardError when the organisation has no phone number."""
    number = spoken_number(organisation.phone)
    text, missing = fill(library.templates[TEMPLATE].body, {"tlf_sentralbord": number or None}.get)
    if missing:
        raise SwitchboardError("Skriv sentralbordets nummer i Innstillinger, Organisasjon.")
    return OutgoingFields(
        kind="sms",
        target="medlem",
        to_label=callback.name or "innringeren",
        to_address=callback.number,
        body=text,
        created=created,
        not_before=not_before,
    )
