"""ProcedureRun: facts and the answers so far give the next step and the outcome. Pure.

A procedure is a list of questions, each with the condition under which it is asked. The next step
is the first one that applies and has no answer. So an answer can be changed without losing the
later ones that still apply, and those that no longer do are kept, but left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from sentralbord_desktop.domain.dates import read_date
from sentralbord_desktop.domain.deadlines import Assessment, DeadlineFacts, assess
from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries import Answer, Facts
from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.procedures.checking import AnswerError, checked
from sentralbord_desktop.procedures.conditions import Known, holds
from sentralbord_desktop.procedures.facts import loop_warning
from sentralbord_desktop.procedures.known import Knowledge
from sentralbord_desktop.procedures.model import (
    Choice,
    DeadlineSources,
    Library,
    Procedure,
    Step,
    When,
)

ASSESSED = ("haster", "frist")


class Standing(StrEnum):
    """Where a step stands in the trail."""

    ANSWERED = "answered"
    CURRENT = "current"
    AHEAD = "ahead"
    MAYBE = "maybe"
    OPTIONAL = "optional"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A step in the trail, with the answer as it is shown."""

    step: Step
    standing: Standing
    answer: Answer | None
    shown: str

    @property
    def is_quiet(self) -> bool:
        """Answered by the app, and nothing the operator needs to see."""
        return self.step.quiet and bool(self.answer and self.answer.source)


