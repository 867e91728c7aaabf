"""ProcedureRun: facts and the answers so far give the next step and the outcome. Pure.

A procedure is a list of questions, each with its condition. The next step is the first one that applies and has no
answer. Changing an answer keeps the later ones; those that no longer apply are left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from sentralbord_desktop.domain.dates.calendar import is_far, long_date, read_date
from sentralbord_desktop.domain.deadlines import Assessment, DeadlineFacts, assess, leading
from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import can_be_rung, normal_number, spoken_number
from sentralbord_desktop.procedures import proposals as confirm
from sentralbord_desktop.procedures.answers import AnswerError, is_for, parse_answer, refuse_same_department
from sentralbord_desktop.procedures.derived_facts import DerivedFacts
from sentralbord_desktop.procedures.facts import loop_warning
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import (
    CONFIRMED,
    NOBODY,
    ROLES,
    Choice,
    DeadlineSources,
    Lookup,
    Procedure,
    Step,
    StepRole,
    ThreeValued,
    When,
    holds,
)
from sentralbord_desktop.procedures.proposals import is_from_record, silent_answer, with_source
from sentralbord_desktop.procedures.transfers import missed, nobody_to_ring, shown_answer, with_attempts

ASSESSED = ("haster", "frist", "neste", "passer", "sak")
"""The names after «beregnet.»."""
UNKNOWN_DAY = "vet_ikke"


def assessed(run: "ProcedureRun") -> Assessment | None:
    """The possible deadlines, as far as the answers go; None when none can apply. Of several matters the one with the
    nearest limit leads."""
    sources = run.procedure.deadlines
    if sources is None or not (matters := run.chosen(sources.matter)):
        return None
    library, today = run.library, run.facts.now.date()
    found = [
        assess(_deadline_facts(run, sources, matter.key), library.deadline_rules, today, library.notice_rules)
        for matter in matters
    ]
    return _with_absence(leading(found, today), run)


def _deadline_facts(run: "ProcedureRun", sources: DeadlineSources, matter: str) -> DeadlineFacts:
    wants, today = run.chosen(sources.wants), run.facts.now.date()
    notice_ends = run.day_of(sources.notice_ends)
    return DeadlineFacts(
        matter=matter,
        received=run.day_of(sources.received),
        negotiation=_negotiation(run, sources),
        negotiations_ended=_ended(run, sources),
        ended_before_letter=_ended_before(run, sources),
        notice_ends=notice_ends,
        notice_over=notice_ends is not None and notice_ends < today,
        layoff_notice=run.day_of(sources.layoff_notice),
        oldest_pay_due=run.day_of(sources.oldest_pay_due),
        meeting=run.day_of(sources.meeting),
        meeting_some_day=run.lookup(sources.meeting) == (UNKNOWN_DAY,),
        wants=wants[0].key if wants else None,
        trial_period=_is_true(sources.trial_period, run.lookup),
        form_error=_is_true(sources.form_error, run.lookup),
        own_rules=_is_true(sources.own_rules, run.lookup),
        bankrupt=_is_true(sources.bankrupt, run.lookup),
        maybe_bankrupt=_is_true(sources.maybe_bankrupt, run.lookup),
    )


def _with_absence(found: Assessment, run: "ProcedureRun") -> Assessment:
    """Urgent also when everyone who could help in the department is away until the last day or longer: the deadline
    would pass without DS or the case handler (TR-7)."""
    back, last = run.facts.help_back, found.help_before
    department, told = run.facts.member.department, run.answer_for(StepRole.DEPARTMENT)
    is_own = department is not None and (
        told is None or told.text == str(department)
    )  # for that department the board was read
    if back is None or last is None or back < last or not is_own:
        return found
    return replace(found, urgent=True, help_back=back)


def computed(run: "ProcedureRun", name: str) -> tuple[str, ...] | None:
    """The value of `beregnet.<name>`; None while an answer is missing."""
    assessment = run.assessment
    if assessment is not None and name == "passer":
        return _fits(run)
    if assessment is None or (_facts_missing(run) and (name != "sak" or _has_several_matters(run))):
        return None
    if name == "sak":
        return (assessment.matter,)
    if name == "haster":
        return ("ja" if assessment.urgent else "nei",)
    if assessment.own_rules:
        return ("egne_regler",)
    if name == "neste":
        near = ("naer",) if assessment.following_is_near else ()
        return ("kjent", *near) if assessment.following else ("ingen",)
    if assessment.announced:
        return ("kunngjort",)
    if assessment.passed:
        return ("ute",)
    if assessment.spoken:
        return ("kjent",)
    return ("ukjent" if assessment.unknown else "ingen",)


def _ended(run: "ProcedureRun", sources: DeadlineSources) -> date | None:
    """The end of the negotiations. They come after the letter: a meeting that ended before it was another one, and
    moves no deadline (D2, D5)."""
    received, ended = run.day_of(sources.received), run.day_of(sources.negotiations_ended)
    return None if received and ended and ended < received else ended


def _ended_before(run: "ProcedureRun", sources: DeadlineSources) -> date | None:
    """The day the caller gives for the end of negotiations, when it is before the letter came."""
    return run.day_of(sources.negotiations_ended) if _ended(run, sources) is None else None


def _fits(run: "ProcedureRun") -> tuple[str, ...] | None:
    """Whether the negotiations can have ended on the given day; None until both days are answered."""
    sources = run.procedure.deadlines
    if sources is None or any(run.lookup(name) is None for name in (sources.received, sources.negotiations_ended)):
        return None
    return ("nei" if _ended_before(run, sources) else "ja",)


def _negotiation(run: "ProcedureRun", sources: DeadlineSources) -> str:
    """The state of the negotiations; «» when a meeting before the letter is meant."""
    was_another = _ended_before(run, sources) is not None
    chosen = run.chosen(sources.negotiation)
    return chosen[0].key if chosen and not was_another else ""


def _is_true(condition: When, lookup: Lookup) -> bool:
    return bool(condition) and holds(condition, lookup) is True


def _has_several_matters(run: "ProcedureRun") -> bool:
    sources = run.procedure.deadlines
    return sources is not None and len(run.chosen(sources.matter)) > 1


def _facts_missing(run: "ProcedureRun") -> bool:
    sources = run.procedure.deadlines
    if sources is None:
        return False
    names = (sources.matter, sources.received, sources.wants, sources.negotiations_ended, sources.oldest_pay_due)
    return any(name and run.lookup(name) is None for name in names)


def open_facts(procedure: Procedure, facts: Facts, given: Mapping[str, Answer]) -> Facts:
    """`facts` without the member when a third party calls, or when the identity failed and the procedure goes on. A
    procedure without an identity question uses the earlier answers."""
    facts = facts.closed_to_third_party()
    step = procedure.step_for(StepRole.IDENTITY)
    if step is None:
        return facts
    answer = given.get(step.id)
    chosen = step.choice(answer.choice) if answer else None
    return facts.without_record() if chosen and chosen.closes_record else facts.with_record()


def answers_without_record(procedure: Procedure, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """`given` without the values of the record that were confirmed before the identity failed."""
    confirming = {step.id for step in procedure.steps if step.confirm}
    return {name: answer for name, answer in given.items() if name not in confirming and not is_from_record(answer)}


STORED_DAY = re.compile(r"\d{2}\.\d{2}\.\d{4}")


class Standing(StrEnum):
    """The state of a step in the trail."""

    ANSWERED = "answered"
    CURRENT = "current"
    OPTIONAL = "optional"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A step in the trail, with the answer as it is stored and read by a person."""

    step: Step
    standing: Standing
    answer: Answer | None
    shown: str
    is_quiet: bool = False
    """Hidden: answered by the app without interest to the operator, or a row of «Stemmer dette?», which shows it."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the answer, a line each: «fra tavla», or each attempt of a transfer, «Bergljot Lauvås
        14.06»."""
        if self.answer is None:
            return ()
        rung = [f"{a.name or a.function} {a.at}".strip() for a in self.answer.attempts]
        return tuple(line for line in (self.answer.source, *rung) if line)

    def formatted(self, organisation: Organisation, today: date) -> str:
        """The answer with days, telephone numbers and departments written out: «Onsdag 18. november», «990 00 418»,
        «avd. 4 Mjøstraktene». A transfer has only the answer; the attempts are in `sources`."""
        step, answer = self.step, self.answer
        if answer is None:
            return ""
        if answer.fields and not step.confirm:
            phones = {field.key for field in step.fields if field.kind == "phone"}
            return ", ".join(_number(v) if k in phones else v for k, v in answer.fields.items() if v)
        chosen = step.choice(answer.choice)
        if step.transfer and chosen:
            return self.shown if answer.choice == NOBODY and not answer.attempts else chosen.text
        if step.field == "department" and answer.text.isdecimal():
            return organisation.department(int(answer.text)).title
        if STORED_DAY.fullmatch(answer.text):
            return _day(answer.text, today)
        return _number(self.shown) if step.role is StepRole.PHONE else self.shown


