"""Which workstations can send by themselves now: those that have the passwords, and are up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import MAIL_SECRET, SMS_SECRET, SendingSettings

MAIL, SMS = "epost", "sms"
KINDS = {MAIL: "e-post", SMS: "SMS"}
"""What a workstation can send -> its name in a sentence. A letter order is an e-mail."""
MISSING = {MAIL_SECRET: "passordet til e-posten", SMS_SECRET: "nøkkelen til SMS-tjenesten"}
NO_WORKSTATION = "Ingen pult som kan sende, er oppe."


@dataclass(frozen=True)
class SendingWorkstation:
    """A workstation that can send `kinds`. `name` is the PC, «» where it is not known; `sign` the operator there."""

    sign: str
    name: str
    kinds: frozenset[str]

    @property
    def words(self) -> str:
        """«MH på KONTOR-4 (e-post og SMS)»."""
        kinds = " og ".join(word for kind, word in KINDS.items() if kind in self.kinds)
        return f"{self.sign}{f' på {self.name}' if self.name else ''} ({kinds})"


@dataclass(frozen=True)
class SendingReach:
    """What leaves by itself, by the settings, and from where: `here` are the kinds that this workstation can send."""

    settings: SendingSettings = field(default_factory=SendingSettings)
    here: frozenset[str] = frozenset()
    others: tuple[SendingWorkstation, ...] = ()
    is_shared: bool = False

    def obstacle(self, kind: str) -> str:
        """Why a message of this kind that is to leave by itself does not leave now, as a sentence; «» when it can, or
        when this kind is sent by hand."""
        wanted = SMS if kind == "sms" else MAIL
        if not self.settings.sends(kind) or wanted in self.here or any(wanted in each.kinds for each in self.others):
            return ""
        return NO_WORKSTATION if self.is_shared else f"Denne PC-en mangler {self.missing(kind)}."

    def missing(self, kind: str) -> str:
        """«passordet til e-posten»: what this workstation lacks to send this kind."""
        return MISSING.get(self.settings.secret_for(kind), "oppsettet")

    @property
    def words(self) -> str:
        """Who can send from where, for «Utsending»: this workstation first; «» when all is sent by hand."""
        wanted = [kind for kind in KINDS if self.settings.sends(kind)]
        if not wanted:
            return ""
        lines = [self._here(wanted)]
        if self.is_shared:
            others = ", ".join(each.words for each in self.others)
            lines.append(f"Andre pulter som kan sende nå: {others or 'ingen'}.")
            lines += [
                f"{KINDS[kind][:1].upper()}{KINDS[kind][1:]}: {NO_WORKSTATION[:1].lower()}{NO_WORKSTATION[1:]}"
                for kind in wanted
                if self.obstacle(kind)
            ]
        return "\n".join(lines)

    def _here(self, wanted: list[str]) -> str:
        able = " og ".join(KINDS[kind] for kind in wanted if kind in self.here)
        lacking = dict.fromkeys(self.missing(kind) for kind in wanted if kind not in self.here)
        place = "Denne pulten" if self.is_shared else "Denne PC-en"
        parts = [f"kan sende {able}"] if able else []
        parts += [f"mangler {' og '.join(lacking)}"] if lacking else []
        return f"{place} {', men '.join(parts)}."


class OutboxContent(NamedTuple):
    """What the outbox shows, and who can send it."""

    messages: Sequence[Outgoing]
    reach: SendingReach
