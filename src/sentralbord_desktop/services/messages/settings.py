"""The settings for sending: read, save, test."""

from typing import TYPE_CHECKING
from uuid import uuid4

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.message import Mail, MailServer, Sms
from sentralbord_desktop.domain.messages.settings import MAIL_SECRET, SMS_SECRET, SendingSettings, decided_sending
from sentralbord_desktop.domain.policies import SENDING
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import secret_store
from sentralbord_desktop.storage import settings as storage_settings

if TYPE_CHECKING:
    from sentralbord_desktop.delivery.sms_presets import SmsPreset

SETTING = "utsending"
SECONDS_TO_ANSWER = 10.0
"""How long a server has for each answer while a person waits for a check of it."""
TEST_SUBJECT = "Prøve fra Sentralbord"
TEST_TEXT = "Dette er en prøve fra Sentralbord. Kom den fram, virker innstillingene."


def gateway_presets() -> "dict[str, SmsPreset]":
    """Known SMS gateways, by key."""
    from sentralbord_desktop.delivery.sms_presets import presets

    return presets()


class MessageSettingsService(Service):
    """`never`: practice, nothing is sent."""

    def __init__(self, operator_session: OperatorSession, *, never: bool) -> None:
        super().__init__(operator_session)
        self._never = never

    def read(self) -> SendingSettings:
        if self._never:
            return SendingSettings()
        with self._database.reading() as session:
            kept = storage_settings.setting(session, SETTING)
        return decided_sending(kept, self.policies)

    def secret(self, name: str, settings: SendingSettings | None = None) -> str:
        """The secret for the server of `settings` (None: the saved ones); «» for another server."""
        place = (settings or self.read()).place_of(name)
        with self._database.reading() as session:
            return secret_store.read(session, name, place)

    def save(self, settings: SendingSettings, *, mail_secret: str = "", sms_secret: str = "") -> None:
        """Save the settings; administrators only. An empty secret keeps the saved one; fields set by policy stay."""
        self._operator_session.require("administrator")
        written = settings.model_dump(mode="json")
        with self._writing("outbox") as session:
            stored = storage_settings.setting(session, SETTING)
            kept = self.policies.kept(written, stored, SENDING)
            if kept != stored:  # a workstation that may not change them still saves its password
                storage_settings.save_setting(session, SETTING, kept)
            holds = decided_sending(kept, self.policies)
            for name, secret in ((MAIL_SECRET, mail_secret), (SMS_SECRET, sms_secret)):
                if secret:
                    secret_store.save(session, name, secret, holds.place_of(name))
            self._operator_session.log(session, "endret innstilling", "utsending")

    def try_mail(self, settings: SendingSettings, secret: str = "") -> str:
        """Connect and log in without sending; returns a sentence. Administrators only, because the password is sent
        to the server in `settings`. Raises DeliveryError."""
        self._operator_session.require("administrator")
        from sentralbord_desktop.delivery import mail  # slow to load

        return mail.try_out(_server_of(settings), secret or self.secret(MAIL_SECRET, settings))

    def send_test_mail(self, settings: SendingSettings, secret: str, to: str) -> str:
        """Send a real e-mail to one's own address `to`; returns a sentence. Raises DeliveryError."""
        self._may_test()
        if "@" not in to:
            raise SwitchboardError("Skriv din egen e-postadresse, så sendes prøven dit.")
        test = Mail(
            id=str(uuid4()), to=to, subject=TEST_SUBJECT, body=TEST_TEXT, created=self._operator_session.clock()
        )
        self._send_mail(test, settings, secret)
        return f"Prøven er sendt til {to}. Se etter den i innboksen."

    def send_test_sms(self, settings: SendingSettings, secret: str, number: str) -> str:
        """Send a real SMS to one's own number; `secret` is that of the way that is chosen. Returns a sentence. Raises
        DeliveryError."""
        self._may_test()
        from sentralbord_desktop.delivery import sms

        if not number:
            raise SwitchboardError("Skriv ditt eget mobilnummer, så sendes prøven dit.")
        test = Sms(id=str(uuid4()), number=number, text=TEST_TEXT)
        if settings.sms == "epost" and settings.sms_by_mail:
            self._send_mail(sms.as_mail(test, settings.sms_by_mail, self._operator_session.clock()), settings, secret)
        elif settings.sms == "gateway" and settings.gateway:
            gateway = settings.gateway.model_copy(update={"timeout": SECONDS_TO_ANSWER})
            key = secret or self.secret(SMS_SECRET, settings)
            sms.send(test, gateway, key, before_no_return=lambda: None, endings=sms.TESTING)
        else:
            raise SwitchboardError("SMS kopieres nå. Velg en SMS-tjeneste eller e-post til SMS først.")
        return f"Prøven er sendt til {number}. Se på telefonen."

    def _may_test(self) -> None:
        self._operator_session.require("administrator")
        if self._never:
            raise SwitchboardError("I øving sendes ingenting. Prøv uten øving.")

    def _send_mail(self, test: Mail, settings: SendingSettings, secret: str) -> None:
        from sentralbord_desktop.delivery import mail

        key = secret or self.secret(MAIL_SECRET, settings)
        mail.send(test, _server_of(settings), key, before_no_return=lambda: None, endings=mail.TESTING)


def _server_of(settings: SendingSettings) -> MailServer:
    if settings.server is None:
        raise SwitchboardError("Skriv navnet på e-postserveren først.")
    return settings.server.model_copy(update={"timeout": SECONDS_TO_ANSWER})
