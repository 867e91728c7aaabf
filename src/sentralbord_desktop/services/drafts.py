"""An inquiry in progress as a value, stored as JSON and resumed exactly."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256

from pydantic import ConfigDict, Field

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.conflicts import ConflictResolution
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer, Facts
from sentralbord_desktop.domain.inquiries.open_promise import KEPT, SETTLED, OpenPromise, of_callback, of_confirmation
from sentralbord_desktop.domain.inquiries.parked import Parked
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import DEAD
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.privacy.sensitive_text import Sensitive, look_for, without_numbers
from sentralbord_desktop.domain.redacted import Guarded
from sentralbord_desktop.domain.telephony import is_landline, number_to_ring
from sentralbord_desktop.procedures.action_preview import remaining_words
from sentralbord_desktop.procedures.answers import dated
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.procedures.model import TIMES, StepRole
from sentralbord_desktop.procedures.outcome import Outcome, outcome_of
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.sms import SMS
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.procedures.template_fields.contact import open_step
from sentralbord_desktop.procedures.templates import GENERAL_FIELDS

SAY_IT = "Si teksten ved SI, og trykk Mellomrom når det er sagt."


class IncompleteError(SwitchboardError):
    """The procedure requires something; `missing` is the id of the first missing step or field."""

    def __init__(self, sentence: str, missing: str) -> None:
        super().__init__(sentence)
        self.missing = missing


def reviewed(run: ProcedureRun, review: Review) -> tuple[Action, ...]:
    """The actions of a run as written, with the texts, values and choices of the review."""
    actions = (_with_review(action, review) for action in outcome_of(run, review).actions())
    return tuple(a.model_copy(update={"on": False}) if _is_closed(run, a) else a for a in actions)


def _is_closed(run: ProcedureRun, action: Action) -> bool:
    """Whether the member's own choice, or death, overrides the page."""
    member = run.facts.member
    return (member.no_sms and is_sms(action)) or (member.status == DEAD and kind_of(action.kind).reaches_member)


def is_sms(action: Action) -> bool:
    return kind_of(action.kind).message == SMS.message


def _with_review(action: Action, review: Review) -> Action:
    on = review.on.get(action.id, action.on and not _waits_in_vain(action))
    edited = action.id in review.texts
    return action.model_copy(
        update={
            "on": on or (action.required and action.on and not review.strikes(action.id)),
            "text": review.texts.get(action.id, action.text),
            "subject": review.subjects.get(action.id, action.subject),
            "data": {**action.data, **review.data.get(action.id, {})},
            "missing": () if edited else action.missing,
        }
    )


def _waits_in_vain(action: Action) -> bool:
    """An optional SMS that waits for a field without a question (an address not in the catalogue) does not block."""
    optional = kind_of(action.kind).yields and not action.required
    return optional and any(name in GENERAL_FIELDS for name in action.missing)


def needs_reason(action: Action, review: Review) -> bool:
    """An omitted «bør» and a removed «kan» need a reason."""
    struck = review.on.get(action.id) is False and not action.on
    return (action.strength == "bor" and not action.on) or (action.strength == "kan" and struck)


def sensitive_in(action: Action, review: Review) -> Sensitive:
    """Sensitive text of the card without a reason to keep it (PR-3)."""
    if not action.on or not kind_of(action.kind).is_own_words or review.kept.get(action.id):
        return Sensitive()
    return look_for((action.subject, action.text))


def check_complete(run: ProcedureRun, actions: tuple[Action, ...], review: Review) -> None:
    """Raises IncompleteError for a missing answer, text or reason, an unconfirmed statement, and sensitive text."""
    if run.current is not None:
        raise IncompleteError(f"Mangler: {run.current.ask}", run.current.id)
    _check_answers(run, actions)
    outcome = outcome_of(run, review)
    for action in actions:
        if action.on and (unanswered := outcome.unanswered(action.kind)):  # an edited text misses nothing else
            raise IncompleteError(f"Mangler: {field_name(run, unanswered[0])}", unanswered[0])
        if action.on and action.missing:
            name = field_name(run, action.missing[0])
            raise IncompleteError(f"Mangler: {name}", action.missing[0])
        if needs_reason(action, review) and not (review.has_reason(action.id) or _is_closed(run, action)):
            raise IncompleteError(f"Skriv hvorfor {named(action)} ikke skal med.", action.id)
        if action.must_be_said and action.on and action.id not in review.said:
            raise IncompleteError(SAY_IT, action.id)
        if _goes_to_landline(outcome, action):
            raise IncompleteError(
                "En fasttelefon får ingen SMS. Skriv et mobilnummer på kortet, eller ta SMS-en bort.", action.id
            )
        if found := sensitive_in(action, review):
            raise IncompleteError(f"{named(action)}: {found.sentence}", action.id)


