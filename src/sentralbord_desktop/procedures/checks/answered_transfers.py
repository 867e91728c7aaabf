"""Check `overforing_uten_svar`: «satt over» is written, and said in a text, only where the call was taken."""

from collections.abc import Iterator, Mapping
from typing import Any

from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import TOOK, Procedure
from sentralbord_desktop.procedures.outputs.transfer import TRANSFER

CLAIM = "satt over"


def unanswered_transfers(procedure: Procedure) -> Iterator[str]:
    """A line for each TRANSFER that can come of a call without the answer `tok`."""
    steps = {step.id for step in procedure.steps if step.transfer}
    for output in procedure.outputs:
        if output.kind == TRANSFER.key and not _demands(output.when or {}, steps):
            name = output.id or output.to
            yield (
                f"{procedure.id}.yaml, resultat «{name}»: overforing_uten_svar, «when» må kreve svaret "
                f"«{TOOK}» på et steg med «transfer»."
            )


def claimed_transfers(procedure: Procedure, library: Library) -> Iterator[str]:
    """A line for each text that says «satt over» in a call without the answer `tok`."""
    steps = {step.id for step in procedure.steps if step.transfer}
    texts = [(f"uttrykk «{name}»", one.when, one.text) for name, its in procedure.phrases.items() for one in its]
    for output in procedure.outputs:
        template = library.templates.get(output.template)
        written = (output.text, template.subject, template.body) if template else (output.text,)
        texts += [(f"resultat «{output.id or output.kind}»", output.when, text) for text in written]
    for where, when, text in texts:
        if CLAIM in text.casefold() and not _demands(when or {}, steps):
            yield (
                f"{procedure.id}.yaml, {where}: overforing_uten_svar, teksten sier «{CLAIM}», så «when» må kreve svaret "
                f"«{TOOK}» på et steg med «transfer»."
            )


def _demands(condition: Mapping[str, Any], steps: set[str]) -> bool:
    """Whether `condition` holds only where one of `steps` was answered with `tok`."""
    for name, wanted in condition.items():
        if name in steps and wanted in (TOOK, [TOOK]):
            return True
        if name == "all" and any(_demands(part, steps) for part in wanted):
            return True
        if name == "any" and wanted and all(_demands(part, steps) for part in wanted):
            return True
    return False
