"""What the register proposes, what it shows beside a step, and «Stemmer dette?»: one step for several proposals that
follow each other.

The confirmed values are stored in the answer of that step, so that a later change in the register does not change
what the caller has confirmed. A corrected value is the answer of its own step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.organisation.names import department_meant
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.procedures.derived_facts import DerivedFacts
from sentralbord_desktop.procedures.model import CONFIRMED, PROPOSED, SILENT, Procedure, Step, StepRole, ThreeValued

FROM_RECORD, FROM_CALL, RINGS_FROM = "fra medlemsbildet", "oppgitt i samtalen", "nummeret det ringes fra"
FROM_CATALOGUE = "fra Katalog"
CONFIRMED_WORD = "bekreftet"
MEMBER_FIELDS = {"tlf": "phone", "arbeidsgiver": "employer", "avdeling": "department"}
"""Fact -> the member field that it is read from, if the changes of that field are logged."""


class Proposing(Protocol):
    """The part of a run that is used here."""

    procedure: Procedure
    facts: Facts
    given: dict[str, Answer]

    @property
    def derived_facts(self) -> DerivedFacts: ...
    def applies(self, step: Step) -> ThreeValued: ...
    def has_chosen(self, role: StepRole) -> bool: ...


def silent_answer(run: Proposing, step: Step) -> Answer | None:
    """The answer that needs no question: a number given earlier in the call, or a silent fact."""
    if step.role is StepRole.PHONE and (number := run.derived_facts.new_phone):
        return Answer(text=number, source=FROM_CALL)
    return _answer_from_fact(run, step) if step.as_ == SILENT else None


def proposal_of(run: Proposing, step: Step) -> Answer | None:
    """The answer that the register proposes for `step`; None without one, or when the call has the answer."""
    if step.as_ != PROPOSED or silent_answer(run, step):
        return None
    return _answer_from_fact(run, step)


def is_from_record(answer: Answer | None) -> bool:
    """Whether the answer is a confirmed value of the member's record."""
    return answer is not None and answer.source.startswith(FROM_RECORD)


def with_source(run: Proposing, step: Step, answer: Answer) -> Answer:
    """`answer` with the source of the proposal that it confirms."""
    proposal = proposal_of(run, step)
    if proposal is None or (proposal.choice, proposal.text) != (answer.choice, answer.text):
        return answer
    return answer.model_copy(update={"source": f"{proposal.source}, {CONFIRMED_WORD}"})


def _answer_from_fact(run: Proposing, step: Step) -> Answer | None:
    value = run.derived_facts.fact(step.from_fact) if step.from_fact else None
    if not value:
        return None
    source = _source(run, step)
    if step.choices and not step.field:
        return Answer(choice=value, source=source) if step.choice(value) else None
    return Answer(text=value, source=source)


def _source(run: Proposing, step: Step) -> str:
    """«fra medlemsbildet, sist endret 17. november», «fra tavla: Eva Rustad borte til torsdag»."""
    fact, member = step.from_fact.removeprefix("fakta."), run.facts.member
    if fact == "navn" and not member.member_no:
        return FROM_CALL
    if fact == "tlf" and (run.facts.rings_for_another or not member.phone):
        return RINGS_FROM
    if fact == "avdeling" and not member.department:
        return f"{FROM_CATALOGUE}: {run.derived_facts.employer}"
    if reason := run.derived_facts.reason(step.from_fact):
        return f"{step.source}: {reason}"
    return f"{step.source}{_changed(run.facts, MEMBER_FIELDS.get(fact, ''))}"


def _changed(facts: Facts, field: str) -> str:
    """«, sist endret 17. november», with the year if it is not this year; «» when no change is logged."""
    day = facts.member.changed.get(field)
    if day is None:
        return ""
    words = long_date(day, year=day.year != facts.now.year).partition(" ")[2]
    return f", sist endret {words}"


TITLES = {
    "adresse": "Adresse",
    "avdeling": "Avdeling",
    "arbeidsgiver": "Arbeidsgiver",
    "fakturaer": "Faktura",
    "forsikringskoder": "Koder",
    "mangler_dokumentasjon": "Venter på",
    "tillitsvalgt": "Tillitsvalgt",
}
IN_RECORD = "I medlemsbildet"


class Fact(NamedTuple):
    label: str
    value: str


def shown_beside(run: Proposing, step: Step) -> tuple[Fact, ...]:
    """The facts of `step.beside` that are known."""
    names = [name.removeprefix("fakta.") for name in step.beside]
    found = ((name, run.derived_facts.fact(name)) for name in names)
    return tuple(Fact(TITLES.get(name, name), value) for name, value in found if value)


def beside_sentence(facts: tuple[Fact, ...]) -> str:
    """«I medlemsbildet: Randi Granmo» for one fact; «» for none, and for several, which have a card."""
    return f"{IN_RECORD}: {facts[0].value}" if len(facts) == 1 else ""


LABELS = {StepRole.PHONE: "Telefon", StepRole.EMPLOYER: "Arbeidsgiver", StepRole.DEPARTMENT: "Avdeling"}
LAST_DIGITS = 3
"""How many last digits of a number are said to the caller."""


