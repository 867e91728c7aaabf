"""Empties the outbox, one message at a time; no message is sent twice without a person's decision.

klar -> (until the server has accepted the recipients) -> sender -> sendt
                                                          sender -> usikker, in doubt
klar -> klar, later, with growing pauses -> feilet
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sentralbord_desktop.domain.members.member import IS_DEAD
from sentralbord_desktop.domain.messages import delivery_remarks
from sentralbord_desktop.domain.messages.message import (
    DeliveryError,
    DoubtError,
    Mail,
    MailServer,
    RefusedError,
    SettingsWrongError,
    Sms,
)
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import (
    GIVE_UP_AFTER,
    MAIL_SECRET,
    SMS_SECRET,
    SendingSettings,
    pause_after,
)
from sentralbord_desktop.services.messages.member_record import add_delivery_remark
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import outbox
from sentralbord_desktop.storage.members import members

log = logging.getLogger(__name__)
SETTINGS_PAUSE = timedelta(minutes=10)
"""Wrong settings are not the message's fault: it waits until IT has corrected them."""

OTHER_WORKSTATION_GRACE = timedelta(minutes=5)
"""After this time another workstation's message in `sender` counts as abandoned."""


MAX_WAIT = timedelta(days=1)
"""No message waits longer by itself."""
BUG = "Noe gikk galt i programmet. Send den for hånd, og si fra til IT."


class TakenError(Exception):
    """Another workstation or the operator was first: do not send."""


@dataclass
class Passage:
    """One message while it is sent; its state is `sender` after `_pass`."""

    message: Outgoing


