"""Utboks on paper and in a file."""

from collections.abc import Callable

from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.lists.paper_column import PaperColumn

KINDS = {"epost": "E-post", "sms": "SMS", "brevordre": "Brev i posten"}


def outbox_paper(state: Callable[[Outgoing], str]) -> list[PaperColumn[Outgoing]]:
    """`state` is what happens to a message, in words."""
    return [
        PaperColumn("Laget", lambda o: o.created, 112),
        PaperColumn("Hva", lambda o: KINDS.get(o.kind, o.kind), 84),
        PaperColumn("Til", lambda o: o.to_label, 150),
        PaperColumn("Adresse", _address, 150),
        PaperColumn("Gjelder", lambda o: o.subject or o.body[:90], 220),
        PaperColumn("Frist", lambda o: o.deadline, 80, strong=True),
        PaperColumn("Tilstand", state, 150),
    ]


def _address(message: Outgoing) -> str:
    return spoken_number(message.to_address) if message.kind == "sms" else message.to_address
