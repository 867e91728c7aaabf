"""The texts of the detail panel of Utboks: the state of a message, and what to know before choosing."""

from datetime import datetime

from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.messages.outgoing import OUTGOING_STATES, Outgoing
from sentralbord_desktop.domain.messages.sending_reach import SendingReach
from sentralbord_desktop.gui.messages.columns import promised, state_of

OPENED, TEXT_COPIED, SMS_COPIED = (
    f"{how} Er den sendt?"
    for how in ("E-postprogrammet er åpnet.", "Teksten er kopiert.", "Nummer og tekst er kopiert.")
)


def words_of(message: Outgoing) -> str:
    """Subject and text."""
    return "\n\n".join(part for part in (message.subject, message.body) if part)


def short_state(message: Outgoing) -> str:
    """The words beside the heading: «ikke sendt» while it waits, else the state."""
    if message.waits:
        return "ikke sendt"
    return "skal ikke sendes" if message.is_dropped else OUTGOING_STATES.get(message.state, message.state)


def question_of(message: Outgoing, moment: datetime, undo_seconds: int, sign: str, *, is_copied: bool) -> str:
    """The question that the buttons answer. `sign`: the present operator's initials. `is_copied`: the text was copied,
    no program was opened."""
    if message.state != "apnet":
        state = state_of(message, moment, undo_seconds)
        return state[:1].upper() + state[1:]
    if message.moved_by != sign and message.handed_over:
        return f"Åpnet kl. {clock(message.handed_over)} av {message.moved_by}. Er den sendt?"
    if message.kind == "sms":
        return SMS_COPIED
    return TEXT_COPIED if is_copied else OPENED


def alert_of(message: Outgoing, moment: datetime, reach: SendingReach) -> str:
    """What the operator must know; «» for nothing."""
    if message.state == "bekreft":
        return "Adressen er utenfor forbundet. E-posten går ikke før du har bekreftet den."
    if message.state == "usikker":
        return f"{message.reason} Spør mottakeren før du velger.".strip()
    if message.is_dropped:
        return f"Grunn: {message.reason}" if message.reason else ""
    if message.state == "klar" and message.not_before is not None:
        return _why_not_sent(message, moment, reach)
    return message.reason if message.state in {"klar", "feilet"} else ""


def _why_not_sent(message: Outgoing, moment: datetime, reach: SendingReach) -> str:
    """For a message that is sent automatically: when it was due, and why it was not sent."""
    obstacle, late = reach.obstacle(message.kind), ""
    if message.is_overdue(moment):
        late = f"Skulle vært sendt kl. {clock(promised(message, reach.settings.undo_seconds))}."
        if obstacle:
            start = ", eller start en pult som kan sende" if reach.is_shared else ""
            obstacle = f"{obstacle} Send den for hånd{start}."
    return " ".join(filter(None, (late, obstacle, message.reason)))
