"""Member fields as text: in the format of the change log, and of a form."""

from datetime import date
from typing import Any

from sqlmodel import Session

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports import cells
from sentralbord_desktop.domain.members.fields import FIELD_NAMES, MEMBERS, longest
from sentralbord_desktop.domain.members.member import Member, MemberFields, phone_field, phone_position
from sentralbord_desktop.domain.telephony import normal_number
from sentralbord_desktop.storage.engine.length_check import NUL
from sentralbord_desktop.storage.members import phones as storage_phones

PHONES = {"phone": 0, "phone2": 1}
"""Phone field of a form -> position in the member's list."""


def is_phone(field: str) -> bool:
    return phone_position(field) is not None


def shown(member: Member) -> dict[str, str]:
    """Every editable field in the format of the change log."""
    phones = {**dict.fromkeys(PHONES, ""), **{phone_field(p.position): p.number for p in member.phones}}
    fields = (field for field in FIELD_NAMES if field not in PHONES)
    return {**{field: cells.shown(getattr(member, field)) for field in fields}, **phones}


def as_shown(field: str, text: str) -> str:
    """A form's text in the format of the change log."""
    return normal_number(text) if is_phone(field) else cells.shown(read_field(field, text))


def phones_of(session: Session, member_id: int) -> dict[str, str]:
    """{"phone": …, "phone2": …} for the existing numbers."""
    names = {position: name for name, position in PHONES.items()}
    numbers = storage_phones.numbers(session, member_id)
    return {names[position]: number for position, number in numbers.items() if position in names}


def read_field(field: str, text: Any) -> Any:
    """A form's text as the type of the field, without NUL and cut to its length; «» clears it. SwitchboardError for an
    invalid date."""
    if not isinstance(text, str):
        return text
    text = text.replace(NUL, "")
    column = MEMBERS.by_field[field]
    if column.is_day:
        return _read_date(column.heading, text) if text else None
    if field == "department":
        return int(text) if text else None
    return text == "ja" if column.is_yes_no else text[: longest(MemberFields, field)]


def _read_date(heading: str, text: str) -> date:
    try:
        day, month, year = (int(part) for part in text.split("."))
        return date(year, month, day)
    except ValueError:
        raise SwitchboardError(f"{heading}: skriv dagen som 14.03.1979.") from None
