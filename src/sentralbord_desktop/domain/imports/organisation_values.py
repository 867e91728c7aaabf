"""From a cell of an organisation file to the value of a field, and back. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sentralbord_desktop.domain.imports.cell_values import (
    PHONE_SIGNS,
    CellError,
    read_day,
    read_department,
    read_email,
    read_yes,
)
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS
from sentralbord_desktop.domain.organisation.postcodes import PostCodes
from sentralbord_desktop.domain.organisation.territory import check_area
from sentralbord_desktop.domain.telephony.phone_numbers import normal_number
from sentralbord_desktop.domain.text.folding import plain

WEB_ADDRESS = re.compile(r"(?:https?|webcals?)://[^\s/]\S*", re.IGNORECASE)
TARGET_KEY = re.compile(r"[\w.:/+-]{1,60}")
LONGEST_EXPLANATION = 200


@dataclass(frozen=True)
class ImportContext:
    """What cells are checked against: the departments there are, and the post codes."""

    departments: frozenset[int]
    post_codes: PostCodes


Read = Callable[[str, ImportContext], Any]


def read_text(longest: int) -> Read:
    def read(text: str, _: ImportContext) -> str:
        if len(text) > longest:
            raise CellError(f"er lengre enn {longest} tegn")
        return text

    return read


def read_phone(text: str, _: ImportContext) -> str:
    """Short numbers too: an extension, 02800."""
    number = normal_number(text)
    digits = number.removeprefix("+")
    if not (3 <= len(digits) <= 15 and digits.isdigit()) or not PHONE_SIGNS.fullmatch(text):
        raise CellError("er ikke et telefonnummer")
    return number


def read_number(text: str, _: ImportContext | None = None) -> int:
    number = read_department(text)
    if number == 0:
        raise CellError("er ikke et avdelingsnummer")
    return number


def read_present_department(text: str, context: ImportContext) -> int:
    number = read_number(text, context)
    if number not in context.departments:
        raise CellError(f"{number} finnes ikke")
    return number


def read_function(text: str, _: ImportContext) -> str:
    for key, word in FUNCTIONS.items():
        if plain(text) in (plain(key), plain(word)):
            return key
    raise CellError(f"er ukjent. Bruk {', '.join(FUNCTIONS.values())}")


def read_neighbours(text: str, context: ImportContext) -> str:
    numbers = _numbers(text, "skal være avdelingsnumre med komma imellom, som «5, 7, 1»")
    for number in numbers:
        if number not in context.departments:
            raise CellError(f"har avdeling {number}, som ikke finnes")
    return str(read_text(100)(",".join(map(str, numbers)), context))


def read_loops(text: str, context: ImportContext) -> str:
    numbers = _numbers(text, "skal være sløyfenumre med komma imellom, som «1, 3»")
    return str(read_text(20)(",".join(map(str, numbers)), context))


def _numbers(text: str, otherwise: str) -> list[int]:
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    if not all(re.fullmatch("[0-9]{1,4}", part) and int(part) for part in parts):
        raise CellError(otherwise)  # 5.1 too: a spreadsheet may have made that of «5,10»
    return list(dict.fromkeys(map(int, parts)))


def read_area(text: str, context: ImportContext) -> str:
    read_text(2000)(text, context)
    if faults := check_area(text, context.post_codes):
        first = faults[0].rstrip(".")
        why = f": {first}" if len(first) <= LONGEST_EXPLANATION else ""
        raise CellError(f"kan ikke brukes{why}")
    return text


def read_key(text: str, _: ImportContext) -> str:
    if not TARGET_KEY.fullmatch(text):
        raise CellError("skal være ett ord på høyst 60 tegn, som «url:kurs»")
    return text


def read_calendar(text: str, _: ImportContext) -> str | None:
    """An address; None for «ja», which is how the one that is there is written out."""
    if plain(text) == "ja":
        return None
    if not WEB_ADDRESS.fullmatch(text) or len(text) > 500:
        raise CellError("skal være «ja», tom eller en adresse som begynner med https")
    return text


def read_confirmed(text: str, _: ImportContext) -> object:
    return read_day(text)


def read_yes_or_no(text: str, _: ImportContext) -> bool:
    return read_yes(text)


def read_address(text: str, _: ImportContext) -> str:
    return read_email(text)


def on_one_line(value: str) -> str:
    return ", ".join(part.strip(" ,") for part in value.splitlines() if part.strip(" ,"))


def listed(value: str) -> str:
    return ", ".join(part.strip() for part in re.split("[,;]", value) if part.strip())


def in_words(value: str) -> str:
    return FUNCTIONS.get(value, value)


def yes_if_any(value: str) -> str:
    return "ja" if value else ""
