"""A kind of output: its name, its requirements, and how it is read from a procedure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.members.member import DEAD
from sentralbord_desktop.procedures.model import Output, StepRole
from sentralbord_desktop.procedures.template_fields.context import FieldContext


class OutputContext(FieldContext, Protocol):
    """An outcome, as the kinds see it."""

    def left_out(self) -> str:
        """The struck outputs and the reasons, as sentences."""

    def has_words(self, output: Output) -> bool:
        """Whether the organisation and the member have what its text needs."""


def no_data(context: OutputContext, output: Output) -> dict[str, Any]:
    return {}


def same_body(context: OutputContext, body: str) -> str:
    return body


def always(context: OutputContext, output: Output) -> bool:
    return True


def not_to_the_dead(context: OutputContext, output: Output) -> bool:
    return context.run.facts.member.status != DEAD


def no_report(action: Action) -> dict[str, Any]:
    return {}


class About(StrEnum):
    """What a kind of output is about: decides whether a third party gets it."""

    MEMBER = "member"
    """Never."""
    EITHER = "either"
    """With `third_party: ja` in the file."""
    CALL = "call"
    """Always."""


@dataclass(frozen=True)
class OutputKind:
    """`key` is used in the files and in the database."""

    key: str
    label: str
    """The heading of its card, in bokmål."""
    icon: str = "dot"

    needs_data: tuple[str, ...] = ()
    """Required keys under `data`."""
    needs_place: bool = False
    """Whether `where` is required: the place where it is written."""
    needs_date: bool = False
    """Whether its text must have {dato}."""
    roles: tuple[StepRole, ...] = ()
    """The steps that it is completed with."""
    needs_answer: tuple[StepRole, ...] = ()
    """A person must have answered one of these steps in the call."""
    leads_somewhere: bool = True
    """Whether a way with only this output is no dead end."""

    is_previewed: bool = True
    is_reviewed: bool = True
    """Whether it has a card on the review page."""
    is_spoken: bool = False
    """The operator says it; shown above the cards."""
    is_last: bool = False
    is_own_words: bool = False
    """The operator's own words are stored or sent, so they are checked for sensitive content (PR-3)."""
    card_fields: tuple[str, ...] = ()
    """The editable fields of the card: names of `gui/wizard/card_kinds.py`."""

    message: str = ""
    """The channel of a message: epost, sms or brevordre."""
    is_left_to_department: bool = False
    """It goes to the administration when the department is unknown (X-5)."""
    yields: bool = False
    """An optional one is left out while its text lacks a value that no question asks for."""
    changes_member: bool = False
    about: About = About.EITHER
    """Whether it comes of a call from a third party (X-4)."""
    reaches_member: bool = False
    """It rings or writes to the member, so that it is never on for one who is dead."""
    dropped_as: str = ""
    """Its name in the list of what a third party does not get; by default the card's heading and the recipient."""
    struck: str = ""
    """The words of the note when it was struck, before the reason; by default the label and «er ikke med»."""
    receipt: str = ""
    """The words of the receipt before the recipient, «Satt over til», «E-post»; «» for no line."""

    data: Callable[[OutputContext, Output], dict[str, Any]] = no_data
    """Its data in addition to the text."""
    body: Callable[[OutputContext, str], str] = same_body
    may_be_on: Callable[[OutputContext, Output], bool] = always
    report: Callable[[Action], dict[str, Any]] = no_report
    """Additional data in `procedures play`."""

    @property
    def struck_words(self) -> str:
        """«SMS er ikke med», «Det som skulle sies før dere la på, er ikke sagt»."""
        return self.struck or f"{self.label} er ikke med"
