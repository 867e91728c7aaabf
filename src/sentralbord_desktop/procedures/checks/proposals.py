"""Check `stille_faktum`: only the facts of `SILENT_FACTS` answer a step without a person; and the rows of «Stemmer
dette?» are steps with a proposal."""

from collections.abc import Iterator

from sentralbord_desktop.procedures.facts import FACTS, SILENT_FACTS
from sentralbord_desktop.procedures.model import PROPOSED, SILENT, Procedure, Step


def wrong_proposals(procedure: Procedure) -> Iterator[str]:
    """A line for each step that a fact may not answer silently, and for each row of «Stemmer dette?» without a
    proposal."""
    for step in procedure.steps:
        where = f"{procedure.id}.yaml, steg «{step.id}»"
        fact = step.from_fact.removeprefix("fakta.")
        if fact and step.as_ == SILENT and fact not in SILENT_FACTS:
            yield f"{where}: stille_faktum, «{step.from_fact}» kan bare være et forslag, ikke svare stille."
        for name in step.beside:
            if name.removeprefix("fakta.") not in FACTS:
                yield f"{where}: faktumet «{name}» under beside finnes ikke."
        yield from _wrong_rows(where, procedure, step)


def _wrong_rows(where: str, procedure: Procedure, step: Step) -> Iterator[str]:
    for name in step.confirm:
        row = procedure.step(name)
        if row is None or not row.from_fact or row.as_ != PROPOSED or not row.field:
            yield f"{where}: «{name}» under confirm skal være et steg med felt og et forslag fra et faktum."
