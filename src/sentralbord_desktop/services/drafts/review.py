"""The review before Fullfør: the operator's texts and choices, and what is still missing."""

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import DEAD
from sentralbord_desktop.domain.privacy.sensitive_text import Sensitive, look_for
from sentralbord_desktop.domain.telephony.phone_numbers import is_landline, number_to_ring
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
