"""Telephone numbers as people write them in a register. Pure."""

import re
from collections.abc import Iterator

from sentralbord_desktop.domain.imports.cells.cell_error import NUMBERS, CellError
from sentralbord_desktop.domain.imports.cells.nothing import is_none
from sentralbord_desktop.domain.telephony.phone_numbers import normal_number

GROUPED = re.compile(r"(?:\+47|0047|47)? ?([2-9](?: ?\d){7})", re.ASCII)
"""A Norwegian number in groups. Gives the same as `normal_number`, in a quarter of the time."""
SIGNS = re.compile(r"[\d+ ()./-]+")
NUMBER = re.compile(r"(?<![\d+])(?:(?:(?:\+|00)\d{1,3}|47)[ ().-]{0,9})?\d(?:[ ().-]{0,2}\d){4,19}", re.ASCII)
"""One number among words; a slash, a comma or a word ends it. No part of it is unlimited: a cell of brackets alone would
be searched from each of them to its end."""
WHOLE = re.compile(r"[2-9]\d{7}", re.ASCII)
MAX_DIGITS, NORWEGIAN = 15, 8
WRONG = "er ikke et telefonnummer"


class TwoNumbers(str):
    """The first number of a cell that has two; `second` is the other."""

    __slots__ = ("second",)
    second: str

    @classmethod
    def of(cls, first: str, second: str) -> "TwoNumbers":
        made = cls(first)
        made.second = second
        return made


def read_phone(text: str) -> str | None:
    """A member's number as digits, without words beside it: «900 00 000 (jobb)». With two numbers in a cell, the first,
    as TwoNumbers; with more, the first two are kept."""
    if len(text) == NORWEGIAN and text.isascii() and text.isdigit() and text[0] in "23456789":
        return text  # by far the most common, and quickest
    if match := GROUPED.fullmatch(text):
        return match[1].replace(" ", "")
    text = text.removesuffix(".0")  # a program's 90000000.0
    if not text.strip("0 ") or is_none(text):
        return None
    numbers = list(dict.fromkeys(_whole_numbers(text)))
    if len(numbers) > 2:
        raise CellError(NUMBERS, kept=TwoNumbers.of(numbers[0], numbers[1]))
    if len(numbers) == 2:
        return TwoNumbers.of(numbers[0], numbers[1])
    return numbers[0] if numbers else _checked(text)


def read_short_phone(text: str) -> str:
    """A number of at least three digits: also an extension, or 02800; refuses a Norwegian number with one digit too few
    or too many."""
    number = _phone(text, 3)
    if not number.startswith("+") and len(number) in (6, 7, 9):
        raise CellError(WRONG, wrong_length(len(number)))
    return number


def wrong_length(digits: int) -> str:
    return f"Nummeret har {digits} siffer. Et norsk nummer har {NORWEGIAN}."


def _whole_numbers(text: str) -> Iterator[str]:
    """The complete numbers among the words of a cell: eight digits in Norway, or with their country."""
    for found in NUMBER.findall(text):
        number = normal_number(found.strip(" (.-"))
        halves = (number[:NORWEGIAN], number[NORWEGIAN:])
        if WHOLE.fullmatch(number) or (number.startswith("+") and len(number) > NORWEGIAN):
            yield number
        elif all(map(WHOLE.fullmatch, halves)):  # two with a space between
            yield from halves


def _checked(text: str) -> str:
    """A number that is not a complete Norwegian one: a short one, or a foreign one without its country."""
    number = _phone(text, 5)
    digits = len(number)
    if not number.startswith("+") and digits in (6, 7, 9):
        raise CellError(WRONG, wrong_length(digits))
    if digits == NORWEGIAN and not WHOLE.fullmatch(number):
        raise CellError(WRONG, f"Et norsk nummer begynner ikke på {number[0]}.")
    return number


def _phone(text: str, fewest: int) -> str:
    number = normal_number(text)
    digits = number.removeprefix("+")
    if not (fewest <= len(digits) <= MAX_DIGITS and digits.isdigit()) or not SIGNS.fullmatch(text):
        raise CellError(WRONG)
    return number
