"""The initials that sign remarks, made of a name."""

import re
import unicodedata

BETWEEN = re.compile(r"[\s._-]+")
ONE_WORD = 2
"""Letters taken of a name of one word."""
PROGRAM = "AUTO"
"""The signature of what no person did."""
LETTERS = ("LATIN CAPITAL LETTER ", "LATIN SMALL LETTER ")
NOT_LETTERS = "Initialer er bokstaver fra A til Å. Skriv dem uten andre tegn."
OF_PROGRAM = f"{PROGRAM} står for det programmet gjør selv. Velg andre initialer."


def initials_of(name: str) -> str:
    """«Maja Hovde» and «maja.hovde» -> «MH», «Anne-Lise Øvergård» -> «ALØ», «root» -> «RO», «» -> «».

    Of more than three words, the first two and the last.
    """
    parts = [part for part in BETWEEN.split(name) if part]
    if len(parts) < 2:
        return "".join(parts)[:ONE_WORD].upper()
    chosen = parts if len(parts) < 4 else [*parts[:2], parts[-1]]
    return "".join(part[0] for part in chosen).upper()


def fault_of(initials: str) -> str:
    """A sentence about initials that nobody may sign with, else «». A sign such as «?» stands for nobody in the trail,
    and a letter of another alphabet, or one that is not seen, would look like the signature of a colleague."""
    if initials.upper() == PROGRAM:
        return OF_PROGRAM
    signs = initials.replace("-", "").replace(".", "")
    are_letters = all(sign in "0123456789" or unicodedata.name(sign, "").startswith(LETTERS) for sign in signs)
    return "" if are_letters and any(map(str.isalpha, signs)) else NOT_LETTERS


def are_same(one: str, other: str) -> bool:
    """Whether two sign alike; «mh» and «MH» do."""
    return one.casefold() == other.casefold()
