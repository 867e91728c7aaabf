"""Members. No fødselsnummer and no health data (PR-2)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.dates.clock import UtcDateTime, oslo
from sentralbord_desktop.domain.redacted import Private

STATUSES = {
    "yrkesaktiv": "Yrkesaktiv",
    "laerling": "Lærling",
    "student": "Student",
    "arbeidsledig": "Arbeidsledig",
    "permittert": "Permittert",
    "permisjon": "I permisjon",
    "pensjonist": "Pensjonist",
    "ufor": "Ufør",
    "utmeldt": "Utmeldt",
    "dod": "Død",
    "ukjent": "Ukjent",
}
"""Status key -> the word on the screen."""
DEAD, UNKNOWN = "dod", "ukjent"
GONE = frozenset({"utmeldt", DEAD})
"""The statuses of those who are members no longer."""
SAID_IN_CALL = {key: word for key, word in STATUSES.items() if key not in {*GONE, UNKNOWN}}
"""The statuses that a member can have by a call (UT-4)."""
IS_DEAD = "Medlemmet er registrert som død. Vi ringer og skriver ikke til medlemmet. Rett statusen hvis det er feil."
"""Why nothing goes out to the member."""


def phone_field(position: int) -> str:
    """The field of the number at this position: phone, phone2, phone3 …"""
    return f"phone{position + 1}" if position else "phone"


def phone_position(field: str) -> int | None:
    """The position in the record; None for a field that is not a number."""
    if field == "phone":
        return 0
    digits = field.removeprefix("phone")
    return int(digits) - 1 if digits != field and digits.isdecimal() and int(digits) > 1 else None


BLOCKED_ADDRESS = "Sperret adresse"
"""In place of a street that nobody may know; the address itself is not stored (PR-2)."""


class MemberFields(Private):
    """The register's fields of one member; dates are calendar days in Norway."""

    number: str = Field(max_length=32)
    first_name: str = Field(default="", max_length=100)
    middle_name: str = Field(default="", max_length=100)
    last_name: str = Field(default="", max_length=100)
    birth_date: date | None = None
    email: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=200)
    post_code: str = Field(default="", max_length=16)
    place: str = Field(default="", max_length=100)
    status: str = Field(default=UNKNOWN, max_length=40)
    department: int | None = None
    employer: str = Field(default="", max_length=200)
    workplace: str = Field(default="", max_length=200)
    workplace_post_code: str = Field(default="", max_length=16)
    joined: date | None = None
    resigned: date | None = None
    insurance_codes: str = Field(default="", max_length=200)
    shop_steward: str = Field(default="", max_length=200)
    no_sms: bool = False

    @property
    def has_blocked_address(self) -> bool:
        return self.street == BLOCKED_ADDRESS

    @property
    def is_dead(self) -> bool:
        return self.status == DEAD

    @property
    def name(self) -> str:
        """First, middle and last name with single spaces."""
        return " ".join(f"{self.first_name} {self.middle_name} {self.last_name}".split())

    @property
    def postal_address(self) -> str:
        """«Granveien 4, 2312 Ottestad», or the parts of it that are known; never a blocked one."""
        if self.has_blocked_address:
            return ""
        town = f"{self.post_code} {self.place}".strip()
        return ", ".join(part for part in (self.street, town) if part)


class PhoneFields(Private):
    """One labelled number of a member: digits as `phones.normal_number` gives them."""

    label: str = Field(default="mobil", max_length=20)
    number: str = Field(max_length=20)


class Phone(PhoneFields):
    """`position` in the record: 0 «Telefon», 1 «Telefon 2», from 2 numbers added in calls."""

    model_config = SQLModelConfig(frozen=True)
    position: int = 0


class Member(MemberFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
    version: int = 1
    phones: tuple[Phone, ...] = ()

    def number_at(self, position: int) -> str:
        """The number at this position; «» when there is none."""
        return next((p.number for p in self.phones if p.position == position), "")

    @property
    def phone(self) -> str:
        """The number to ring first, «» when there is none."""
        return self.phones[0].number if self.phones else ""


@dataclass(frozen=True, repr=False)
class Merge:
    """A merge of two members: member numbers, when and by whom."""

    id: int
    at: datetime
    author: str
    name: str
    kept: str
    gone: str


class InvoiceFields(Private):
    """A fee invoice; amounts in øre."""

    number: str = Field(max_length=40)
    issued: date
    due: date
    amount: int
    paid: int = 0
    missing_documentation: str = Field(default="", max_length=200)


class Invoice(InvoiceFields):
    model_config = SQLModelConfig(frozen=True)
    id: int

    @property
    def is_open(self) -> bool:
        return self.paid < self.amount


class RemarkFields(Private):
    """A dated, signed remark (merknad). Append-only: a correction is a new row."""

    written: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    text: str = Field(max_length=4000)
    category: str = Field(default="", max_length=40)
    pinned: bool = False


class Remark(RemarkFields):
    model_config = SQLModelConfig(frozen=True)
    id: int

    @property
    def body(self) -> str:
        """The text without its own date and initials, where a row shows both beside it."""
        text = self.text.strip().removeprefix(f"{oslo(self.written):%d.%m.%Y}: ")
        without = text.removesuffix(f" {self.author}") if self.author else text
        return without.removesuffix(" –").rstrip() if without != text else text


class MemberChangeFields(Private):
    """A change of one field of one member, before and after."""

    field: str = Field(max_length=40)
    before: str = Field(default="", max_length=400)
    after: str = Field(default="", max_length=400)
    author: str = Field(max_length=10)
    at: datetime = Field(sa_type=UtcDateTime)
    source: str = Field(default="samtale", max_length=20)


class MemberChange(MemberChangeFields):
    model_config = SQLModelConfig(frozen=True)
    id: int


class PhoneCallFields(Private):
    caller_name: str = Field(default="", max_length=200)
    caller_kind: str = Field(default="medlem", max_length=20)
    number: str = Field(default="", max_length=20)
    started: datetime = Field(sa_type=UtcDateTime)
    ended: datetime = Field(sa_type=UtcDateTime)
    category: str = Field(default="", max_length=40)
    outcome: str = Field(default="", max_length=200)
    author: str = Field(max_length=10)
    loop: int | None = None
    overflow: bool = False


class PhoneCall(PhoneCallFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
    member_id: int | None = None
    inquiry_id: str | None = None


@dataclass(frozen=True)
class Why:
    """Why a member was found: `marks` are the folded words of its line to mark; `fact` is the matching fact when the
    line does not show it."""

    marks: tuple[str, ...] = ()
    fact: str = ""


@dataclass(unsafe_hash=True)
class Hit:
    """One line in the hit list: no more than is needed to choose. A hit that is not `sure` lacks a
    typed word. Why it was found is computed when the line is drawn. Treat as immutable: not frozen, because freezing
    takes two thirds of the time to make fifty for each key."""

    id: int
    number: str
    name: str
    birth_year: int | None
    employer: str
    department: int | None
    phone: str
    callback_due: bool = False
    confirmation_awaited: bool = False
    sure: bool = True
    explain: Callable[[], Why] = field(default=Why, compare=False)

    @cached_property
    def why(self) -> Why:
        return self.explain()

    def __repr__(self) -> str:
        return f"<Hit {self.id}>"


class Rectified(NamedTuple):
    """A changed field, with the earlier and the present value in words."""

    field: str
    before: str
    after: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
