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
"""State of an outgoing message -> the word on the screen. `klar` is ready (for its time, or to be sent by hand),
`bekreft` waits for a confirmation that it may leave the organisation, `sender` is past the point of no return,
`usikker` may have been sent: a person decides."""


class OutgoingFields(Private):
    """An e-mail, SMS or letter order. `target` is the receiver in the procedure's terms, `not_before` when it is sent
    automatically (None: by hand), `letter` and `letter_to` the ordered letter and its address."""

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
        """Whether it can still be called back: no part of it has been sent."""
        return self.state in {"klar", "bekreft", "feilet"}

    @property
    def needs_hand(self) -> bool:
        """Whether only a person can move it on."""
        by_hand = self.state == "klar" and self.not_before is None
        return by_hand or self.state in {"bekreft", "feilet", "usikker"}
