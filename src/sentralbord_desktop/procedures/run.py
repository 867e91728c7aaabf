"""ProcedureRun: facts and the answers so far give the next step and the outcome. Pure.

A procedure is a list of questions, each with its condition. The next step is the first one that applies and has no
answer. Changing an answer keeps the later ones; those that no longer apply are left out.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from sentralbord_desktop.domain.dates.calendar import read_date
from sentralbord_desktop.domain.deadlines.deadlines import Assessment
from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.answers import AnswerError, is_for, parse_answer, refuse_same_department
from sentralbord_desktop.procedures.conditions import ThreeValued, holds
from sentralbord_desktop.procedures.derived_facts import DerivedFacts
from sentralbord_desktop.procedures.facts import loop_warning
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import CONFIRMED, Choice, Procedure, Step
from sentralbord_desktop.procedures.proposals import confirm
from sentralbord_desktop.procedures.proposals.proposal import is_from_record, silent_answer, with_source
from sentralbord_desktop.procedures.roles.step_role import ROLES, StepRole
from sentralbord_desktop.procedures.run_state.assessment import assessed, computed
from sentralbord_desktop.procedures.run_state.open_facts import answers_without_record, open_facts
from sentralbord_desktop.procedures.run_state.trail import Standing, TrailStep
from sentralbord_desktop.procedures.transfers.attempts import missed, shown_answer, with_attempts
from sentralbord_desktop.procedures.transfers.targets import nobody_to_ring


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

    @cached_property
    def trail(self) -> tuple[TrailStep, ...]:
        """The answered steps, the current one, the optional ones that apply, and answers that no longer apply. Later
        steps are in `preview/remaining.py`."""
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
