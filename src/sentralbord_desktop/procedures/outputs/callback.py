"""A promise to ring back, and that such a promise is kept."""

from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.procedures.model import Output, StepRole
from sentralbord_desktop.procedures.outputs.kind import OutputContext, OutputKind, not_to_the_dead
from sentralbord_desktop.procedures.template_fields.callback_time import CallbackTime


def _data(context: OutputContext, output: Output) -> dict[str, Any]:
    return CallbackTime(context).times(output)


def _report(action: Action) -> dict[str, Any]:
    return {"owner": action.to}


CALLBACK = OutputKind(
    "CALLBACK",
    "Oppringing",
    "phone",
    roles=(StepRole.PHONE,),
    is_own_words=True,
    is_left_to_department=True,
    card_fields=("number", "when", "matter"),
    may_be_on=not_to_the_dead,
    reaches_member=True,
    data=_data,
    report=_report,
)
CALLBACK_DONE = OutputKind("CALLBACK_DONE", "Oppringingen er gjort", "check", leads_somewhere=False, is_reviewed=False)
