"""The fields of the short forms beside a call, and the values read from them."""

import re
from datetime import date, datetime
from functools import partial
from typing import Any

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.dates.calendar import is_far, note_date, read_date
from sentralbord_desktop.domain.dates.clock import oslo, today
from sentralbord_desktop.domain.dates.parse_callback_time import NO_TIME, is_no_time, read_moment
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.members.fields import MEMBER_COLUMNS, MEMBERS
from sentralbord_desktop.domain.members.member import STATUSES, Member, phone_field, phone_position
from sentralbord_desktop.domain.organisation.names import suggest_employers
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, spoken_number
from sentralbord_desktop.domain.text.lengths import fitting
from sentralbord_desktop.domain.text.patterns import EMAIL
from sentralbord_desktop.gui.lists.column_views import form_field
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, DATE, NAME, PHONE, Field
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.services.session import OperatorSession

FIRST_EDITED = ("first_name", "middle_name", "last_name", "birth_date", "phone", "phone2")
LAST_EDITED = ("status", "no_sms")
NOT_EDITED = ("number", "department", "joined", "resigned", "insurance_codes")
"""The union's own system has them; a department is changed by the department that the member leaves (OA-4)."""


def member_fields(member: Member, organisation: Organisation) -> list[Field]:
    """The fields of «Rett», with every phone number."""
    placed = {*FIRST_EDITED, *LAST_EDITED, *NOT_EDITED}
    others = [column.field for column in MEMBER_COLUMNS if column.field not in placed]
    more: dict[str, dict[str, Any]] = {
        "birth_date": {"hint": "14.03.1979"},
        "status": {"choices": [(k, v) for k, v in STATUSES.items() if k != "utmeldt" or member.status == k]},
        "employer": {"suggest": partial(suggest_employers, organisation=organisation)},
        "no_sms": {"label": "SMS", "hint": "Ønsker ikke SMS"},
    }
    fields = []
    for name in (*FIRST_EDITED, *others, *LAST_EDITED):
        place = phone_position(name)
        value = getattr(member, name) if place is None else member.number_at(place)
        fields.append(form_field(MEMBERS.by_field[name], value, **more.get(name, {})))
    fields[len(FIRST_EDITED) : len(FIRST_EDITED)] = [
        Field(phone_field(p.position), f"Telefon {p.position + 1}", spoken_number(p.number), width=PHONE)
        for p in member.phones
        if p.position > 1
    ]
    return fields


def callback_fields(number: str, name: str, categories: Categories) -> list[Field]:
    return [
        Field("number", "Nummer", spoken_number(number), width=PHONE),
        Field("name", "Navn", name, width=NAME),
        Field("subject", "Hva gjelder det?", width=ADDRESS),
        Field("category", "Emne", categories.or_other(""), choices=[*categories.titles.items()]),
        Field("when", "Når?", "", "i morgen 10, onsdag 14.30, etter 15 eller når som helst", width=ADDRESS),
        Field("owner", "Hvem skal ringe tilbake?", "", "Initialer eller avdeling. Tomt: hvem som helst", width=ADDRESS),
        Field("deadline", "Frist, hvis det er en", "", "27.11", width=DATE),
    ]


def changes_from(values: dict[str, str], moment: datetime, seen: Member) -> dict[str, str]:
    """Read `member_fields` of `seen`. Raises WrongFieldsError for invalid values."""
    changes, wrong = dict(values), dict[str, str]()
    if text := changes["birth_date"]:
        day = read_date(text, today(moment))
        if day is None:
            wrong["birth_date"] = "Skriv fødselsdatoen som 14.03.1979."
        else:
            changes["birth_date"] = note_date(day)
    for key, text in changes.items():
        if phone_position(key) is not None and text and not is_phone_number(text):
            wrong[key] = "Telefonnummeret kan bare ha tall, mellomrom og +. Skriv det som 990 00 000."
    email = changes["email"]
    if email and email != seen.email and not EMAIL.fullmatch(email):
        wrong["email"] = "Skriv e-postadressen som navn@eksempel.no."
    if wrong:
        raise WrongFieldsError(wrong)
    return changes


def _this_year(key: str, text: str, day: date, now: date) -> None:
    """Refuse «01.11» on 29 November, which would be next year's and is hardly meant, unless the year is written."""
    if is_far(day, now) and not re.search(r"\d{4}", text):
        raise WrongFieldsError({key: f"«{text}» blir {note_date(day)}. Skriv året med hvis det er riktig."})


def callback_from(values: dict[str, str], operator_session: OperatorSession) -> CallbackFields:
    """Read `callback_fields`. Raises WrongFieldsError for an invalid value."""
    moment = operator_session.clock()
    if not is_phone_number(values["number"]):
        raise WrongFieldsError({"number": "Skriv nummeret vi skal ringe."})
    due, window = read_moment(values["when"], oslo(moment)) if values["when"] else (None, "")
    if is_no_time(due, values["when"], oslo(moment)):
        raise WrongFieldsError({"when": f"«{values['when']}» {NO_TIME}"})
    if due is not None:
        _this_year("when", values["when"], oslo(due).date(), today(moment))
    deadline = None
    if values["deadline"]:
        deadline = read_date(values["deadline"], today(moment), past=False)
        if deadline is None:
            raise WrongFieldsError({"deadline": "Skriv fristen som 27.11."})
        _this_year("deadline", values["deadline"], deadline, today(moment))
    with fitting():
        return CallbackFields(
            name=values["name"],
            number=values["number"],
            subject=values["subject"],
            category=values["category"],
            due=due,
            window=window[:60],
            deadline=deadline,
            owner=values["owner"][:60],
            promised_by=operator_session.sign,
            created=moment,
            loop=operator_session.operator.loop,
        )
