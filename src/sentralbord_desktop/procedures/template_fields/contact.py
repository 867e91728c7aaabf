"""Where and when the caller can be reached: the fields about it, the numbers that are rung, and the words that are
missing. A caller may have no phone at all.
"""

from collections.abc import Collection
from typing import NamedTuple

from sentralbord_desktop.domain.dates.foreign_dates import foreign_date
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.telephony import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.procedures.member_changes import changes, still_to_enter
from sentralbord_desktop.procedures.model import Step, StepRole, names_in
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.template_fields.context import FieldContext, Reader, best_time
from sentralbord_desktop.procedures.templates import GENERAL_FIELDS, fields_in


def link(key: str) -> Reader:
    def read(context: FieldContext) -> str | None:
        target = context.run.organisation.target(key)
        return (target.address or target.phone) if target else None

    return read


def number_of(key: str) -> Reader:
    """The spoken number of a target; without one, the other data of the organisation about it."""

    def read(context: FieldContext) -> str | None:
        target = context.run.organisation.target(key)
        if target is None:
            return None
        return spoken_number(normal_number(target.phone)) or target.address or None

    return read


def ring_too(key: str) -> Reader:
    """« Telefon: 915 08 500.», «» when the organisation has no number for it."""

    def read(context: FieldContext) -> str:
        target = context.run.organisation.target(key)
        number = spoken_number(normal_number(target.phone)) if target and target.phone else ""
        return f" Telefon: {number}." if number else ""

    return read


def number_outside(context: FieldContext) -> str:
    """« Nummeret er 915 09 801.» for the person named by the phrase `ute`; «» when the organisation has no number."""
    target = context.run.organisation.target(context.field("ute") or "")
    known = (target.phone, target.address) if target else ()
    number = next((text for text in known if is_phone_number(text)), "")
    return f" Nummeret er {spoken_number(normal_number(number))}." if number else ""


ENTERED = "fort_inn"
"""The field with the changes of the member record."""
WHO_TOOK = "hvem som tok saken"
"""The missing words of a transfer."""


def open_step(run: ProcedureRun, name: str) -> Step | None:
    """The step that {name} waits for: the step itself, or the first unanswered one that decides the phrase; None for a
    general field."""
    return run.procedure.step(name.partition(".")[0]) or _open_step_of_phrase(run, name)


def missing_words(run: ProcedureRun, name: str) -> str:
    """«hvem som tok saken», «datoen på brevet»: the words for a missing {name}."""
    step = open_step(run, name)
    if step is None:
        return GENERAL_FIELDS.get(name, "et svar")
    return step.noun or (WHO_TOOK if step.transfer else f"svaret på «{step.ask}»")


def deciding_step(run: ProcedureRun, names: Collection[str]) -> Step | None:
    """The first open question among `names` (steps, and values computed from the deadline's steps); questions that will
    certainly be asked come first."""
    asked, sources = set(names), run.procedure.deadlines
    if sources and any(name.startswith("beregnet.") for name in asked):
        asked |= {sources.received, sources.negotiation, sources.wants, sources.oldest_pay_due}
    open_ones = [step for step in run.procedure.steps if step.id in asked and run.lookup(step.id) is None]
    return next(iter([*(step for step in open_ones if run.applies(step)), *open_ones]), None)


def _open_step_of_phrase(run: ProcedureRun, phrase: str) -> Step | None:
    """The open step of the phrase, of a phrase in it, or of an output that it mentions."""
    asked, following = set[str](), [phrase]
    while following:
        for variant in run.procedure.phrases.get(following.pop(), ()):
            found = names_in(variant.when) | {name.partition(".")[0] for name in fields_in(variant.text)}
            following += found & run.procedure.phrases.keys() - asked
            asked |= found
    if ENTERED in asked:
        asked |= {step.id for step in still_to_enter(run)}
    for output in run.procedure.outputs:
        if f"resultat.{output.id}" in asked:
            asked |= names_in(output.when)
    return deciding_step(run, asked)


FILLED_LINES = "utfylt"
"""{step.utfylt}: every line that was filled in, as «Label: text», a line each."""


def line_of(step: Step, answer: Answer, key: str) -> str:
    """The value filled in under `key`, «» for none; for FILLED_LINES all lines."""
    if key != FILLED_LINES:
        return answer.fields.get(key, "")
    filled = ((line.label, answer.fields.get(line.key, "")) for line in step.fields)
    return "\n".join(f"{label}: {text}" for label, text in filled if text)