def _goes_to_landline(outcome: Outcome, action: Action) -> bool:
    number = action.data.get("number") or outcome.field("tlf") or ""
    return action.on and is_sms(action) and is_landline(number_to_ring(number))


def _check_answers(run: ProcedureRun, actions: tuple[Action, ...]) -> None:
    """Refuse a fødselsnummer in an answer that no card shows: answers are stored with the inquiry (PR-3)."""
    cards = [a for a in actions if a.on and kind_of(a.kind).is_own_words]
    shown = {number for card in cards for number in look_for((card.subject, card.text)).numbers}
    for line in run.trail:
        if run.facts.is_third_party and line.standing is Standing.GONE:
            continue  # it is not stored
        written = (line.answer.text, *line.answer.fields.values()) if line.answer else ()
        if set(look_for(written).numbers) - shown:
            raise IncompleteError(
                f"«{line.step.ask}» har noe som ligner et fødselsnummer. Ta det bort der.", line.step.id
            )


def named(action: Action) -> str:
    """«SMS til medlem», «Merknad»: the name of a card in a sentence."""
    to = f" til {action.to_label}" if action.to_label else ""
    return f"«{kind_of(action.kind).label}{to}»"


def field_name(run: ProcedureRun, name: str) -> str:
    """The name of a missing step, phrase or field on the screen; for a phrase its open question."""
    step = open_step(run, name)
    return step.ask if step else GENERAL_FIELDS.get(name, "et svar")


Fingerprints = Mapping[str, str]
"""Action id -> digests of its identity, its words and its values."""
WHAT, WORDS, VALUES = range(3)
HANGS_ON = {
    "texts": WORDS,
    "subjects": WORDS,
    "kept": WORDS,
    "data": VALUES,
    "languages": WHAT,
    "on": WHAT,
    "reasons": WHAT,
}
"""Part of the review -> the digest that must be unchanged."""


def action_fingerprints(run: ProcedureRun, review: Review) -> dict[str, str]:
    """The digests of every action that the review refers to."""
    touched = {key for part in HANGS_ON for key in getattr(review, part)} | set(review.said)
    if not touched:
        return {}
    actions = outcome_of(run, review).actions()
    return {action.id: _fingerprint_of(action) for action in actions if action.id in touched}


def carry_over_review(review: Review, before: Fingerprints, now: Fingerprints, *, is_answered_anew: bool) -> Review:
    """The review without outdated parts. Without a new answer only `said` is checked: its words depend on the day."""

    def stands(action_id: str, mark: int) -> bool:
        was, is_now = before.get(action_id), now.get(action_id)
        if was is None or is_now is None:
            return True
        return was.split()[WHAT] == is_now.split()[WHAT] and was.split()[mark] == is_now.split()[mark]

    said = tuple(action_id for action_id in review.said if stands(action_id, WORDS))
    parts: dict[str, object] = {"said": said}
    if is_answered_anew:
        for part, mark in HANGS_ON.items():
            kept = {k: v for k, v in getattr(review, part).items() if stands(k, mark)}
            parts[part] = kept
    return review.model_copy(update=parts)


def _fingerprint_of(action: Action) -> str:
    values = json.dumps(action.data, sort_keys=True, default=str)
    what = f"{action.kind} {action.template} {action.to}"
    return " ".join(_digest(part) for part in (what, f"{action.subject}\n{action.text}", values))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


NO_RECORD = "innringer uten medlemsbilde"


def who_is_free(board: Board | None, department: int | None) -> dict[str, object]:
    """The facts of the board about this department."""
    if board is None:
        return {}
    return {
        "availability": dict(board.availability(department)),
        "availability_words": board.reasons(department),
        "help_back": board.help_back(department),
        "people": board.people_for(department),
        "board": board.snapshot(),
    }


