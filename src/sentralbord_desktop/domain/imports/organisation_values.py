"""Converts cells of an organisation file to values and back, and checks what values refer to. Pure."""

import re
from dataclasses import dataclass

from sentralbord_desktop.domain.imports.cell_values import read_department, read_text
from sentralbord_desktop.domain.imports.cells.cell_error import CellError
from sentralbord_desktop.domain.organisation.opening_hours import tidy_opening_hours
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS
from sentralbord_desktop.domain.organisation.postcodes import PostCodes
from sentralbord_desktop.domain.organisation.territory import check_area as faults_of_area
from sentralbord_desktop.domain.text.folding import plain

WEB_ADDRESS = re.compile(r"(?:https?|webcals?)://[^\s/]\S*", re.IGNORECASE)
TARGET_KEY = re.compile(r"[\w.:/+-]{1,60}")
MAX_EXPLANATION_CHARS = 200


@dataclass(frozen=True)
class ImportContext:
    """The context of the checks: the departments, and the post codes."""

    departments: frozenset[int]
    post_codes: PostCodes


def read_number_of_department(text: str) -> int:
    number = read_department(text)
    if number == 0:
        raise CellError("er ikke et avdelingsnummer")
    return number


def check_department(number: int, context: ImportContext) -> None:
    if number not in context.departments:
        raise CellError(f"{number} finnes ikke")


def read_function(text: str) -> str:
    for key, word in FUNCTIONS.items():
        if plain(text) in (plain(key), plain(word)):
            return key
    raise CellError(f"er ukjent. Bruk {', '.join(FUNCTIONS.values())}")


def read_neighbours(text: str) -> str:
    return _numbers(text, 100, "skal være avdelingsnumre med komma imellom, som «5, 7, 1»")


def check_neighbours(numbers: str, context: ImportContext) -> None:
    for number in map(int, filter(None, numbers.split(","))):
        if number not in context.departments:
            raise CellError(f"har avdeling {number}, som ikke finnes")


def read_loops(text: str) -> str:
    return _numbers(text, 20, "skal være sløyfenumre med komma imellom, som «1, 3»")


def _numbers(text: str, longest: int, otherwise: str) -> str:
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    if not all(re.fullmatch("[0-9]{1,4}", part) and int(part) for part in parts):
        raise CellError(otherwise)  # also 5.1: a spreadsheet may have changed «5,10» to it
    numbers: str = read_text(longest)(",".join(map(str, dict.fromkeys(map(int, parts)))))
    return numbers


def check_area(text: str, context: ImportContext) -> None:
    if faults := faults_of_area(text, context.post_codes):
        first = faults[0].rstrip(".")
        why = f": {first}" if len(first) <= MAX_EXPLANATION_CHARS else ""
        raise CellError(f"kan ikke brukes{why}")


def read_key(text: str) -> str:
    if not TARGET_KEY.fullmatch(text):
        raise CellError("skal være ett ord på høyst 60 tegn, som «url:kurs»")
    return text


def read_hours(text: str) -> str:
    try:
        hours: str = read_text(100)(tidy_opening_hours(text))
    except ValueError:
        raise CellError("skal være som «man–fre 8–20, lør 10–15»") from None
    return hours


def read_calendar(text: str) -> str | None:
    """An address; None for «ja», which an export writes instead of the secret address."""
    if plain(text) == "ja":
        return None
    if not WEB_ADDRESS.fullmatch(text) or len(text) > 500:
        raise CellError("skal være «ja», tom eller en adresse som begynner med https")
    return text


def on_one_line(value: str) -> str:
    return ", ".join(part.strip(" ,") for part in value.splitlines() if part.strip(" ,"))


def listed(value: str) -> str:
    return ", ".join(part.strip() for part in re.split("[,;]", value) if part.strip())


def yes_if_any(value: str) -> str:
    return "ja" if value else ""
