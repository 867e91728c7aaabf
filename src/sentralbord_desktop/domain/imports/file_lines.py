"""The lines of a file: which are its headings, and which are no rows. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.headings import fields_of, heading_texts, match, of_owner, owner_of, with_owner
from sentralbord_desktop.domain.text.folding import plain
from sentralbord_desktop.domain.text.norwegian import counted

# ---------------------------------------------------------------- lines of several sheets that are read as one file

EACH_SHEET = 1_000_000


class SheetLine(int):
    """The line of a row of one of the sheets: as a number among all, in words «3 i «Avd. 2»»."""

    __slots__ = ()
    sheet = ""

    @property
    def line(self) -> int:
        return self % EACH_SHEET

    def __str__(self) -> str:
        return f"{self.line} i «{self.sheet}»"


def sheet_lines(place: int, name: str, numbers: Sequence[int]) -> list[int]:
    """The lines of the sheet at `place`. Its name is in their type: there may be 300 000."""
    line = type("Line", (SheetLine,), {"sheet": name, "__slots__": ()})
    return [line(EACH_SHEET * place + number) for number in numbers]


# ---------------------------------------------------------------- the line with the headings: there may be titles above it

DATA = re.compile(r"\+?\d[\d .:/-]{4,}|\S+@\S+")
"""A number, date, phone or e-mail address, which is no heading."""
LINES_TRIED = 25
NEARLY_ALL = 0.8
"""Where no heading is known: the first line with at least this share of the cells of the widest line."""


@dataclass(frozen=True)
class HeadingFinder:
    """Finds the headings of a file of one kind."""

    kind: FileKind

    def find(self, rows: Sequence[Sequence[str]]) -> "HeadingLines":
        return heading_lines(self.kind, rows)

    def fit(self, headings: Sequence[str]) -> bool:
        """Whether the headings have every column that such a file needs."""
        return set(self.kind.needed) <= set(match(self.kind, heading_texts(headings)).values())


class HeadingLines(NamedTuple):
    """The first and the last line of the headings, and the headings."""

    first: int
    last: int
    texts: tuple[str, ...]


def heading_lines(kind: FileKind, rows: Sequence[Sequence[str]]) -> HeadingLines:
    """The headings among the non-empty `rows`: one line, or two that are read together."""
    at = heading_line(kind, rows)
    found = HeadingLines(at, at, tuple(map(_text, rows[at])))
    for upper in (at - 1, at):
        if 0 <= upper < len(rows) - 1 and not any(map(is_data, (*rows[upper], *rows[upper + 1]))):
            joined = _joined(kind, rows[upper], rows[upper + 1])
            fields = fields_of(kind, joined)
            is_grouped = any(map(owner_of, rows[upper])) and set(kind.needed) <= fields
            if is_grouped or len(fields) > len(fields_of(kind, found.texts)):
                found = HeadingLines(upper, upper + 1, joined)
    return found._replace(texts=with_owner(kind, found.texts))


def _text(cell: str) -> str:
    return " ".join(cell.split())


def is_data(cell: str) -> bool:
    return bool(DATA.fullmatch(cell)) or cell.strip().isdigit()


def _joined(kind: FileKind, upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two lines as one: «Medlems-» over «nummer», and «Arbeidsgiver» over «Navn», «Adresse» and «Telefon»."""
    found: list[str] = []
    groups = [*map(_text, upper)]
    owner = before = ""
    for above, below in zip_longest(groups, map(_text, lower), fillvalue=""):
        if above:
            owner, before = owner_of(above), above
        elif groups.count(before) > 1:  # a merged cell stands in each of its columns, and has ended
            owner = ""
        found.append(_one(kind, owner, above, below))
    return tuple(found)


def _one(kind: FileKind, owner: str, above: str, below: str) -> str:
    if not above or not below or plain(above) == plain(below):
        return of_owner(owner, below) if below else above
    if owner:
        return of_owner(owner, below)
    both = above[:-1] + below if above.endswith("-") else f"{above} {below}"
    alone = fields_of(kind, [below])
    return below if alone and fields_of(kind, [both]) <= alone else both


def heading_line(kind: FileKind, rows: Sequence[Sequence[str]]) -> int:
    """The index of the headings in the non-empty `rows`: the line with most headings of this kind."""
    tried = rows[:LINES_TRIED]
    known = [len([field for field in match(kind, heading_texts(row)).values() if field]) for row in tried]
    if max(known):
        return known.index(max(known))
    filled = [len(heading_texts(row)) for row in tried]
    return next(place for place, count in enumerate(filled) if count >= NEARLY_ALL * max(filled))


def are_headings(headings: Sequence[str], columns: Columns) -> bool:
    """Whether a line has headings: a known one, else no cell that only a row of data has."""
    return any(columns.values()) or not any(map(DATA.fullmatch, headings))


