"""A step as one announced sentence: the step, its note, what to say, what to do, facts of the register, the person to
ring, the deadline, the warning, and the answers with their digits. Without widgets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Strength
from sentralbord_desktop.domain.members.identity import IdentityFact, IdentityFacts
from sentralbord_desktop.domain.text.norwegian import counted, ended, listed
from sentralbord_desktop.gui.wizard.step.candidates.ringing import Ringing
from sentralbord_desktop.gui.wizard.step.deadline import repeated_deadline
from sentralbord_desktop.procedures.model import Choice, Step
from sentralbord_desktop.procedures.outcome import outcome_of
from sentralbord_desktop.procedures.preview.remaining import remaining_steps
from sentralbord_desktop.procedures.proposals.beside import beside_sentence, shown_beside
from sentralbord_desktop.procedures.proposals.confirm import rows_of, value_of
from sentralbord_desktop.procedures.proposals.proposal import proposal_of
from sentralbord_desktop.procedures.roles.step_role import UNKNOWN_CHOICE
from sentralbord_desktop.procedures.run import ProcedureRun, Standing

MAX_SPOKEN_CHARS = 340
"""Most characters of a sentence: 20 s at 17 per second."""
ROOM = 280
"""Characters of a sentence, if it can be shortened: the focused answer is read before it."""
MORE = "Pil ned leser flere"
"""Replaces the answers beyond the limit."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")
ASK_ALWAYS = "Spør alltid."
FIELDS = {
    "date": "Skriv dagen",
    "department": "Skriv avdelingen",
    "time": "Skriv klokkeslettet",
    "text": "Skriv svaret",
}


@dataclass(frozen=True, repr=False)
class SpokenStep:
    """The parts in spoken order; «» is left out."""

    number: int
    count: int
    """The numbers of «Steg 6 av 9»; a count of 0 is left out."""
    say: str
    note: str = ""
    do: str = ""
    facts: str = ""
    person: str = ""
    deadline: str = ""
    warning: str = ""
    how: str = ""
    """How the step is answered, if not by a digit."""
    answers: Sequence[str] = ()
    after: str = ""
    """The key that sends, after the answers."""
    given: str = ""
    """The earlier answer, when the step is shown again."""

    @property
    def sentence(self) -> str:
        """The sentence, if possible within `ROOM`: first what to do is left out (in a step shown again), then the last
        answers, which the arrows read, then the note. What to do and the first answer are cut only beyond
        `MAX_SPOKEN_CHARS`."""
        said = replace(self, do="") if self.given and self.length > ROOM else self
        while said.length > ROOM and len(left := [answer for answer in said.answers if answer != MORE]) > 1:
            said = replace(said, answers=(*left[:-1], MORE))
        if said.length > ROOM:
            said = replace(said, note="")
        if said.length > MAX_SPOKEN_CHARS:
            said = replace(said, do=SENTENCE_END.split(said.do)[0])
        if said.length > MAX_SPOKEN_CHARS and said.answers:
            said = replace(said, answers=(), after=MORE)
        if said.length > MAX_SPOKEN_CHARS:
            said = replace(said, do="")
        return said.whole

    @property
    def length(self) -> int:
        return len(self.whole)

    @property
    def whole(self) -> str:
        of = f" av {self.count}" if self.count else ""
        head = f"Steg {self.number}{of}" if self.number else ""
        middle = (self.facts, self.person, self.deadline, self.warning, self.given, self.how)
        parts = [part.strip() for part in (head, self.note, self.say, self.do, *middle, *self.answers, self.after)]
        said = [part for part in parts if part]
        return " ".join([*map(ended, said[:-1]), *said[-1:]])


def spoken_step(
    run: ProcedureRun, step: Step, *, identity: IdentityFacts | None = None, ringing: Ringing | None = None
) -> SpokenStep:
    """`identity` are the facts to compare in the identity step, `ringing` is for a transfer."""
    at = position(run, step)
    say = outcome_of(run).spoken(step)
    facts = (identity_words(identity), beside_words(run, step))
    warning = run.derived_facts.hint(step) or (run.warning if at.number == 1 else "")
    spoken = SpokenStep(
        number=at.number,
        count=at.count,
        note=step.note or strength_words(step),
        say=f"Si: {say}" if say else step.ask,
        do=first_to_do(step),
        facts=" ".join(ended(fact) for fact in facts if fact),
        deadline=repeated_deadline(run),
        warning=warning,
    )
    return with_answers(spoken, run, step, ringing)


def with_answers(spoken: SpokenStep, run: ProcedureRun, step: Step, ringing: Ringing | None) -> SpokenStep:
    if ringing is not None:
        answers = [f"{answer.digit} {answer.text}" for answer in ringing.answers]
        return replace(spoken, person=ringing.spoken, answers=answers)
    if step.confirm:
        return replace(spoken, answers=row_words(run, step, spoken.say), after="Enter alt stemmer")
    if step.fields:
        labels = [field.label for field in step.fields]
        how = f"{counted(len(labels), 'felt', 'felt')}: {', '.join(labels)}" if len(labels) > 1 else labels[0]
        return replace(spoken, how=how, after="Enter går videre")
    answers = [f"{step.digit_of(choice)} {choice.text}" for choice in ordered(step)]
    if step.field:
        answers[:1] = [f"Tab til {first}" for first in answers[:1]]
        return replace(spoken, how=field_words(run, step), answers=answers)
    spoken = replace(spoken, given=given_words(run, step))
    if step.many:
        return replace(spoken, how="Velg ett eller flere:", answers=answers, after="Enter går videre")
    return replace(spoken, answers=with_enter(run, step, answers))


