"""E-mail addresses of the targets of procedures."""

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.recipients import ASKED_FOR


def address_of(target: str, organisation: Organisation, name: str = "") -> str:
    """The e-mail address of `role:post`, `avdeling:4` or `avdeling:4:DS`; «» without one. A person without an
    address is reached through the department. `name`: the person asked for (MD-2)."""
    if target == ASKED_FOR:
        return organisation.mail_of(name)
    kind, _, rest = target.partition(":")
    if kind == "role":
        return organisation.role(rest).email
    number, _, function = rest.partition(":")
    if kind == "avdeling" and number.isdigit():
        people = organisation.people(int(number), *function.split("_")) if function else []
        own = next((person.email for person in people if person.email), "")
        return own or organisation.department(int(number)).email
    return ""


def way_out(action: Action, sending: SendingSettings, organisation: Organisation) -> tuple[str, bool]:
    """How the message will be sent, for its card, and whether a person must act; «» for other actions."""
    kind = kind_of(action.kind).message
    if not kind:
        return "", False
    if kind == "sms":
        return ("sendes herfra" if sending.sends(kind) else "kopieres fra utboksen"), False
    addresses = [address_of(to, organisation, action.to_label) for to in (action.to, *action.copy_to)]
    if not addresses[0]:
        return "Mottakeren har ingen e-postadresse i Katalog.", True
    if not sending.sends(kind):
        return "åpnes i e-postprogrammet fra utboksen", False
    if sending.is_outside(", ".join(addresses)):
        return "Adressen er utenfor forbundet. E-posten går ikke før du har bekreftet den.", True
    return f"sendes herfra til {addresses[0]}", False
