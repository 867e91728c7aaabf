"""A remark in the member record."""

from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.procedures.outputs.kind import About, OutputContext, OutputKind


def _body(context: OutputContext, body: str) -> str:
    """The text, with sentences about left-out outputs before the signature."""
    return body.replace(" {sign}", f" {context.left_out()} {{sign}}")


def _report(action: Action) -> dict[str, Any]:
    return {"field": action.where[0], "dated": True}


NOTE = OutputKind(
    "NOTE",
    "Merknad",
    "note",
    needs_place=True,
    needs_date=True,
    is_own_words=True,
    card_fields=("text",),
    body=_body,
    report=_report,
    about=About.MEMBER,
    dropped_as="Merknad i medlemsbildet",
)
