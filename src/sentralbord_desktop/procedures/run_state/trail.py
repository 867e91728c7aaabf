"""The steps of a run as a list, with state and answer, and the answer as the trail shows it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sentralbord_desktop.domain.dates.calendar import is_far, long_date
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony.phone_numbers import can_be_rung, normal_number, spoken_number
from sentralbord_desktop.procedures.model import NOBODY, Step
from sentralbord_desktop.procedures.roles.step_role import StepRole

STORED_DAY = re.compile(r"\d{2}\.\d{2}\.\d{4}")


class Standing(StrEnum):
    """The state of a step in the trail."""

    ANSWERED = "answered"
    CURRENT = "current"
    OPTIONAL = "optional"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A step in the trail, with the answer as it is stored and read by a person."""

    step: Step
    standing: Standing
    answer: Answer | None
    shown: str
    is_quiet: bool = False
    """Hidden: answered by the app without interest to the operator, or a row of «Stemmer dette?», which shows it."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the answer, a line each: «fra tavla», or each attempt of a transfer, «Bergljot Lauvås
        14.06»."""
        if self.answer is None:
            return ()
        rung = [f"{a.name or a.function} {a.at}".strip() for a in self.answer.attempts]
        return tuple(line for line in (self.answer.source, *rung) if line)

    def formatted(self, organisation: Organisation, today: date) -> str:
        """The answer with days, telephone numbers and departments written out: «Onsdag 18. november», «990 00 418»,
        «avd. 4 Mjøstraktene». A transfer has only the answer; the attempts are in `sources`."""
        step, answer = self.step, self.answer
        if answer is None:
            return ""
        if answer.fields and not step.confirm:
            phones = {field.key for field in step.fields if field.kind == "phone"}
            return ", ".join(_number(v) if k in phones else v for k, v in answer.fields.items() if v)
        chosen = step.choice(answer.choice)
        if step.transfer and chosen:
            return self.shown if answer.choice == NOBODY and not answer.attempts else chosen.text
        if step.field == "department" and answer.text.isdecimal():
            return organisation.department(int(answer.text)).title
        if STORED_DAY.fullmatch(answer.text):
            return _day(answer.text, today)
        return _number(self.shown) if step.role is StepRole.PHONE else self.shown


def _number(text: str) -> str:
    number = normal_number(text)
    alone = not any(sign.isalpha() for sign in text)
    return spoken_number(number) if alone and can_be_rung(number) else text


def _day(text: str, today: date) -> str:
    day = datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no time zone
    words = long_date(day, year=is_far(day, today))
    return words[:1].upper() + words[1:]
