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
"""Roles that may see members. The owner of the procedures and the catalogue may not."""
SEES_NO_MEMBERS = "Rollen din ser ikke medlemmer."


class OperatorFields(Private):
    """An operator. Help level: ny (everything), vant (key words), kort (questions only).

    `roles` are keys of ROLES, separated by commas. `department` limits which case texts an operator who is only
    `avdeling` may read. `pin` is an Argon2id hash, «» for sign-in by the PC's own user; until `code_until` it is the
    hash of a start code from an administrator, which lets the operator choose a PIN. After too many wrong PINs,
    `pin_waits` is the end of the delay, `pin_wait_s` its length (seconds) and `pin_boot_s` the PC's uptime at its
    start. An operator who has `left` cannot sign in; their signatures remain.
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
        """Whether case texts of every department are shown: to operators and to the privacy role (PR-1), but not to
        those who only administrate the program."""
        return any(self.may(role) for role in ("operator", "personvern"))

    def of_empty(self, sentence: str) -> str:
        """The text of an empty list of members: `sentence`, except for a role for which it is always empty."""
        return sentence if self.reads_members else SEES_NO_MEMBERS

    @property
    def reads_members(self) -> bool:
        return any(self.may(role) for role in READERS)

    @property
    def shown(self) -> str:
        return f"{self.name} ({self.initials})" if self.name else self.initials
