"""The format of a procedure file. Everything is checked when it is read (docs/prosedyrer.md)."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sentralbord_desktop.domain.deadlines import DeadlineRule
from sentralbord_desktop.domain.inquiries import ActionKind, Answer, Strength
from sentralbord_desktop.domain.layoffs import NoticeRule
from sentralbord_desktop.domain.words import listed
from sentralbord_desktop.procedures.conditions import checked
from sentralbord_desktop.procedures.roles import ROLES, UNKNOWN_CHOICE, StepRole

When = Annotated[dict[str, Any], AfterValidator(checked)]
"""A condition (conditions.py); its shape is checked when the file is read."""


class Part(BaseModel):
    """Strict and frozen: a misspelt key is an error, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Choice(Part):
    """One answer. `key` is what conditions compare; `text` is on the button."""

    key: str
    text: str
    hint: str = ""
    phrase: str = ""
    """How the answer reads in a note; the text in small letters when left out."""
    digit: str = ""
    types: str = ""
    """Choosing it is the same as typing this: «i dag» in a date step."""
    stop: bool = False
    """The call ends here: no later step is asked."""
    switch: str = ""
    """The call is really about another category."""
    preset: dict[str, str] = {}
    """Answers that the other category gets with it."""


class FormField(Part):
    """One line in a step that asks for several things at once."""

    key: str
    label: str
    hint: str = ""
    required: bool = False
    kind: Literal["text", "date", "phone", "email", "post_code"] = "text"
    sets: str = ""
    """The member field that it changes."""


class Step(Part):
    """One question. What is left out of `when` is always asked."""

    id: str
    role: StepRole | None = None
    """What the program reads out of the answer (`roles.py`); it never asks for the step's name."""
    ask: str
    """The question in the trail, short: «Snakket med tillitsvalgt?»."""
    say: str = ""
    do: str = ""
    short: str = ""
    """Key words for those who know the procedure (F9)."""
    when: When | None = None
    rules: tuple[str, ...] = ()
    strength: Strength = Strength.KAN
    note: str = ""
    """Why it must be asked, beside the step number: «Må spørres før du setter over»."""
    gate: bool = False
    """Leaves proof, has no suggested answer (TR-3, MD-2, OA-5, LA-5)."""
    asks: str = ""
    """The ASK action that answering this step leaves behind."""
    choices: tuple[Choice, ...] = ()
    many: bool = False
    field: Literal["", "text", "date", "department", "time"] = ""
    fields: tuple[FormField, ...] = ()
    another: bool = False
    """A department that is not the member's own (OA-1)."""
    future: bool = False
    from_fact: str = ""
    """The fact that answers this step by itself when it is known."""
    source: str = ""
    """What is said about that answer: «fra tavla», «fra medlemsbildet»."""
    optional: bool = False
    """Not asked in turn; can be opened from the trail."""
    quiet: bool = False
    """Not shown in the trail when the app has answered it by itself."""

    @model_validator(mode="after")
    def _answerable(self) -> "Step":
        if not (self.choices or self.field or self.fields):
            raise ValueError("steget har verken svar eller felt")
        keys = [choice.key for choice in self.choices]
        if len(keys) != len(set(keys)):
            raise ValueError("to svar har samme nøkkel")
        if self.role and (fault := ROLES[self.role].fault(self.field, keys, self.lines)):
            raise ValueError(f"rollen «{self.role}» {fault}")
        return self

    @property
    def lines(self) -> tuple[str, ...]:
        """The keys of the lines that are filled in."""
        return tuple(line.key for line in self.fields)

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)

    def digit_of(self, choice: Choice) -> str:
        """The key that answers: 1 – 9 in order, and always 0 for «Vet ikke»."""
        if choice.digit:
            return choice.digit
        if choice.key == UNKNOWN_CHOICE:
            return "0"
        others = [c for c in self.choices if c.key != UNKNOWN_CHOICE]
        return str(others.index(choice) + 1)


class Output(Part):
    """Something the call leads to, when `when` holds."""

    id: str = ""
    kind: ActionKind
    when: When | None = None
    strength: Strength = Strength.SKAL
    on: bool = True
    on_when: When | None = None
    to: str = ""
    template: str = ""
    text: str = ""
    why: str = ""
    urgent_when: When | None = None
    copy_to: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    must_be_said: bool = False
    data: dict[str, Any] = {}


