"""An inquiry (henvendelse): who calls, what is known, what was answered, what it leads to."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, Field

from sentralbord_desktop.domain.availability import BoardSnapshot
from sentralbord_desktop.domain.inquiries.caller_kind import THIRD_PARTIES, CallerKind
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt
from sentralbord_desktop.domain.redacted import Guarded
from sentralbord_desktop.domain.text.norwegian import listed


class Strength(StrEnum):
    """How binding the procedure is: skal (must), bør (should), kan (may)."""

    SKAL = "skal"
    BOR = "bor"
    KAN = "kan"

    @property
    def word(self) -> str:
        return {"skal": "skal", "bor": "bør", "kan": "kan"}[self.value]


def sent_key(kind: str, target: str) -> str:
    """«epost avdeling:4:DS»: a message that left, whatever its text."""
    return f"{kind} {target}"


class InvoiceFacts(Guarded):
    """An invoice that is not paid; `amount` in øre."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str
    amount: int = 0
    due: date


class MemberFacts(Guarded):
    """What the procedures may know about the member. Unknown is None."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    member_no: str | None = None
    department: int | None = None
    name: str = ""
    phone: str = ""
    address: str | None = None
    employer: str = ""
    status: str = ""
    has_tillitsvalgt: bool | None = None
    shop_steward: str = ""
    insurance_codes: str = ""
    no_sms: bool = False
    workplace_department_area: int | None = None
    course_responsible_department: int | None = None
    missing_documentation: str = ""
    """What the oldest invoice that is not paid waits for."""
    asked_for: str = ""
    invoice: InvoiceFacts | None = None
    """The invoice that waits for `missing_documentation`, else the oldest that is not paid."""
    changed: dict[str, date] = Field(default_factory=dict)
    """Member field -> the day of its last change."""

    def general(self) -> "MemberFacts":
        """What is not about the member: a course, and a person asked for by name."""
        return MemberFacts(course_responsible_department=self.course_responsible_department, asked_for=self.asked_for)


class Facts(Guarded):
    """Everything known before the first question. See docs/fakta.md for each key.

    `received_on` is `sloyfe:1` … `sloyfe:3` or `callback`; `availability` maps sloyfe_N,
    sloyfe_N_opptatt, hoy_pagang, avdeling_N, KS, OS, DS, saksbehandler, nearby_DS, a role key or its
    holder, or a target, to true or false. A key that is left out is unknown, and the procedure asks.
    `availability_words` says why somebody is not free («DS» -> «Eva Rustad borte til torsdag»), `people`
    who a target is today.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    call_date: date
    call_time: str = Field(default="", pattern=r"^(([01]?\d|2[0-3])\.[0-5]\d)?$")
    received_on: str = "sloyfe:1"
    operator_loop: int | None = None
    caller: CallerKind = CallerKind.MEMBER
    caller_name: str = ""
    caller_phone: str = ""
    identity_confirmed: bool = False
    language: str = ""
    """The language spoken with the caller: nn, en or pl; «» is bokmål."""
    member: MemberFacts = MemberFacts()
    closed_member_id: int | None = None
    """The member whose record was open until a third party was found to be calling. Not kept with a completed
    inquiry."""
    identity_failed: bool = False
    """Whether the call goes on without the record, because the caller did not know what it says (X-3)."""
    held_back: MemberFacts | None = None
    """The facts of the record, held back while the identity fails. Not kept with a completed inquiry."""
    availability: dict[str, bool | None] = Field(default_factory=dict)
    availability_words: dict[str, str] = Field(default_factory=dict)
    help_back: date | None = None
    """The day on which a DS or case handler of the member's department is back, when the board says that all are away."""
    people: dict[str, str] = Field(default_factory=dict)
    board: BoardSnapshot | None = None
    """The board's statements, which give the order of a transfer. Not kept with a completed inquiry."""
    sign: str = ""
    operator_name: str = ""
    already_left: frozenset[str] = frozenset()
    """`sent_key` of each message that had left when the call was reopened."""
    taken_up: datetime | None = None
    """When a parked inquiry was taken up again: deadlines and promises count from then."""

    def __repr__(self) -> str:
        return f"<Facts {self.call_date} {self.received_on}>"

    @property
    def called(self) -> datetime:
        """When the call came, in office time; nine o'clock when unknown."""
        hour, minute = (int(part) for part in (self.call_time or "9.00").split("."))
        return datetime.combine(self.call_date, time(hour, minute))

    @property
    def now(self) -> datetime:
        """The moment from which deadlines and promises are counted: the time of the call, or when it was taken up
        again."""
        return self.taken_up or self.called

    @property
    def is_third_party(self) -> bool:
        """Whether the call may reveal nothing about a member, in speech or in writing (X-4)."""
        return self.caller in THIRD_PARTIES

    @property
    def rings_for_another(self) -> bool:
        """Whether the caller is not the member, so that the member's details are not theirs."""
        return self.is_third_party or self.caller == CallerKind.PRESS

    def closed_to_third_party(self) -> "Facts":
        """The facts without the member, when a third party calls; a course and a person asked for by name are kept."""
        if not self.is_third_party:
            return self
        return self.model_copy(update={"member": self.member.general()})

    def without_record(self) -> "Facts":
        """The facts for a caller whose identity failed: as for a member who is not found, with the record held back."""
        held = self.member if self.member.member_no else self.held_back
        if held is None:
            return self
        closed = {"member": held.general(), "held_back": held, "identity_failed": True, "caller": CallerKind.UNKNOWN}
        return self.model_copy(update=closed)

    def with_record(self) -> "Facts":
        """The same when the identity holds after all."""
        if not self.identity_failed:
            return self
        member = self.member if self.member.member_no or self.held_back is None else self.held_back
        caller = CallerKind.MEMBER if member.member_no and self.caller == CallerKind.UNKNOWN else self.caller
        opened = {"member": member, "held_back": None, "identity_failed": False, "caller": caller}
        return self.model_copy(update=opened)

    @property
    def phone(self) -> str:
        """Where the caller can be reached: never the number of the member they ring about (X-4, MD-2)."""
        return self.caller_phone if self.rings_for_another else self.member.phone or self.caller_phone

    @property
    def loop(self) -> int | None:
        """The operator's own loop: given, else from the call, else the free loop on the board."""
        if self.operator_loop is not None:
            return self.operator_loop
        if self.received_on.startswith("sloyfe:"):
            return int(self.received_on.removeprefix("sloyfe:"))
        free = [n for n in (1, 2, 3) if self.availability.get(f"sloyfe_{n}")]
        return free[0] if len(free) == 1 else None