class Draft(Guarded):
    """Facts, answers, review, unfinished text and caret position."""

    model_config = ConfigDict(frozen=True)
    id: str
    member_id: int | None = None
    title: str = ""
    category: str = ""
    version: int = 1
    started: datetime
    put_aside: datetime | None = None
    """When it was parked last."""
    facts: Facts
    seen: dict[str, str] = Field(default_factory=dict)
    """The member's values at the start of the inquiry, of the fields that a procedure can change."""
    answers: dict[str, Answer] = Field(default_factory=dict)
    switched_from: tuple[str, ...] = ()
    review: Review = Review()
    fingerprints: dict[str, str] = Field(default_factory=dict)
    """Fingerprints of what the review was made from (`action_fingerprints`)."""
    step: str = ""
    half_typed: dict[str, str] = Field(default_factory=dict)
    caret: int = 0
    callback_id: int | None = None
    """The callback that the call was begun from (Ctrl+R)."""
    promises: tuple[OpenPromise, ...] = ()
    """The member's open promises when the record was last read."""
    new_number: str = ""
    """A telephone number that the caller has given in this call."""
    reopens: str = ""
    registered_member_id: int | None = None

    def __repr__(self) -> str:
        return f"<Draft {self.id}>"

    @property
    def promises_asked(self) -> tuple[OpenPromise, ...]:
        """The promises that this call answers for: the callbacks, and the confirmations of this category. None when the
        caller rings for another (X-4)."""
        if self.member_id is None or self.facts.rings_for_another or self.facts.identity_failed:
            return ()
        asked = [one for one in self.promises if one.is_callback or one.category == self.category]
        taken = self.callback_id  # we have just reached them on its number
        return tuple(o if o.is_callback and o.id == taken else o.with_new_number(self.new_number) for o in asked)

    def answer_to(self, promise: OpenPromise) -> str:
        """The answer, «» when it is not answered, or was with a number that the call no longer has; the callback of this
        call is settled unless said otherwise."""
        taken = promise.is_callback and promise.id == self.callback_id
        answer = self.review.promises.get(promise.key, SETTLED if taken else "")
        return answer if answer in promise.choices else ""

    def completed_title(self, caller_name: str = "", *, by_hand: bool = False) -> str:
        """The title of the receipt, never a number. `caller_name`: of a call without a record, or whose identity failed,
        when the name was given in the call. `by_hand`: the operator has something left to do."""
        done = "Lagret" if by_hand else "Fullført"
        if self.facts.is_third_party:
            return f"{done}. Ringte for en annen"
        has_record = self.member_id and not self.facts.identity_failed
        return f"{done} for {self.title if has_record else caller_name or NO_RECORD}"

    @property
    def keeps_callback(self) -> bool:
        """Whether the callback that the call was begun from stays open."""
        own = [one for one in self.promises_asked if one.is_callback and one.id == self.callback_id]
        return any(self.answer_to(one) == KEPT for one in own)

    def open_answers(self, library: Library) -> dict[str, Answer]:
        """The answers that the caller may have given: of a third party the ones to general questions alone (X-4)."""
        procedure = library.procedures.get(self.category)
        if not self.facts.is_third_party or procedure is None:
            return self.answers
        general = {step.id for step in procedure.steps if step.third_party}
        return {step_id: answer for step_id, answer in self.answers.items() if step_id in general}

    def of_third_party(self, run: ProcedureRun) -> "Draft":
        """This draft of a third party without what came of the closed record: answers, half-typed text and review (X-4)."""
        review = self.review.of_actions({action.id for action in outcome_of(run).actions()})
        return self.model_copy(update={"answers": self.open_answers(run.library), "half_typed": {}, "review": review})

    def caller_name(self, library: Library) -> str:
        """The name to call back; never the member on whose behalf another person calls (X-4, MD-2)."""
        given = self.open_answers(library)
        told = [a.text for role in (StepRole.REPORTER, StepRole.CALLER_NAME) for a in library.answers_for(role, given)]
        forms = library.answers_for(StepRole.PERSON_DETAILS, given)
        own = [form.fields.get(key, "") for form in forms for key in ("first_name", "last_name")]
        member = "" if self.facts.rings_for_another else self.facts.member.name
        return member or self.facts.caller_name or next(filter(None, told), "") or " ".join(filter(None, own))

    def number(self, library: Library) -> str:
        """The caller's number: a new one answered in this call, else the member's, else the calling number."""
        procedure = library.procedures.get(self.category)
        form = procedure.step_for(StepRole.PERSON_DETAILS) if procedure else None
        told = self.answers.get(form.id) if form else None
        new = told.fields.get("phone", "") if told else ""
        answered = library.answers_for(StepRole.PHONE, self.answers)
        said = new or (answered[0].text if answered else "")
        return said or self.facts.phone

    def taken_up(self, library: Library, moment: datetime, board: Board | None = None) -> "Draft":
        """This draft resumed at `moment`. The note keeps the day of the call (UT-3); deadlines count from now
        (TR-7), and with open questions `board` gives who is free now (TR-5)."""
        at = oslo(moment).replace(tzinfo=None)
        if at - self.facts.now < timedelta(minutes=1):
            return self
        now: dict[str, object] = {"taken_up": at}
        if board is not None and self.step:
            now |= who_is_free(board, self.facts.member.department)
        return self.model_copy(
            update={
                "facts": self.facts.model_copy(update=now),
                "answers": self._dated(library.step_ids(*TIMES), at.date()),
            }
        )

    def _dated(self, times: Collection[str], today: date) -> dict[str, Answer]:
        """Times such as «i dag 14» from another day as dates."""
        said = self.facts.now.date()
        if said == today:
            return self.answers
        return {
            step: answer.model_copy(update={"text": dated(answer.text, said)}) if step in times else answer
            for step, answer in self.answers.items()
        }

    def run(self, library: Library, organisation: Organisation) -> ProcedureRun:
        return ProcedureRun(library, self.category, self.facts, organisation, self.answers, self.switched_from)

    def parked(self, author: str, at: datetime, *, running: bool) -> Parked:
        """The row to store; `running` marks the inquiry on the screen."""
        return Parked(
            id=self.id,
            member_id=self.member_id,
            title=self.title,
            category=self.category,
            step=self.step,
            state=self.model_dump_json(),
            author=author,
            parked_at=at,
            running=running,
        )

    def without_numbers(self) -> "Draft":
        """This draft without any fødselsnummer in typed text, including unfinished text."""
        answers = {
            step: answer.model_copy(
                update={
                    "text": without_numbers(answer.text),
                    "fields": {key: without_numbers(text) for key, text in answer.fields.items()},
                }
            )
            for step, answer in self.answers.items()
        }
        review = self.review.model_copy(
            update={
                name: {key: without_numbers(text) for key, text in getattr(self.review, name).items()}
                for name in ("texts", "subjects", "reasons")
            }
        )
        half = {step: without_numbers(text) for step, text in self.half_typed.items()}
        return self.model_copy(update={"answers": answers, "review": review, "half_typed": half})

    def with_resolution(self, chosen: ConflictResolution, changes: Mapping[str, Mapping[str, str]]) -> "Draft":
        """This draft after a conflict of two operators on the same field. `changes`: those of each action by its id.
        Fields given up are removed, and the other's values count as seen."""
        data = {**self.review.data}
        for action_id, wanted in changes.items():
            kept = {field: text for field, text in wanted.items() if field not in chosen.given_up}
            data[action_id] = {**data.get(action_id, {}), "changes": kept, "fields": words_of(kept)}
        review = self.review.model_copy(update={"data": data})
        return self.model_copy(update={"review": review, "seen": {**self.seen, **chosen.seen}})

    def with_run(self, run: ProcedureRun) -> "Draft":
        """This draft as `run` has it. Where a third party was found to be calling, what the operator did with the actions
        that are left was done with the record open, and is dropped (X-4)."""
        is_closed_now = run.facts.is_third_party and not self.facts.is_third_party
        left = {action.id for action in outcome_of(run).actions()} if is_closed_now else ()
        after = self.model_copy(
            update={
                "review": self.review.without_actions(left),
                "category": run.procedure.id,
                "version": run.procedure.version,
                "answers": dict(run.given),
                "switched_from": run.switched_from,
                "facts": run.facts,
                "new_number": _number_given(run),
                "step": run.current.id if run.current else "",
            }
        )
        if run.current is not None:
            return after
        review = carry_over_review(
            after.review,
            self.fingerprints,
            action_fingerprints(run, self.review),
            is_answered_anew=after._words_hang_on != self._words_hang_on,
        )
        return after.with_review(review, run)

    @property
    def _words_hang_on(self) -> tuple[object, ...]:
        return self.category, self.answers, self.facts.language, self.facts.caller

    def with_review(self, review: Review, run: ProcedureRun) -> "Draft":
        fingerprints = {**self.fingerprints, **action_fingerprints(run, review)}
        return self.model_copy(update={"review": review, "fingerprints": fingerprints})


