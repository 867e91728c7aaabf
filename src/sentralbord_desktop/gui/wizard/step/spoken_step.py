"""A step as one announced sentence: the step, its note, what to say, what to do, facts of the register, the person to
ring, the deadline, the warning, and the answers with their digits. Without widgets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer, Strength
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.identity import IdentityFact, IdentityFacts
from sentralbord_desktop.domain.text.norwegian import counted, ended, listed
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.wizard.card_kinds import Block, Fact, Person, Rule, Words
from sentralbord_desktop.gui.wizard.step.deadline import deadline_sentence, repeated_deadline, spoken_deadline
from sentralbord_desktop.gui.wizard.step.ringing import Ringing
from sentralbord_desktop.gui.wizard.step.rules import rules_text
from sentralbord_desktop.procedures.action_preview import remaining_steps
from sentralbord_desktop.procedures.model import UNKNOWN_CHOICE, Choice, Step
from sentralbord_desktop.procedures.outcome import outcome_of
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.proposals import beside_sentence, proposal_of, rows_of, shown_beside, value_of
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.procedures.spoken_lines import lines_of, said_in_review
from sentralbord_desktop.services.drafts import named

SAID, NOT_SAID, SAY_KEY = "Sagt.", "Ikke sagt.", "Mellomrom når det er sagt."
KEPT = "Endringen er lagret."


def said_words(actions: Sequence[Action], *, is_said: bool) -> str:
    """«Si: Fristen er onsdag 9. desember. Mellomrom når det er sagt.»; «» when nothing must be said."""
    spoken = said_in_review(actions)
    lines = " ".join(ended(line) for action in spoken for line in lines_of(action.text))
    if not lines:
        return ""
    if not any(action.must_be_said for action in spoken):
        first = spoken[0].strength
        return f"{'Kan sies' if first is Strength.KAN else 'Bør sies'}: {lines}"
    return f"Sagt: {lines}" if is_said else f"Si: {lines} {SAY_KEY}"


def head_words(digit: str, action: Action) -> str:
    """«2 E-post til DS avd. 4», with what is unusual about the card."""
    states = (
        "" if action.on else "ikke med",
        "haster" if action.on and action.urgent else "",
        "mangler svar" if action.on and action.missing else "",
    )
    what = " ".join(part for part in (digit, kind_of(action.kind).label, action.to_label) if part)
    return ", ".join(part for part in (what, *states) if part)


def heads_words(heads: Sequence[str]) -> str:
    """«3 kort: 1 Merknad. 2 SMS, ikke med. 3 Telefonlogg.»"""
    return f"{len(heads)} kort: {' '.join(ended(head) for head in heads)}" if heads else ""


def content_words(blocks: Sequence[Block]) -> str:
    """The content of a card. Facts taken from a folded text are left out, because the whole text is read."""
    texts, is_whole = list[str](), any(isinstance(block, Words) and block.is_folded for block in blocks)
    is_below = False
    for block in blocks:
        if isinstance(block, Rule):
            is_below = True
        elif isinstance(block, Fact):
            texts += [] if is_below and is_whole else [f"{block.label}: {block.text}"]
        elif isinstance(block, Person):
            texts.append(", ".join(part for part in (block.name, block.number, block.took_at) if part))
        else:
            texts.append(block.text)
    return " ".join(ended(" ".join(text.split())) for text in texts)


def change_words(before: Sequence[Action], after: Sequence[Action], old: Review, new: Review) -> str:
    """The effect of the last key: «Sagt.», «SMS til medlem» er ikke med.»; «» without a change."""
    words = []
    if old.said != new.said:
        words.append(SAID if len(new.said) > len(old.said) else NOT_SAID)
    was_on = {action.id: action.on for action in before}
    for action in after:
        if was_on.get(action.id, action.on) != action.on and kind_of(action.kind).is_reviewed:
            words.append(f"{named(action)} er {'med' if action.on else 'ikke med'}.")
    if not words and old.model_copy(update={"promises": new.promises}) != new:
        words.append(KEPT)
    return " ".join(words)


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
    also = f", og {'én av ' if len(others) > 1 else ''}{', '.join(map(named_fact, others))}" if others else ""
    return f"{facts.lacking} Må stemme: {listed([named_fact(fact) for fact in facts.must])}{also}".strip()


def named_fact(fact: IdentityFact) -> str:
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


NO_RULE = "Steget har ingen egen regel."
BACK = "F8 går tilbake til steget."
REST = "Pil ned leser resten."
"""Replaces the sentences beyond the limit; the focus is in the whole text."""
QUOTE_END = re.compile(r"(?<=[.!?»])\s+(?=[«A-ZÆØÅ])")


def spoken_procedure(run: ProcedureRun, step: Step | None, announced: str) -> str:
    """What to do, without the sentence `announced` with the step; the deadline; the rules. At most `MAX_SPOKEN_CHARS`
    characters, if leaving out the last sentences of the rules is enough."""
    do = step.do if step is not None else ""
    if step is not None and first_to_do(step) in announced:
        do = " ".join(SENTENCE_END.split(do)[1:])
    rules = [run.library.rules[rule] for rule in step.rules if rule in run.library.rules] if step is not None else []
    parts = (f"Gjør: {do}" if do else "", spoken_deadline(run), "Prosedyren")
    head = " ".join(ended(part) for part in parts if part)
    text = rules_text(rules) or NO_RULE
    whole, end = f"{head} {text} {BACK}", f"{REST} {BACK}"
    if len(whole) <= MAX_SPOKEN_CHARS:
        return whole
    return f"{head} {first_sentences(text, MAX_SPOKEN_CHARS - len(head) - len(end) - 2)} {end}"


def first_sentences(text: str, room: int) -> str:
    """The first sentences that fit in `room` characters, at least one; a cut quotation is closed."""
    sentences = QUOTE_END.split(text)
    while True:
        found = " ".join(sentences)
        found += "»" if found.count("«") > found.count("»") else ""
        if len(found) <= room or len(sentences) == 1:
            return found
        sentences.pop()


ABOUT = "step"


class StepVoice:
    """Remembers what was announced of the call, so that an unchanged step is not announced again."""

    def __init__(self, widget: QWidget, ringing: Callable[[], Ringing | None]) -> None:
        self._widget, self._ringing = widget, ringing
        self._call = ""
        self._said = ("", "")
        self._deadline = ("", False)
        self._heard: SpokenStep | None = None
        """The step that was announced last."""

    @property
    def announced(self) -> str:
        """The sentence of the step that is shown."""
        return self._said[1]

    def forget_step(self) -> None:
        """Announce the next step in full, also when it is the same."""
        self._said, self._heard = ("", ""), None

    def announce_step(self, call: str, run: ProcedureRun, step: Step, identity: IdentityFacts | None) -> None:
        """`call` is the id of the inquiry. In a transfer with a new candidate, only the person and the answers are
        announced."""
        if call != self._call:
            self._call, self._deadline = call, ("", False)
            self.forget_step()
        is_new = self._announce_deadline(run)
        ringing = self._ringing()
        spoken = spoken_step(run, step, identity=identity, ringing=ringing)
        before, self._said = self._said, (step.id, spoken.sentence)
        if before == self._said:
            return
        if ringing is not None and before[0] == step.id:
            announce(self._widget, spoken_person(ringing), about=ABOUT)
            return
        announce(self._widget, self._shortened(spoken, is_new=is_new).sentence, about=ABOUT)
        self._heard = spoken

    def _shortened(self, spoken: SpokenStep, *, is_new: bool) -> SpokenStep:
        """The step without the count and note if the previous step had the same, and without a deadline announced just
        now."""
        before = self._heard
        if before is not None:
            count = 0 if spoken.count == before.count else spoken.count
            spoken = replace(spoken, count=count, note="" if spoken.note == before.note else spoken.note)
        return replace(spoken, deadline="") if is_new else spoken

    def announce_person(self) -> None:
        """Announce the person to ring in the shown transfer, after another was chosen or the board changed; not on the
        review."""
        ringing = self._ringing() if self._widget.isVisible() else None
        if ringing is not None:
            announce(self._widget, spoken_person(ringing), about=ABOUT)

    def _announce_deadline(self, run: ProcedureRun) -> bool:
        """Announce the deadline if needed; returns whether it was."""
        urgent = run.assessment is not None and run.assessment.urgent
        sentence, was_urgent = self._deadline
        self._deadline = (deadline_sentence(run), urgent)
        is_new = bool(self._deadline[0]) and (self._deadline[0] != sentence or (urgent and not was_urgent))
        if is_new:
            announce(self._widget, spoken_deadline(run), about="deadline", is_urgent=True)
        return is_new
