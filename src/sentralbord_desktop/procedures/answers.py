"""Parses the answer to a step, and converts it to its stored form."""

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sentralbord_desktop.domain.dates.calendar import parse_nearest_day, parse_upcoming_day, read_date
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.organisation.names import (
    department_number,
    departments_named,
    numbered,
    suggest_to_ring,
)
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import is_phone_number, number_fault
from sentralbord_desktop.domain.text.patterns import EMAIL
from sentralbord_desktop.procedures.facts import YES, has_address
from sentralbord_desktop.procedures.model import TIMES, UNKNOWN_CHOICE, Choice, FormField, Procedure, Step, StepRole

NAMED_DAYS = {"i dag": 0, "i morgen": 1, "i overmorgen": 2}
NAMED_DAY = re.compile(rf"(?:{'|'.join(NAMED_DAYS)})(?!\w)", re.IGNORECASE)


MAX_CODE_DIGITS, MAX_CODE_CHARS = 6, 10
"""The longest post code of any country."""


class AnswerError(SwitchboardError):
    """The answer does not fit the step; the text says how to write it."""


def parse_answer(step: Step, answer: Answer, facts: Facts, organisation: Organisation) -> Answer:
    """The answer in its stored form. Raises AnswerError when it does not fit the step."""
    chosen = step.choice(answer.choice) or _in_words(step, answer)
    if chosen and chosen.types:
        answer = Answer(text=chosen.types, source=answer.source)
    elif chosen and not answer.choice:
        answer = Answer(choice=chosen.key, source=answer.source)
    if answer.choice:
        keys = answer.choice.split("+")
        if any(step.choice(key) is None for key in keys) or (len(keys) > 1 and not step.many):
            raise AnswerError(f"«{answer.choice}» er ikke et svar på «{step.ask}».")
        if step.role is StepRole.ADDRESS and answer.choice == YES and has_address(facts) is False:
            raise AnswerError("Vi har ingen gateadresse. Velg ny adresse.")
        return answer
    if step.fields:
        return _checked_fields(step, answer, facts)
    text, today = answer.text.strip(), facts.now.date()
    if step.field == "date":
        day = day_meant(step, text, today)
        if day is None:
            raise AnswerError("Skriv dagen som 13.11 eller -11.")
        if day > today and not step.future:
            raise AnswerError("Den dagen er ikke kommet ennå. Skriv dagen som 13.11 eller -11.")
        return answer.model_copy(update={"text": f"{day:%d.%m.%Y}"})
    if step.field == "department":
        text = _department(step, text, facts, organisation)
    if step.role is StepRole.PUT_THROUGH_TO:
        text = _to_ring(text, organisation)
    if step.field == "text" and step.future and (day := parse_nearest_day(text, today)):
        text = f"{day:%d.%m.%Y}"
    if step.role in TIMES and today != facts.call_date:
        text = dated(text, today)
    if step.role is StepRole.PHONE and text and (fault := number_fault(text)):
        raise AnswerError(fault)
    if not text or not step.field:
        raise AnswerError("Skriv et svar, eller velg et av tallene.")
    return answer.model_copy(update={"text": text})


def day_meant(step: Step, text: str, today: date) -> date | None:
    """The day that a text means for a step: a past day, or a future one where the step asks for that."""
    return parse_upcoming_day(text, today) if step.future else read_date(text, today)


def dated(text: str, today: date) -> str:
    """«i dag 14» as «24.03.2026 14», for words said on `today`: they are read on another day than that of the call."""
    match = NAMED_DAY.match(text)
    if match is None:
        return text
    day = today + timedelta(days=NAMED_DAYS[match[0].casefold()])
    return f"{day:%d.%m.%Y}{text[match.end() :]}"


def _in_words(step: Step, answer: Answer) -> Choice | None:
    """The choice whose title was typed in the field: «vet ikke»."""
    words = answer.text.strip(" .").casefold()
    return next((c for c in step.choices if c.text.strip(" .").casefold() == words), None)


