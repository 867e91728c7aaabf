"""The format of a procedure file: roles, conditions, steps and outputs. Everything is checked when it is read
(docs/prosedyrer.md)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sentralbord_desktop.domain.deadlines import NEGOTIATION
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Strength
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.domain.text.norwegian import listed

UNKNOWN_CHOICE = "vet_ikke"
"""The key of «Vet ikke», which has the digit 0 in every step."""


class StepRole(StrEnum):
    """The meaning of a step to the program."""

    ADDRESS = "address"
    ANSWER_BY = "answer_by"
    ASKED_FOR = "asked_for"
    BANKRUPTCY = "bankruptcy"
    BEST_TIME = "best_time"
    CALLBACK_WISH = "callback_wish"
    CALLER_NAME = "caller_name"
    COURSE = "course"
    DEPARTMENT = "department"
    EMPLOYER = "employer"
    FORM_ERROR = "form_error"
    IDENTITY = "identity"
    REPORTER = "reporter"
    NEARBY = "nearby"
    NEW_ADDRESS = "new_address"
    NEW_STATUS = "new_status"
    PERSON_DETAILS = "person_details"
    PHONE = "phone"
    PUT_THROUGH_TO = "put_through_to"
    WORKPLACE = "workplace"


TIMES = frozenset({StepRole.ANSWER_BY, StepRole.BEST_TIME, StepRole.CALLBACK_WISH})
"""Steps answered with a future time, in the caller's words."""


@dataclass(frozen=True, slots=True)
class RoleNeeds:
    """The kind of step that can have a role.

    `field` is the step's own field. `key` is the choice that the program compares with. `keys`, if given, are all the
    choices that the step may have. `lines` are keys under `fields`, where «*» is any. The step may have more than these.
    """

    field: str = ""
    key: str = ""
    keys: frozenset[str] = frozenset()
    lines: tuple[str, ...] = ()

    def fault(self, field: str, choices: Collection[str], lines: Collection[str]) -> str:
        """What such a step lacks for the role, in Norwegian; «» when the role fits."""
        if self.field and field != self.field:
            return f"trenger «field: {self.field}»"
        if self.key and self.key not in choices:
            return f"trenger svaret «{self.key}»"
        if self.keys and not choices:
            return "trenger svar å velge mellom"
        if self.keys and (strange := sorted(set(choices) - self.keys)):
            return f"kjenner ikke svaret «{strange[0]}»"
        lacking = [line for line in self.lines if line != "*" and line not in lines]
        if lacking or (self.lines and not lines):
            return f"trenger «{lacking[0]}» under fields" if lacking else "trenger «fields»"
        return ""


TEXT = RoleNeeds(field="text")
YES = RoleNeeds(key="ja")
ROLES: dict[StepRole, RoleNeeds] = {
    StepRole.ADDRESS: YES,
    StepRole.ANSWER_BY: TEXT,
    StepRole.ASKED_FOR: TEXT,
    StepRole.BANKRUPTCY: YES,
    StepRole.BEST_TIME: TEXT,
    StepRole.CALLBACK_WISH: TEXT,
    StepRole.CALLER_NAME: TEXT,
    StepRole.COURSE: TEXT,
    StepRole.DEPARTMENT: RoleNeeds(field="department", key=UNKNOWN_CHOICE),
    StepRole.EMPLOYER: TEXT,
    StepRole.FORM_ERROR: RoleNeeds(key="muntlig"),
    StepRole.IDENTITY: YES,
    StepRole.PUT_THROUGH_TO: TEXT,
    StepRole.REPORTER: TEXT,
    StepRole.NEARBY: RoleNeeds(key="tok"),
    StepRole.NEW_ADDRESS: RoleNeeds(lines=("*",)),
    StepRole.NEW_STATUS: RoleNeeds(keys=frozenset({*STATUSES, UNKNOWN_CHOICE})),
    StepRole.PERSON_DETAILS: RoleNeeds(lines=("phone",)),
    StepRole.PHONE: TEXT,
    StepRole.WORKPLACE: TEXT,
}
"""Role -> the kind of step that can have it."""


