"""The settings for sending: read, save, test."""

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.message import SmsGateway
from sentralbord_desktop.domain.messages.settings import MAIL_SECRET, SMS_SECRET, SendingSettings, decided_sending
from sentralbord_desktop.domain.policies.policies import SENDING
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import settings as storage_settings
from sentralbord_desktop.storage.messages import secret_store

SETTING = "utsending"


def gateway_presets() -> dict[str, tuple[str, SmsGateway]]:
    """Known SMS gateways, key -> (name, preset)."""
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

        if settings.server is None:
            raise SwitchboardError("Skriv navnet på e-postserveren først.")
        return mail.try_out(settings.server, secret or self.secret(MAIL_SECRET, settings))
