"""The lines of the member's record about one message: sent, not sent after all, dropped, brought back, answered for.

A remark is never rewritten; each of these is a new one. Form: «30.11.2026: E-post til DS avd. 4 sendt kl. 14.11. MH».
"""

from datetime import datetime

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.messages.outgoing import URGENT, Outgoing

KINDS = {"epost": "E-post", "sms": "SMS", "brevordre": "Brevordre"}
MAX_REASON_CHARS = 120
"""Characters of the reason for which a message is dropped."""


def matter(message: Outgoing) -> str:
    """«oppsigelse», of «HASTER – Oppsigelse – medlem 204118 – mulig frist 02.12.2026»; «» without a subject."""
    parts = [part.strip() for part in message.subject.split(" – ")]
    first = next((part for part in parts if part and part != URGENT), "")
    return first if first[1:2].isupper() else first[:1].lower() + first[1:]


def sent(message: Outgoing, moment: datetime, sign: str) -> str:
    return _line(message, f"sendt kl. {clock(moment)}", moment, sign)


def not_sent_after_all(message: Outgoing, moment: datetime, sign: str) -> str:
    return _line(message, "ble ikke sendt likevel", moment, sign)


def dropped(message: Outgoing, reason: str, moment: datetime, sign: str) -> str:
    return _line(message, f"{_about(message)}ble ikke sendt. Grunn: {reason.rstrip('.')}", moment, sign)


def brought_back(message: Outgoing, moment: datetime, sign: str) -> str:
    return _line(message, f"{_about(message)}skal sendes likevel. Angret {clock(moment)}", moment, sign)


def answered(message: Outgoing, moment: datetime, sign: str) -> str:
    what = f"{message.to_label} er varslet på en annen måte {_about(message)}".rstrip()
    return f"{note_date(today(moment))}: {what}. {sign}"


def _line(message: Outgoing, what: str, moment: datetime, sign: str) -> str:
    kind = KINDS.get(message.kind, "Melding")
    return f"{note_date(today(moment))}: {kind} til {message.to_label} {what}. {sign}"


def _about(message: Outgoing) -> str:
    about = matter(message)
    return f"om {about} " if about else ""