Condition = Mapping[str, Any]
ThreeValued = bool | None
Lookup = Callable[[str], tuple[str, ...] | None]
"""Name -> its values («» or () when it will never have one), None when not known yet."""

PARTS = frozenset({"any", "all", "not"})
"""The keys that contain conditions, and are no names."""


def holds(condition: Condition | None, lookup: Lookup) -> ThreeValued:
    """Whether `condition` holds: True, False, or None while an answer is missing."""
    known: ThreeValued = True
    for name, wanted in (condition or {}).items():
        value = _term(name, wanted, lookup)
        if value is False:
            return False
        known = None if value is None else known
    return known


def checked(condition: dict[str, Any]) -> dict[str, Any]:
    """The condition itself; ValueError when it does not have the format above."""
    for name, wanted in condition.items():
        if name in {"any", "all"}:
            if not isinstance(wanted, list) or not all(isinstance(part, dict) for part in wanted):
                raise ValueError(f"under «{name}» skal det stå en liste av vilkår")
            for part in wanted:
                checked(part)
        elif name == "not":
            if not isinstance(wanted, dict):
                raise ValueError("under «not» skal det stå et vilkår")
            checked(wanted)
        elif isinstance(wanted, dict):
            raise ValueError(f"vilkåret «{name}» skal ha et svar eller en liste av svar")
    return condition


def names_in(condition: Condition | None) -> set[str]:
    """The steps and facts that `condition` asks for."""
    found: set[str] = set()
    for name, wanted in (condition or {}).items():
        if name in {"any", "all"}:
            found |= {inner for part in wanted for inner in names_in(part)}
        elif name == "not":
            found |= names_in(wanted)
        else:
            found.add(name)
    return found


class ComparedValue(NamedTuple):
    """A step or fact, and the value that it is compared with."""

    name: str
    value: str


def values_in(condition: Condition | None) -> set[ComparedValue]:
    """Each comparison in `condition`."""
    found: set[ComparedValue] = set()
    for name, wanted in (condition or {}).items():
        if name in {"any", "all"}:
            found |= {pair for part in wanted for pair in values_in(part)}
        elif name == "not":
            found |= values_in(wanted)
        else:
            found |= {ComparedValue(name, value) for value in _wanted(wanted)}
    return found


def _term(name: str, wanted: Any, lookup: Lookup) -> ThreeValued:
    if name in PARTS:
        return _of_parts(name, wanted, lookup)
    values = lookup(name)
    if not values:
        return None if values is None else False
    if isinstance(wanted, str):
        return wanted in values
    return any(value in values for value in _wanted(wanted))


def _of_parts(name: str, wanted: Any, lookup: Lookup) -> ThreeValued:
    if name == "any":
        return _any(holds(part, lookup) for part in wanted)
    if name == "all":
        return _all(holds(part, lookup) for part in wanted)
    inner = holds(wanted, lookup)
    return None if inner is None else not inner


def _wanted(wanted: Any) -> list[str]:
    return [str(value) for value in (wanted if isinstance(wanted, list | tuple) else [wanted])]


def _all(values: Iterable[ThreeValued]) -> ThreeValued:
    known: ThreeValued = True
    for value in values:
        if value is False:
            return False
        known = None if value is None else known
    return known


def _any(values: Iterable[ThreeValued]) -> ThreeValued:
    known: ThreeValued = False
    for value in values:
        if value is True:
            return True
        known = None if value is None else known
    return known


When = Annotated[dict[str, Any], AfterValidator(checked)]
"""A condition (`holds`); its shape is checked when the file is read."""

WORDS = {"ja": True, "nei": False}
YesNo = Annotated[bool, BeforeValidator(lambda value: WORDS.get(value, value) if isinstance(value, str) else value)]
"""Written as ja or nei."""


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
    third_party: YesNo = False
    """The caller is not the member: the answer makes it a call from a third party (X-4)."""
    closes_record: YesNo = False
    """Of the question of identity: the call goes on, and nothing of the record is read or written (X-3)."""


