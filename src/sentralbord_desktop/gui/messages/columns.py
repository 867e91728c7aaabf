"""The columns of Utboks, on the screen and on paper: when a message was made, its kind, recipient, subject and state."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sentralbord_desktop.domain.dates.calendar import is_far, short_date
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.messages.delivery_remarks import matter
from sentralbord_desktop.domain.messages.outgoing import OUTGOING_STATES, Outgoing
from sentralbord_desktop.domain.messages.sending_reach import SendingReach
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.lists.grouped_model import Grouping, RowGroup, state_column
from sentralbord_desktop.gui.lists.paper import Paper, PaperColumn
from sentralbord_desktop.gui.widgets.table_model import Column

KINDS = {"epost": "E-post", "sms": "SMS", "brevordre": "Brev"}
URGENT, NOT_SENT, BY_HAND = "Haster", "Ble ikke sendt", "Må sendes for hånd"
BY_ITSELF, DROPPED, SENT = "Sendes av seg selv", "Skal ikke sendes", "Sendt"
UNNAMED = "Beskjed"
"""The matter of a message that belongs to no call."""


def promised(message: Outgoing, undo_seconds: int) -> datetime:
    """When the message was to be sent automatically, as in the receipt; a new attempt has its own time."""
    if message.not_before is None or message.attempts:
        return message.created + timedelta(seconds=undo_seconds)
    return message.not_before


def state_of(message: Outgoing, moment: datetime, undo_seconds: int = 0) -> str:
    """«venter til 14.10», «skulle gått 14.10», «prøver igjen 14.20», «må sendes for hånd», «sendt for hånd 14.11, MH»."""
    word = state_word(message, moment)
    if message.state == "klar":
        if message.not_before is None:
            return word
        is_overdue = message.is_overdue(moment)
        return f"{word} {clock(promised(message, undo_seconds) if is_overdue else message.not_before)}"
    by_hand = message.state in {"apnet", "overlatt", "trukket"}
    who = f", {message.moved_by}" if by_hand and message.moved_by else ""
    return f"{word} {clock(message.handed_over)}{who}" if message.handed_over else f"{word}{who}"


def state_word(message: Outgoing, moment: datetime) -> str:
    """«venter til», «sendt for hånd»: the state without time and initials."""
    if message.state != "klar":
        return "skal ikke sendes" if message.is_dropped else OUTGOING_STATES.get(message.state, message.state)
    if message.not_before is None:
        return "må sendes for hånd"
    if message.is_overdue(moment):
        return "skulle gått"
    return "prøver igjen" if message.attempts else "venter til"


def group_of(message: Outgoing, moment: datetime) -> str:
    """The heading of the message: what must be done with it, the most urgent first."""
    if message.is_pressing(moment):
        return URGENT
    if message.is_trouble(moment):
        return NOT_SENT
    if message.needs_hand:
        return BY_HAND
    if message.state in {"klar", "sender"}:
        return BY_ITSELF
    return DROPPED if message.state == "trukket" else SENT


def outbox_grouping(moment: Callable[[], datetime]) -> Grouping[Outgoing]:
    groups = (
        RowGroup(URGENT, "danger"),
        RowGroup(NOT_SENT, "danger"),
        RowGroup(BY_HAND),
        RowGroup(BY_ITSELF),
        RowGroup(DROPPED),
        RowGroup(SENT, is_folded=True),
    )
    return Grouping(groups, lambda message: group_of(message, moment()))


THE_MEMBER = ("medlem", "medlemmet")
"""The label of a message to the member."""
SIGNS = {
    URGENT: Sign("warning-circle-fill", "danger"),
    NOT_SENT: Sign("warning-circle", "danger"),
    BY_HAND: Sign("circle", "text2"),
    BY_ITSELF: Sign("clock", "text2"),
    DROPPED: Sign("minus-circle", "text2"),
    SENT: Sign("check-circle", "ok"),
}
"""Heading -> icon and colour of its rows."""


def address_of(message: Outgoing) -> str:
    """The address for display: a number in groups, or an e-mail address; «» for none."""
    return spoken_number(message.to_address) if message.kind == "sms" else message.to_address


def receiver(message: Outgoing) -> str:
    """«Per Moen / 990 00 679», «DS avd. 4 / for Ingunn Fjeldheim»: the recipient, and the address or the member
    concerned."""
    number = address_of(message) if message.kind == "sms" else ""
    about = f"for {message.member_name}" if message.member_name and not _is_to_the_member(message) else ""
    return "\n".join(filter(None, (receiver_of(message), number or about)))


def receiver_of(message: Outgoing) -> str:
    """The name of the member, or of another recipient."""
    return message.member_name if _is_to_the_member(message) else message.to_label


def _is_to_the_member(message: Outgoing) -> bool:
    return bool(message.member_name) and message.to_label in {*THE_MEMBER, message.member_name}


def subject(message: Outgoing) -> str:
    """The subject, or the topic of the call for a text message, which has no subject. For a dropped one the reason,
    which colleagues ask about."""
    if message.is_dropped and message.reason:
        return f"Grunn: «{message.reason}» · {message.moved_by}"
    if message.state == "trukket":
        return "Samtalen ble åpnet igjen"
    return matter_of(message)


def matter_of(message: Outgoing) -> str:
    about = matter(message) or message.topic or UNNAMED
    return about[:1].upper() + about[1:]


def deadline(message: Outgoing, day: date) -> str:
    """«frist ons. 02.12.»; «» without one, and when the message is not to be sent."""
    if message.deadline is None or message.state == "trukket":
        return ""
    return f"frist {short_date(message.deadline, year=is_far(message.deadline, day))}"


def outbox_columns(now: Callable[[], datetime], reach: Callable[[], SendingReach]) -> list[Column[Outgoing]]:
    """The columns; sorted by the newest first under a heading. An overdue, failed or doubtful message shows that under
    its subject."""

    def made(message: Outgoing) -> str:
        return "\n".join(day_and_time(message.created, now()).rsplit(" ", 1))

    def about(message: Outgoing) -> str:
        state = state_of(message, now(), reach().settings.undo_seconds)
        shown = state if group_of(message, now()) in {NOT_SENT, BY_ITSELF, SENT} or message.state == "apnet" else ""
        first = ", ".join(filter(None, (subject(message), deadline(message, today(now())))))
        return "\n".join(filter(None, (first, shown)))

    def tone(message: Outgoing) -> str:
        has_deadline = message.is_pressing(now()) and message.deadline is not None
        return "danger" if has_deadline or message.is_trouble(now()) else ""

    def made_key(message: Outgoing) -> str:
        return message.created.isoformat()

    return [
        state_column(lambda o: group_of(o, now()), made_key, lambda o: SIGNS[group_of(o, now())]),
        Column("Laget", made, made_key, 84),
        Column("Hva", lambda o: KINDS.get(o.kind, o.kind), None, 74, gives_way=1),
        Column("Til", receiver, None, 170, strong=True, takes_over=True),
        Column("Gjelder", about, tone=tone),
    ]


def outbox_paper(now: Callable[[], datetime], undo_seconds: Callable[[], int]) -> Paper[Outgoing]:
    """State, time and initials of a message are separate columns, because the state's text has only the time of day."""

    def state(message: Outgoing) -> str:
        word = state_word(message, now())
        return f"{word}: {message.reason}" if message.is_dropped and message.reason else word

    def moment(message: Outgoing) -> datetime | None:
        if message.state != "klar" or message.not_before is None:
            return message.handed_over
        return promised(message, undo_seconds()) if message.is_overdue(now()) else message.not_before

    columns: list[PaperColumn[Outgoing]] = [
        PaperColumn("Laget", lambda o: o.created, 108),
        PaperColumn("Hva", lambda o: KINDS.get(o.kind, o.kind), 56),
        PaperColumn("Til", receiver_of, 130),
        PaperColumn("Adresse", address_of, 170),
        PaperColumn("Medlem", lambda o: o.member_name, 120),
        PaperColumn("Gjelder", matter_of, 150),
        PaperColumn("Frist", lambda o: o.deadline, 72, strong=True),
        PaperColumn("Tilstand", state, 124),
        PaperColumn("Når", moment, 108),
        PaperColumn("Av", lambda o: o.moved_by, 36),
    ]
    return Paper("Utboks", "beskjed", "beskjeder", columns)
