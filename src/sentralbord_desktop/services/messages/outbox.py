"""The outbox for operators: messages waiting, sent, or in need of a decision."""

from datetime import timedelta

from sentralbord_desktop.delivery.mailto import mailto
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.messages.addressing import address_of
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.messages import outbox
from sentralbord_desktop.storage.organisation import read_organisation

SENDERS = ("operator", "personvern")
"""Roles that read every text and may therefore send."""
SOON = timedelta(minutes=2)
STATES_THAT_WAIT = frozenset({"klar", "bekreft", "feilet"})
FROM = {
    "klar": STATES_THAT_WAIT | {"usikker", "overlatt"},
    "overlatt": STATES_THAT_WAIT | {"usikker", "overlatt"},
    "bekreft": frozenset({"feilet", "klar"}),
    "sendt": frozenset({"usikker"}),
    "trukket": STATES_THAT_WAIT,
    "angret": frozenset({"trukket"}),
}
"""New state -> the states it may be set from by a person; never from `sender`."""


def mail_link(message: Outgoing) -> str:
    """A mailto link with all fields filled in."""
    copies = [copy.strip() for copy in message.copy_to.split(",") if "@" in copy]
    return mailto(message.to_address, copies, message.subject, message.body)


class OutboxService:
    def __init__(
        self,
        database: Database,
        operator_session: OperatorSession,
        change_notices: ChangeNotices,
        sending: MessageSettingsService,
    ) -> None:
        self._database = database
        self._operator_session = operator_session
        self._change_notices = change_notices
        self._sending = sending

    def all(self) -> list[Outgoing]:
        """Newest first; without texts, or empty, for operators who may not read all cases, or members."""
        if not self._operator_session.operator.reads_members:
            return []
        with self._database.reading() as session:
            found = outbox.newest(session)
        if self._operator_session.operator.reads_all:
            return found
        hidden = {"subject": "", "body": "", "letter": ""}  # may contain another department's case
        return [message.model_copy(update=hidden) for message in found]

    def leaving_soon(self) -> int:
        """How many are sent automatically within two minutes, or right now."""
        with self._database.reading() as session:
            soon = outbox.due(session, self._operator_session.clock() + SOON)
            return len(soon) + outbox.has_doubts(session, self._operator_session.clock())

    def settings(self) -> SendingSettings:
        return self._sending.read()

    def handed_over(self, message: Outgoing) -> None:
        """Given to the e-mail program, or copied: `overlatt`, never `sendt`."""
        self._operator_session.require(*SENDERS)
        self._move(message, "overlatt", handed_over=self._operator_session.clock(), reason="")

    def not_after_all(self, message: Outgoing) -> None:
        """Wait again: the e-mail program was closed without sending."""
        self._operator_session.require(*SENDERS)
        self._move(message, "klar", handed_over=None, not_before=None)

    def send_now(self, message: Outgoing) -> None:
        """Send automatically now: a failed message, one that waits, or one to an outside address. A missing address
        is looked up again. For a doubtful message the operator decides that it was not sent."""
        self._operator_session.require(*SENDERS)
        settings = self._sending.read()
        if not settings.sends(message.kind):
            raise SwitchboardError("Den kan ikke sendes av seg selv herfra. Send den for hånd.")
        address = message.to_address or self._address(message)
        if not address and message.kind == "sms":
            raise SwitchboardError("SMS-en har ikke noe nummer. Send den for hånd.")
        if not address:
            raise SwitchboardError(f"{message.to_label} har ingen adresse. Legg den inn i Katalog først.")
        if not message.to_address and message.kind != "sms" and settings.is_outside(address):
            self._move(message, "bekreft", to_address=address, reason="", not_before=None)
            return
        self._move(
            message, "klar", to_address=address, not_before=self._operator_session.clock(), reason="", handed_over=None
        )

    def did_leave(self, message: Outgoing) -> None:
        """For a doubtful message: it is confirmed as received."""
        self._operator_session.require(*SENDERS)
        self._move(message, "sendt", handed_over=self._operator_session.clock(), reason="Bekreftet av en person.")

    def call_back(self, message: Outgoing) -> None:
        self._operator_session.require(*SENDERS)
        self._move(message, "trukket", not_before=None)

    def after_all(self, message: Outgoing) -> None:
        """Undo `call_back`; sent manually. Refused for a reopened call, which writes its own message."""
        self._operator_session.require(*SENDERS)
        with self._database.reading() as session:
            if message.inquiry_id and inquiries.is_reopened(session, message.inquiry_id):
                raise SwitchboardError("Samtalen er åpnet igjen, og skriver en ny. Fullfør den.")
        self._move(message, "klar", allowed=FROM["angret"], not_before=None)

    def _address(self, message: Outgoing) -> str:
        with self._database.reading() as session:
            return address_of(message.target, read_organisation(session), message.to_label)

    def _move(self, message: Outgoing, state: str, allowed: frozenset[str] = frozenset(), **new: object) -> None:
        moved = message.state in (allowed or FROM[state])
        if moved:
            with self._database.transaction() as session:
                moved = outbox.move(session, message, state, **new)
        self._change_notices.notify("outbox")
        if not moved:
            raise ChangedMeanwhileError("Meldingen er nettopp endret eller sendt. Listen er lest på nytt.")
