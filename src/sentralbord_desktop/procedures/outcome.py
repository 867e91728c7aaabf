"""Turns answers into typed actions with finished texts, for the preview and Fullfør."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Action, Strength, sent_key
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.procedures import proposals as confirm
from sentralbord_desktop.procedures.model import TOOK, Output, Step, StepRole, holds, names_in
from sentralbord_desktop.procedures.outputs.proof import ASK
from sentralbord_desktop.procedures.outputs.registry import is_for_third_party, kind_of
from sentralbord_desktop.procedures.recipients import ASKED_FOR, target_label
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.procedures.template_fields.callback_time import CallbackTime
from sentralbord_desktop.procedures.template_fields.contact import deciding_step, line_of, missing_words
from sentralbord_desktop.procedures.template_fields.context import PromisedTime
from sentralbord_desktop.procedures.template_fields.registry import READERS
from sentralbord_desktop.procedures.templates import GENERAL_FIELDS, NO_FIELDS, Filled, fill, missing_mark, without_stop
from sentralbord_desktop.procedures.transfers import field_of

OWN_DEPARTMENT, ADMINISTRATION = "avdeling:{avd}", "role:procedure_owner"
UNKNOWN_DEPARTMENT = "avdeling:ukjent"


class Outcome:
    """The actions of a run, by the answers so far."""

    run: ProcedureRun

    def __init__(self, run: ProcedureRun, review: Review | None = None) -> None:
        self.run = run
        self.review = review or Review()
        self._filling: set[str] = set()
        self._values: dict[str, str | None] = {}
        self._part: dict[str, str] = {}
        """Cache: incomplete phrases, with marks for the missing parts."""

    def actions(self) -> tuple[Action, ...]:
        """Everything that is sure to be done, gates first; texts may still miss answers."""
        return self._actions

    @cached_property
    def _actions(self) -> tuple[Action, ...]:
        return (*self._asked(), *(self.action(output) for output in self.sure()))

    def sure(self) -> Iterator[Output]:
        """The procedure's results that are sure to come, without their texts."""
        return (o for o in self._outputs() if holds(o.when, self.lookup) is True)

    def possible(self) -> Iterator[Output]:
        """What may still come, depending on answers not yet given."""
        return (o for o in self._outputs() if holds(o.when, self.lookup) is None)

    def deciding_step(self, output: Output) -> Step | None:
        """The first open question that decides whether `output` comes, also through a deadline in its condition."""
        return deciding_step(self.run, names_in(output.when))

    @cached_property
    def is_put_through(self) -> bool:
        """Whether somebody took the call."""
        run = self.run
        return any(TOOK in (run.lookup(step.id) or ()) for step in run.procedure.steps if step.transfer)

    @cached_property
    def was_said_first(self) -> bool:
        """Whether what must be said was said before the caller was put through."""
        return any(self.run.chosen(step.id) for step in self.run.procedure.steps if step.said_first)

    def missing(self) -> tuple[str, ...]:
        """The steps and fields that finished texts still wait for, each once."""
        names = [name for action in self.actions() if action.on for name in action.missing]
        return tuple(dict.fromkeys(names))

    def _outputs(self) -> tuple[Output, ...]:
        """The outputs that this caller can lead to: a third party leads to none about a member (X-4)."""
        outputs = self.run.procedure.outputs
        return tuple(o for o in outputs if is_for_third_party(o)) if self.run.facts.is_third_party else outputs

    def _asked(self) -> Iterator[Action]:
        """The actions that keep answered gates as proof."""
        for line in self.run.trail:
            asked = line.step.gate or line.step.id in self.run.given
            if line.step.asks and asked and line.standing is Standing.ANSWERED and line.answer:
                yield Action(
                    id=f"spurt-{line.step.id}",
                    kind=ASK.key,
                    strength=line.step.strength,
                    to=line.step.asks,
                    to_label=line.step.ask,
                    text=line.shown,
                    rules=line.step.rules,
                    data={"q": line.step.asks, "answer": line.answer.choice or line.answer.text},
                )

    def action(self, output: Output) -> Action:
        """The finished action of one result."""
        to, to_missing = self._target(output)
        template = self.run.library.templates.get(output.template)
        language = self._language(output)
        worded = template.worded(language) if template else None
        recipient = self._reader_for(to)
        subject, subject_missing = self._fill(worded.subject if worded else "", recipient)
        text, missing = self._fill(self._body(output), recipient)
        letter, letter_missing = self._letter(output)
        waits_for = (*self.unanswered(output.kind), *to_missing, *subject_missing, *missing, *letter_missing)
        return Action(
            id=name_of(output),
            kind=output.kind,
            strength=output.strength,
            on=self._is_on(output),
            to=to,
            to_label=self._label(to),
            template=output.template,
            subject=subject,
            text=text,
            why=self.filled(output.why),
            urgent=bool(output.urgent_when) and holds(output.urgent_when, self.run.lookup) is True,
            copy_to=tuple(c for copy in output.copy_to if (c := fill(copy, self.field).text)),
            where=output.where,
            rules=output.rules,
            missing=tuple(dict.fromkeys(waits_for)),
            must_be_said=output.must_be_said and not (self.is_put_through and self.was_said_first),
            languages=("nb", *template.other) if template and template.other else (),
            language=language if template and language in template.other else "nb",
            data=self._data(output) | letter,
        )

    def unanswered(self, kind: str) -> tuple[str, ...]:
        """The steps or fields that an output of this kind waits for: no letter without an answered address."""
        roles = kind_of(kind).needs_answer
        steps = [step for role in roles if (step := self.run.step_for(role))]
        if not roles or any(step.id in self.run.given and self.run.applies(step) for step in steps):
            return ()
        return (steps[0].id if steps else "adresse",)

    def spoken(self, step: Step) -> str:
        """What the operator says at this step, with the fields put in."""
        return confirm.question(self.run, step) if step.confirm else fill(step.say, self.field).text

    def _target(self, output: Output) -> Filled:
        """The recipient, and the fields missing to name it. What would go to an unknown department goes to the
        administration (X-5); a transfer keeps its target."""
        if output.to.startswith(OWN_DEPARTMENT) and self.run.nobody_knows_department:
            is_left = kind_of(output.kind).is_left_to_department
            somewhere = output.to.replace(OWN_DEPARTMENT, UNKNOWN_DEPARTMENT)
            return Filled(ADMINISTRATION if is_left else somewhere, ())
        return self._fill(output.to, self.field)

    def recipient(self, output: Output) -> str:
        """The recipient in words; «» without one."""
        return self._label(self._target(output).text)

    def _label(self, to: str) -> str:
        """The target in words; a person asked for by name has that name (MD-2)."""
        step = self.run.step_for(StepRole.ASKED_FOR) if to == ASKED_FOR else None
        if step and (name := self.field(step.id)):
            return name
        return target_label(to, self.run.organisation)

    def _letter(self, output: Output) -> tuple[dict[str, str], tuple[str, ...]]:
        """The text and the address of an enclosed letter, and the missing fields of both."""
        template = self.run.library.templates.get(str(output.data.get("letter", "")))
        if template is None:
            return {}, ()
        text, missing = self._fill(template.worded(self._language(output)).body, self.field)
        to, to_missing = self._fill(str(output.data.get("letter_to", "")), self.field)
        return {"letter_text": text, "letter_to": to}, (*missing, *to_missing)

    def _body(self, output: Output) -> str:
        """The text of a result. In the note, sentences about left-out outputs come before the signature."""
        template = self.run.library.templates.get(output.template)
        worded = template.worded(self._language(output)) if template else None
        body = output.text or (worded.body if worded else "")
        return kind_of(output.kind).body(self, body)

    def _language(self, output: Output) -> str:
        """The language of this text, else of the call, else bokmål."""
        return self.review.languages.get(name_of(output)) or self.run.facts.language or "nb"

    def _is_on(self, output: Output) -> bool:
        """Whether the action is on before the review, as the procedure suggests."""
        suggested = output.on if output.on_when is None else bool(holds(output.on_when, self.run.lookup))
        return suggested and kind_of(output.kind).may_be_on(self, output)

    def has_words(self, output: Output) -> bool:
        """Whether the organisation and the member have what the text needs."""
        return not any(name in READERS for name in fill(self._body(output), self.field).missing)

    def _is_chosen(self, output: Output) -> bool:
        suggested = self._is_on(output)
        if output.strength is Strength.SKAL and suggested:
            return not self.review.strikes(name_of(output))
        if kind_of(output.kind).yields and suggested:
            suggested = self.has_words(output)
        return self.review.on.get(name_of(output), suggested)

    def lookup(self, name: str) -> tuple[str, ...] | None:
        """As in the run. `resultat.<id>` is uten or med, also sendt for messages sent before a reopening."""
        if not name.startswith("resultat."):
            return self.run.lookup(name)
        output = next((o for o in self._outputs() if name == f"resultat.{o.id}"), None)
        sure = holds(output.when, self.run.lookup) if output else False
        if sure is None:
            return None
        if not sure or output is None or not self._is_chosen(output):
            return ("uten",)
        return ("med", "sendt") if self._has_left(output) else ("med",)

    def _has_left(self, output: Output) -> bool:
        left, message = self.run.facts.already_left, kind_of(output.kind).message
        return bool(left and message) and sent_key(message, self._target(output)[0]) in left

    def left_out(self) -> str:
        """«SMS er ikke med: medlemmet har adressen.», for each struck output. Typed braces are no fields."""
        sentences = []
        for output in self._outputs():
            reason = self.review.reasons.get(name_of(output), "").strip().rstrip(".")
            if reason and not self._is_chosen(output) and holds(output.when, self.lookup):
                sentences.append(f"{kind_of(output.kind).struck_words}: {reason}.")
        return " ".join(sentences).translate(NO_FIELDS)

    def _data(self, output: Output) -> dict[str, Any]:
        data = {key: self.filled(value) if isinstance(value, str) else value for key, value in output.data.items()}
        return data | kind_of(output.kind).data(self, output)

    @property
    def promised(self) -> PromisedTime | None:
        """When the caller is rung, as `CallbackTime.promised`."""
        return CallbackTime(self).promised

    @property
    def moved_because(self) -> str:
        """The time that the caller wished, as `CallbackTime.moved_because`."""
        return CallbackTime(self).moved_because

    def _reader_for(self, to: str) -> Callable[[str], str | None]:
        """Field reader that knows who the text goes to, for {mottaker}."""

        def read(name: str) -> str | None:
            if name == "mottaker":
                role = self.run.organisation.role(to.removeprefix("role:"))
                return (role.holder.split() or [role.title])[0]
            return self.field(name)

        return read

    def filled(self, text: str) -> str:
        """`text` with its {fields} filled; a missing value is a mark (`templates.MISSING`)."""
        return self._fill(text, self.field).text

    def _fill(self, text: str, value_of: Callable[[str], str | None], *, whole: bool = True) -> Filled:
        return fill(text, value_of, whole=whole, mark=self._mark)

    def _mark(self, name: str) -> str:
        """Replaces {name}: the words for the missing answer, or a phrase with its known parts."""
        return self._part.get(name) or missing_mark(missing_words(self.run, name))

    def field(self, name: str) -> str | None:
        """The value of {name}: a general field, a phrase, a step's answer, or None when missing. Read once."""
        if name not in self._values and name not in self._filling:
            self._values[name] = self._value(name)
        return self._values.get(name)

    def _value(self, name: str) -> str | None:
        if name in GENERAL_FIELDS and name in READERS:
            return READERS[name](self)
        if name in self.run.procedure.phrases:
            return self._phrase(name)
        step_id, _, part = name.partition(".")
        step = self.run.procedure.step(step_id)
        return self._answer_text(step, part) if step else None

    def _phrase(self, name: str) -> str | None:
        self._filling.add(name)
        try:
            for variant in self.run.procedure.phrases[name]:
                known = holds(variant.when, self.lookup)
                if known is None:
                    return None
                if known:
                    text, missing = self._fill(variant.text, self.field, whole=False)
                    if missing:
                        self._part[name] = text
                    return None if missing else text
            return ""
        finally:
            self._filling.discard(name)

    def _answer_text(self, step: Step, part: str) -> str | None:
        applies = self.run.applies(step)
        answer = self.run.answer_of(step)
        if applies is False:
            return ""
        if answer is None or applies is None:
            return "ikke spurt" if step.optional else None
        if step.transfer and (part or answer.taken_by):
            return field_of(self.run, step, answer, part)
        if part:
            return line_of(step, answer, part)
        if answer.fields:
            return listed([f.label.lower() for f in step.fields if f.key in answer.fields])
        phrases = [c.phrase or c.text.lower() for c in self.run.chosen(step.id)]
        return listed(phrases) or without_stop(answer.text)


def outcome_of(run: ProcedureRun, review: Review | None = None) -> Outcome:
    """The outcome of `run`, built once; a run keeps those of its two latest reviews."""
    review = review or Review()
    found = next((o for o in run.outcomes if isinstance(o, Outcome) and o.review == review), None)
    if found is None:
        found = Outcome(run, review)
        run.outcomes = (*run.outcomes[-1:], found)
    return found


def name_of(output: Output) -> str:
    """The id of the action that an output becomes."""
    return output.id or f"{output.kind.lower()}-{output.template or output.to}"
