"""Finds spoken and written dates in a query and returns them as digits. Pure. «14.03.1979», «14. mars 79»,
«fjortende mars» and «14/3» become ddmm and the year as given; «mars 1979» becomes yyyymm, the prefix of a birth date
in the index."""

import re
from typing import NamedTuple

from sentralbord_desktop.domain.text.folding import fold
from sentralbord_desktop.domain.text.norwegian import MONTHS, ORDINALS

DATE = re.compile(r"(?<![\d-])(0?[1-9]|[12]\d|3[01])[./-] ?(0?[1-9]|1[0-2])[./ -] ?(\d{4}|\d{2})(?![-.]?\d)", re.ASCII)
SPACED = re.compile(r"(?<!\d)(?<!\d )(0?[1-9]|[12]\d|3[01]) (0?[1-9]|1[0-2]) ((?:19|20)\d{2})(?! ?\d)", re.ASCII)
"""«14 3 1979»: only with a year of four digits, because phone numbers are also spoken in such groups."""
DAY_AND_MONTH = re.compile(
    r"(?<![\d./-])(0?[1-9]|[12]\d|3[01])(?:\. ?|/)(0?[1-9]|1[0-2])(?:\.(?!\S)|(?![\w./-]))", re.ASCII
)
"""«14.03.» or «14/3», without a year."""
WRITTEN_DATE = re.compile(
    r"(?<![0-9])(0?[1-9]|[12][0-9]|3[01])\.?\s*([A-Za-z]{3,9})(?!\w)\.?"
    r"(?:\s+([0-9]{4}|[0-9]{2})(?![0-9]))?"
)
"""«14. mars 1979», also with an incomplete month; «4 Maria» does not match a month."""
MONTH_AND_YEAR = re.compile(
    r"(?<![\w.])((?:i|født|fødd|fodt)\s+)?([A-Za-z]{3,9})\.?\s+"
    r"((?:19|20)[0-9]{2}|[0-9]{2})(?![0-9./-]|\s[0-9])",
    re.IGNORECASE,
)
"""«i mai 1984». «mai 84 12 33 44» is read as a number."""
NAMES_TOO = frozenset({"april", "mai", "juni", "juli", "august"})
"""Months that are also names: with a four-digit year and another word they are months («Strand mai 1975»)."""
ANOTHER_WORD = re.compile(r"[^\W\d_]{2,}")
YOUNGEST = 14
"""The youngest age of a member in the year 2026: two-digit years up to CENTURY_TURNS - YOUNGEST are 20.."""
CENTURY_TURNS = 26
FOLDED = {fold(word): ORDINALS[word] for word in sorted(ORDINALS, key=str.isascii)}
"""Ordinals typed without å and ø. «attende» is 18, not 8: the ASCII words come last and win."""
SAID_DAY = re.compile(r"(?<!\w)([^\W\d_]{4,14})(?= +([A-Za-z]{3,9})(?!\w))")


class TakenDates(NamedTuple):
    """Dates as digits, and the text without them."""

    dates: list[str]
    rest: str


def take_plain(text: str) -> TakenDates:
    """Unambiguous dates."""
    found: list[str] = []
    for form in (DATE, SPACED):
        found += [f"{int(d):02d}{int(m):02d}{y}" for d, m, y in form.findall(text)]
        text = form.sub(" ", text)
    return TakenDates(found, text)


def take_likely(text: str, *, bare: bool = False) -> TakenDates:
    """Dates that may also be a street number or a name («3 August»). `bare`: also «Mai 84»."""
    found = [f"{int(d):02d}{int(m):02d}" for d, m in DAY_AND_MONTH.findall(text)]
    text = SAID_DAY.sub(_in_digits, DAY_AND_MONTH.sub(" ", text))
    found += [
        f"{int(day):02d}{_month(word):02d}{year}" for day, word, year in WRITTEN_DATE.findall(text) if _month(word)
    ]
    text = WRITTEN_DATE.sub(lambda said: " " if _month(said[2]) else said[0], text)
    months = [said for said in MONTH_AND_YEAR.finditer(text) if _is_month(said, bare=bare)]
    found += [f"{_whole_year(said[3])}{_month(said[2]):02d}" for said in months]
    for said in months:
        text = text.replace(said[0], " ", 1)
    return TakenDates(found, text)


def _is_month(said: re.Match[str], *, bare: bool) -> bool:
    word = said[2].casefold()
    if said[1]:
        return bool(_month(word))
    beside = said.string[: said.start()] + said.string[said.end() :]
    is_plain = word not in NAMES_TOO or (len(said[3]) == 4 and ANOTHER_WORD.search(beside))
    return word in MONTHS and bool(bare or is_plain)


def _in_digits(said: re.Match[str]) -> str:
    """«fjortende» before a complete month becomes «14.»; other words are unchanged («Andre Mar»)."""
    day = ORDINALS.get(said[1].casefold()) or FOLDED.get(fold(said[1]))
    return f"{day}." if day and said[2].casefold() in MONTHS else said[0]


def _month(word: str) -> int:
    """1–12; 0 when the word is not a month or a prefix of one."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(word.casefold())), 0)


def _whole_year(said: str) -> str:
    if len(said) == 4:
        return said
    return ("20" if int(said) <= CENTURY_TURNS - YOUNGEST else "19") + said