class FormField(Part):
    """One line in a step that asks for several things at once."""

    key: str
    label: str
    hint: str = ""
    required: bool = False
    kind: Literal["text", "date", "phone", "email", "post_code"] = "text"
    sets: str = ""
    """The member field that it changes."""


TOOK, NOBODY = "tok", "ingen"
"""The answers that every transfer has."""
MISSED_DIGIT = "2"
"""«Svarte ikke, neste», which is no answer."""
TRANSFER_TEXTS = {TOOK: "Tok samtalen", NOBODY: "Ingen svarte"}
SILENT, PROPOSED = "stille", "forslag"
"""How a fact answers a step: silently, or after a person has confirmed it."""
CONFIRMED = "ja"
"""The answer of «Stemmer dette?», which Enter gives."""


class Transfer(Part):
    """A colleague is rung to take over the call. The board gives the order; the operator enters the answer."""

    to: tuple[str, ...] = Field(min_length=1)
    """The targets in the order they are tried, as in `Output.to`."""
    brief: str = ""
    """The words to the colleague; {fields} as in a template."""
    keywords: str = ""
    """The same in the short view (F9): «{medlem} · avd. {avd}»."""
    consult: YesNo = False
    """The person asked for says yes before the call is put through (MD-2)."""
    external: YesNo = False
    """They are outside the organisation."""


class Step(Part):
    """One question. A step without `when` is always asked."""

    id: str
    role: StepRole | None = None
    """The role by which the program reads the answer (`StepRole`), instead of the step's name."""
    ask: str
    """The question in the trail, short: «Snakket med tillitsvalgt?»."""
    noun: str = ""
    """The words for the missing answer in a text: «datoen på brevet»."""
    say: str = ""
    do: str = ""
    short: str = ""
    """Key words for those who know the procedure (F9)."""
    when: When | None = None
    rules: tuple[str, ...] = ()
    strength: Strength = Strength.KAN
    note: str = ""
    """The reason for the question, beside the step number: «Må spørres før du setter over»."""
    gate: bool = False
    """A gate: its answer is kept as proof, and none is suggested (TR-3, MD-2, OA-5, LA-5)."""
    said_first: bool = False
    """What must be said before the caller is put through: then nothing must be said at the end."""
    asks: str = ""
    """The ASK action that answering this step leaves behind."""
    choices: tuple[Choice, ...] = ()
    many: bool = False
    field: Literal["", "text", "date", "department", "time"] = ""
    fields: tuple[FormField, ...] = ()
    transfer: Transfer | None = None
    """Its answers are `tok` and `ingen`, which need not be written, and those under `choices`."""
    confirm: tuple[str, ...] = ()
    """«Stemmer dette?»: the steps whose proposals are confirmed together."""
    suggest: str = ""
    """The choice that Enter answers with; a gate has none."""
    another: bool = False
    """A department that is not the member's own (OA-1)."""
    future: bool = False
    from_fact: str = ""
    """The fact that answers this step when it is known."""
    as_: Literal["stille", "forslag"] = Field(default="forslag", alias="as")
    """`SILENT` or `PROPOSED`."""
    beside: tuple[str, ...] = ()
    """Facts that are shown beside the question, and answer nothing."""
    source: str = ""
    """The source shown with that answer: «fra tavla», «fra medlemsbildet»."""
    optional: bool = False
    """Not asked in the normal order; can be opened from the trail."""
    quiet: bool = False
    """Not shown in the trail when the app has answered it by itself."""
    third_party: YesNo = False
    """A general question, asked of a third party too (X-4)."""

    @model_validator(mode="before")
    @classmethod
    def _with_derived_answers(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and raw.get("confirm") and "choices" not in raw:
            return {**raw, "choices": [{"key": CONFIRMED, "text": "Alt stemmer"}], "suggest": CONFIRMED}
        if not isinstance(raw, dict) or not raw.get("transfer"):
            return raw
        own = list(raw.get("choices") or ())
        written = {choice["key"]: choice for choice in own if isinstance(choice, dict) and "key" in choice}
        derived = {key: written.get(key, {"key": key, "text": text}) for key, text in TRANSFER_TEXTS.items()}
        others = [choice for choice in own if choice not in derived.values()]
        return {**raw, "choices": [derived[TOOK], *others, derived[NOBODY]]}

    @model_validator(mode="after")
    def _answerable(self) -> "Step":
        if self.transfer and (self.field or self.fields or self.many or self.suggest or self.from_fact):
            raise ValueError("«transfer» har bare svar: ikke felt, forslag eller faktum")
        if self.confirm and (self.field or self.fields or self.many or self.transfer or self.from_fact or self.gate):
            raise ValueError("«confirm» har bare navnene på stegene: ikke felt, faktum, gate eller transfer")
        if not (self.choices or self.field or self.fields):
            raise ValueError("steget har verken svar eller felt")
        if len(keys := [choice.key for choice in self.choices]) != len({*keys}):
            raise ValueError("to svar har samme nøkkel")
        if self.role and (fault := ROLES[self.role].fault(self.field, keys, self.lines)):
            raise ValueError(f"rollen «{self.role}» {fault}")
        return self

    @property
    def lines(self) -> tuple[str, ...]:
        """The keys of the lines of the form."""
        return tuple(line.key for line in self.fields)

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)

    def digit_of(self, choice: Choice) -> str:
        """The key that answers: 1 – 9 in order, without `MISSED_DIGIT` in a transfer, and 0 for «Vet ikke»; «» where
        Enter answers and the digits open the rows."""
        if self.confirm:
            return ""
        if choice.digit:
            return choice.digit
        if choice.key == UNKNOWN_CHOICE or (self.transfer and choice.key == NOBODY):
            return "0"
        if self.transfer:
            keys = [c.key for c in self.choices if c.key != NOBODY]
            return "1" if choice.key == TOOK else str(keys.index(choice.key) + 2)
        others = [c for c in self.choices if c.key != UNKNOWN_CHOICE]
        return str(others.index(choice) + 1)


