"""A transfer of the call; or a question to a person before it (MD-2)."""

from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS
from sentralbord_desktop.procedures.model import Output, names_in
from sentralbord_desktop.procedures.outputs.kind import OutputContext, OutputKind
from sentralbord_desktop.procedures.templates import fill

HANDED_OVER = "handed_over"
"""Key of a transfer to the DS of the department: whether the DS said that they have the case. Off until it is said, and
missing when the DS is not who took the call."""
TOOK_AS = "took_as"
"""Key of a transfer: the function of who took the call, «DS», «saksbehandler»."""


def put_through_to(action: Action) -> str:
    """«saksbehandler Frøydis Kjelsås», who took the call; the target where no person is known."""
    return str(action.data.get("person", "")) if TOOK_AS in action.data else action.to_label or action.to


def _data(context: OutputContext, output: Output) -> dict[str, Any]:
    to = fill(output.to, context.field).text
    data: dict[str, Any] = {}
    if taken := _taken_by(context, output):
        data |= {"person": taken.called, "took_number": taken.number, "took_at": taken.at, TOOK_AS: taken.function}
    elif person := context.run.facts.people.get(to):
        data["person"] = person
    is_for_ds = to.startswith("avdeling:") and to.endswith(":DS") and context.run.procedure.deadlines
    if is_for_ds and (taken is None or taken.function == "DS" or taken.function not in FUNCTIONS):
        data[HANDED_OVER] = False
    return data


def _taken_by(context: OutputContext, output: Output) -> Attempt | None:
    """Who took the call, of the transfer step that `output` waits for."""
    steps = [step for step in context.run.procedure.steps if step.transfer and step.id in names_in(output.when)]
    answers = [answer for step in steps if context.run.applies(step) and (answer := context.run.answer_of(step))]
    return next((taken for answer in answers if (taken := answer.taken_by) and taken.who), None)


TRANSFER = OutputKind(
    "TRANSFER",
    "Sett over",
    "phone-outgoing",
    receipt="Satt over til",
    struck="Samtalen ble likevel ikke satt over",
    data=_data,
)
CONSULT = OutputKind(
    "CONSULT",
    "Spør først",
    "phone-call",
    leads_somewhere=False,
    struck="Spørsmålet til den det ringes etter, er ikke med",
    data=_data,
)
