"""The faults on the ways through a procedure, each once, with an example: texts about a member that a third party hears,
words that are lost, speech that is too long, transfers that nobody answered."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sentralbord_desktop.domain.dates.foreign_dates import DAYS, longest_date
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.text.norwegian import MONTHS, WEEKDAYS
from sentralbord_desktop.procedures.checks.paths import LIMIT, SAMPLE_ANSWERS, starting_points, way, ways
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import TOOK, Output, Procedure, Step, StepRole, holds
from sentralbord_desktop.procedures.outcome import Outcome, name_of
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.kind import About
from sentralbord_desktop.procedures.outputs.letter import LETTER_ORDER
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.role_check import NEEDED_BY_FIELD
from sentralbord_desktop.procedures.outputs.transfer import TRANSFER
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.spoken_lines import MAX_LINES, MAX_SIGNS, lines_of, said_in_review
from sentralbord_desktop.procedures.template_fields.contact import FILLED_LINES
from sentralbord_desktop.procedures.templates import fields_in


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


TYPED = ("text", "time")
READ_BY_COLLEAGUES = (NOTE.key, EMAIL.key, CALLBACK.key, LOG.key, LETTER_ORDER.key)
KEPT_BY_KIND = {
    CALLBACK.key: frozenset(
        {
            StepRole.ANSWER_BY,
            StepRole.BEST_TIME,
            StepRole.CALLBACK_WISH,
            StepRole.CALLER_NAME,
            StepRole.PHONE,
            StepRole.REPORTER,
        }
    ),
    LOG.key: frozenset({StepRole.CALLER_NAME, StepRole.REPORTER}),
}
"""Kind of output -> the roles whose answers are in its columns: number, time and name of a callback, name of a call."""
REACHED = (StepRole.PHONE, StepRole.BEST_TIME)
FIELD_ROLES = {
    **NEEDED_BY_FIELD,
    "medlem": (StepRole.CALLER_NAME,),
    "naas": REACHED,
    "naas_kjent": REACHED,
    "kan_du_svare": REACHED,
}
"""General field -> the roles of the steps whose answers are part of its text."""


class LostText:
    """The check of one procedure, called for each finished way."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._asked = tuple(step for step in procedure.steps if step.field in TYPED or step.fields)
        self._telling = self._phrases_that_tell()

    def _phrases_that_tell(self) -> set[str]:
        """The phrases that can contain an answer; the others need not be read."""
        wanted = {step.id for step in self._asked} | set(FIELD_ROLES)
        wanted |= {f"{step.id}.{key}" for step in self._asked for key in (*step.lines, FILLED_LINES)}
        telling: set[str] = set()
        while True:
            found = {
                name
                for name, variants in self._procedure.phrases.items()
                if any(set(fields_in(variant.text)) & (wanted | telling) for variant in variants)
            }
            if found == telling:
                return telling
            telling = found

    def of(self, run: ProcedureRun, outcome: Outcome, sure: Iterable[Output]) -> list[Step]:
        """The steps of a finished run whose text no colleague can read afterwards, optional ones too."""
        lost = self._lost(run, outcome, sure)
        optional = [step for step in lost if step.optional and step.id not in run.given]
        if not optional:
            return lost
        for step in optional:
            lines = {line.key: SAMPLE_ANSWERS.get(line.kind, "x") for line in step.fields}
            run = run.answer(step.id, Answer(fields=lines) if lines else Answer(text="x"))
        outcome = Outcome(run)
        return self._lost(run, outcome, outcome.sure())

    def _lost(self, run: ProcedureRun, outcome: Outcome, sure: Iterable[Output]) -> list[Step]:
        asked = [step for step in self._asked if run.applies(step) and _is_typed(run, step)]
        if not asked:
            return []
        readable: set[str] = set()
        roles: set[StepRole] = set()
        changes_member = False
        for output in sure:
            changes_member |= output.on and kind_of(output.kind).changes_member
            if output.kind in READ_BY_COLLEAGUES and output.on:
                roles |= KEPT_BY_KIND.get(output.kind, frozenset())
                template = run.library.templates.get(output.template)
                self._follow(outcome, output.text or (template.body if template else ""), readable)
                self._follow(outcome, template.subject if template else "", readable)
        roles |= {role for name in readable for role in FIELD_ROLES.get(name, ())}
        kept = (step for step in asked if step.role not in roles)
        return [step for step in kept if not _is_kept(step, readable, changes_member=changes_member)]

    def _follow(self, outcome: Outcome, text: str, found: set[str]) -> None:
        """Put the fields in `text` into `found`, through the phrases as they read in this run."""
        for name in fields_in(text):
            if name in found:
                continue
            found.add(name)
            if name not in self._telling:
                continue
            for variant in self._procedure.phrases[name]:
                if holds(variant.when, outcome.lookup):
                    self._follow(outcome, variant.text, found)
                    break


def _is_kept(step: Step, readable: set[str], *, changes_member: bool) -> bool:
    """Whether all lines of a form are kept: in the record, where the call changes it, or by {step.line} in a text.
    {step} contains only the names of the lines."""
    if not step.fields:
        return step.id in readable
    lines = [line for line in step.fields if not (line.sets and changes_member)]
    return f"{step.id}.{FILLED_LINES}" in readable or all(f"{step.id}.{line.key}" in readable for line in lines)


def _is_typed(run: ProcedureRun, step: Step) -> bool:
    """Whether the operator typed the answer, or could: an optional step can be opened in any call."""
    answer = run.given.get(step.id)
    return bool(answer.text or answer.fields) if answer else step.optional


BOKMAAL = "nb"
DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
DATE = re.compile(rf"\b\d{{1,2}}\. (?:{'|'.join(MONTHS)})(?P<year> \d{{4}})?\b")
DEADLINE = re.compile(rf"(?<=være torsdag ){DATE.pattern}(?!, \w+aften)")
"""Suffix of a deadline in a call late in the year; an eve is always in the year of the call."""


