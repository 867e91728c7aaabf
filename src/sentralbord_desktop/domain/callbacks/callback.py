"""A callback: a promise to ring back, and the attempts at it."""

from datetime import date, datetime, timedelta

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.redacted import Private

CLAIM_MINUTES = 15
"""A claim without an outcome expires after this many minutes."""


FREE_AFTER = timedelta(minutes=30)
"""A callback this overdue is open to all operators."""

OUTCOMES = {
    "svarte": "Svarte",
    "ikke_svar": "Ikke svar",
    "opptatt": "Opptatt",
    "beskjed": "La igjen beskjed",
    "feil_nummer": "Feil nummer",
    "flytt": "Flyttet",
    "gitt": "Gitt til en annen",
    "godtatt": "Godtatt",
    "ordnet": "Ordnet på annen måte",
    "i_samtale": "Gjort da medlemmet ringte",
    "ringte_selv": "Ringte selv",
}
"""Outcome of an attempt -> the word on the screen."""
SETTLED = "ordnet"
"""Settled without an attempt: another has called, or no call is needed."""
DONE_IN_CALL, RANG_THEMSELVES = "i_samtale", "ringte_selv"
"""The member rang before we did: the promise was settled then, or it remains open."""
FROM_MEMBER = frozenset({DONE_IN_CALL, RANG_THEMSELVES})
"""The outcomes that are no attempt of ours."""


class CallbackFields(Private):
    """A promise to ring back (GE-5). `due` None means any time; `owner` «» means anyone. `offered_to` has been asked to
    take it over and has not answered; `raised` is how often the member has rung about it since."""

    name: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=20)
    subject: str = Field(default="", max_length=200)
    category: str = Field(default="", max_length=40)
    loop: int | None = None
    due: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window: str = Field(default="", max_length=60)
    deadline: date | None = None
    owner: str = Field(default="", max_length=60)
    offered_to: str = Field(default="", max_length=60)
    raised: int = 0
    promised_by: str = Field(max_length=10)
    created: datetime = Field(sa_type=UtcDateTime)


class CallbackAttempt(Private):
    model_config = SQLModelConfig(frozen=True)
    at: datetime
    author: str
    outcome: str


class Callback(CallbackFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
    member_id: int | None = None
    inquiry_id: str | None = None
    """The inquiry in which it was promised."""
    status: str = "apen"
    claimed_by: str = ""
    claimed_until: datetime | None = None
    version: int = 1
    attempts: tuple[CallbackAttempt, ...] = ()
    member_number: str = ""
    department: int | None = None
    """Of the member; read for the list."""

    @property
    def is_of_case(self) -> bool:
        """Whether it was promised in a trøbbel case, which a DS takes over."""
        return self.category == "trobbel" and self.inquiry_id is not None and self.member_id is not None

    @property
    def own_attempts(self) -> int:
        """How often we have rung."""
        return sum(1 for attempt in self.attempts if attempt.outcome not in FROM_MEMBER)

    def is_overdue(self, moment: datetime) -> bool:
        return self.status == "apen" and self.due is not None and self.due < moment

    def owner_at(self, moment: datetime) -> str:
        """The owner; «» when it is half an hour overdue."""
        late = self.due is not None and moment - self.due > FREE_AFTER
        return "" if late and self.status == "apen" else self.owner

    @property
    def claimed_since(self) -> datetime | None:
        """When the claim was made or last renewed; None without one."""
        return self.claimed_until - timedelta(minutes=CLAIM_MINUTES) if self.claimed_until else None

    def claimed_at(self, moment: datetime) -> str:
        """Initials of the operator who holds the claim at `moment`, «» when it is free."""
        held = self.claimed_until is not None and self.claimed_until > moment
        return self.claimed_by if held else ""