class Sender(Service):
    """Called on its own thread every few seconds."""

    def __init__(self, operator_session: OperatorSession, sending: MessageSettingsService) -> None:
        super().__init__(operator_session)
        self._sending = sending

    def start(self) -> int:
        """At start, set messages interrupted during sending to `usikker`; returns how many."""
        return self._leave_doubts(self._abandoned() if self._database.is_server else None)

    def send_due(self) -> int:
        """Send the due messages; returns how many were sent. Each result is written at once; if that fails (full
        disk, crashed workstation), the message becomes doubtful later."""
        if not self._database.takes_writes:
            return 0  # a result that cannot be written: do not send
        settings = self._sending.read()
        moment = self._operator_session.clock()
        with self._database.reading() as session:
            waiting = outbox.due(session, moment)
            in_doubt = outbox.has_doubts(session, self._abandoned())
            is_misdated = outbox.has_misdated(session, moment + MAX_WAIT)
        if in_doubt:
            self._leave_doubts(self._abandoned())
        if is_misdated:
            with self._writing("outbox") as session:
                outbox.leave_misdated(session, moment + MAX_WAIT)
        sent = 0
        for message in waiting:
            if settings.sends(message.kind) and not self._is_for_another(message, settings):
                sent += self._send(message, settings)
        if waiting:
            self._change_notices.notify("outbox", *(("members",) if sent else ()))
        return sent

    def _is_for_another(self, message: Outgoing, settings: SendingSettings) -> bool:
        """Whether the message is left to a workstation with the password, which is stored per PC. After
        SETTINGS_PAUSE it is tried here, and reports what is missing."""
        if not self._database.is_server:
            return False
        asked = settings.secret_for(message.kind)
        due = message.not_before or message.created
        is_fresh = self._operator_session.clock() - due < SETTINGS_PAUSE
        return bool(asked) and is_fresh and not self._sending.secret(asked, settings)

    def _abandoned(self) -> datetime:
        return self._operator_session.clock() - OTHER_WORKSTATION_GRACE

    def _leave_doubts(self, before: datetime | None) -> int:
        with self._database.transaction() as session:
            count = outbox.leave_doubts(session, before)
        if count:
            self._change_notices.notify("outbox")
        return count

    def _send(self, message: Outgoing, settings: SendingSettings) -> bool:
        passage = Passage(message)
        try:
            answer = self._hand_over(passage, settings)
        except TakenError:
            return False
        except DoubtError as error:
            self._settle(passage, "usikker", reason=str(error))
        except RefusedError as error:
            self._settle(passage, "feilet", reason=_said(error))
        except DeliveryError as error:
            self._try_later(passage, error)
        except Exception as error:
            log.error("bug %s with message %s", type(error).__name__, message.id)  # noqa: TRY400 - no text of the message
            passed = passage.message.state == "sender"
            self._settle(passage, "usikker" if passed else "feilet", reason=BUG)
        else:
            self._settle(passage, "sendt", reason=answer[:300])
            return True
        return False

    def _hand_over(self, passage: Passage, settings: SendingSettings) -> str:
        message = passage.message
        if not message.to_address.strip():
            raise RefusedError(_nowhere(message))
        if message.kind == "sms":
            with self._database.reading() as session:
                if members.is_dead(session, message.member_id):
                    raise RefusedError(IS_DEAD)
        as_mail = message.kind != "sms" or settings.sms == "epost"
        if as_mail and settings.server:
            return self._mail(passage, settings, settings.server)
        if settings.gateway is None:
            raise SettingsWrongError("SMS-tjenesten er ikke satt opp. Be IT se på innstillingene.")
        from sentralbord_desktop.delivery import sms  # slow to load, rarely needed at start

        return sms.send(
            Sms(id=message.id, number=message.to_address, text=message.body),
            settings.gateway,
            self._sending.secret(SMS_SECRET, settings),
            before_no_return=lambda: self._pass(passage),
        )

    def _mail(self, passage: Passage, settings: SendingSettings, server: MailServer) -> str:
        from sentralbord_desktop.delivery import mail, sms

        message = passage.message
        letter = Mail(
            id=message.id,
            to=message.to_address,
            subject=message.subject,
            body=message.body,
            cc=tuple(c.strip() for c in message.copy_to.split(",") if "@" in c),
            created=message.created,
        )
        if message.kind == "sms" and settings.sms_by_mail:
            short = Sms(id=message.id, number=message.to_address, text=message.body)
            letter = sms.as_mail(short, settings.sms_by_mail, message.created)
        return mail.send(
            letter, server, self._sending.secret(MAIL_SECRET, settings), before_no_return=lambda: self._pass(passage)
        )

    def _pass(self, passage: Passage) -> None:
        """The point of no return, committed before sending."""
        with self._database.transaction() as session:
            taken = outbox.move(session, passage.message, "sender", handed_over=self._operator_session.clock())
        if not taken:
            raise TakenError
        passage.message = passage.message.model_copy(update={"state": "sender"})

    def _settle(self, passage: Passage, state: str, *, reason: str, **new: object) -> None:
        """Set the result, unless another workstation has changed the message."""
        fate = {
            "attempts": passage.message.attempts + 1,
            "handed_over": self._operator_session.clock() if state == "sendt" else None,
            "reason": reason,
            **new,
        }
        if state == "sendt" and self._settle_as_sent(passage.message, fate):
            return
        with self._database.transaction() as session:
            outbox.move(session, passage.message, state, **fate)

    def _settle_as_sent(self, message: Outgoing, fate: dict[str, object]) -> bool:
        """Mark it as sent, with a line in the member's record signed by the operator of this workstation. False where
        the line could not be written; the caller must then mark it without the line, or it would be sent again."""
        at, sign = self._operator_session.clock(), self._operator_session.sign
        try:
            with self._database.transaction() as session:
                if outbox.move(session, message, "sendt", **fate):
                    add_delivery_remark(session, message, delivery_remarks.sent(message, at, sign), author=sign, at=at)
        except Exception as error:
            log.warning("no line in the record about message %s: %s", message.id, type(error).__name__)
            return False
        return True

    def _try_later(self, passage: Passage, error: DeliveryError) -> None:
        """Retry later; wrong settings are retried without limit, because IT will correct them."""
        attempts = passage.message.attempts + 1
        is_setting = isinstance(error, SettingsWrongError)
        if attempts >= GIVE_UP_AFTER and not is_setting:
            self._settle(passage, "feilet", reason=_said(error))
            return
        later = self._operator_session.clock() + (SETTINGS_PAUSE if is_setting else pause_after(attempts))
        self._settle(passage, "klar", reason=_said(error), not_before=later)
        log.info("message %s waits: %s", passage.message.id, type(error).__name__)


def _nowhere(message: Outgoing) -> str:
    if message.kind == "sms":
        return "SMS-en har ikke noe nummer. Send den for hånd."
    return f"{message.to_label} har ingen adresse. Legg den inn i Katalog, og prøv igjen."


def _said(error: DeliveryError) -> str:
    """The sentence, with the server's answer if any."""
    return f"{error} Serveren svarte: {error.reason}"[:300] if error.reason else str(error)[:300]