def row_words(run: ProcedureRun, step: Step, asked: str) -> list[str]:
    """«2 Arbeidsgiver Kantina Pluss AS», without the value if the question contains it."""
    values = [(row, value_of(row, run.organisation)) for row in rows_of(run, step)]
    return [f"{row.digit} {row.label}{'' if has_words(asked, value) else f' {value}'}" for row, value in values]


def has_words(sentence: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence) is not None


def given_words(run: ProcedureRun, step: Step) -> str:
    """«Svart: 2 I prøvetid», with the source if not the operator; «» in a new step."""
    given = run.answer_of(step)
    keys = given.choice.split("+") if given else []
    chosen = [f"{step.digit_of(choice)} {choice.text}" for choice in ordered(step) if choice.key in keys]
    source = f", {given.source}" if given and given.source else ""
    return f"Svart: {listed(chosen)}{source}" if chosen else ""


def first_to_do(step: Step) -> str:
    """The first sentence of what to do, except «Spør alltid.», which the wizard does by asking."""
    first = SENTENCE_END.split(step.do)[0]
    return f"Gjør: {first}" if first and first != ASK_ALWAYS else ""


def ordered(step: Step) -> list[Choice]:
    """The answers as they are shown: «vet ikke» last."""
    return sorted(step.choices, key=lambda choice: choice.key == UNKNOWN_CHOICE)


def with_enter(run: ProcedureRun, step: Step, answers: Sequence[str]) -> list[str]:
    """Mark the answer that Enter gives: «1 Ja, eller Enter»."""
    marked = entered_choice(run, step)
    pairs = zip(ordered(step), answers, strict=True)
    return [f"{words}, eller Enter" if choice.key == marked else words for choice, words in pairs]


def entered_choice(run: ProcedureRun, step: Step) -> str:
    """The key of the answer that Enter gives: the register's proposal or the step's suggestion; «» for none. A gate's
    proposal is answered by its digit."""
    proposal = None if step.gate else proposal_of(run, step)
    key = proposal.choice if proposal else step.suggest
    return key if step.choice(key) else ""


def field_words(run: ProcedureRun, step: Step) -> str:
    """«Skriv dagen», or the content of the field: «4 Mjøstraktene, fra medlemsbildet. Enter hvis det stemmer»."""
    given = run.answer_of(step)
    shown = given or proposal_of(run, step)
    if shown is None or not shown.text:
        return "" if step.do.startswith("Skriv ") else FIELDS.get(step.field, FIELDS["text"])
    source = f", {shown.source}" if given is None and shown.source else ""
    return f"I feltet: {named_department(run, step, shown)}{source}. Enter hvis det stemmer"


def named_department(run: ProcedureRun, step: Step, answer: Answer) -> str:
    if step.field == "department" and answer.text.isdigit():
        return f"{answer.text} {run.organisation.department(int(answer.text)).name}".strip()
    return answer.text


def identity_words(facts: IdentityFacts | None) -> str:
    """«Må stemme: Fødselsdato 14.03.1979, og én av Adresse Granveien 4, Telefon 990 00 418, Medlemsnr. 204 118»."""
    if facts is None:
        return ""
    others = (*facts.one_of, *([facts.equal] if facts.equal else []))
    also = f", og {'én av ' if len(others) > 1 else ''}{', '.join(map(named, others))}" if others else ""
    return f"{facts.lacking} Må stemme: {listed([named(fact) for fact in facts.must])}{also}".strip()


def named(fact: IdentityFact) -> str:
    return f"{fact.label} {fact.value}"


def beside_words(run: ProcedureRun, step: Step) -> str:
    facts = shown_beside(run, step)
    return beside_sentence(facts) or ", ".join(f"{fact.label} {fact.value}" for fact in facts)


def spoken_person(ringing: Ringing) -> str:
    """For a transfer with a new candidate: the person to ring, and the answers."""
    answers = [f"{answer.digit} {answer.text}" for answer in ringing.answers]
    return SpokenStep(0, 0, say="", person=ringing.spoken, answers=answers).sentence


def strength_words(step: Step) -> str:
    """«Skal prøves før saken sendes på e-post» for a transfer; «» for other steps."""
    if step.transfer is None:
        return ""
    first = {Strength.SKAL: "Skal prøves", Strength.BOR: "Bør prøves", Strength.KAN: "Du kan sette over"}[step.strength]
    is_left = step.strength is not Strength.KAN and not step.transfer.external
    return f"{first} før saken sendes på e-post" if is_left else first


@dataclass(frozen=True)
class StepPosition:
    number: int
    count: int


def position(run: ProcedureRun, step: Step) -> StepPosition:
    """The 6 and 9 of «Steg 6 av 9»: the position among the answered steps, and their count with the remaining steps and
    the review."""
    answered = [line.step.id for line in run.trail if line.standing is Standing.ANSWERED and not line.is_quiet]
    left = [other.id for other in remaining_steps(run)]
    ids = [*answered, *left]
    return StepPosition((ids.index(step.id) if step.id in ids else len(answered)) + 1, len(ids) + 1)
