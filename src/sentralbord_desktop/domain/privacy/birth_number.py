"""Birth numbers in text, recognised by date and length."""

import re

from sentralbord_desktop.domain.privacy.sensitive_text import ELEVEN, is_birth_number

BIRTH_NUMBER = re.compile(r"(?<![\d+])(\d{2})(\d{2})\d{2}[ .-]?\d{5}(?!\d)")
TEN = re.compile(r"(?<![\d+])\d{10}(?!\d)")
"""A birth number without its first zero, as a spreadsheet leaves it."""
MAY_BE = re.compile(f"{ELEVEN.pattern}|{TEN.pattern}")


def has_birth_number(text: str) -> bool:
    """Whether `text` holds eleven digits that begin with a birth date (or a D- or H-number). In other groups than 6 and 5
    the control digits must be right too, and in ten digits that have lost a zero."""
    if any(_like_a_date(match) for match in BIRTH_NUMBER.finditer(text)):
        return True
    return any(is_birth_number(_with_zero(match[0])) for match in MAY_BE.finditer(text))


def _with_zero(digits: str) -> str:
    return digits.zfill(11)


def _like_a_date(match: re.Match[str]) -> bool:
    day, month = int(match[1]), int(match[2])
    return (1 <= day <= 31 or 41 <= day <= 71) and month % 40 in range(1, 13)


def is_true_birth_number(text: str) -> bool:
    """The strict test, for phone numbers: both control digits are right, and there is no country code."""
    if "+" in text or text.startswith("00"):
        return False
    return is_birth_number(_with_zero(re.sub(r"\D", "", text.removesuffix(".0"))))
