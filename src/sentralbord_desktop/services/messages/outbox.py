"""The outbox for operators: messages waiting, sent, dropped, or in need of a decision. What an operator says has happened
to a message is a line of its own in the member's record (domain/messages/delivery_remarks.py)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sentralbord_desktop.delivery.mailto import mailto
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.inquiries.review import understood
from sentralbord_desktop.domain.messages import delivery_remarks
from sentralbord_desktop.domain.messages.delivery_remarks import MAX_REASON_CHARS
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.privacy.sensitive_text import SensitiveError, look_for, refuse_numbers
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.services.messages.addressing import address_of
from sentralbord_desktop.services.messages.member_record import add_delivery_remark
from sentralbord_desktop.services.messages.sending_workstations import SendingWorkstations
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import outbox
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.organisation import read_organisation

SENDERS = ("operator", "personvern")
"""Roles that read every text and may therefore send."""
SOON = timedelta(minutes=2)
NO_REASON = "Skriv grunnen, så kollegaene vet hva som skjedde."
LONG_REASON = f"Grunnen kan ha {MAX_REASON_CHARS} tegn. Skriv den kortere."
STATES_THAT_WAIT = frozenset({"klar", "apnet", "bekreft", "feilet"})
FROM = {
    "klar": STATES_THAT_WAIT | {"usikker", "overlatt"},
    "apnet": STATES_THAT_WAIT,
    "overlatt": STATES_THAT_WAIT | {"usikker"},
    "bekreft": frozenset({"feilet", "klar"}),
    "sendt": frozenset({"usikker"}),
    "trukket": STATES_THAT_WAIT,
    "angret": frozenset({"trukket"}),
}
"""The states that an operator may move a message to, each with those it may have: never one that is being sent."""
Words = Callable[[datetime, str], str]
"""A line of the member's record, of when and of the operator's initials."""


def mail_link(message: Outgoing) -> str:
    """A mailto link with all fields filled in."""
    copies = [copy.strip() for copy in message.copy_to.split(",") if "@" in copy]
    return mailto(message.to_address, copies, message.subject, message.body)


def check_reason(reason: str) -> str:
    """The reason for which a message is dropped, without blanks at its ends. Raises SwitchboardError for one that is
    too short or too long, and SensitiveError for one with a fødselsnummer or a word about health, as it is read in
    the record (PR-3)."""
    words = reason.strip()
    if not understood(words):
        raise SwitchboardError(NO_REASON)
    if len(words) > MAX_REASON_CHARS:
        raise SwitchboardError(LONG_REASON)
    refuse_numbers([words])
    if found := look_for(words).words:
        raise SensitiveError(f"Grunnen kommer i medlemsbildet. Skriv den uten «{found[0]}».")
    return words


class OutboxService(Service):
    def __init__(
        self, operator_session: OperatorSession, workstations: SendingWorkstations, categories: Categories
    ) -> None:
        super().__init__(operator_session)
        self._workstations, self._categories = workstations, categories

    def all(self) -> list[Outgoing]:
        """Newest first; without texts, or empty, for operators who may not read all cases, or members."""
        if not self._operator_session.operator.reads_members:
            return []
        with self._database.reading() as session:
            newest = outbox.newest(session)
        title = self._categories.title
        found = [m.model_copy(update={"topic": title(m.topic)}) if m.topic else m for m in newest]
        if self._operator_session.operator.reads_all:
            return found
        of_another_department = ("subject", "body", "letter", "member_name", "topic")
        hidden = dict.fromkeys(of_another_department, "")
        dropped = {**hidden, "reason": ""}
        return [m.model_copy(update=dropped if m.state == "trukket" else hidden) for m in found]

    def leaving_soon(self) -> int:
        """How many are sent automatically within two minutes, or right now."""
        with self._database.reading() as session:
            soon = outbox.due(session, self._operator_session.clock() + SOON)
            return len(soon) + outbox.has_doubts(session, self._operator_session.clock())

    def opened(self, message: Outgoing) -> None:
        """Opened in the mail program, or copied: it is hand work from now on, and an operator says whether it was
        sent. Nothing is written in the record."""
        self._operator_session.require(*SENDERS)
        self._move(message, "apnet", handed_over=self._operator_session.clock(), not_before=None)

    def handed_over(self, message: Outgoing) -> None:
        """Record that an operator sent it by hand: state `overlatt`, never `sendt`, with a line in the record."""
        self._operator_session.require(*SENDERS)
        self._move(
            message,
            "overlatt",
            lambda at, sign: delivery_remarks.sent(message, at, sign),
            handed_over=self._operator_session.clock(),
            reason="",
        )

    def not_after_all(self, message: Outgoing) -> None:
        """Wait again: the e-mail program was closed without sending."""
        self._operator_session.require(*SENDERS)
        said = message.state == "overlatt"
        words: Words | None = (
            (lambda at, sign: delivery_remarks.not_sent_after_all(message, at, sign)) if said else None
        )
        self._move(message, "klar", words, handed_over=None, not_before=None)

    def send_now(self, message: Outgoing) -> None:
        """Now, and by itself: what failed, what waits for its minute, what is sent out of the organisation.

        The address is looked up again when it was missing. On doubt this is the operator's own decision that it did not
        leave. Raises SwitchboardError when no workstation that can send is up.
        """
        self._operator_session.require(*SENDERS)
        sending = self._workstations.read()
        if not sending.settings.sends(message.kind):
            raise SwitchboardError("Den kan ikke sendes av seg selv herfra. Send den for hånd.")
        if obstacle := sending.obstacle(message.kind):
            raise SwitchboardError(f"{obstacle} Send den for hånd.")
        address = message.to_address or self._address(message)
        if not address and message.kind == "sms":
            raise SwitchboardError("SMS-en har ikke noe nummer. Send den for hånd.")
        if not address:
            raise SwitchboardError(f"{message.to_label} har ingen adresse. Legg den inn i Katalog først.")
        if not message.to_address and message.kind != "sms" and sending.settings.is_outside(address):
            self._move(message, "bekreft", to_address=address, reason="", not_before=None)
            return
        self._move(
            message, "klar", to_address=address, not_before=self._operator_session.clock(), reason="", handed_over=None
        )

    def did_leave(self, message: Outgoing) -> None:
        """Mark a doubtful message as received, on the operator's word."""
        self._operator_session.require(*SENDERS)
        self._move(
            message,
            "sendt",
            lambda at, sign: delivery_remarks.sent(message, message.handed_over or at, sign),
            handed_over=self._operator_session.clock(),
            reason="Bekreftet av en person.",
        )

    def drop(self, message: Outgoing, reason: str) -> None:
        """Drop the message for this reason, which is added to the record. Raises SwitchboardError without a reason."""
        self._operator_session.require(*SENDERS)
        words = check_reason(reason)
        self._move(
            message,
            "trukket",
            lambda at, sign: delivery_remarks.dropped(message, words, at, sign),
            not_before=None,
            handed_over=None,
            reason=words,
            answered=False,
        )

    def after_all(self, message: Outgoing) -> None:
        """Undo `drop`; sent manually. Refused for a reopened call, which writes its own message."""
        self._operator_session.require(*SENDERS)
        with self._database.reading() as session:
            if message.inquiry_id and inquiries.is_reopened(session, message.inquiry_id):
                raise SwitchboardError("Samtalen er åpnet igjen, og skriver en ny. Fullfør den.")
        self._move(
            message,
            "klar",
            lambda at, sign: delivery_remarks.brought_back(message, at, sign),
            allowed=FROM["angret"],
            not_before=None,
            handed_over=None,
            reason="",
        )

    def answer_for(self, message: Outgoing) -> None:
        """For a dropped message that the procedure demands: the receiver was informed otherwise. Removes it from
        «Viktig nå»."""
        self._operator_session.require(*SENDERS)
        if not message.is_owed(today(self._operator_session.clock())):
            raise ChangedMeanwhileError("Det er ingen frist å svare for lenger. Listen er lest på nytt.")
        self._move(
            message,
            "trukket",
            lambda at, sign: delivery_remarks.answered(message, at, sign),
            allowed=FROM["angret"],
            answered=True,
        )

    def _address(self, message: Outgoing) -> str:
        with self._database.reading() as session:
            return address_of(message.target, read_organisation(session), message.to_label)

    def _move(
        self,
        message: Outgoing,
        state: str,
        words: Words | None = None,
        *,
        allowed: frozenset[str] = frozenset(),
        **new: object,
    ) -> None:
        """The message and the line about it in one transaction. Raises ChangedMeanwhileError when it was moved since."""
        at, sign = self._operator_session.clock(), self._operator_session.sign
        moved = message.state in (allowed or FROM[state])
        if moved:
            with self._database.transaction() as session:
                moved = outbox.move(session, message, state, moved_by=sign, **new)
                if moved and words is not None:
                    add_delivery_remark(session, message, words(at, sign), author=sign, at=at)
        self._change_notices.notify("outbox", *(("members",) if words is not None else ()))
        if not moved:
            raise ChangedMeanwhileError("Meldingen er nettopp endret eller sendt. Listen er lest på nytt.")