@dataclass(frozen=True)
class Row:
    """One fact of «Stemmer dette?». `is_said`: the caller has said it in this call."""

    digit: str
    step: Step
    answer: Answer
    is_said: bool = False

    @property
    def label(self) -> str:
        return LABELS.get(self.step.role, self.step.ask) if self.step.role else self.step.ask


def rows_of(run: Proposing, step: Step) -> tuple[Row, ...]:
    """The rows in the order of the file: proposed, confirmed, or said by the caller instead of a proposal."""
    done = run.given.get(step.id)
    rows: list[Row] = []
    for name in step.confirm:
        row_step = run.procedure.step(name)
        if row_step is None:
            continue
        said = run.given.get(name)
        first = _confirmed_answer(run, row_step, done) if done else _proposed(run, row_step)
        if first is None and (done is None or name not in done.fields):
            continue
        if answer := said or first:
            rows.append(Row(str(len(rows) + 1), row_step, answer, is_said=said is not None))
    return tuple(rows)


def is_due(run: Proposing, step: Step) -> bool:
    """Whether «Stemmer dette?» is a step of this call: a proposal is not confirmed or corrected yet, or the step was
    answered."""
    return step.id in run.given or any(not row.is_said for row in rows_of(run, step))


def answer_in_confirm(run: Proposing, step: Step) -> Answer | None:
    """The value of `step` that was confirmed in «Stemmer dette?»."""
    for above in run.procedure.confirmed_in.get(step.id, ()):
        done = run.given.get(above.id)
        if done and (answer := _confirmed_answer(run, step, done)) and run.applies(above) is not False:
            return answer
    return None


def is_left_to_confirm(run: Proposing, step: Step) -> bool:
    """Whether `step` is, or will be, a row of «Stemmer dette?», and so is not asked or shown as a step of its own."""
    return any(
        row.step.id == step.id
        for above in run.procedure.confirmed_in.get(step.id, ())
        if run.applies(above) is not False
        for row in rows_of(run, above)
    )


def confirmed(run: Proposing, step: Step) -> dict[str, Answer]:
    """The answers of `run`, with every row confirmed as shown."""
    values = {row.step.id: row.answer.text for row in rows_of(run, step)}
    return {**run.given, step.id: Answer(choice=CONFIRMED, fields=values)}


def value_of(row: Row, organisation: Organisation) -> str:
    """«990 00 418», «4 Mjøstraktene», or the title of the choice."""
    answer, step = row.answer, row.step
    if chosen := step.choice(answer.choice):
        return chosen.text
    if step.role is StepRole.PHONE:
        return spoken_number(answer.text)
    if step.role is StepRole.DEPARTMENT and answer.text.isdigit():
        return f"{answer.text} {organisation.department(int(answer.text)).name}".strip()
    return answer.text


def source_of(row: Row) -> str:
    return FROM_CALL if row.is_said else row.answer.source


def question(run: Proposing, step: Step) -> str:
    """«Når vi deg på nummeret som slutter på 418, og jobber du fortsatt hos Renhold Øst?», for the rows that the caller
    has not answered. The employer in the record is read out only after identity (X-3); the department follows from the
    employer, and is asked where the employer is not."""
    texts = {row.step.role: row.answer.text for row in rows_of(run, step) if not row.is_said}
    if StepRole.EMPLOYER in texts:
        texts.pop(StepRole.DEPARTMENT, None)
    may_read = run.facts.identity_confirmed or run.has_chosen(StepRole.IDENTITY)
    sentence = ", og ".join(_part(role, text, may_read=may_read) for role, text in texts.items() if role in LABELS)
    return f"{sentence[:1].upper()}{sentence[1:]}?" if sentence else step.ask


def _part(role: StepRole | None, text: str, *, may_read: bool) -> str:
    if role is StepRole.PHONE:
        digits = "".join(sign for sign in text if sign.isdigit())
        return f"når vi deg på nummeret som slutter på {digits[-LAST_DIGITS:]}"
    if role is StepRole.EMPLOYER:
        return f"jobber du fortsatt hos {text}" if may_read else "hvor jobber du"
    return f"hører du fortsatt til avdeling {text}" if may_read else "hvilken avdeling hører du til"


def _proposed(run: Proposing, step: Step) -> Answer | None:
    if run.applies(step) is False or answer_in_confirm(run, step):
        return None
    return proposal_of(run, step)


def _confirmed_answer(run: Proposing, step: Step, done: Answer | None) -> Answer | None:
    values: Mapping[str, str] = done.fields if done else {}
    text = values.get(step.id)
    return Answer(text=text, source=f"{_source(run, step).partition(',')[0]}, {CONFIRMED_WORD}") if text else None


def other_than_record(step: Step, proposal: Answer | None, text: str, organisation: Organisation) -> str:
    """«Medlemsbildet har 4 Mjøstraktene.», where `text` is another value than the record's; «» else."""
    if not text.strip() or proposal is None or not is_from_record(proposal):
        return ""
    is_department = step.field == "department"
    meant = department_meant(text, organisation) if is_department else None
    said = str(meant.number) if meant else text
    if "".join(said.split()).casefold() == "".join(proposal.text.split()).casefold():
        return ""
    return f"Medlemsbildet har {value_of(Row('', step, proposal), organisation)}."
