"""Splits a cell with a whole name. Pure."""

from typing import NamedTuple

PARTICLES = frozenset(
    [
        *("af", "al", "av", "bin", "da", "de", "del", "della", "den", "der", "di", "dos"),
        *("du", "el", "ibn", "la", "le", "ten", "ter", "van", "von", "zu"),
    ]
)
"""Particles in small letters before a last name: «van der Berg»."""


class SplitName(NamedTuple):
    first_name: str
    last_name: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def split_name(text: str) -> SplitName:
    """«Ingunn Fjeldheim» -> first and last name, at the last space, «Jan van der Berg» before «van»; «Fjeldheim, Ingunn»
    too."""
    if "," in text:
        return _at_comma(text)
    *first, last = text.split() or [""]
    while len(first) > 1 and first[-1] in PARTICLES:
        last = f"{first.pop()} {last}"
    return SplitName(" ".join(first), last)


def split_last_first(text: str) -> SplitName:
    """«Fjeldheim Ingunn Marie» -> first and last name; the last name is the first word, with particles before it."""
    if "," in text:
        return _at_comma(text)
    words = text.split()
    before = next((place for place, word in enumerate(words) if word not in PARTICLES), 0)
    return SplitName(" ".join(words[before + 1 :]), " ".join(words[: before + 1]))


def _at_comma(text: str) -> SplitName:
    last, _, first = text.partition(",")
    return SplitName(first.strip(), last.strip())