ANY_TIME = "når som helst"
NYNORSK = {"mandag": "måndag", "tirsdag": "tysdag"}
"""The working days with a name of their own."""
ABROAD = {
    "en": {ANY_TIME: "as soon as we can", "": "at", "etter": "after"},
    "pl": {ANY_TIME: "jak najszybciej", "": "o", "etter": "po"},
}
"""Language -> its words for the Norwegian words of a promised time. A limit («før 12») is promised as the hour at which
we ring."""
WISHED = {
    "nb": "tilbake. Ønsket ditt: «{wish}»",
    "nn": "tilbake. Ønsket ditt: «{wish}»",
    "en": "you wished for «{wish}»",
    "pl": "zgodnie z życzeniem «{wish}»",
}
"""Language -> the sentence with the caller's own words, when the wish cannot be read as a time."""


class Rings(NamedTuple):
    """That we ring the caller, and the words to one without a number, in another language."""

    rings: str
    no_number: str


RINGS = {
    "nn": Rings("Vi ringjer deg{when}.", "Vi har ikkje noko nummer til deg, så ring oss gjerne igjen."),
    "en": Rings("We will call you back{when}.", "We have no number for you, so please call us again."),
    "pl": Rings("Oddzwonimy{when}.", "Nie mamy numeru, więc proszę zadzwonić ponownie."),
}
NO_PHONE = "har ikke oppgitt telefon"
NOT_ASKED = "er ikke spurt om telefonnummer"
"""For a caller in a topic without a question about the number."""
NO_NUMBER = "Vi har ikke noe nummer til deg, så ring oss gjerne igjen."


def best(context: FieldContext) -> str:
    """«, best etter 15»; «» for a caller without a number, and for «når som helst»."""
    return "" if _number(context) == "" else _best(context)


def _best(context: FieldContext) -> str:
    wished = best_time(context)
    return f", best {wished}" if wished and wished.casefold() != ANY_TIME else ""


def phone(context: FieldContext) -> str | None:
    number = _number(context)
    return "ikke oppgitt" if number == "" else number


def on_phone(context: FieldContext) -> str | None:
    """«på 990 00 418», «» when there is no number."""
    number = _number(context)
    return f"på {number}" if number else number


def on_phone_aloud(context: FieldContext) -> str | None:
    """As `on_phone`, for speech: a number known only from the record is not read out to a caller whose identity is not
    confirmed (X-3)."""
    on = on_phone(context)
    return on if not on or _is_notified(context) else "på nummeret vi har på deg"


def _is_notified(context: FieldContext) -> bool:
    """Whether the caller may hear the number: given or rung from in this call, or identity is confirmed."""
    run, number = context.run, _number(context) or ""
    confirmed = run.facts.identity_confirmed or run.has_chosen(StepRole.IDENTITY)
    answers = run.library.answers_for(StepRole.PHONE, run.given)  # one with a source was confirmed, and not said
    told = bool(changes(run).get("phone")) or any(not answer.source for answer in answers)
    rung_from = normal_number(run.facts.caller_phone) == normal_number(number)
    return confirmed or told or rung_from


def is_reached(context: FieldContext) -> str | None:
    """«kan nås på 990 00 418, best etter 15»; the wish is kept also of a caller without a number."""
    on = on_phone(context)
    return on if on is None else f"{f'kan nås {on}' if on else NO_PHONE}{_best(context)}"


def is_reached_or_not_asked(context: FieldContext) -> str:
    """As `is_reached`, also where the number is not asked for."""
    return is_reached(context) or NOT_ASKED


def asked_to_answer(context: FieldContext) -> str | None:
    """«Kan du svare medlemmet på 990 00 418, best etter 15?» (LA-4)."""
    on = on_phone(context)
    if on == "":
        return "Kan du svare? Medlemmet har ikke oppgitt telefon."
    return f"Kan du svare medlemmet {on}{best(context)}?" if on else None


def without_phone(context: FieldContext) -> str | None:
    """The line to say to a caller without a number; «» for others, and where no number is asked for."""
    number = _number(context)
    if number is None and not _is_asked(context):
        return ""
    return "" if number else f"»\n«{NO_NUMBER}" if number == "" else number


def contact_sentence(context: FieldContext) -> str:
    """The sentence to DS about what the member expects (TR-5)."""
    if _number(context) == "":
        return "Medlemmet har ikke oppgitt telefon, og må ringe oss igjen."
    if context.run.nobody_knows_department:
        return "Medlemmet har fått beskjed om at distriktssekretæren tar kontakt."  # not the reader of this text
    return "Medlemmet har fått beskjed om at du tar kontakt."


def answers(context: FieldContext, who: str) -> str | None:
    """«Distriktssekretæren svarer deg på 990 00 418.»; without a number, that the case is passed on."""
    on = on_phone_aloud(context)
    if on == "":
        return f"{who} får spørsmålet.»\n«{NO_NUMBER}"
    return f"{who} svarer deg {on}." if on else None