class Answer(Guarded):
    """One answer in the wizard: a choice key, a text, or named fields, and where it came from. A transfer keeps who
    was rung, also before any answer."""

    model_config = ConfigDict(frozen=True)
    choice: str = ""
    text: str = ""
    fields: dict[str, str] = Field(default_factory=dict)
    source: str = ""
    attempts: tuple[Attempt, ...] = ()

    def __repr__(self) -> str:
        return f"<Answer {self.choice}>"

    @property
    def taken_by(self) -> Attempt | None:
        """The person who took the transferred call."""
        return next((attempt for attempt in self.attempts if attempt.took), None)


class Action(Guarded):
    """One thing the call leads to, with its finished text.

    `missing` names the answers that the text still waits for. `on` is false for an optional action
    no operator has asked for. `data` carries what the kind needs: fields, deadlines, due time.
    `languages` are those its template has, when there are more than bokmål.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    kind: str
    """A key of `procedures/outputs`."""
    strength: Strength = Strength.SKAL
    on: bool = True
    to: str = ""
    to_label: str = ""
    template: str = ""
    subject: str = ""
    text: str = ""
    why: str = ""
    urgent: bool = False
    copy_to: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    must_be_said: bool = False
    languages: tuple[str, ...] = ()
    language: str = "nb"
    data: dict[str, Any] = Field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Action {self.kind} {self.id}>"

    @property
    def required(self) -> bool:
        """A skal: it is struck only with a reason."""
        return self.strength is Strength.SKAL


NOTE_SAVED, LOG_SAVED = "Merknad er lagret", "Telefonlogg er ført"
NOTE_AND_LOG_SAVED = "Merknad og telefonlogg er lagret"


CALLBACK_SAVED = "Oppringing "


def _of_the_call(part: str) -> int:
    """Note and log come before what is to be done."""
    return (NOTE_SAVED, LOG_SAVED).index(part) if part in {NOTE_SAVED, LOG_SAVED} else 2


class Receipt(Guarded):
    """What Fullfør did, what waits to be sent, and what is left to do by hand."""

    model_config = ConfigDict(frozen=True)
    inquiry_id: str
    title: str
    done: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    hand_pages: tuple[str, ...] = ()
    """Beside each of `by_hand` the page where it is done, «» where none is."""

    @property
    def sentence(self) -> str:
        """The whole text, as spoken."""
        if self.by_hand:
            return f"{self.title}: {self.saved} Gjør for hånd: {', '.join(self.by_hand)}."
        return f"{self.title}. {'. '.join((*self.done_words, *self.to_come))}."

    @property
    def saved(self) -> str:
        """«merknad, telefonlogg og oppringing i morgen kl. 10.00. Løftet om å ringe er gjort opp.»: after «Lagret for …», so
        that «lagret» is said once."""
        names = {NOTE_SAVED: "merknad", LOG_SAVED: "telefonlogg"}
        words = (names.get(part) or part[:1].lower() + part[1:] for part in sorted(self._named, key=_of_the_call))
        rest = [part for part in self.done if part not in self._named]
        return " ".join(f"{part}." for part in (listed(list(words)), *rest, *self.to_come))

    @property
    def _named(self) -> tuple[str, ...]:
        """The parts of `done` that are named in a list; the others are sentences."""
        return tuple(part for part in self.done if part in {NOTE_SAVED, LOG_SAVED} or part.startswith(CALLBACK_SAVED))

    @property
    def done_words(self) -> tuple[str, ...]:
        """`done`, with the note and the log as one."""
        if not {NOTE_SAVED, LOG_SAVED} <= {*self.done}:
            return self.done
        return (NOTE_AND_LOG_SAVED, *(part for part in self.done if part not in {NOTE_SAVED, LOG_SAVED}))

    def __repr__(self) -> str:
        return f"<Receipt {self.inquiry_id}>"
