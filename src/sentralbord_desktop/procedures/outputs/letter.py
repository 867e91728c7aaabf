"""An order to a colleague to send a letter by post."""

from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outputs.kind import About, OutputKind, not_to_the_dead


def _report(action: Action) -> dict[str, Any]:
    return {"template": action.data["letter"], "order_template": action.template}


LETTER_ORDER = OutputKind(
    "LETTER_ORDER",
    "Brev i posten",
    "envelope-open",
    needs_data=("letter",),
    needs_answer=(StepRole.ADDRESS, StepRole.NEW_ADDRESS),
    is_own_words=True,
    message="brevordre",
    receipt="Brevbestilling",
    card_fields=("text",),
    may_be_on=not_to_the_dead,
    reaches_member=True,
    report=_report,
    about=About.MEMBER,
    dropped_as="Brev til medlemmet",
)
