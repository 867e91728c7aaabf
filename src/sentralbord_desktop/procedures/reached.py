"""Where and when the caller can be reached: the fields about it. A caller may have no phone at all."""

import re
from typing import TYPE_CHECKING

from sentralbord_desktop.domain.dates import note_date
from sentralbord_desktop.domain.phones import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.procedures.new_details import changes

if TYPE_CHECKING:
    from sentralbord_desktop.procedures.outcome import Outcome

ANY_TIME = "når som helst"
NYNORSK = {"mandag": "måndag", "tirsdag": "tysdag"}
"""The working days that are called otherwise."""
ABROAD = {
    "en": {ANY_TIME: "as soon as we can", "": "at", "etter": "after"},
    "pl": {ANY_TIME: "jak najszybciej", "": "o", "etter": "po"},
}
"""Language -> its words for what a promise has in Norwegian. A limit («før 12») is promised as the hour we ring at."""
NO_PHONE = "har ikke oppgitt telefon"
NO_NUMBER = "Vi har ikke noe nummer til deg, så ring oss gjerne igjen."


def said(outcome: "Outcome", step_id: str) -> str:
    """What was answered to a step, when it was asked."""
    step = outcome.run.procedure.step(step_id)
    answer = outcome.run.answer_of(step) if step and outcome.run.applies(step) else None
    return answer.text if answer else ""


def suits(outcome: "Outcome") -> str:
    """«etter 15»: when it suits them best to be rung, without the word for it."""
    return re.sub(r"(?i)^(?:det\s+)?(?:passer\s+)?(?:best|helst)\s+", "", said(outcome, "best_tid"))


def best(outcome: "Outcome") -> str:
    """«, best etter 15»; «» to one whom nobody can ring, and at any time."""
    wished = suits(outcome)
    if _number(outcome) == "" or wished.casefold() == ANY_TIME:
        return ""
    return f", best {wished}" if wished else ""


def phone(outcome: "Outcome") -> str | None:
    number = _number(outcome)
    return "ikke oppgitt" if number == "" else number


def on_phone(outcome: "Outcome") -> str | None:
    """«på 990 00 418», «» when there is no number."""
    number = _number(outcome)
    return f"på {number}" if number else number


def on_phone_aloud(outcome: "Outcome") -> str | None:
    """As `on_phone`, for what is said to whoever rings: a number that stands in the record alone is not read out to
    one whom nobody has made sure of (X-3)."""
    on = on_phone(outcome)
    return on if not on or _is_told(outcome) else "på nummeret vi har på deg"


def _is_told(outcome: "Outcome") -> bool:
    """Whether the number is the caller's to know: told or rung from in this call, or it is the right person."""
    run, number = outcome.run, _number(outcome) or ""
    confirmed = run.facts.identity_confirmed or any(c.key == "ja" for c in run.chosen("identitet"))
    told = bool(changes(run).get("phone")) or "tlf" in run.given
    rung_from = normal_number(run.facts.caller_phone) == normal_number(number)
    return confirmed or told or rung_from


def is_reached(outcome: "Outcome") -> str | None:
    """«kan nås på 990 00 418, best etter 15»."""
    on = on_phone(outcome)
    return f"kan nås {on}{best(outcome)}" if on else NO_PHONE if on == "" else on


def asked_to_answer(outcome: "Outcome") -> str | None:
    """«Kan du svare medlemmet på 990 00 418, best etter 15?» (LA-4)."""
    on = on_phone(outcome)
    if on == "":
        return "Kan du svare? Medlemmet har ikke oppgitt telefon."
    return f"Kan du svare medlemmet {on}{best(outcome)}?" if on else None


def without_phone(outcome: "Outcome") -> str | None:
    """What to say to one whom nobody can ring, after a space; «» to others, and where nobody asks for a number."""
    number = _number(outcome)
    if number is None and not _is_asked(outcome):
        return ""
    return "" if number else f" {NO_NUMBER}" if number == "" else number


def told_of_contact(outcome: "Outcome") -> str:
    """What DS is told that the member expects (TR-5)."""
    if _number(outcome) == "":
        return "Medlemmet har ikke oppgitt telefon, og må ringe oss igjen."
    if any(choice.key == "vet_ikke" for choice in outcome.run.chosen("avdeling")):
        return "Medlemmet har fått beskjed om at distriktssekretæren tar kontakt."  # not who reads this
    return "Medlemmet har fått beskjed om at du tar kontakt."


