"""Outgoing messages: e-mail, SMS and letter orders."""

from datetime import datetime

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.redacted import Private

OUTGOING_STATES = {
    "klar": "venter",
    "bekreft": "må bekreftes",
    "sender": "sendes",
    "sendt": "sendt",
    "feilet": "ikke sendt",
    "usikker": "usikkert",
    "overlatt": "sendt for hånd",
    "trukket": "trukket tilbake",
}
"""State of an outgoing message -> the word on the screen.

`klar` waits (for its time, or for a hand), `bekreft` waits for somebody to say that it may leave the
organisation, `sender` is past the point of no return, `usikker` may or may not have left: a person decides.
"""


class OutgoingFields(Private):
    """An e-mail, SMS or letter order. `target` is who it is for in the procedure's terms,
    `not_before` when it is sent by itself (None: by hand), `letter` and `letter_to` the letter that
    is ordered and the address on it."""

    kind: str = Field(max_length=20)
    target: str = Field(default="", max_length=100)
    to_label: str = Field(default="", max_length=200)
    to_address: str = Field(default="", max_length=200)
    copy_to: str = Field(default="", max_length=200)
    subject: str = Field(default="", max_length=300)
    body: str = Field(default="", max_length=8000)
    letter: str = Field(default="", max_length=8000)
    letter_to: str = Field(default="", max_length=300)
    state: str = Field(default="klar", max_length=20, index=True)
    created: datetime = Field(sa_type=UtcDateTime)
    handed_over: datetime | None = Field(default=None, sa_type=UtcDateTime)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    reason: str = Field(default="", max_length=300)


class Outgoing(OutgoingFields):
    model_config = SQLModelConfig(frozen=True)
    id: str
    inquiry_id: str | None = None
    member_id: int | None = None

    @property
    def waits(self) -> bool:
        """Nothing of it has left, and it still can be called back."""
        return self.state in {"klar", "bekreft", "feilet"}

    @property
    def needs_hand(self) -> bool:
        """Nobody but a person will move it on."""
        by_hand = self.state == "klar" and self.not_before is None
        return by_hand or self.state in {"bekreft", "feilet", "usikker"}
