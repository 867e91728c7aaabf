"""A step as a screen reader hears it, in one sentence: the step, its note, what to say, what to do, what the register
knows, who is rung, the deadline, the warning, and the answers with their digits. Without widgets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Strength
from sentralbord_desktop.domain.members.identity import IdentityFact, IdentityFacts
from sentralbord_desktop.domain.text.norwegian import counted, ended, listed
from sentralbord_desktop.gui.wizard.step.candidates.ringing import Ringing
from sentralbord_desktop.gui.wizard.step.deadline import repeated_deadline
from sentralbord_desktop.procedures.model import Choice, Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.preview.remaining import remaining_steps
from sentralbord_desktop.procedures.proposals.beside import beside_sentence, shown_beside
from sentralbord_desktop.procedures.proposals.confirm import rows_of, value_of
from sentralbord_desktop.procedures.proposals.proposal import proposal_of
from sentralbord_desktop.procedures.roles.step_role import UNKNOWN_CHOICE
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.run_state.trail import Standing

MAX_SPOKEN_CHARS = 340
"""Characters of a sentence: 20 s at 17 a second."""
ROOM = 280
"""Characters of a sentence where it can be cut: the answer that takes the focus is read before it."""
MORE = "Pil ned leser flere"
"""Instead of the answers that there is no room for."""
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
    """The parts in the order they are heard; «» is not heard."""

    number: int
    count: int
    """Of «Steg 6 av 9»; a count of 0 is not heard."""
    say: str
    note: str = ""
    do: str = ""
    facts: str = ""
    person: str = ""
    deadline: str = ""
    warning: str = ""
    how: str = ""
    """How it is answered, where not by a digit."""
    answers: Sequence[str] = ()
    after: str = ""
    """The key that sends, after the answers."""
    given: str = ""
    """What was answered before, of a step that is looked at again."""

    @property
    def sentence(self) -> str:
        """Within `ROOM` where it can be cut: what to do of a step that is looked at again, the last answers, which the
        arrows read, then the note of the step. What to do and the first answer are cut only beyond `MAX_SPOKEN_CHARS`."""
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
    """`identity` are the facts to compare in the step that asks for them, `ringing` is of a transfer."""
    at = position(run, step)
    say = Outcome(run).spoken(step)
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
    """«2 Arbeidsgiver Kantina Pluss AS», without the value where the question has it already."""
    values = [(row, value_of(row, run.organisation)) for row in rows_of(run, step)]
    return [f"{row.digit} {row.label}{'' if has_words(asked, value) else f' {value}'}" for row, value in values]


def has_words(sentence: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence) is not None


def given_words(run: ProcedureRun, step: Step) -> str:
    """«Svart: 2 I prøvetid», and by what where not by the operator; «» of a step that is new."""
    given = run.answer_of(step)
    keys = given.choice.split("+") if given else []
    chosen = [f"{step.digit_of(choice)} {choice.text}" for choice in ordered(step) if choice.key in keys]
    source = f", {given.source}" if given and given.source else ""
    return f"Svart: {listed(chosen)}{source}" if chosen else ""


def first_to_do(step: Step) -> str:
    """The first sentence of what to do, but «Spør alltid.», which the wizard does by asking."""
    first = SENTENCE_END.split(step.do)[0]
    return f"Gjør: {first}" if first and first != ASK_ALWAYS else ""


def ordered(step: Step) -> list[Choice]:
    """The answers as they are shown: «vet ikke» last."""
    return sorted(step.choices, key=lambda choice: choice.key == UNKNOWN_CHOICE)


def with_enter(run: ProcedureRun, step: Step, answers: Sequence[str]) -> list[str]:
    """Which answer Enter gives: «1 Ja, eller Enter»."""
    marked = entered_choice(run, step)
    pairs = zip(ordered(step), answers, strict=True)
    return [f"{words}, eller Enter" if choice.key == marked else words for choice, words in pairs]


def entered_choice(run: ProcedureRun, step: Step) -> str:
    """The key of the answer that Enter gives: what the register proposes or the step suggests; «» for none. What is
    proposed of a gate is answered by its digit."""
    proposal = None if step.gate else proposal_of(run, step)
    key = proposal.choice if proposal else step.suggest
    return key if step.choice(key) else ""


def field_words(run: ProcedureRun, step: Step) -> str:
    """«Skriv dagen», or what is in the field: «4 Mjøstraktene, fra medlemsbildet. Enter hvis det stemmer»."""
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
    """Of a transfer whose person has changed: who is rung now, and the answers."""
    answers = [f"{answer.digit} {answer.text}" for answer in ringing.answers]
    return SpokenStep(0, 0, say="", person=ringing.spoken, answers=answers).sentence


def strength_words(step: Step) -> str:
    """«Skal prøves før saken sendes på e-post», of a transfer; «» of other steps."""
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
    """The 6 and 9 of «Steg 6 av 9»: the place on the road taken, and its length with the steps that remain and the
    review."""
    answered = [line.step.id for line in run.trail if line.standing is Standing.ANSWERED and not line.is_quiet]
    left = [other.id for other in remaining_steps(run)]
    ids = [*answered, *left]
    return StepPosition((ids.index(step.id) if step.id in ids else len(answered)) + 1, len(ids) + 1)
