"""The roles of steps: how the program reads an answer, independent of the step's name.

A step has `role: phone`; the program looks for the role, never the name. A role defines which kind of step can have it,
and the choice that the program compares with.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sentralbord_desktop.domain.members.member import STATUSES

UNKNOWN_CHOICE = "vet_ikke"
"""The key of «Vet ikke», which has the digit 0 in every step."""


class StepRole(StrEnum):
    """The meaning of a step to the program."""

    ADDRESS = "address"
    ANSWER_BY = "answer_by"
    ASKED_FOR = "asked_for"
    BANKRUPTCY = "bankruptcy"
    BEST_TIME = "best_time"
    CALLBACK_WISH = "callback_wish"
    CALLER_NAME = "caller_name"
    COURSE = "course"
    DEPARTMENT = "department"
    EMPLOYER = "employer"
    FORM_ERROR = "form_error"
    IDENTITY = "identity"
    REPORTER = "reporter"
    NEARBY = "nearby"
    NEW_ADDRESS = "new_address"
    NEW_STATUS = "new_status"
    PERSON_DETAILS = "person_details"
    PHONE = "phone"
    WORKPLACE = "workplace"


TIMES = frozenset({StepRole.ANSWER_BY, StepRole.BEST_TIME, StepRole.CALLBACK_WISH})
"""Steps answered with a future time, in the caller's words."""


@dataclass(frozen=True, slots=True)
class RoleNeeds:
    """The kind of step that can have a role.

    `field` is the step's own field. `key` is the choice that the program compares with. `keys`, if given, are all the
    choices that the step may have. `lines` are keys under `fields`, where «*» is any. The step may have more than these.
    """

    field: str = ""
    key: str = ""
    keys: frozenset[str] = frozenset()
    lines: tuple[str, ...] = ()

    def fault(self, field: str, choices: Collection[str], lines: Collection[str]) -> str:
        """What such a step lacks for the role, in Norwegian; «» when the role fits."""
        if self.field and field != self.field:
            return f"trenger «field: {self.field}»"
        if self.key and self.key not in choices:
            return f"trenger svaret «{self.key}»"
        if self.keys and not choices:
            return "trenger svar å velge mellom"
        if self.keys and (strange := sorted(set(choices) - self.keys)):
            return f"kjenner ikke svaret «{strange[0]}»"
        lacking = [line for line in self.lines if line != "*" and line not in lines]
        if lacking or (self.lines and not lines):
            return f"trenger «{lacking[0]}» under fields" if lacking else "trenger «fields»"
        return ""


TEXT = RoleNeeds(field="text")
YES = RoleNeeds(key="ja")
ROLES: dict[StepRole, RoleNeeds] = {
    StepRole.ADDRESS: YES,
    StepRole.ANSWER_BY: TEXT,
    StepRole.ASKED_FOR: TEXT,
    StepRole.BANKRUPTCY: YES,
    StepRole.BEST_TIME: TEXT,
    StepRole.CALLBACK_WISH: TEXT,
    StepRole.CALLER_NAME: TEXT,
    StepRole.COURSE: TEXT,
    StepRole.DEPARTMENT: RoleNeeds(field="department", key=UNKNOWN_CHOICE),
    StepRole.EMPLOYER: TEXT,
    StepRole.FORM_ERROR: RoleNeeds(key="muntlig"),
    StepRole.IDENTITY: YES,
    StepRole.REPORTER: TEXT,
    StepRole.NEARBY: RoleNeeds(key="tok"),
    StepRole.NEW_ADDRESS: RoleNeeds(lines=("*",)),
    StepRole.NEW_STATUS: RoleNeeds(keys=frozenset({*STATUSES, UNKNOWN_CHOICE})),
    StepRole.PERSON_DETAILS: RoleNeeds(lines=("phone",)),
    StepRole.PHONE: TEXT,
    StepRole.WORKPLACE: TEXT,
}
"""Role -> the kind of step that can have it."""
