"""The call is put through; or somebody is asked first whether they take it (MD-2)."""

from typing import Any

from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outputs.kind import OutputContext, OutputKind
from sentralbord_desktop.procedures.texts import fill


def _data(context: OutputContext, output: Output) -> dict[str, Any]:
    people, to = context.run.facts.people, fill(output.to, context.field)[0]
    return {"person": people[to]} if to in people else {}


TRANSFER = OutputKind(
    "TRANSFER", "Sett over", "phone-outgoing", receipt="Satt over til", data=_data
)
CONSULT = OutputKind("CONSULT", "Spør først", "phone-call", leads_somewhere=False, data=_data)
