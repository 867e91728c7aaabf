"""Checks `tredjepart_om_medlemmet`, `tredjepart_usagt` and `tredjepart_uten_ende`: wherever in a call the caller turns out
to be a third party, nothing about a member comes of it, the mandatory sentence is spoken, and Fullfør is reached."""

from collections.abc import Iterator

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.checks.paths import LIMIT, way, ways
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.kind import About
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun


def flagged_about_member(procedure: Procedure) -> Iterator[str]:
    """A line for each output with `third_party: ja` whose kind is always about the member."""
    for output in procedure.outputs:
        kind = kind_of(output.kind)
        if output.third_party and kind.about is About.MEMBER:
            name = output.id or output.template or output.kind
            yield (
                f"{procedure.id}.yaml, resultat «{name}»: tredjepart_om_medlemmet, «{kind.label}» gjelder medlemmet og "
                "kan ikke ha «third_party: ja»."
            )


class ThirdPartyCalls:
    """The check of one procedure. A call marked as a third party's keeps only the answers to general questions, so each
    set of those is checked once."""

    def __init__(self, procedure: Procedure) -> None:
        self._general = {step.id for step in procedure.steps if step.third_party}
        self._seen: set[tuple[object, ...]] = set()
        self._name = f"{procedure.id}.yaml"

    def faults_on(self, run: ProcedureRun) -> Iterator[str]:
        """The faults of the finished call `run`, with the caller marked as a third party after each of its answers."""
        given: dict[str, Answer] = {}
        yield from self._faults(run, given)
        for step_id, answer in run.given.items():
            if step_id in self._general:
                given = {**given, step_id: answer}
                yield from self._faults(run, given)

    def _faults(self, run: ProcedureRun, given: dict[str, Answer]) -> Iterator[str]:
        key = (run.facts.loop, run.facts.received_on, *((s, a.choice, a.text) for s, a in given.items()))
        if key in self._seen:
            return
        self._seen.add(key)
        facts = run.facts.model_copy(update={"caller": CallerKind.ANOTHER, "closed_member_id": 1})
        marked = ProcedureRun(run.library, run.procedure.id, run.facts, run.organisation, given).of_caller(facts)
        for count, end in enumerate(ways(marked), 1):
            outcome = Outcome(end)
            if not any(output.must_be_said for output in outcome.sure()):
                yield f"{self._name}: tredjepart_usagt, det som kan sies, blir ikke sagt etter {way(end) or 'start'}."
            if missing := outcome.missing():
                yield (
                    f"{self._name}: tredjepart_uten_ende, {{{missing[0]}}} mangler, så samtalen kan ikke fullføres etter "
                    f"{way(end) or 'start'}."
                )
            if count >= LIMIT:
                yield f"{self._name}: tredjepart_uten_ende, for mange veier etter {way(marked) or 'start'}."
