"""Operators and their roles."""

from datetime import date, datetime

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.redacted import Private

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
