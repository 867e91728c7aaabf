"""What a kind of output is: its name, what it needs, and how it is read out of a procedure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.procedures.template_fields.context import FieldContext


class OutputContext(FieldContext, Protocol):
    """An outcome, as the kinds see it."""

    def left_out(self) -> str:
        """What was struck and why, in sentences."""

    def has_words(self, output: Output) -> bool:
        """Whether the organisation and the member have what its text needs."""


def no_data(context: OutputContext, output: Output) -> dict[str, Any]:
    return {}


def same_body(context: OutputContext, body: str) -> str:
    return body


def always(context: OutputContext, output: Output) -> bool:
    return True


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
    """`key` is in the files and in the database. What is left out has its plainest meaning."""

    key: str
    label: str
    """The head of its card, in bokmål."""
    icon: str = "dot"

    needs_data: tuple[str, ...] = ()
    """What must stand under `data`."""
    needs_place: bool = False
    """Whether `where` must say where it is written."""
    needs_date: bool = False
    """Whether its text must have {dato}."""
    roles: tuple[StepRole, ...] = ()
    """The steps that it is completed with."""
    needs_answer: tuple[StepRole, ...] = ()
    """One of these a person must have answered in the call."""
    leads_somewhere: bool = True
    """Whether a way that ends with this alone is no dead end."""

    is_previewed: bool = True
    is_reviewed: bool = True
    """Whether it has a card on the review page."""
    is_spoken: bool = False
    """The operator says it; above the cards."""
    is_last: bool = False
    is_own_words: bool = False
    """The operator's own words stay or leave: they are looked through for what is sensitive (PR-3)."""
    card_fields: tuple[str, ...] = ()
    """What can be changed on the card: names of `gui/wizard/card_fields.py`."""

    message: str = ""
    """How it leaves: epost, sms or brevordre."""
    is_left_to_department: bool = False
    """It goes to the administration when the department is unknown (X-5)."""
    yields: bool = False
    """An optional one is left out while its text lacks what no question brings."""
    changes_member: bool = False
    about: About = About.EITHER
    """Whether it comes of a call from a third party (X-4)."""
    dropped_as: str = ""
    """Its name among what a third party does not get; the head of its card and the recipient when left out."""
    struck: str = ""
    """What the note says when it was struck, before the reason; the label and «er ikke med» when left out."""
    receipt: str = ""
    """«Satt over til», «E-post»: what the receipt says before the recipient; «» for nothing."""

    data: Callable[[OutputContext, Output], dict[str, Any]] = no_data
    """What it carries beside the text."""
    body: Callable[[OutputContext, str], str] = same_body
    may_be_on: Callable[[OutputContext, Output], bool] = always
    report: Callable[[Action], dict[str, Any]] = no_report
    """What `procedures play` tells of it beside the rest."""

    @property
    def struck_words(self) -> str:
        """«SMS er ikke med», «Det som skulle sies før dere la på, er ikke sagt»."""
        return self.struck or f"{self.label} er ikke med"
