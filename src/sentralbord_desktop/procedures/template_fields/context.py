"""What a general field is read from: the run, other fields, and the promised moment."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.procedures.run import ProcedureRun


class PromisedTime(NamedTuple):
    """When we promise to ring, and «etter» or «»; without a moment at any time, or as the caller's own `words` say."""

    due: datetime | None
    words: str


class FieldContext(Protocol):
    """An outcome, as the fields see it."""

    run: ProcedureRun

    def field(self, name: str) -> str | None:
        """The value of {name}; None when it is missing."""

    def lookup(self, name: str) -> tuple[str, ...] | None:
        """What a condition may compare."""

    @property
    def promised(self) -> PromisedTime | None:
        """None when nobody has been asked."""

    @property
    def moved_because(self) -> str:
        """What was wished instead of the moment that is promised."""


Reader = Callable[[FieldContext], str | None]
"""The value of one general field; None when it is missing."""


def answer_text(context: FieldContext, role: StepRole) -> str:
    """What was answered to the step with this role, when it was asked; else «»."""
    answer = context.run.answer_for(role)
    return answer.text if answer else ""


def best_time(context: FieldContext) -> str:
    """«etter 15»: when it suits the caller best to be rung, without the word for it."""
    text = answer_text(context, StepRole.BEST_TIME)
    return re.sub(r"(?i)^(?:det\s+)?(?:passer\s+)?(?:best|helst)\s+", "", text)
