"""One entry about a member, of any kind, that can be rectified or erased separately (art. 16, 17)."""

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
"""Table -> the name of its entries."""
RECTIFIED = frozenset({"remark", "callback", "confirmation", "phone_call"})
"""Entries whose text can be rectified. Sent messages and past changes are facts: their text can only be erased."""


@dataclass(frozen=True, repr=False)
class WrittenEntry:
    """`id` is the row's id in the table `kind`; `words` is its text."""

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
