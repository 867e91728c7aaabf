"""The office's settings for sending: mail server, SMS gateway, letterhead. No secrets."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field

from sentralbord_desktop.domain.messages.message import MailServer, SmsByMail, SmsGateway
from sentralbord_desktop.domain.policies import SENDING, Policies
from sentralbord_desktop.domain.redacted import Guarded

PAUSES = (1, 5, 15, 60)
"""Minutes before each retry; after the last of them, every hour."""

MAIL_SECRET = "epost"  # noqa: S105 - a key name
SMS_SECRET = "sms"  # noqa: S105 - a key name
GIVE_UP_AFTER = 26
"""Attempts, over about a day; after these a person must act."""


class Letterhead(Guarded):
    """The letterhead. `lines` is the sender's address, a line each."""

    model_config = ConfigDict(frozen=True)
    lines: str = ""
    place: str = ""


class SendingSettings(Guarded):
    """`mail` is «hand» (the mail program) or «smtp»; `sms` is «hand» (copy), «gateway» or «epost». `undo_seconds` is
    the delay in which Ctrl+Z can call a message back. `own_domains` are the office's mail domains; an address outside
    them must be confirmed by a person."""

    model_config = ConfigDict(frozen=True)
    mail: Literal["hand", "smtp"] = "hand"
    server: MailServer | None = None
    sms: Literal["hand", "gateway", "epost"] = "hand"
    gateway: SmsGateway | None = None
    sms_by_mail: SmsByMail | None = None
    undo_seconds: int = Field(default=60, ge=0, le=3600)
    own_domains: tuple[str, ...] = ()
    letterhead: Letterhead = Letterhead()

    def sends(self, kind: str) -> bool:
        """Whether a message of this kind is sent automatically."""
        by_mail = self.mail == "smtp" and self.server is not None
        if kind != "sms":
            return by_mail
        if self.sms == "epost":
            return by_mail and self.sms_by_mail is not None
        return self.sms == "gateway" and self.gateway is not None

    def secret_for(self, kind: str) -> str:
        """The name of the secret that this kind of message needs; «» when it needs none."""
        if kind != "sms" or self.sms == "epost":
            return MAIL_SECRET if self.server and self.server.auth != "ingen" else ""
        asked = self.gateway and (self.gateway.url, self.gateway.body, *self.gateway.headers.values())
        return SMS_SECRET if asked and "{hemmelighet}" in " ".join(asked) else ""

    def place_of(self, secret: str) -> str:
        """Where this secret is sent: server, port and user of the mail, or the address of the gateway. A secret that
        was stored for another destination is not sent."""
        if secret == MAIL_SECRET and self.server is not None:
            s = self.server
            return f"{s.login}@{s.host.casefold()}:{s.port} {s.security} {s.auth} {s.token_url}".strip()
        if secret == SMS_SECRET and self.gateway is not None:
            parts = urlsplit(self.gateway.url)
            return f"{parts.scheme}://{parts.netloc.casefold()}"
        return ""

    def is_outside(self, addresses: str) -> bool:
        """Whether one of these comma-separated addresses is outside the office's domains."""
        own = {domain.strip().casefold() for domain in self.own_domains if domain.strip()}
        if self.server and not own:
            own = {self.server.sender.rpartition("@")[2].casefold()}
        domains = {a.rpartition("@")[2].strip().casefold() for a in addresses.split(",") if "@" in a}
        return any(not _within(domain, own) for domain in domains)


def decided_sending(kept: Mapping[str, Any], policies: Policies) -> SendingSettings:
    """The stored settings with IT's policies applied. A server or gateway without an address counts as none: a policy
    may have set it earlier."""
    tree = policies.over(kept, SENDING)
    for name, needed in (("server", "host"), ("gateway", "url"), ("sms_by_mail", "address")):
        if not (tree.get(name) or {}).get(needed):
            tree[name] = None
    return SendingSettings.model_validate(tree)


def _within(domain: str, own: set[str]) -> bool:
    return any(domain == mine or domain.endswith(f".{mine}") for mine in own)


def pause_after(attempts: int) -> timedelta:
    """The delay after this many failed attempts: 1, 5, 15, 60, 60, … minutes."""
    return timedelta(minutes=PAUSES[min(attempts, len(PAUSES)) - 1])
