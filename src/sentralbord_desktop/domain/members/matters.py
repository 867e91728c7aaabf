"""What to remember about a member during a call, as chips of a word or two, in a fixed order."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sentralbord_desktop.domain.dates.calendar import short_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.members.member import UNKNOWN
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.text.norwegian import counted


class Matter(StrEnum):
    """In the order of the screen."""

    DEAD = "dod"
    BROKEN_PROMISE = "brutt"
    DEADLINE = "frist"
    NOT_SENT = "ikke_sendt"
    AWAITED = "venter"
    UNKNOWN_STATUS = "ukjent"
    INVOICE = "faktura"
    NO_SMS = "sms"
    BLOCKED_ADDRESS = "sperret"


@dataclass(frozen=True, repr=False, slots=True)
class Chip:
    matter: Matter
    words: str


def chips_of(record: MemberRecord, moment: datetime) -> tuple[Chip, ...]:
    """One chip for each matter that the member has at `moment`."""
    day = today(moment)
    broken = sum(callback.is_overdue(moment) for callback in record.callbacks)
    overdue = sum(invoice.is_open and invoice.due < day for invoice in record.invoices)
    words = {
        Matter.DEAD: "Registrert som død" if record.member.is_dead else "",
        Matter.BROKEN_PROMISE: "Brutt løfte" if broken == 1 else f"{broken} brutte løfter" if broken else "",
        Matter.DEADLINE: deadline_words([c.deadline for c in record.callbacks if c.deadline], day),
        Matter.NOT_SENT: "Beskjed ikke sendt" if record.owed_messages(day) else "",
        Matter.AWAITED: counted(len(record.confirmations), "venter", "venter") if record.confirmations else "",
        Matter.UNKNOWN_STATUS: "Ukjent status" if record.member.status == UNKNOWN else "",
        Matter.INVOICE: "Forfalt faktura" if overdue == 1 else f"{overdue} forfalte fakturaer" if overdue else "",
        Matter.NO_SMS: "Ønsker ikke SMS" if record.member.no_sms else "",
        Matter.BLOCKED_ADDRESS: "Sperret adresse" if record.member.has_blocked_address else "",
    }
    return tuple(Chip(matter, words[matter]) for matter in Matter if words[matter])


def deadline_words(deadlines: list[date], day: date) -> str:
    """«Frist ons. 02.12.», the next one; «Frist ute ons. 02.12.» when all are over; «» without any."""
    coming = [deadline for deadline in deadlines if deadline >= day]
    if coming:
        return f"Frist {short_date(min(coming))}"
    return f"Frist ute {short_date(max(deadlines))}" if deadlines else ""