def _number_given(run: ProcedureRun) -> str:
    """Among other details, or instead of the number that the record has; «» for none."""
    told = [answer.text for answer in run.library.answers_for(StepRole.PHONE, run.given) if not answer.source]
    return next(filter(None, map(number_to_ring, (run.derived_facts.new_phone, *told))), "")


def promises_of(record: MemberRecord) -> tuple[OpenPromise, ...]:
    """Callbacks by deadline and time, then confirmations by reminder date, as the record has them."""
    return (*map(of_callback, record.callbacks), *map(of_confirmation, record.confirmations))


def unanswered_promises(draft: Draft) -> tuple[OpenPromise, ...]:
    return tuple(one for one in draft.promises_asked if not draft.answer_to(one))


def check_promises(draft: Draft, now: datetime) -> None:
    """Raises IncompleteError while a promise is not answered; its `missing` is the key of the first."""
    if left := unanswered_promises(draft):
        raise IncompleteError(missing_words(left, now), left[0].key)


def missing_words(left: Iterable[OpenPromise], now: datetime) -> str:
    """«Mangler 1 svar: løftet fra fredag», «Alt er med» when none is left."""
    titles = [one.title(now) for one in left]
    first = f": {titles[0][0].lower()}{titles[0][1:]}" if titles else ""
    return f"{remaining_words(len(titles))}{first}"