def signs(line: str, language: str = BOKMAAL) -> int:
    """The number of characters of a line, with the longest name for each day."""
    if language != BOKMAAL:
        return len(DAYS[language].sub(longest_date(language), line))
    line = DEADLINE.sub("24. september 2026", DAY.sub("torsdag", line))
    return len(DATE.sub(lambda found: f"24. september{found['year'] or ''}", line))


class SpeechFault(NamedTuple):
    """An output, and the fault of its text."""

    output: str
    sentence: str


class LongSpeech:
    """The check of one procedure, called for each finished way; each text is counted once."""

    def __init__(self) -> None:
        self._counted: set[str] = set()
        self._translated: set[tuple[object, ...]] = set()

    def of(self, outcome: Outcome, sure: Iterable[Output]) -> Iterator[SpeechFault]:
        spoken = [output for output in sure if kind_of(output.kind).is_spoken]
        templates = (outcome.run.library.templates.get(output.template) for output in spoken)
        others = dict.fromkeys(language for template in templates if template for language in template.other)
        actions = [outcome.action(output) for output in spoken]
        yield from self._of(actions)
        if self._is_new(outcome, actions):
            for language in others:
                worded = Outcome(outcome.run, Review(languages={name_of(output): language for output in spoken}))
                yield from self._of([worded.action(output) for output in spoken])

    def _is_new(self, outcome: Outcome, actions: Sequence[Action]) -> bool:
        """Whether no earlier way has the same bokmål text for the same deadlines; then the other languages are the same
        too."""
        assessment = outcome.run.assessment
        found = (assessment.spoken, assessment.following) if assessment else ()
        key = (*(action.text for action in actions), *(deadline.rule if deadline else "" for deadline in found))
        is_new = key not in self._translated
        self._translated.add(key)
        return is_new

    def _of(self, spoken: Sequence[Action]) -> Iterator[SpeechFault]:
        """The faults of actions in one language; a text without it is in bokmål."""
        actions = said_in_review(spoken)
        lines = [line for action in actions for line in lines_of(action.text)]
        if len(lines) > MAX_LINES:
            yield SpeechFault(actions[-1].id, f"det blir {len(lines)} linjer å si, og {MAX_LINES} er det meste")
        for action in actions:
            if action.text in self._counted:
                continue
            self._counted.add(action.text)
            for line in lines_of(action.text):
                if (count := signs(line, action.language)) > MAX_SIGNS:
                    yield SpeechFault(action.id, f"«{line}» har {count} tegn, og {MAX_SIGNS} er det meste")


CLAIM = "satt over"


def unanswered_transfers(procedure: Procedure) -> Iterator[str]:
    """A line for each TRANSFER that can come of a call without the answer `tok`."""
    steps = {step.id for step in procedure.steps if step.transfer}
    for output in procedure.outputs:
        if output.kind == TRANSFER.key and not _demands(output.when or {}, steps, TOOK):
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
        if CLAIM in text.casefold() and not _demands(when or {}, steps, TOOK):
            yield (
                f"{procedure.id}.yaml, {where}: overforing_uten_svar, teksten sier «{CLAIM}», så «when» må kreve svaret "
                f"«{TOOK}» på et steg med «transfer»."
            )


HAS_LEFT = re.compile(
    r"\b(?<!medlemmet sier er )(?:sendt|varslet|videreformidlet|har fått beskjed|avdelingen er spurt|er bedt om å sende)\b"
    r"(?!.*når e-posten går)",
    re.I,
)


def claimed_messages(procedure: Procedure, library: Library) -> Iterator[str]:
    """A line for each text of a remark or of the log that says a message has left, in a call where it may still wait."""
    messages = {f"resultat.{output.id}" for output in procedure.outputs if kind_of(output.kind).message}
    noted = [output for output in procedure.outputs if output.kind in {NOTE.key, LOG.key}]
    texts = [
        (f"resultat «{output.id or output.kind}»", output.when, text)
        for output in noted
        for text in (output.text, library.templates[output.template].body if output.template else "")
    ]
    names = list(dict.fromkeys(name for _, _, text in texts for name in fields_in(text)))
    for name in names:  # grows: a phrase may name another
        for one in procedure.phrases.get(name, ()):
            texts.append((f"uttrykk «{name}»", one.when, one.text))
            names += [field for field in fields_in(one.text) if field not in names]
    for where, when, text in texts:
        if HAS_LEFT.search(text) and not _demands(when or {}, messages, "sendt"):
            yield (
                f"{procedure.id}.yaml, {where}: venter_som_sendt, «{text}» sier at noe er sendt, så «when» må kreve "
                "«sendt» på resultatet. Skriv ellers «når e-posten går»."
            )


def _demands(condition: Mapping[str, Any], names: set[str], value: str) -> bool:
    """Whether `condition` holds only where one of `names` has this value."""
    for name, wanted in condition.items():
        if name in names and wanted in (value, [value]):
            return True
        if name == "all" and any(_demands(part, names, value) for part in wanted):
            return True
        if name == "any" and wanted and all(_demands(part, names, value) for part in wanted):
            return True
    return False


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
        self._late: dict[str, str] = {}

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
        for name, path in self._late.items():
            yield f"{place}, resultat «{name}»: sagt_for_sent, et steg med «said_first» mangler før overføringen i {path}."
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
        if outcome.is_put_through and not outcome.was_said_first:
            for output in sure:
                if output.must_be_said:
                    self._late.setdefault(output.id or output.template, way(run))
        for fault in self._long_speech.of(outcome, sure):
            self._long.setdefault(fault, way(run))
