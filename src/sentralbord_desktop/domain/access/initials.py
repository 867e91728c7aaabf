"""The initials that sign remarks, made of a name."""

import re

BETWEEN = re.compile(r"[\s._-]+")
ONE_WORD = 2
"""Letters taken of a name of one word."""


def initials_of(name: str) -> str:
    """«Maja Hovde» and «maja.hovde» -> «MH», «Anne-Lise Øvergård» -> «ALØ», «root» -> «RO», «» -> «».

    Of more than three words, the first two and the last.
    """
    parts = [part for part in BETWEEN.split(name) if part]
    if len(parts) < 2:
        return "".join(parts)[:ONE_WORD].upper()
    chosen = parts if len(parts) < 4 else [*parts[:2], parts[-1]]
    return "".join(part[0] for part in chosen).upper()