class Output(Part):
    """Something the call leads to, when `when` holds."""

    id: str = ""
    kind: str
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
    third_party: YesNo = False
    """Not about a member: it comes of a call from a third party too (X-4)."""
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
    """One category's procedure. `group` is the title of the group of its first digit; `menu` its name in the menu, the
    title when left out; `also` what else an operator calls it, for Ctrl+K."""

    id: str
    title: str
    loop: int
    digit: Annotated[str, Field(pattern=r"^[0-9][1-9]?$")]
    """Its key in the menu; two digits for a place in the group of the first."""
    group: str = ""
    menu: str = ""
    also: str = ""
    needs_record: bool = False
    """Whether it is about the caller's own membership: for a member, also one whose record is not found."""
    callers: tuple[CallerKind, ...] = ()
    """The caller kinds that may call; all when left out. Another kind counts as the first."""
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
        if double := {step for step in ids if ids.count(step) > 1}:
            raise ValueError(f"to steg heter {', '.join(sorted(double))}")
        held = self.step(self.deadlines.negotiation) if self.deadlines else None
        if strange := {c.key for c in held.choices} - set(NEGOTIATION) if held else set():
            raise ValueError(f"«negotiation» kjenner ikke svaret «{min(strange)}»")
        if bool(self.group) != (len(self.digit) > 1):
            raise ValueError("«group» og en digit på to tall hører sammen")
        for role in StepRole:
            if len(having := [step.id for step in self.steps if step.role is role]) > 1:
                raise ValueError(f"steg {listed([f'«{i}»' for i in having])} har samme rolle «{role}»")
        return self

    @cached_property
    def confirmed_in(self) -> dict[str, tuple[Step, ...]]:
        """Step -> the steps «Stemmer dette?» that can have it as a row."""
        names = {name for step in self.steps for name in step.confirm}
        return {name: tuple(step for step in self.steps if name in step.confirm) for name in names}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Step -> its number in the order they are asked in."""
        return {step.id: number for number, step in enumerate(self.steps)}

    def step(self, step_id: str) -> Step | None:
        return self.steps[self.numbers[step_id]] if step_id in self.numbers else None

    def step_for(self, role: StepRole) -> Step | None:
        """The one step with this role."""
        return next((step for step in self.steps if step.role is role), None)
