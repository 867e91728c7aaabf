"""The input of general fields: the run, other fields, and the promised time."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.run import ProcedureRun


class PromisedTime(NamedTuple):
    """The promised moment, and «etter» or «». Without a moment: at any time, or as the caller's own `words` say."""

    due: datetime | None
    words: str


class FieldContext(Protocol):
    """The part of an outcome that the fields use."""

    run: ProcedureRun

    def field(self, name: str) -> str | None:
        """The value of {name}; None when it is missing."""

    def lookup(self, name: str) -> tuple[str, ...] | None:
        """The value that a condition compares."""

    @property
    def promised(self) -> PromisedTime | None:
        """None when nobody has been asked."""

    @property
    def moved_because(self) -> str:
        """The wish that the promised moment does not meet."""


Reader = Callable[[FieldContext], str | None]
"""The value of one general field; None when it is missing."""


def answer_text(context: FieldContext, role: StepRole) -> str:
    """The answer to the step with this role; «» when it was not asked."""
    answer = context.run.answer_for(role)
    return answer.text if answer else ""


def best_time(context: FieldContext) -> str:
    """«etter 15»: the caller's preferred time, without the word «best»."""
    text = answer_text(context, StepRole.BEST_TIME)
    return re.sub(r"(?i)^(?:det\s+)?(?:passer\s+)?(?:best|helst)\s+", "", text)
