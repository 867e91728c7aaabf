"""What lies on the desk: callbacks, awaited confirmations, outgoing messages, parked inquiries."""

from datetime import date, datetime, timedelta

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.members.member import Private

CLAIM_MINUTES = 15
"""A claim without an outcome is free again after this many minutes (design 4.5)."""

REMIND_AFTER_WORKING_DAYS = 10
"""A written confirmation that has not come is asked for again after this many working days."""

FREE_AFTER = timedelta(minutes=30)
"""A promise with an owner that is this late is everybody's."""

OUTCOMES = {
    "svarte": "Svarte",
    "ikke_svar": "Ikke svar",
    "opptatt": "Opptatt",
    "beskjed": "La igjen beskjed",
    "feil_nummer": "Feil nummer",
    "flytt": "Flyttet",
    "gitt": "Gitt til en annen",
    "godtatt": "Godtatt",
    "purret": "Medlemmet purret",
    "ordnet": "Ordnet på annen måte",
}
"""Outcome of an attempt to ring back -> the word on the screen."""
SETTLED = "ordnet"
"""Somebody else has rung, or nobody needs to any more."""

CONFIRMATION_KINDS = {
    "utmelding": "Utmelding",
    "overforing_avdeling": "Overføring til annen avdeling",
    "overforing_forbund": "Overføring til annet forbund",
}
CONFIRMATION_STATES = {"venter": "Venter", "kommet": "Kommet", "trukket": "Trukket tilbake"}


class CallbackFields(Private):
    """A promise to ring back (GE-5). `due` None means any time; `owner` «» means anyone.

    `offered_to` has been asked to take it over and has not answered; `raised` is how often the
    caller has rung about it since.
    """

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

    def owner_at(self, moment: datetime) -> str:
        """Whose it is: nobody's own any more when it is half an hour late."""
        late = self.due is not None and moment - self.due > FREE_AFTER
        return "" if late and self.status == "apen" else self.owner

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
    done: date | None = None
    last_done: str = Field(default="", max_length=200)


class Confirmation(ConfirmationFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
    member_id: int
    member_name: str = ""
    status: str = "venter"
    version: int = 1


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
house, `sender` is past the point of no return, `usikker` may or may not have left: a person decides.
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


FORM = "skjema"
"""The category of a parked row that is no inquiry, but a form beside one."""


class HalfForm(Private):
    """A form beside a call that was open when the window was locked: which, of whom, and its words."""

    model_config = SQLModelConfig(frozen=True)
    kind: str
    member_id: int | None = None
    values: dict[str, str] = Field(default_factory=dict)


ROLES = {
    "operator": "Operatør",
    "avdeling": "Avdeling",
    "vedlikehold": "Prosedyreeier",
    "administrator": "Administrator",
    "personvern": "Personvern",
}
"""What a person may do (PR-1) -> the word on the screen."""


READERS = ("operator", "avdeling", "personvern", "administrator")
"""Who may see members at all. Whoever only looks after the procedures and the catalogue needs none of them."""


class OperatorFields(Private):
    """Who sits here. Help level: ny (everything), vant (key words), kort (questions only).

    `roles` are keys of ROLES with commas between; `department` is whose case texts one who is only
    `avdeling` may read. `pin` is an Argon2id hash, «» for one who signs in by the PC's own user; with
    `code_until` it is of a start code that an administrator gave, and lets them choose a PIN until then.
    After too many wrong PINs `pin_waits` is until when, `pin_wait_s` how long (seconds), and `pin_boot_s` how
    long the PC had been on by then. Whoever has `left` keeps their name on what they signed, and does not come in.
    """

    initials: str = Field(max_length=10)
    name: str = Field(default="", max_length=100)
    loop: int = 1
    help_level: str = Field(default="ny", max_length=10)
    os_user: str = Field(default="", max_length=100)
    roles: str = Field(default="operator", max_length=100)
    department: int | None = None
    pin: str = Field(default="", max_length=200)
    wrong_pins: int = 0
    lock_minutes: int = 10
    pin_waits: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pin_wait_s: int = 0
    pin_boot_s: float | None = None
    code_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left: date | None = None


class Operator(OperatorFields):
    model_config = SQLModelConfig(frozen=True)
    id: int

    def may(self, role: str) -> bool:
        return self.left is None and role in self.roles.split(",")

    @property
    def reads_all(self) -> bool:
        """Whether case texts of every department are shown: to those who take the calls, and to whoever answers
        for what is kept (PR-1). Who only keeps the program in order does not need them."""
        return any(self.may(role) for role in ("operator", "personvern"))

    @property
    def reads_members(self) -> bool:
        return any(self.may(role) for role in READERS)

    @property
    def shown(self) -> str:
        """«Maja Hovde (MH)»."""
        return f"{self.name} ({self.initials})" if self.name else self.initials