def is_without_number(context: FieldContext) -> bool:
    """Whether the caller has said that they have none."""
    return _number(context) == ""


def ring_again(context: FieldContext) -> str | None:
    """«Hører du ikke fra oss innen tirsdag, så ring igjen.»; other words for a caller without a number (TR-7)."""
    by = context.field("frist_ring_igjen")
    if _number(context) == "":
        return f"Vi mangler nummeret ditt, så ring igjen {by}."
    return f"Hører du ikke fra oss {by}, så ring igjen." if by else None


def we_ring(context: FieldContext) -> str | None:
    """«Vi ringer deg på 990 00 418.», with the time that was promised."""
    if not (on := on_phone_aloud(context)):
        return NO_NUMBER if on == "" else None
    if context.run.step_for(StepRole.CALLBACK_WISH) is None:
        return f"Vi ringer deg {on}."
    if is_unread(context):
        return f"Vi ringer deg tilbake {on}.»\n«Jeg noterer ønsket ditt: {context.field('ringes')}."
    when = promised(context)
    return f"Vi ringer deg tilbake {on}, {when}." if when else None


def we_ring_in(language: str) -> Reader:
    """The same in another language; a wish that cannot be read as a time is left out."""

    def read(context: FieldContext) -> str | None:
        if not (on := on_phone_aloud(context)):
            return RINGS[language].no_number if on == "" else None
        if context.run.step_for(StepRole.CALLBACK_WISH) is None or is_unread(context):
            return RINGS[language].rings.format(when="")
        when = context.field(f"ringes_{language}")
        return RINGS[language].rings.format(when=f" {when}") if when else None

    return read


def is_unread(context: FieldContext) -> bool:
    """Whether the wish cannot be read as a time; then it is noted, not promised."""
    promise = context.promised
    return promise is not None and promise.due is None and promise.words != ANY_TIME


def promised(context: FieldContext) -> str | None:
    """The promised time, «fredag 27. november kl. 10»; «as soon as we can» for any time, and the caller's own words
    when they cannot be read as a time."""
    if is_unread(context):
        return _wished("nb", context)
    when = context.field("ringes")
    return "så snart vi kan" if when == ANY_TIME else when


def _wished(language: str, context: FieldContext) -> str:
    return WISHED[language].format(wish=context.promised.words if context.promised else "")


def promised_in_nynorsk(context: FieldContext) -> str | None:
    if is_unread(context):
        return _wished("nn", context)
    when = promised(context) or ""
    for bokmaal, nynorsk in NYNORSK.items():
        when = when.replace(bokmaal, nynorsk)
    return when or None


def promised_in(language: str, context: FieldContext) -> str | None:
    """«Friday 27 November 2026 after 15:00»; «as soon as we can» for any time, and the caller's own words when they
    cannot be read as a time."""
    if context.promised is None:
        return None
    if is_unread(context):
        return _wished(language, context)
    due, bound = context.promised
    words = ABROAD[language]
    if due is None:
        return words[ANY_TIME]
    return f"{foreign_date(language, due.date())} {words[bound]} {due:%H:%M}"


def we_try_again(context: FieldContext) -> str | None:
    """The sentence about a person outside who did not answer (X-5)."""
    said = we_ring(context)
    return said if said in (NO_NUMBER, None) else f"Vi prøver igjen. {said}"


def tries_again_noted(context: FieldContext) -> str | None:
    """The same in the note."""
    on = on_phone(context)
    if on == "":
        return "Medlemmet har ikke oppgitt nummer, og ringer igjen."
    return f"Vi prøver igjen og ringer medlemmet {on}." if on else None


def rung_noted(context: FieldContext) -> str | None:
    """The sentence of the note: that we ring the caller, or that there is no number to ring."""
    on = on_phone(context)
    return "Har ikke oppgitt telefon, og må ringe igjen." if on == "" else "Ringes opp." if on else None


def noted_number(context: FieldContext) -> str | None:
    """«på 990 00 418», or that there is none."""
    return "(oppga ikke nummer)" if (on := on_phone(context)) == "" else on


def _is_asked(context: FieldContext) -> bool:
    """Whether the number is asked for in this call, by the answers so far."""
    step = context.run.step_for(StepRole.PHONE)
    return step is not None and context.run.applies(step) is not False


def _number(context: FieldContext) -> str | None:
    """«990 00 418»; «» when the answer has no digit («ingen»), None without an answer."""
    answer = context.run.answer_for(StepRole.PHONE)
    new = changes(context.run).get("phone", "")  # told in this call (ME-3)
    number = new or (answer.text if answer else "") or context.run.fact("tlf") or ""
    if number and not any(sign.isdigit() for sign in number):
        return ""
    if is_phone_number(number):
        number = normal_number(number)
    return spoken_number(number) or None