class ProcedureRun:
    """One inquiry under way. Immutable: `answer`, `without` and `switched` give a new run."""

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
        self.facts = facts
        self.organisation = organisation
        self.given: dict[str, Answer] = dict(answers or {})
        self.switched_from = switched_from
        self._applies: dict[str, Known] = {}
        self._answers: dict[str, Answer | None] = {}

    # ------------------------------------------------------------------ questions

    @cached_property
    def trail(self) -> tuple[TrailLine, ...]:
        """Every step that applies, may apply, or was answered and applies no longer."""
        lines: list[TrailLine] = []
        current_found = False
        for step in self.procedure.steps:
            applies, answer = self.applies(step), self.answer_of(step)
            if applies is False:
                if step.id in self.given:
                    given = self.given[step.id]
                    lines.append(TrailLine(step, Standing.GONE, given, self.shown(step, given)))
                continue
            if answer is not None and applies:
                standing = Standing.ANSWERED
            elif step.optional:
                standing = Standing.OPTIONAL
            elif applies and not current_found:
                standing, current_found = Standing.CURRENT, True
            else:
                standing = Standing.AHEAD if applies else Standing.MAYBE
            lines.append(TrailLine(step, standing, answer, self.shown(step, answer)))
        return tuple(lines)

    @cached_property
    def current(self) -> Step | None:
        """The question to ask now; None when the review is next. Without the trail, whose lines have texts: a
        check of the procedures asks for thousands."""
        return next(
            (
                step
                for step in self.procedure.steps
                if self.applies(step) and not step.optional and self.answer_of(step) is None
            ),
            None,
        )

    @property
    def warning(self) -> str:
        return loop_warning(self.facts, self.procedure)

    def applies(self, step: Step) -> Known:
        """Whether `step` is asked in this call: yes, no, or not known yet."""
        if step.id not in self._applies:
            self._applies[step.id] = None  # a condition on itself or on a later step: not known
            self._applies[step.id] = False if self._stopped(step) else holds(step.when, self.lookup)
        return self._applies[step.id]

    def answer_of(self, step: Step) -> Answer | None:
        """The operator's answer, else what the app knows by itself. Asked some hundred times for each."""
        if step.id not in self._answers:
            self._answers[step.id] = self._answer_of(step)
        return self._answers[step.id]

    def _answer_of(self, step: Step) -> Answer | None:
        given = self.given.get(step.id)
        if given is not None and _is_for(step, given):
            return given
        value = self.fact(step.from_fact) if step.from_fact else None
        if not value:
            return None
        reason = self.known.reason(step.from_fact)
        source = f"{step.source}: {reason}" if reason else step.source
        if step.choices and not step.field:
            return Answer(choice=value, source=source) if step.choice(value) else None
        return Answer(text=value, source=source)

    def shown(self, step: Step, answer: Answer | None) -> str:
        """The answer as a person reads it."""
        if answer is None:
            return ""
        if answer.fields:
            return ", ".join(value for value in answer.fields.values() if value)
        chosen = [c.text for key in answer.choice.split("+") if (c := step.choice(key))]
        return ", ".join(chosen) or answer.text

    # ------------------------------------------------------------------ answering

    def answer(self, step_id: str, answer: Answer) -> "ProcedureRun":
        """The run with this answer; a choice that switches category gives a run of the other one."""
        step = self._step(step_id)
        answer = checked(step, answer, self.facts, self.organisation)
        self._refuse_own_department(step, answer)
        chosen = step.choice(answer.choice)
        run = self._with({**self.given, step_id: answer})
        return run.switched(chosen.switch, chosen.preset) if chosen and chosen.switch else run

    def _refuse_own_department(self, step: Step, answer: Answer) -> None:
        """Nobody is transferred to where they are, also when the caller says where that is (OA-1)."""
        beside = ["avdeling"] if step.another else []
        if step.id == "avdeling":
            beside = [other.id for other in self.procedure.steps if other.another]
        given = [self.given[other].text for other in beside if other in self.given]
        if answer.text and answer.text in given:
            raise AnswerError(
                "De to avdelingene er den samme. Skriv den medlemmet går ut av, og den det vil til."
            )

    def choose(self, digit: str) -> "ProcedureRun":
        """Answer the current step by its digit."""
        step = self.current
        if step is None:
            raise AnswerError("Alle spørsmål er besvart.")
        for choice in step.choices:
            if step.digit_of(choice) == digit:
                return self.answer(step.id, Answer(choice=choice.key))
        raise AnswerError(f"Steget har ikke noe svar {digit}.")

    def without(self, step_id: str) -> "ProcedureRun":
        """The run with this answer taken back."""
        return self._with({key: a for key, a in self.given.items() if key != step_id})

    def switched(self, category: str, preset: Mapping[str, str] | None = None) -> "ProcedureRun":
        """The same call under another category; answers to steps of the same name are kept, but not the one that
        led away from there."""
        steps = (
            self.library.procedures[category].steps if category in self.library.procedures else ()
        )
        led_away = {step.id for step in steps if (answer := self.given.get(step.id))
                    and (chosen := step.choice(answer.choice)) and chosen.switch}  # fmt: skip
        stays = {key: answer for key, answer in self.given.items() if key not in led_away}
        given = {**stays, **{key: Answer(choice=v) for key, v in (preset or {}).items()}}
        return ProcedureRun(
            self.library, category, self.facts, self.organisation, given,
            (*self.switched_from, self.procedure.id),
        )  # fmt: skip

    def with_facts(self, facts: Facts) -> "ProcedureRun":
        """The same answers with newer facts."""
        return ProcedureRun(
            self.library, self.procedure.id, facts, self.organisation, self.given,
            self.switched_from,
        )  # fmt: skip

    def _with(self, given: Mapping[str, Answer]) -> "ProcedureRun":
        return ProcedureRun(
            self.library, self.procedure.id, self.facts, self.organisation, given,
            self.switched_from,
        )  # fmt: skip

    def _step(self, step_id: str) -> Step:
        place = self._places.get(step_id)
        if place is None:
            raise ProcedureError(f"{self.procedure.id}.yaml har ikke noe steg «{step_id}».")
        return self.procedure.steps[place]

    # ------------------------------------------------------------------ what is known

    @cached_property
    def known(self) -> Knowledge:
        """What the app can answer by itself."""
        return Knowledge(self.facts, self.organisation, self.procedure, self.given)

    def fact(self, name: str) -> str | None:
        """The value of `fakta.<name>`, None when unknown."""
        return self.known.fact(name)

    def lookup(self, name: str) -> tuple[str, ...] | None:
        """What a condition may compare: a fact, something computed, or a step's answer."""
        if name.startswith("fakta."):
            value = self.fact(name)  # an unknown fact stays unknown: no answer will bring it
            return () if value is None else (value,)
        if name.startswith("beregnet."):
            return self._computed(name.removeprefix("beregnet."))
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

    def day_of(self, step_id: str) -> date | None:
        """The date that a step was answered with."""
        step = self.procedure.step(step_id) if step_id else None
        answer = self.answer_of(step) if step and self.applies(step) else None
        return read_date(answer.text, self.facts.call_date) if answer and answer.text else None

    @cached_property
    def assessment(self) -> Assessment | None:
        """The possible deadlines, as far as the answers go; None when none can apply."""
        sources = self.procedure.deadlines
        if sources is None or not (matter := self.chosen(sources.matter)):
            return None
        wants = self.chosen(sources.wants)
        facts = DeadlineFacts(
            matter=matter[0].key,
            received=self.day_of(sources.received),
            negotiation=self._negotiation(sources),
            negotiations_ended=self._ended(sources),
            notice_ends=self.day_of(sources.notice_ends),
            layoff_notice=self.day_of(sources.layoff_notice),
            oldest_pay_due=self.day_of(sources.oldest_pay_due),
            meeting=self.day_of(sources.meeting),
            wants=wants[0].key if wants else None,
            trial_period=self._is_true(sources.trial_period),
            form_error=self._is_true(sources.form_error),
            own_rules=self._is_true(sources.own_rules),
            bankrupt=self._is_true(sources.bankrupt),
            maybe_bankrupt=self._is_true(sources.maybe_bankrupt),
        )
        library = self.library
        return assess(facts, library.deadline_rules, self.facts.now.date(), library.notice_rules)

    def _ended(self, sources: DeadlineSources) -> date | None:
        """Negotiations come after the letter: a meeting that ended before it was another, and moves no
        deadline (D2, D5)."""
        received, ended = self.day_of(sources.received), self.day_of(sources.negotiations_ended)
        return None if received and ended and ended < received else ended

    def _negotiation(self, sources: DeadlineSources) -> str:
        """How it stands with them; «» when what ended was a meeting before the letter."""
        was_another = self.day_of(sources.negotiations_ended) and not self._ended(sources)
        chosen = self.chosen(sources.negotiation)
        return chosen[0].key if chosen and not was_another else ""

    def _is_true(self, condition: When) -> bool:
        return bool(condition) and holds(condition, self.lookup) is True

    def _computed(self, name: str) -> tuple[str, ...] | None:
        assessment = self.assessment
        if assessment is None or self._deadline_facts_missing():
            return None
        if name == "haster":
            return ("ja" if assessment.urgent else "nei",)
        if assessment.own_rules:
            return ("egne_regler",)
        if assessment.passed:
            return ("ute",)
        if assessment.spoken:
            return ("kjent",)
        return ("ukjent" if assessment.unknown else "ingen",)

    def _deadline_facts_missing(self) -> bool:
        sources = self.procedure.deadlines
        names = [] if sources is None else [sources.matter, sources.received, sources.wants,
            sources.negotiations_ended, sources.oldest_pay_due]  # fmt: skip
        return any(name and self.lookup(name) is None for name in names)

    @cached_property
    def _stops(self) -> tuple[Step, ...]:
        """The steps whose answer ends the questions, where the step itself applies."""
        return tuple(
            step for step in self.procedure.steps
            if (answer := self.answer_of(step)) and (chosen := step.choice(answer.choice)) and chosen.stop
        )  # fmt: skip

    @cached_property
    def _places(self) -> dict[str, int]:
        """Step -> its place in the order they are asked in."""
        return {step.id: place for place, step in enumerate(self.procedure.steps)}

    def _stopped(self, step: Step) -> bool:
        mine = self._places.get(step.id, len(self._places))
        return any(self._places[stop.id] < mine and self.applies(stop) for stop in self._stops)


def _is_for(step: Step, answer: Answer) -> bool:
    """Whether the answer is one to this question: a switch of category brings answers to others that
    only have its name. They are kept, for switching back."""
    if answer.choice:
        return all(step.choice(key) is not None for key in answer.choice.split("+"))
    if answer.fields:
        return bool(step.fields)
    return bool(step.field)
