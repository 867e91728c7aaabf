"""A message as a line of Utboks: when it was made, what it is, to whom, about what, and what happens to it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sentralbord_desktop.domain.dates.clock import clock, oslo
from sentralbord_desktop.domain.messages.outgoing import OUTGOING_STATES, Outgoing
from sentralbord_desktop.domain.messages.sending_reach import SendingReach
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.widgets.table_model import Column

KINDS = {"epost": "E-post", "sms": "SMS", "brevordre": "Brev i posten"}


def promised(message: Outgoing, undo_seconds: int) -> datetime:
    """When the message was to leave by itself, as the receipt said; a new attempt gets a time of its own."""
    if message.not_before is None or message.attempts:
        return message.created + timedelta(seconds=undo_seconds)
    return message.not_before


def state_of(message: Outgoing, moment: datetime, undo_seconds: int = 0) -> str:
    """«venter til 14.10», «skulle gått 14.10», «prøver igjen 14.20», «må sendes for hånd», «sendt for hånd 14.11, MH»."""
    if message.state == "klar":
        if message.not_before is None:
            return "må sendes for hånd"
        if message.is_overdue(moment):
            return f"skulle gått {clock(promised(message, undo_seconds))}"
        word = "prøver igjen" if message.attempts else "venter til"
        return f"{word} {clock(message.not_before)}"
    word = "skal ikke sendes" if message.is_dropped else OUTGOING_STATES.get(message.state, message.state)
    by_hand = message.state in {"apnet", "overlatt", "trukket"}
    who = f", {message.moved_by}" if by_hand and message.moved_by else ""
    return f"{word} {clock(message.handed_over)}{who}" if message.handed_over else f"{word}{who}"


def receiver(message: Outgoing) -> str:
    """«medlem 990 00 418»: of an SMS the number tells whose it is."""
    number = spoken_number(message.to_address) if message.kind == "sms" else ""
    return f"{message.to_label} {number}".strip()


def subject(message: Outgoing) -> str:
    """What it is about; of a dropped one the reason, because that is what the others ask about."""
    if message.is_dropped and message.reason:
        return f"Grunn: «{message.reason}»"
    return message.subject or message.body[:90]


def outbox_columns(now: Callable[[], datetime], reach: Callable[[], SendingReach]) -> list[Column[Outgoing]]:
    """The columns of the list; what is overdue, failed or in doubt is red."""

    def state(message: Outgoing) -> str:
        return state_of(message, now(), reach().settings.undo_seconds)

    def tone(message: Outgoing) -> str:
        return "danger" if message.is_trouble(now()) else ""

    def made(message: Outgoing) -> str:
        return f"{oslo(message.created):%d.%m.} {clock(message.created)}"

    return [
        Column("Tid", made, lambda o: o.created.isoformat(), 120, gives_way=2),
        Column("Hva", lambda o: KINDS.get(o.kind, o.kind), None, 110, gives_way=1),
        Column("Til", receiver, None, 210, strong=True),
        Column("Emne", subject),
        Column("Tilstand", state, None, 190, tone=tone),
    ]
