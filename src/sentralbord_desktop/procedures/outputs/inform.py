"""What the operator says before the call ends; it carries the possible deadlines."""

from typing import Any

from sentralbord_desktop.domain.deadlines import Deadline
from sentralbord_desktop.domain.inquiries.inquiry import Strength
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outputs.kind import OutputContext, OutputKind


def _data(context: OutputContext, output: Output) -> dict[str, Any]:
    assessment = context.run.assessment
    if not assessment or not assessment.deadlines:
        return {}
    return {
        "deadlines": [as_data(deadline) for deadline in assessment.deadlines],
        "spoken_date": assessment.spoken.safe.isoformat() if assessment.spoken else None,
    }


def as_data(deadline: Deadline) -> dict[str, Any]:
    """A deadline as the scenarios write it: rule, from, raw, extended, safe."""
    return {
        "id": deadline.rule,
        "rule": deadline.section,
        "purpose": deadline.purpose,
        "from": deadline.start.isoformat(),
        "raw": deadline.raw.isoformat(),
        "extended": deadline.extended.isoformat(),
        "safe": deadline.safe.isoformat(),
    }


def _may_be_on(context: OutputContext, output: Output) -> bool:
    return output.strength is not Strength.KAN or context.has_words(output)


INFORM = OutputKind(
    "INFORM",
    "Si før dere legger på",
    "chat-circle",
    is_reviewed=False,
    is_spoken=True,
    struck="Det som skulle sies før dere la på, er ikke sagt",
    data=_data,
    may_be_on=_may_be_on,
)
