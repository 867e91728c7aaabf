"""What lies on the desk: callbacks, awaited confirmations, outgoing messages, parked inquiries."""

from datetime import date, datetime

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.members import Private
from sentralbord_desktop.domain.times import UtcDateTime

CLAIM_MINUTES = 15
"""A claim without an outcome is free again after this many minutes (design 4.5)."""

OUTCOMES = {
    "svarte": "Svarte",
    "ikke_svar": "Ikke svar",
    "opptatt": "Opptatt",
    "beskjed": "La igjen beskjed",
    "feil_nummer": "Feil nummer",
    "flytt": "Flyttet",
    "gitt": "Gitt til en annen",
}
"""Outcome of an attempt to ring back -> the word on the screen."""

CONFIRMATION_KINDS = {
    "utmelding": "Utmelding",
    "overforing_avdeling": "Overføring til annen avdeling",
    "overforing_forbund": "Overføring til annet forbund",
}
CONFIRMATION_STATES = {"venter": "Venter", "kommet": "Kommet", "trukket": "Trukket tilbake"}


class CallbackFields(Private):
    """A promise to ring back (GE-5). `due` None means any time; `owner` «» means anyone."""

    name: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=20)
    subject: str = Field(default="", max_length=200)
    category: str = Field(default="", max_length=40)
    loop: int | None = None
    due: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window: str = Field(default="", max_length=60)
    deadline: date | None = None
    owner: str = Field(default="", max_length=60)
    promised_by: str = Field(max_length=10)
    created: datetime = Field(sa_type=UtcDateTime)


class CallbackAttempt(Private):
    model_config = SQLModelConfig(frozen=True)
    at: datetime
    author: str
    outcome: str


class Callback(CallbackFields):
    """A callback as it stands now."""

    model_config = SQLModelConfig(frozen=True)
    id: int
    member_id: int | None = None
    status: str = "apen"
    claimed_by: str = ""
    claimed_until: datetime | None = None
    version: int = 1
    attempts: tuple[CallbackAttempt, ...] = ()

    def is_overdue(self, moment: datetime) -> bool:
        return self.status == "apen" and self.due is not None and self.due < moment

    def claimed_at(self, moment: datetime) -> str:
        """Initials of whoever holds the claim at `moment`, «» when it is free."""
        held = self.claimed_until is not None and self.claimed_until > moment
        return self.claimed_by if held else ""


class ConfirmationFields(Private):
    """A written confirmation that we wait for (UT-1, OA-1, OF-1)."""

    kind: str = Field(max_length=40)
    department: int | None = None
    detail: str = Field(default="", max_length=200)
    asked: date
    method: str = Field(default="", max_length=60)
    remind: date
    last_done: str = Field(default="", max_length=200)


class Confirmation(ConfirmationFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
    member_id: int
    member_name: str = ""
    status: str = "venter"
    version: int = 1


class OutgoingFields(Private):
    """An e-mail, SMS or letter order. State: klar, overlatt (by hand), trukket."""

    kind: str = Field(max_length=20)
    to_label: str = Field(default="", max_length=200)
    to_address: str = Field(default="", max_length=200)
    copy_to: str = Field(default="", max_length=200)
    subject: str = Field(default="", max_length=300)
    body: str = Field(default="", max_length=8000)
    state: str = Field(default="klar", max_length=20)
    created: datetime = Field(sa_type=UtcDateTime)
    handed_over: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Outgoing(OutgoingFields):
    model_config = SQLModelConfig(frozen=True)
    id: str
    inquiry_id: str
    member_id: int | None = None


class ParkedFields(Private):
    """An unfinished inquiry. `state` is the run as JSON, half-typed text included."""

    title: str = Field(default="", max_length=200)
    category: str = Field(default="", max_length=40)
    step: str = Field(default="", max_length=100)
    state: str
    author: str = Field(max_length=10)
    parked_at: datetime = Field(sa_type=UtcDateTime)
    running: bool = False


class Parked(ParkedFields):
    model_config = SQLModelConfig(frozen=True)
    id: str
    member_id: int | None = None


class OperatorFields(Private):
    """Who sits here. Help level: ny (everything), vant (key words), kort (questions only)."""

    initials: str = Field(max_length=10)
    name: str = Field(default="", max_length=100)
    loop: int = 1
    help_level: str = Field(default="ny", max_length=10)
    os_user: str = Field(default="", max_length=100)


class Operator(OperatorFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
