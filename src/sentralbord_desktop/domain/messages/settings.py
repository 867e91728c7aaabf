"""How this office sends: its mail server, its SMS gateway, its letterhead. Secrets are not here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field

from sentralbord_desktop.domain.messages.message import MailServer, SmsByMail, SmsGateway
from sentralbord_desktop.domain.policies.policies import SENDING, Policies
from sentralbord_desktop.domain.redacted import Guarded

PAUSES = (1, 5, 15, 60)
"""Minutes before each new attempt; after the last of them, every hour."""

MAIL_SECRET = "epost"  # noqa: S105 - the name it is kept under
SMS_SECRET = "sms"  # noqa: S105 - likewise
GIVE_UP_AFTER = 26
"""Attempts, about a day: then a person must look."""


class Letterhead(Guarded):
    """What stands on top of a letter. `lines` is the sender's address, a line each."""

    model_config = ConfigDict(frozen=True)
    lines: str = ""
    place: str = ""


class SendingSettings(Guarded):
    """`mail` is «hand» (the mail program) or «smtp»; `sms` is «hand» (copy), «gateway» or «epost».

    `undo_seconds` is how long a message waits, so that Ctrl+Z can call it back. `own_domains` are
    the mail domains of the office itself; an address outside them is confirmed by a person first.
    """

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
        """Whether a message of this kind leaves by itself."""
        by_mail = self.mail == "smtp" and self.server is not None
        if kind != "sms":
            return by_mail
        if self.sms == "epost":
            return by_mail and self.sms_by_mail is not None
        return self.sms == "gateway" and self.gateway is not None

    def secret_for(self, kind: str) -> str:
        """The name of the secret that a message of this kind cannot leave without; «» when it needs none."""
        if kind != "sms" or self.sms == "epost":
            return MAIL_SECRET if self.server and self.server.auth != "ingen" else ""
        asked = self.gateway and (self.gateway.url, self.gateway.body, *self.gateway.headers.values())
        return SMS_SECRET if asked and "{hemmelighet}" in " ".join(asked) else ""

    def place_of(self, secret: str) -> str:
        """Where this secret is shown: the server, the port and the user of the mail, or the address of the gateway. One that
        was written for another place is not shown there."""
        if secret == MAIL_SECRET and self.server is not None:
            s = self.server
            return f"{s.login}@{s.host.casefold()}:{s.port} {s.security} {s.auth} {s.token_url}".strip()
        if secret == SMS_SECRET and self.gateway is not None:
            parts = urlsplit(self.gateway.url)
            return f"{parts.scheme}://{parts.netloc.casefold()}"
        return ""

    def is_outside(self, addresses: str) -> bool:
        """Whether one of these addresses, with commas between, is outside the office's domains."""
        own = {domain.strip().casefold() for domain in self.own_domains if domain.strip()}
        if self.server and not own:
            own = {self.server.sender.rpartition("@")[2].casefold()}
        domains = {a.rpartition("@")[2].strip().casefold() for a in addresses.split(",") if "@" in a}
        return any(not _within(domain, own) for domain in domains)


def decided_sending(kept: Mapping[str, Any], policies: Policies) -> SendingSettings:
    """The settings as they are kept, with what IT has decided laid over them. A server or a gateway
    without an address is none: IT may have decided the address and no longer does."""
    tree = policies.over(kept, SENDING)
    for name, needed in (("server", "host"), ("gateway", "url"), ("sms_by_mail", "address")):
        if not (tree.get(name) or {}).get(needed):
            tree[name] = None
    return SendingSettings.model_validate(tree)


def _within(domain: str, own: set[str]) -> bool:
    return any(domain == mine or domain.endswith(f".{mine}") for mine in own)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many attempts that failed: 1, 5, 15, 60, 60, … minutes."""
    return timedelta(minutes=PAUSES[min(attempts, len(PAUSES)) - 1])
