"""Splits a cell with a whole address. Pure."""

import re
from typing import NamedTuple

WHOLE = re.compile(
    r"(.+?)(?:\s*[,;]\s*|(?<=\d)\s+|(?<=\d[A-Za-z])\s+|(?<=\d [A-Za-z])\s+)(?:NO?[- ])?(\d{4})\s+([^\W\d_][^\d,;]+)"
)
TOWN_CELL = re.compile(r"(?:NO?[- ])?\d{4}\s+[^\W\d_][^\d,;]+")


class SplitAddress(NamedTuple):
    street: str
    post_code: str
    place: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def split_address(text: str) -> SplitAddress | None:
    """The parts of «Granveien 4, 2317 Hamar», also without the comma after a house number; None for an
    address that is not whole, as «Postboks 1234 Sentrum»."""
    found = WHOLE.fullmatch(text)
    return SplitAddress(found[1], found[2], found[3].strip()) if found else None
