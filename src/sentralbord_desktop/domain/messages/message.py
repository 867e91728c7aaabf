"""Outgoing mail and SMS, the servers and gateways, and the errors. Holds no password, key or token: these are passed
separately when something is sent."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.redacted import Guarded

MessageId = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
"""A uuid, restricted to these characters because it is put into headers and URLs."""

NumberFormat = Literal["e164", "uten_pluss", "nasjonalt"]
"""+4799000418, 4799000418 or 99000418. A foreign number in `nasjonalt` is 0046…"""


class Mail(Guarded):
    """One e-mail, in plain text. `created` is also its date, so that a retry is the same mail."""

    model_config = ConfigDict(frozen=True)
    id: MessageId
    to: str
    cc: tuple[str, ...] = ()
    subject: str = ""
    body: str = ""
    created: datetime

    def __repr__(self) -> str:
        return f"<Mail {self.id}>"


class Sms(Guarded):
    """One SMS. `number` is eight digits, or E.164 with plus."""

    model_config = ConfigDict(frozen=True)
    id: MessageId
    number: str
    text: str

    def __repr__(self) -> str:
        return f"<Sms {self.id}>"


class MailServer(Guarded):
    """The office's mail server. `timeout` is seconds for each answer. With xoauth2 the secret is the token itself, or,
    when `token_url` is set, the client secret that a token is fetched with."""

    model_config = ConfigDict(frozen=True)
    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "ingen"] = "starttls"
    login: str = ""
    auth: Literal["ingen", "passord", "xoauth2"] = "passord"
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    timeout: float = Field(default=20.0, gt=0)


class SmsGateway(Guarded):
    """How one SMS gateway is called over HTTP.

    `url`, the values of `headers`, and `body` may hold {nummer}, {tekst}, {id}, {avsender} and {hemmelighet}. In a JSON
    body they must be inside quotes (a bare {nummer} is allowed). A user name before an @ in the address becomes basic
    authentication: `https://konto:{hemmelighet}@…`. `tekst` is plain text without escaping, so it is not suited for
    XML. The gateway has taken the message when the status is one of `success_status` and the answer holds
    `success_text`, ignoring white space.
    """

    model_config = ConfigDict(frozen=True)
    url: str
    method: str = "POST"
    headers: dict[str, str] = Field(default_factory=dict)
    body: str = ""
    body_kind: Literal["json", "form", "tekst", "ingen"] = "json"
    sender: str = ""
    success_status: tuple[int, ...] = (200, 201, 202)
    success_text: str = ""
    number_format: NumberFormat = "e164"
    timeout: float = Field(default=20.0, gt=0)


class SmsByMail(Guarded):
    """A gateway that takes an SMS as an e-mail. `address` and `subject` may hold {nummer}."""

    model_config = ConfigDict(frozen=True)
    address: str
    subject: str = ""
    number_format: NumberFormat = "uten_pluss"


class DeliveryError(SwitchboardError):
    """A message was not sent, or possibly was. The sentence holds no member data. `reason` is the server's answer: one
    line of at most 200 characters, without the words of the message. `recipient` is the address that was refused: for
    the screen, never for a log."""

    def __init__(self, sentence: str, *, reason: str = "", recipient: str = "") -> None:
        super().__init__(sentence)
        self.reason = reason
        self.recipient = recipient


class TryLaterError(DeliveryError):
    """Certainly not sent; retried automatically."""


class RefusedError(DeliveryError):
    """Certainly not sent; a person must change the message first."""


class SettingsWrongError(DeliveryError):
    """Certainly not sent; IT must change the settings first."""


class DoubtError(DeliveryError):
    """The connection was lost after the point of no return: it may have been sent, and is resent only by a person."""