def _department(step: Step, text: str, facts: Facts, organisation: Organisation) -> str:
    """The department number from «4», «avd. 4» or «Mjøs»."""
    number = department_number(text)
    text = _department_named(text, organisation) if number is None else str(number)
    if organisation.lacks(int(text)):
        way_on = "Vet du det ikke, trykk Tab og 0." if step.choice(UNKNOWN_CHOICE) else "Skriv en som finnes der."
        raise AnswerError(f"Avdeling {text} finnes ikke i Katalog. {way_on}")
    if step.another and text == str(facts.member.department):
        raise AnswerError(f"Medlemmet hører til avdeling {text} allerede. Skriv den det vil til.")
    return text


def _department_named(text: str, organisation: Organisation) -> str:
    """The number of the only department with this name, or whose name begins with it or contains it."""
    found = departments_named(text, organisation)
    if len(found) == 1:
        return str(found[0].number)
    if found:
        these = ", ".join(map(numbered, found[:4]))
        raise AnswerError(f"Flere heter noe slikt: {these}. Skriv nummeret.")
    raise AnswerError("Ingen avdeling i Katalog heter det. Skriv nummeret på avdelingen.")


def _to_ring(text: str, organisation: Organisation) -> str:
    """The one of Katalog that is meant by part of a name; else the text, which may be a number."""
    found = suggest_to_ring(text, organisation) if text else []
    if len(found) > 1:
        raise AnswerError(f"Flere heter noe slikt: {' · '.join(found[:4])}. Skriv mer av navnet.")
    return found[0] if found else text


def _checked_fields(step: Step, answer: Answer, facts: Facts) -> Answer:
    known = {f.key: f for f in step.fields}
    fields = {k: v.strip() for k, v in answer.fields.items() if k in known and v.strip()}
    for field in step.fields:
        if field.required and field.key not in fields:
            raise AnswerError(f"Fyll ut «{field.label}».")
        if field.kind == "date" and field.key in fields:
            day = read_date(fields[field.key], facts.now.date())
            if day is None:
                raise AnswerError(f"«{field.label}»: skriv dagen som 14.03.1979.")
            if field.sets == "birth_date" and day > facts.now.date():
                raise AnswerError(f"«{field.label}»: den dagen er ikke kommet ennå.")
            fields[field.key] = f"{day:%d.%m.%Y}"
        _check_kind(field, fields.get(field.key, ""))
    if not fields:
        raise AnswerError("Fyll ut minst ett felt.")
    return Answer(fields=fields, source=answer.source)


def _check_kind(field: FormField, text: str) -> None:
    """Refuse an invalid value: a wrong number that replaces a right one is worse than none."""
    if text and field.kind == "phone" and not is_phone_number(text):
        raise AnswerError(f"«{field.label}»: skriv nummeret med tall, eller la feltet stå tomt.")
    if text and field.kind == "post_code" and not is_post_code(text):
        raise AnswerError(f"«{field.label}»: skriv fire siffer, eller la feltet stå tomt.")
    if text and field.kind == "email" and not EMAIL.fullmatch(text):
        raise AnswerError(f"«{field.label}»: skriv den som navn@eksempel.no.")


def is_post_code(text: str) -> bool:
    """Whether it is a post code, also a foreign one («DK-2100», «123 45», «SW1A 1AA»), and no telephone number or
    name."""
    digits = sum(letter.isdigit() for letter in text)
    return 0 < digits <= MAX_CODE_DIGITS and len(text) <= MAX_CODE_CHARS


def refuse_same_department(
    step: Step, answer: Answer, procedure: Procedure, own: Collection[str], given: Mapping[str, Answer]
) -> None:
    """Refuse a transfer to the department where the caller is already a member, also when they name it (OA-1). `own`
    are the names of the steps that ask for the member's department."""
    others: Collection[str] = own if step.another else ()
    if step.role is StepRole.DEPARTMENT:
        others = [other.id for other in procedure.steps if other.another]
    if answer.text and answer.text in [given[other].text for other in others if other in given]:
        raise AnswerError("De to avdelingene er den samme. Skriv den medlemmet går ut av, og den det vil til.")


def is_for(step: Step, answer: Answer) -> bool:
    """Whether the answer fits this question: after a switch of category, an answer may belong to another step of the
    same name. Such answers are kept, for switching back."""
    if answer.choice:
        return all(step.choice(key) is not None for key in answer.choice.split("+"))
    if answer.fields:
        return bool(step.fields)
    return bool(step.field)
