"""One entry about a member, of whichever kind: what can be put right or erased by itself (art. 16, 17)."""

from dataclasses import dataclass
from datetime import datetime

KINDS = {
    "remark": "Merknad",
    "callback": "Oppringing",
    "confirmation": "Venter på bekreftelse",
    "phone_call": "Telefonlogg",
    "outgoing": "Melding",
    "member_change": "Endring",
}
"""Table -> what an entry in it is called."""
RECTIFIED = frozenset({"remark", "callback", "confirmation", "phone_call"})
"""What can have other words. A message that was sent, and a change that was made, were as they were: their words can
only be erased."""


@dataclass(frozen=True, repr=False)
class WrittenEntry:
    """`id` is the row's own in the table `kind`; `words` is what can be read in it."""

    kind: str
    id: int | str
    at: datetime
    author: str
    words: str

    @property
    def title(self) -> str:
        return KINDS[self.kind]

    @property
    def can_be_rectified(self) -> bool:
        return self.kind in RECTIFIED