# ------------------------------------------------------------ lines at the end: «Antall: 700», «Sum;;12», «(700 rows affected)»


class FileRows(NamedTuple):
    """The rows of a file with their line numbers, and sentences about the lines that are no rows."""

    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    left_out: list[str]


def rows_among(rows: Sequence[Sequence[str]], numbers: Sequence[int], identity: int | None) -> FileRows:
    """The rows without lines of sums and titles; `identity` is the place of the member numbers, if they have a column."""
    last = footers(rows)
    left_out = [f"Siste linje, «{text[:60]}», er ingen rad, og leses ikke." for text in last]
    rows, numbers = rows[: len(rows) - len(last)], numbers[: len(rows) - len(last)]
    between = set(lines_between(rows, identity)) if identity is not None else set()
    if between:
        left_out.append(between_sentence([(numbers[at], rows[at]) for at in sorted(between)]))
        kept = [at for at in range(len(rows)) if at not in between]
        rows, numbers = [rows[at] for at in kept], [numbers[at] for at in kept]
    return FileRows(rows, numbers, left_out)


LAST_LINES_TRIED = 5
"""How many of the last lines are checked."""
SUM_WORDS = re.compile(
    r"(?:totalt?\s+)?(?:antall|sum|total|totalt|i alt|count)(?:\s+(?:medlemmer|rader|poster|fakturaer))?", re.I
)
END_MARKS = re.compile(
    r"\(?\d[\d .]* (?:rows? affected|rad(?:er)? berørt|rader|rows)\)?|slutt på \w+|end of \w+|side \d+(?: av \d+)?",
    re.I,
)
SUM = re.compile(r"[\d ,.]*")


def footers(rows: Sequence[Sequence[str]]) -> list[str]:
    """The last lines with a sum or an end mark, in the order of the file; also a line with one cell below a sum: «Laget
    av regnskap»."""
    found: list[str] = []
    below: list[str] = []
    for cells in reversed(rows[-LAST_LINES_TRIED:]):
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
    if END_MARKS.fullmatch(text):
        return True
    word, sign, rest = text.partition(":")
    if not sign:
        parts = re.fullmatch(r"(\D+?)\s*(\d[\d ,.]*)?", text)
        word, rest = (parts[1], parts[2] or "") if parts else ("", "")
    return bool(SUM_WORDS.fullmatch(word.strip()) and SUM.fullmatch(rest.strip()))


NO_ROW = re.compile(
    r"(?:(?:del|mellom)?sum|(?:sub|del)?total(?:t|sum)?|antall|i alt)(?: (?:medlemmer|rader|poster|personer))?"
    r"(?:(?: i| for)? (?:avd\b|avdeling).*| \d[\d .,]*|: ?.*)?"
    r"|(?:kjørt|laget|skrevet ut|hentet) (?:av|den|dato)\b.*"
    r"|(?:rapport(?:en)?|utskrift(?:sdato)?|generert|utskrevet)(?:[ :].*)?|(?:side|page) \d+(?: (?:av|of) \d+)?",
    re.IGNORECASE,
)
"""How a line between the rows begins that is about the others: «Delsum Avd. 4», «Kjørt av MH», «Side 1 av 3»."""
BESIDE = re.compile(r"(?:avd|av|den|side|kl|dato)\b.*|[^a-zæøå]*", re.IGNORECASE)
"""What may stand in the other cells of such a line."""
MAX_FILLED, LINES_NAMED = 3, 3


def lines_between(rows: Sequence[Sequence[str]], place: int) -> list[int]:
    """The indexes of lines that are about the rows, where the numbers of the members are at `place`."""
    numbers = [row[place] if place < len(row) else "" for row in rows]
    if all(map(str.isdigit, numbers)):
        return []  # by far the most common
    return [at for at, number in enumerate(numbers) if not number.isdigit() and _is_between(rows[at])]


def _is_between(row: Sequence[str]) -> bool:
    filled = [text for cell in row if (text := cell.strip())]
    if not 0 < len(filled) <= MAX_FILLED:
        return False
    return bool(NO_ROW.fullmatch(filled[0])) and all(map(BESIDE.fullmatch, filled[1:]))


def between_sentence(lines: Sequence[tuple[int, Sequence[str]]]) -> str:
    """«3 linjer er ingen rader, og leses ikke: linje 12 «Delsum 57», …»"""
    said = [f"linje {number} «{_text(' '.join(row))[:60]}»" for number, row in lines[:LINES_NAMED]]
    more = f" og {len(lines) - LINES_NAMED} til" if len(lines) > LINES_NAMED else ""
    count = counted(len(lines), "linje er ingen rad", "linjer er ingen rader")
    return f"{count}, og leses ikke: {', '.join(said)}{more}."
