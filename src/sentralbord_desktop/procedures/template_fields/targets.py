"""The organisation's data about a target as a field: its address, or its spoken number."""

from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.procedures.template_fields.context import FieldContext, Reader


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