def _number(text: str) -> str:
    number = normal_number(text)
    alone = not any(sign.isalpha() for sign in text)
    return spoken_number(number) if alone and can_be_rung(number) else text


def _day(text: str, today: date) -> str:
    day = datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no time zone
    words = long_date(day, year=is_far(day, today))
    return words[:1].upper() + words[1:]


class ProcedureRun:
    """One inquiry under way. Immutable: `answer` and `switched` give a new run."""

    def __init__(
        self,
        library: Library,
        category: str,
        facts: Facts,
        organisation: Organisation,
        answers: Mapping[str, Answer] | None = None,
        switched_from: tuple[str, ...] = (),
    ) -> None:
        if category not in library.procedures:
            raise ProcedureError(f"Det finnes ingen prosedyre som heter «{category}».")
        self.library = library
        self.procedure: Procedure = library.procedures[category]
        self.given: dict[str, Answer] = dict(answers or {})
        self.facts = open_facts(self.procedure, facts, self.given)
        self.organisation = organisation
        self.switched_from = switched_from
        self._applies: dict[str, ThreeValued] = {}
        self._answers: dict[str, Answer | None] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self.outcomes: tuple[object, ...] = ()
        """Built already: `outcome_of`."""

    @cached_property
    def trail(self) -> tuple[TrailStep, ...]:
        """The answered steps, the current one, the optional ones that apply, and answers that no longer apply. Later
        steps are in `action_preview.py`."""
        lines: list[TrailStep] = []
        current = self.current
        for step in self.procedure.steps:
            applies, answer = self.applies(step), self.answer_of(step)
            if applies is False and step.id in self.given:
                answer, standing = self.given[step.id], Standing.GONE
            elif not applies:
                continue
            elif answer is not None:
                standing = Standing.ANSWERED
            elif step.optional:
                standing = Standing.OPTIONAL
            elif step is current:
                standing = Standing.CURRENT
            else:
                continue
            is_quiet = standing is not Standing.GONE and self._is_quiet(step, answer)
            lines.append(TrailStep(step, standing, answer, self.shown(step, answer), is_quiet=is_quiet))
        return tuple(lines)

    @cached_property
    def current(self) -> Step | None:
        """The question to ask now; None when the review is next. Does not build the trail, whose texts take time."""
        return next(
            (
                step
                for step in self.procedure.steps
                if self.applies(step)
                and not step.optional
                and self.answer_of(step) is None
                and not confirm.is_left_to_confirm(self, step)
            ),
            None,
        )

    def _is_quiet(self, step: Step, answer: Answer | None) -> bool:
        is_by_itself = step.quiet and bool(answer and answer.source) and step.id not in self.given
        return is_by_itself or confirm.is_left_to_confirm(self, step)

    @property
    def warning(self) -> str:
        return loop_warning(self.facts, self.procedure)

    def applies(self, step: Step) -> ThreeValued:
        """Whether `step` is asked in this call: yes, no, or not known yet."""
        if step.id not in self._applies:
            self._applies[step.id] = None  # a condition on itself or on a later step: not known
            is_closed = self.facts.is_third_party and not step.third_party
            applies = False if is_closed or self._stopped(step) else holds(step.when, self.lookup)
            is_due = not step.confirm or applies is False or confirm.is_due(self, step)
            self._applies[step.id] = applies if is_due else False
        return self._applies[step.id]

    def answer_of(self, step: Step) -> Answer | None:
        """The operator's answer, else the one that the app finds by itself. Called some hundred times for each
        answer."""
        if step.id not in self._answers:
            self._answers[step.id] = self._answer_of(step)
        return self._answers[step.id]

    def _answer_of(self, step: Step) -> Answer | None:
        given = self.given.get(step.id)
        if given is not None and is_for(step, given):
            return given
        if step.transfer:
            return nobody_to_ring(self, step)
        return confirm.answer_in_confirm(self, step) or silent_answer(self, step)

    def shown(self, step: Step, answer: Answer | None) -> str:
        """The answer as text for a person; «» for a text that may come from a closed record (X-4)."""
        is_closed = self.facts.is_third_party and not step.third_party
        if answer is None or (is_closed and (step.confirm or not answer.choice)):
            return ""
        if step.confirm:
            return ", ".join(confirm.value_of(row, self.organisation) for row in confirm.rows_of(self, step))
        if answer.fields:
            return ", ".join(value for value in answer.fields.values() if value)
        if step.transfer:
            return shown_answer(step, answer)
        chosen = [c.text for key in answer.choice.split("+") if (c := step.choice(key))]
        return ", ".join(chosen) or answer.text

    def answer(self, step_id: str, answer: Answer) -> "ProcedureRun":
        """The run with this answer; a choice that switches category gives a run of the other one."""
        step = self._step(step_id)
        if step.confirm:
            return self._confirmed(step, answer)
        answer = parse_answer(step, answer, self.facts, self.organisation)
        refuse_same_department(step, answer, self.procedure, self.library.step_ids(StepRole.DEPARTMENT), self.given)
        answer = with_source(self, step, answer)
        answer = with_attempts(self, step, answer) if step.transfer else answer
        chosen, given = step.choice(answer.choice), {**self.given, step_id: answer}
        run = self._with(answers_without_record(self.procedure, given) if chosen and chosen.closes_record else given)
        if chosen and chosen.third_party:
            run = run.of_caller(self.facts.model_copy(update={"caller": CallerKind.ANOTHER}))
        return run.switched(chosen.switch, chosen.preset) if chosen and chosen.switch else run

    def missed(self, step_id: str, candidate: Candidate, at: str) -> "ProcedureRun":
        """The run after `candidate` was rung at `at` («14.06») without answer; the step remains open."""
        return self._with({**self.given, step_id: missed(self, self._step(step_id), candidate, at)})

    def _confirmed(self, step: Step, answer: Answer) -> "ProcedureRun":
        """Answer «Alt stemmer»; the rows in `answer.fields` are answered with these texts instead."""
        if answer.text or answer.choice not in ("", CONFIRMED) or not answer.fields.keys() <= {*step.confirm}:
            raise AnswerError("Svar «ja» når alt stemmer, eller skriv det som er nytt.")
        run = self
        for name, text in answer.fields.items():
            run = run.answer(name, Answer(text=text))
        return run._with(confirm.confirmed(run, step))

    def switched(self, category: str, preset: Mapping[str, str] | None = None) -> "ProcedureRun":
        """The same call under another category; answers to steps of the same name are kept, but not the one that
        led away from there."""
        steps = self.library.procedures[category].steps if category in self.library.procedures else ()
        led_away = {
            step.id
            for step in steps
            if (answer := self.given.get(step.id)) and (chosen := step.choice(answer.choice)) and chosen.switch
        }
        stays = {key: answer for key, answer in self.given.items() if key not in led_away}
        given = {**stays, **{key: Answer(choice=v) for key, v in (preset or {}).items()}}
        return ProcedureRun(
            self.library, category, self.facts, self.organisation, given, (*self.switched_from, self.procedure.id)
        )

    def with_facts(self, facts: Facts) -> "ProcedureRun":
        """The same answers with newer facts."""
        return ProcedureRun(self.library, self.procedure.id, facts, self.organisation, self.given, self.switched_from)

    def of_caller(self, facts: Facts) -> "ProcedureRun":
        """The run for another caller, in `facts`. Identity is asked again; for a third party also what the record had
        answered (X-4)."""
        asked = {*self.library.step_ids(StepRole.IDENTITY)}
        asked |= {step.id for step in self.procedure.steps if any(c.third_party for c in step.choices)}
        if facts.is_third_party:
            asked |= {s.id for s in self.procedure.steps if s.third_party and is_from_record(self.given.get(s.id))}
        given = {step_id: answer for step_id, answer in self.given.items() if step_id not in asked}
        return self._with(given).with_facts(facts)

    def _with(self, given: Mapping[str, Answer]) -> "ProcedureRun":
        return ProcedureRun(self.library, self.procedure.id, self.facts, self.organisation, given, self.switched_from)

    def _step(self, step_id: str) -> Step:
        if (step := self.procedure.step(step_id)) is None:
            raise ProcedureError(f"{self.procedure.id}.yaml har ikke noe steg «{step_id}».")
        return step

    @cached_property
    def derived_facts(self) -> DerivedFacts:
        """The values that the app finds by itself."""
        return DerivedFacts(self.facts, self.organisation, self.library, self.procedure, self.given)

    def fact(self, name: str) -> str | None:
        """The value of `fakta.<name>`, None when unknown."""
        return self.derived_facts.fact(name)

    def lookup(self, name: str) -> tuple[str, ...] | None:
        """The value that a condition compares: a fact, a computed value, or a step's answer. Unknown values are not
        cached."""
        known = self._known.get(name)
        if known is None and (known := self._lookup(name)) is not None:
            self._known[name] = known
        return known

    def _lookup(self, name: str) -> tuple[str, ...] | None:
        if name.startswith("fakta."):
            value = self.fact(name)  # an unknown fact stays unknown: no answer can supply it
            return () if value is None else (value,)
        if name.startswith("beregnet."):
            return computed(self, name.removeprefix("beregnet.")) or None
        step = self._step(name)
        applies = self.applies(step)
        if applies is not True:
            return None if applies is None else ()
        answer = self.answer_of(step)
        if answer is None:
            return () if step.optional else None
        return tuple(answer.choice.split("+")) if answer.choice else ("svart",)

    def chosen(self, step_id: str) -> tuple[Choice, ...]:
        """The choices of a step that applies and is answered."""
        step = self.procedure.step(step_id)
        answer = self.answer_of(step) if step and self.applies(step) else None
        if step is None or answer is None:
            return ()
        return tuple(c for key in answer.choice.split("+") if (c := step.choice(key)))

    def step_for(self, role: StepRole) -> Step | None:
        """The procedure's step with this role."""
        return self.procedure.step_for(role)

    def answer_for(self, role: StepRole) -> Answer | None:
        """The answer to the step with this role, if it applies."""
        step = self.step_for(role)
        return self.answer_of(step) if step and self.applies(step) else None

    def has_chosen(self, role: StepRole) -> bool:
        """Whether the answer is the choice that the role is compared with (`ROLES`)."""
        step, key = self.step_for(role), ROLES[role].key
        return step is not None and any(c.key == key for c in self.chosen(step.id))

    def was_given(self, *roles: StepRole) -> bool:
        """Whether the operator answered such a step, also before a switch."""
        return any(step_id in self.given for step_id in self.library.step_ids(*roles))

    @property
    def is_identity_confirmed(self) -> bool:
        """On the record, or by the identity step of any category."""
        yes, answers = ROLES[StepRole.IDENTITY].key, self.library.answers_for(StepRole.IDENTITY, self.given)
        return self.facts.identity_confirmed or any(answer.choice == yes for answer in answers)

    @property
    def nobody_knows_department(self) -> bool:
        """Whether neither the record nor the caller names the department: the administration finds it out (X-5)."""
        return self.has_chosen(StepRole.DEPARTMENT)

    def day_of(self, step_id: str) -> date | None:
        """The date that a step was answered with."""
        step = self.procedure.step(step_id) if step_id else None
        answer = self.answer_of(step) if step and self.applies(step) else None
        return read_date(answer.text, self.facts.call_date) if answer and answer.text else None

    @cached_property
    def assessment(self) -> Assessment | None:
        """The possible deadlines, as far as the answers go; None when none can apply."""
        return assessed(self)

    @cached_property
    def _stops(self) -> tuple[Step, ...]:
        """The steps whose answer ends the questions, where the step itself applies."""
        ending = (step for step in self.procedure.steps if any(choice.stop for choice in step.choices))
        return tuple(
            step
            for step in ending
            if (answer := self.given.get(step.id) if step.transfer else self.answer_of(step))
            and (chosen := step.choice(answer.choice))
            and chosen.stop
        )

    def _stopped(self, step: Step) -> bool:
        if not self._stops:
            return False
        numbers = self.procedure.numbers
        return any(numbers[stop.id] < numbers.get(step.id, len(numbers)) and self.applies(stop) for stop in self._stops)
