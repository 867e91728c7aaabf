"""A cell with a whole address, in parts. Pure."""

import re

WHOLE = re.compile(
    r"(.+?)(?:\s*[,;]\s*|(?<=\d)\s+|(?<=\d[A-Za-z])\s+|(?<=\d [A-Za-z])\s+)(?:NO?[- ])?(\d{4})\s+([^\W\d_][^\d,;]+)"
)
TOWN_CELL = re.compile(r"(?:NO?[- ])?\d{4}\s+[^\W\d_][^\d,;]+")


def split_address(text: str) -> tuple[str, str, str] | None:
    """Street, post code and place of «Granveien 4, 2317 Hamar», also without the comma after a house number; None for an
    address that is not whole, as «Postboks 1234 Sentrum»."""
    found = WHOLE.fullmatch(text)
    return (found[1], found[2], found[3].strip()) if found else None
