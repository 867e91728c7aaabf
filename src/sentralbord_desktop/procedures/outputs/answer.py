"""The operator answers the question."""

from typing import Any

from sentralbord_desktop.procedures.facts import is_overflow
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outputs.kind import OutputContext, OutputKind


def _data(context: OutputContext, output: Output) -> dict[str, Any]:
    facts = context.run.facts
    by = (
        {}
        if "by" in output.data
        else {"by": f"sloyfe:{facts.loop}" if facts.loop else "sentralbord"}
    )
    return {**by, "overflow": is_overflow(facts, context.run.procedure)}


ANSWER = OutputKind("ANSWER", "Du svarer selv", "chats", is_reviewed=False, data=_data)
