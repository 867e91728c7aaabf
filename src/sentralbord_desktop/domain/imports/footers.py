"""Lines at the end of a file with a sum or an end mark: «Antall: 700», «Sum;;12», «(700 rows affected)». Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

LINES_TRIED = 5
"""How many of the last lines are checked."""
WORDS = re.compile(
    r"(?:totalt?\s+)?(?:antall|sum|total|totalt|i alt|count)(?:\s+(?:medlemmer|rader|poster|fakturaer))?", re.I
)
ENDS = re.compile(
    r"\(?\d[\d .]* (?:rows? affected|rad(?:er)? berørt|rader|rows)\)?|slutt på \w+|end of \w+|side \d+(?: av \d+)?",
    re.I,
)
NUMBER = re.compile(r"[\d ,.]*")


def footers(rows: Sequence[Sequence[str]]) -> list[str]:
    """The last lines with a sum or an end mark, in the order of the file; also a line with one cell below a sum: «Laget
    av regnskap»."""
    found: list[str] = []
    below: list[str] = []
    for cells in reversed(rows[-LINES_TRIED:]):
        text = " ".join(" ".join(cells).split())
        if is_footer(text):
            found, below = [text, *below, *found], []
        elif sum(1 for cell in cells if cell.strip()) == 1:
            below.insert(0, text)
        else:
            break
    return found


def is_footer(text: str) -> bool:
    """Whether a line has a word for a sum and at most one number, or an end mark."""
    if ENDS.fullmatch(text):
        return True
    word, sign, rest = text.partition(":")
    if not sign:
        parts = re.fullmatch(r"(\D+?)\s*(\d[\d ,.]*)?", text)
        word, rest = (parts[1], parts[2] or "") if parts else ("", "")
    return bool(WORDS.fullmatch(word.strip()) and NUMBER.fullmatch(rest.strip()))


def left_out(lines: Iterable[str]) -> Iterator[str]:
    """A sentence about each last line that is not read."""
    return (f"Siste linje, «{text[:60]}», er ingen rad, og leses ikke." for text in lines)
