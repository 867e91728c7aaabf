"""The faults on the ways through a procedure, each once, with an example."""

from collections.abc import Iterator

from sentralbord_desktop.procedures.checks.long_speech import LongSpeech
from sentralbord_desktop.procedures.checks.lost_text import LostText
from sentralbord_desktop.procedures.checks.paths import LIMIT, starting_points, way, ways
from sentralbord_desktop.procedures.checks.third_party import ThirdPartyCalls
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun

MAX_OF_A_KIND = 3


class PathFaults:
    """The faults of one procedure. `lines` walks all ways, at most `LIMIT`."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._lost_text, self._long_speech = LostText(procedure), LongSpeech()
        self._third_party = ThirdPartyCalls(procedure)
        self._reached: set[str] = set()
        self._dead: set[str] = set()
        self._lost: dict[str, str] = {}
        self._unaddressed: dict[str, str] = {}
        self._long: dict[tuple[str, str], str] = {}
        self._unsaid: dict[str, None] = {}

    def lines(self, library: Library) -> Iterator[str]:
        place = f"{self._procedure.id}.yaml"
        if self._walk(library) >= LIMIT:
            yield f"{place}: for mange veier til å kontrollere alle."
        for path in sorted(self._dead)[:MAX_OF_A_KIND]:
            yield f"{place}: blindvei, ingenting skjer etter {path}."
        yield from list(self._unsaid)[:MAX_OF_A_KIND]
        for name, path in self._lost.items():
            yield f"{place}, steg «{name}»: tekst_borte, svaret kan ikke leses etterpå etter {path}."
        for name, path in self._unaddressed.items():
            yield f"{place}, resultat «{name}»: brev_uten_adresse, ingen har svart på adressen etter {path}."
        for (name, words), path in self._long.items():
            yield f"{place}, resultat «{name}»: for_langt_si, {words}, etter {path}."
        for step in self._procedure.steps:
            if step.id not in self._reached and not step.optional:
                yield f"{place}, steg «{step.id}»: kan aldri bli spurt."

    def _walk(self, library: Library) -> int:
        """Walk all ways; returns their number."""
        count = 0
        for start in starting_points(library, self._procedure):
            for run in ways(start):
                count += 1
                self._reached |= {s.id for s in run.procedure.steps if run.applies(s)}
                if run.procedure.id == self._procedure.id:
                    self._look(run)
                else:
                    self._reached |= set(run.given)
        return count

    def _look(self, run: ProcedureRun) -> None:
        self._unsaid |= dict.fromkeys(self._third_party.faults_on(run))
        outcome = Outcome(run)
        sure = tuple(outcome.sure())
        if not any(kind_of(output.kind).leads_somewhere for output in sure):
            self._dead.add(way(run))
        for step in self._lost_text.of(run, outcome, sure):
            self._lost.setdefault(step.id, way(run))
        for output in sure:
            if outcome.unanswered(output.kind):
                self._unaddressed.setdefault(output.id or output.kind, way(run))
        for fault in self._long_speech.of(outcome, sure):
            self._long.setdefault(fault, way(run))