class Variant(Part):
    """One wording of a phrase; the first whose `when` holds is used."""

    when: When | None = None
    text: str


class DeadlineSources(Part):
    """Which steps the deadline facts come from, and when a person's own rules apply instead."""

    matter: str
    received: str = ""
    negotiation: str = ""
    negotiations_ended: str = ""
    notice_ends: str = ""
    layoff_notice: str = ""
    oldest_pay_due: str = ""
    meeting: str = ""
    wants: str = ""
    trial_period: When = {}
    form_error: When = {}
    bankrupt: When = {}
    maybe_bankrupt: When = {}
    own_rules: When = {}


class Procedure(Part):
    """One category's procedure."""

    id: str
    title: str
    loop: int
    version: int
    valid_from: date
    owner: str
    overflow: bool = True
    """Whether other loops may take it when GE-7's two conditions hold."""
    rules: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    outputs: tuple[Output, ...]
    phrases: dict[str, tuple[Variant, ...]] = {}
    deadlines: DeadlineSources | None = None

    @model_validator(mode="after")
    def _unique(self) -> "Procedure":
        ids = [step.id for step in self.steps]
        double = {step for step in ids if ids.count(step) > 1}
        if double:
            raise ValueError(f"to steg heter {', '.join(sorted(double))}")
        for role in StepRole:
            having = [step.id for step in self.steps if step.role is role]
            if len(having) > 1:
                raise ValueError(
                    f"steg {listed([f'«{i}»' for i in having])} har samme rolle «{role}»"
                )
        return self

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def step_for(self, role: StepRole) -> Step | None:
        """The one step with this role."""
        return next((step for step in self.steps if step.role is role), None)


class Wording(Part):
    """A template's text in another language than bokmål."""

    subject: str = ""
    body: str


LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English", "pl": "Polski"}
"""The languages a template can have -> their own names."""

Language = Literal["nn", "en", "pl"]


class Template(Part):
    """A text with {fields}: note, e-mail, SMS, letter, or what to say. `subject` and `body` are
    bokmål; `other` has the same in other languages, each optional."""

    id: str
    subject: str = ""
    body: str
    other: dict[Language, Wording] = {}

    def worded(self, language: str) -> "Wording | Template":
        """The text in `language`; bokmål when there is none."""
        return next((w for key, w in self.other.items() if key == language), self)


class Rule(Part):
    """A rule of the procedure: its ID, the sentence it stands in, and how binding it is."""

    id: str
    text: str
    strength: str = Field(default="")
    category: str = ""


class Library(Part):
    """All procedures and texts, read and checked together."""

    procedures: dict[str, Procedure]
    templates: dict[str, Template]
    rules: dict[str, Rule]
    deadline_rules: tuple[DeadlineRule, ...]
    notice_rules: tuple[NoticeRule, ...] = ()

    @cached_property
    def _ids(self) -> dict[StepRole, tuple[str, ...]]:
        steps = [s for procedure in self.procedures.values() for s in procedure.steps]
        return {
            role: tuple(dict.fromkeys(step.id for step in steps if step.role is role))
            for role in StepRole
        }

    def step_ids(self, *roles: StepRole) -> tuple[str, ...]:
        """The names that steps with these roles have, in any procedure: a call that was switched
        keeps its answers under them."""
        return tuple(step_id for role in roles for step_id in self._ids[role])

    def answers_for(self, role: StepRole, given: Mapping[str, Answer]) -> tuple[Answer, ...]:
        """What was answered to steps with this role, in whichever category it was asked."""
        return tuple(given[step_id] for step_id in self.step_ids(role) if step_id in given)

    def question(self, procedure_id: str, step_id: str) -> str:
        """The step as it stands in the trail; «» when there is no such (any more)."""
        procedure = self.procedures.get(procedure_id)
        step = procedure.step(step_id) if procedure else None
        return step.ask if step else ""

    @property
    def member_fields(self) -> frozenset[str]:
        """The fields of a member that some procedure can change."""
        steps = (step for procedure in self.procedures.values() for step in procedure.steps)
        return frozenset({"status", *(f.sets for step in steps for f in step.fields if f.sets)})
