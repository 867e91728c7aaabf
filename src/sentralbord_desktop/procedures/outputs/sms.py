"""A text message."""

from sentralbord_desktop.domain.members.member import DEAD
from sentralbord_desktop.domain.telephony import is_landline, number_to_ring
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outputs.kind import About, OutputContext, OutputKind


def _takes_sms(context: OutputContext, output: Output) -> bool:
    """Whether the member can get an SMS: is not dead, allows it, and the number is no landline. Without a number False
    once all is answered."""
    number = number_to_ring(context.field("tlf") or "")
    has_none = not number and context.run.current is None
    member = context.run.facts.member
    return member.status != DEAD and not member.no_sms and not is_landline(number) and not has_none


SMS = OutputKind(
    "SMS",
    "SMS",
    "chat-text",
    leads_somewhere=False,
    is_own_words=True,
    message="sms",
    receipt="SMS",
    yields=True,
    card_fields=("number", "text"),
    may_be_on=_takes_sms,
    reaches_member=True,
    about=About.MEMBER,
    dropped_as="SMS til medlemmet",
)
