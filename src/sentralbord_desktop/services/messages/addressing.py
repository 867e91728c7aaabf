"""E-mail addresses of the targets of procedures."""

from typing import NamedTuple

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


class WayOut(NamedTuple):
    """How a message will be sent, for its card, and whether a person must act."""

    words: str
    must_act: bool


NO_WAY_OUT = WayOut("", must_act=False)
"""For an output that is no message."""


def way_out(action: Action, sending: SendingSettings, organisation: Organisation) -> WayOut:
    kind = kind_of(action.kind).message
    if not kind:
        return NO_WAY_OUT
    if kind == "sms":
        return WayOut("sendes herfra" if sending.sends(kind) else "kopieres fra utboksen", must_act=False)
    addresses = [address_of(to, organisation, action.to_label) for to in (action.to, *action.copy_to)]
    if not addresses[0]:
        return WayOut("Mottakeren har ingen e-postadresse i Katalog.", must_act=True)
    if not sending.sends(kind):
        return WayOut("åpnes i e-postprogrammet fra utboksen", must_act=False)
    if sending.is_outside(", ".join(addresses)):
        return WayOut("Adressen er utenfor forbundet. E-posten går ikke før du har bekreftet den.", must_act=True)
    return WayOut(f"sendes herfra til {addresses[0]}", must_act=False)