def answers(outcome: "Outcome", who: str) -> str | None:
    """«Distriktssekretæren svarer deg på 990 00 418.»; to one whom nobody can ring, that it is passed on."""
    on = on_phone_aloud(outcome)
    if on == "":
        return f"{who} får spørsmålet. {NO_NUMBER}"
    return f"{who} svarer deg {on}." if on else None


def ring_again(outcome: "Outcome") -> str | None:
    """«Hører du ikke fra oss innen …, må du ringe igjen.»; whom nobody can ring, waits for no call (TR-7)."""
    by = outcome.field("frist_ring_igjen")
    if _number(outcome) == "":
        return f"Vi har ikke noe nummer til deg, så du må ringe oss igjen innen {by}."
    return f"Hører du ikke fra oss innen {by}, må du ringe igjen." if by else None


def we_ring(outcome: "Outcome") -> str | None:
    """«Vi ringer deg på 990 00 418.», with the time that was promised."""
    if not (on := on_phone_aloud(outcome)):
        return NO_NUMBER if on == "" else None
    if outcome.run.procedure.step("onsket_tid") is None:
        return f"Vi ringer deg {on}."
    if is_unread(outcome):
        return f"Vi ringer deg tilbake {on}, og jeg noterer ønsket ditt: {outcome.field('ringes')}."
    when = promised(outcome)
    return f"Vi ringer deg tilbake {on}, {when}." if when else None


def is_unread(outcome: "Outcome") -> bool:
    """Whether they wished for something that nobody can read as a time: it is noted, and not promised."""
    return (
        outcome.wished is not None and outcome.wished[0] is None and outcome.wished[1] != ANY_TIME
    )


def promised(outcome: "Outcome") -> str | None:
    """«fredag 27. november kl. 10», as it is promised: as soon as we can, when no moment is."""
    when = outcome.field("ringes")
    return "så snart vi kan" if when == ANY_TIME or is_unread(outcome) else when


def promised_in_nynorsk(outcome: "Outcome") -> str | None:
    when = promised(outcome) or ""
    for bokmaal, nynorsk in NYNORSK.items():
        when = when.replace(bokmaal, nynorsk)
    return when or None


def promised_in(language: str, outcome: "Outcome") -> str | None:
    """«27.11.2026 after 15:00»; as soon as we can, when no moment is promised."""
    if outcome.wished is None:
        return None
    due, bound = outcome.wished
    words = ABROAD[language]
    if due is None:
        return words[ANY_TIME]
    return f"{note_date(due.date())} {words[bound]} {due:%H:%M}"


def we_try_again(outcome: "Outcome") -> str | None:
    """Of somebody outside who did not answer (X-5)."""
    said = we_ring(outcome)
    return said if said in (NO_NUMBER, None) else f"Vi prøver igjen. {said}"


def tries_again_noted(outcome: "Outcome") -> str | None:
    """The same in the note."""
    on = on_phone(outcome)
    if on == "":
        return "Medlemmet har ikke oppgitt nummer, og ringer igjen."
    return f"Vi prøver igjen og ringer medlemmet {on}." if on else None


def noted_number(outcome: "Outcome") -> str | None:
    """«på 990 00 418», or that there is none."""
    return "(oppga ikke nummer)" if (on := on_phone(outcome)) == "" else on


def _is_asked(outcome: "Outcome") -> bool:
    """Whether the number is asked for in this call, as far as it has come."""
    step = outcome.run.procedure.step("tlf")
    return step is not None and outcome.run.applies(step) is not False


def _number(outcome: "Outcome") -> str | None:
    """«990 00 418»; «» when the answer has no digit («ingen»), None when nobody has answered."""
    step = outcome.run.procedure.step("tlf")
    answer = outcome.run.answer_of(step) if step and outcome.run.applies(step) else None
    new = changes(outcome.run).get("phone", "")  # told in this call (ME-3)
    number = new or (answer.text if answer else "") or outcome.run.fact("tlf") or ""
    if number and not any(sign.isdigit() for sign in number):
        return ""
    if is_phone_number(number):
        number = normal_number(number)
    return spoken_number(number) or None
