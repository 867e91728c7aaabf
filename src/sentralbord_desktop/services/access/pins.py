"""PINs and start codes: creation, hashing, comparison. A start code is a PIN that must be replaced by a chosen one."""

import secrets
from datetime import datetime, timedelta

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.services.pin_wait import UNTRIED

MIN_PIN_DIGITS, MAX_PIN_DIGITS = 4, 12
CODE_DIGITS, CODE_LASTS = 6, timedelta(days=7)


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def fields_of_code(code: str, now: datetime) -> dict[str, object]:
    """The fields of an operator with this start code, valid from `now`."""
    from sentralbord_desktop.storage.encryption.pin_hash import hashed

    return UNTRIED | {"pin": hashed(code), "code_until": now + CODE_LASTS}


def new_pin(pin: str) -> str:
    """The hash of a chosen PIN. Raises SwitchboardError for one that is too short or too simple."""
    from sentralbord_desktop.storage.encryption.pin_hash import hashed

    if not (pin.isdecimal() and MIN_PIN_DIGITS <= len(pin) <= MAX_PIN_DIGITS and len(set(pin)) > 1):
        raise SwitchboardError(f"En PIN er {MIN_PIN_DIGITS} til {MAX_PIN_DIGITS} tall, og ikke bare ett og samme tall.")
    return hashed(pin)


def fits(pin: str, person: Operator) -> bool:
    """Whether it is the PIN or the start code of `person`."""
    from sentralbord_desktop.storage.encryption.pin_hash import fits as is_of

    return is_of(typed(pin, person), person.pin)


def typed(pin: str, person: Operator) -> str:
    """The PIN as compared: a start code may be typed in groups."""
    return pin if person.code_until is None else pin.replace(" ", "")


def name_of_pin(person: Operator) -> str:
    return "riktig PIN" if person.code_until is None else "riktig startkode"
