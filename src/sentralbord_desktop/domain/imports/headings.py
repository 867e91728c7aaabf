"""The headings of a file: the line they are on, and the field of each column. Pure.

A heading matches a name of a column (`Column.called`) when it has all the words of the name, and no other words than those
allowed beside it (`Column.beside`). The more words of the name and the fewer others, the better.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from sentralbord_desktop.domain.errors import NeededColumnError, RegisterFileError
from sentralbord_desktop.domain.imports.cells import TOWN_CELL, CellError, read_first_email, tidy
from sentralbord_desktop.domain.imports.columns import Column, Columns, FileKind
from sentralbord_desktop.domain.imports.heading_words import words_of
from sentralbord_desktop.domain.privacy.birth_number import BIRTH_NUMBER, TEN, has_birth_number
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.folding import plain
from sentralbord_desktop.domain.text.norwegian import counted

# ---------------------------------------------------------------- the field of each heading

REASON = "Grunn"
"""The heading of the column with the reason why a row was not read; never read itself."""
EXACT, EACH_WORD, WHOLE, EACH_OTHER = 1000, 10, 5, 1
AGAIN = re.compile(r" \(\d+\)$")
"""The suffix of a repeated heading (`read_tables`)."""
NEUTRAL = frozenset({"medlem", "registrert", "gjeldende", "aktuell"})


@dataclass(frozen=True, slots=True)
class _Match:
    score: int
    heading: str
    field: str


def match(kind: FileKind, headings: Sequence[str], never: Mapping[str, str] = {}) -> Columns:
    """Heading -> field, None for one that is not read. Each field goes to its best heading only."""
    every = [
        _Match(score, heading, column.field)
        for heading in headings
        if heading not in never and heading != REASON
        for column in kind.columns
        if (score := _score(column, AGAIN.sub("", heading)))
    ]
    found: Columns = dict.fromkeys(headings)
    taken: set[str] = set()
    for it in sorted(every, key=lambda one: -one.score):
        if found[it.heading] is None and it.field not in taken:
            found[it.heading] = it.field
            taken.add(it.field)
    _move_forward(kind, found)
    return found


def _move_forward(kind: FileKind, found: Columns) -> None:
    """Where a second value has a column but the first has none, use it as the first."""
    for column in kind.columns:
        if column.after and column.after not in found.values():
            for heading, field in found.items():
                if field == column.field:
                    found[heading] = column.after


def _score(column: Column, heading: str) -> int:
    words, beside = words_of(heading), _beside(column)
    if plain(heading) in _plain_names(column):
        score = EXACT
    else:
        score = max((_fit(words, name, beside) for name in names_of(column)), default=0)
    return score + EXACT if score and words & _rather(column) else score


def _fit(words: frozenset[str], name: frozenset[str], beside: frozenset[str]) -> int:
    others = words - name
    if not name or not name <= words or not others <= beside:
        return 0
    return EACH_WORD * len(name) + (EACH_OTHER * -len(others) if others else WHOLE)


@cache
def names_of(column: Column) -> tuple[frozenset[str], ...]:
    return tuple(words_of(name) for name in column.called)


@cache
def _plain_names(column: Column) -> frozenset[str]:
    return frozenset(map(plain, column.called))


@cache
def _beside(column: Column) -> frozenset[str]:
    return words_of(column.beside.replace("|", " ")) | NEUTRAL


@cache
def _rather(column: Column) -> frozenset[str]:
    return words_of(column.rather)


TOWN_FIELD, ITS_PARTS = "town", frozenset({"post_code", "place", "town"})
MAY_BE_TOWN = words_of("post sted adresse")
TOWNS_SAMPLED, NEARLY_ALL_TOWNS = 500, 0.8


def match_table(
    kind: FileKind, headings: Sequence[str], rows: Sequence[Sequence[str]], never: Mapping[str, str]
) -> Columns:
    """As `match`, but a column with post codes and places is recognised as such, even if its heading may mean a street
    or a place."""
    found = match(kind, headings, never)
    if TOWN_FIELD not in kind.by_field or "post_code" in found.values() or TOWN_FIELD in found.values():
        return found
    town = next((it for it in enumerate(headings) if it[1] not in never and _has_towns(rows, *it)), None)
    if town is None:
        return found
    others = match(kind, headings, {**never, town[1]: ""})
    return others if ITS_PARTS & set(others.values()) else {**others, town[1]: TOWN_FIELD}


def _has_towns(rows: Sequence[Sequence[str]], place: int, heading: str) -> bool:
    if not words_of(heading) & MAY_BE_TOWN:
        return False
    cells = (" ".join(row[place].split()) for row in islice(rows, TOWNS_SAMPLED) if place < len(row))
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(1 for cell in filled if TOWN_CELL.fullmatch(cell)) >= NEARLY_ALL_TOWNS * len(filled)


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

    def place(self, rows: Sequence[Sequence[str]]) -> int:
        return heading_line(self.kind, rows)

    def fit(self, headings: Sequence[str]) -> bool:
        """Whether the headings have every column that such a file needs."""
        return set(self.kind.needed) <= set(match(self.kind, _texts(headings)).values())


def heading_line(kind: FileKind, rows: Sequence[Sequence[str]]) -> int:
    """The index of the headings in the non-empty `rows`: the line with most headings of this kind."""
    tried = rows[:LINES_TRIED]
    known = [len([field for field in match(kind, _texts(row)).values() if field]) for row in tried]
    if max(known):
        return known.index(max(known))
    filled = [len(_texts(row)) for row in tried]
    return next(place for place, count in enumerate(filled) if count >= NEARLY_ALL * max(filled))


def are_headings(headings: Sequence[str], columns: Columns) -> bool:
    """Whether a line has headings: a known one, else no cell that only a row of data has."""
    return any(columns.values()) or not any(map(DATA.fullmatch, headings))


def _texts(row: Sequence[str]) -> list[str]:
    """The different non-empty cells of a line that are short enough for headings."""
    return list(dict.fromkeys(" ".join(cell.split()) for cell in row if cell.strip() and len(cell) <= 100))


# ------------------------------------------------------------ lines at the end: «Antall: 700», «Sum;;12», «(700 rows affected)»

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


# ---------------------------------------------------------------- columns with fødselsnummer, which are never read (PR-2)

BIRTH_NUMBER_NAMES = (
    "fødselsnummer|fødselsnr|fødselsnr.|fnr|f.nr|personnummer|personnr|person nr|pers.nr|pnr|d-nummer|dnr|"
    "fødsels- og personnummer|ssn|national id|national identity number|nin|birth number|personal id number|"
    "social security number|fødselsnummer (11 siffer)"
)
BIRTH_NUMBER_HEADINGS = frozenset(map(plain, BIRTH_NUMBER_NAMES.split("|")))
BIRTH_NUMBER_WORDS = words_of("fødselsnummer")
ALSO_POST_CODE, POST_CODE = plain("pnr"), re.compile(r"\d{1,4}", re.ASCII)
"""The heading that can also mean postnummer. A personnummer has five digits."""
SAMPLED_ROWS = 2000
WHY_REFUSED = "Kolonnen ser ut til å inneholde fødselsnummer. Det lagres aldri her."


def refused(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Headings of columns that are never read -> the reason."""
    found = {}
    for place, heading in enumerate(headings):
        cells = (row[place].strip() for row in rows[:SAMPLED_ROWS] if place < len(row))
        filled = [cell for cell in cells if cell]
        like = sum(
            1 for cell in filled if (BIRTH_NUMBER.fullmatch(cell) or TEN.fullmatch(cell)) and has_birth_number(cell)
        )
        is_post_code = plain(heading) == ALSO_POST_CODE and filled and all(map(POST_CODE.fullmatch, filled))
        by_name = not is_post_code and (
            plain(heading) in BIRTH_NUMBER_HEADINGS or words_of(heading) >= BIRTH_NUMBER_WORDS
        )
        if by_name or (filled and like * 2 > len(filled)):
            found[heading] = WHY_REFUSED
    return found


# ---------------------------------------------------------------- columns that are not read

CONTENTS_SAMPLED = 2000
SHOWN_VALUES, MAX_SHOWN_CHARS = 3, 40
MIN_WORDS, WORDS_READ = 2, 0.5
MIN_ADDRESSES, ADDRESSES_READ = 3, 0.8
"""How many different values, and which share of all, must be readable to suggest a column of coded words, or of
addresses."""


@dataclass(frozen=True, slots=True, repr=False)
class UnreadColumn(Quiet):
    """A column that is not read: the first different values, the number of others, the field that it may be, or the
    reason why it is never read."""

    heading: str
    values: tuple[str, ...] = ()
    more: int = 0
    likely: str | None = None
    refused: str = ""

    @property
    def content(self) -> str:
        """«Yrkesaktiv, Pensjonist, Student og 4 til», «hentes aldri inn», «tom i alle radene»."""
        if self.refused:
            return "hentes aldri inn"
        if not self.values:
            return "tom i alle radene"
        return ", ".join(self.values) + (f" og {counted(self.more, '', '').strip()} til" if self.more else "")


def unread_columns(
    kind: FileKind, headings: Sequence[str], rows: Sequence[Sequence[str]], columns: Columns, never: Mapping[str, str]
) -> tuple[UnreadColumn, ...]:
    """In the order of the file; the column with reasons (REASON) is left out."""
    free = [column for column in kind.columns if column.field not in columns.values()]
    found = []
    for place, heading in enumerate(headings):
        if columns.get(heading) or heading == REASON:
            continue
        if heading in never:
            found.append(UnreadColumn(heading, refused=never[heading]))
            continue
        values = dict.fromkeys(islice(_filled(rows, place), CONTENTS_SAMPLED))
        shown = tuple(value[:MAX_SHOWN_CHARS] for value in islice(values, SHOWN_VALUES))
        found.append(UnreadColumn(heading, shown, len(values) - len(shown), likely(free, heading, list(values))))
    return tuple(found)


def _filled(rows: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    """The non-empty cells of a column, without birth numbers (PR-2)."""
    cells = (tidy(row[place]) for row in rows if place < len(row))
    return (cell for cell in cells if cell not in {"", "-"} and not has_birth_number(cell))


def likely(free: Iterable[Column], heading: str, values: Sequence[str]) -> str | None:
    """The field among the `free` ones that the column may be, by the words of its heading or by its cells."""
    words = words_of(heading)
    by_words = [
        (len(name), column.field) for column in free for name in names_of(column) if len(name) > 1 and name <= words
    ]
    if by_words:
        return max(by_words, key=lambda it: it[0])[1]
    telling = (column for column in free if column.choices or column.read is read_first_email)
    return next((column.field for column in telling if _is_read(column, values)), None)


def _is_read(column: Column, values: Sequence[str]) -> bool:
    def takes(value: str) -> bool:
        try:
            return column.read(value) is not None
        except CellError as error:
            return error.kept is not None

    fewest, part = (MIN_WORDS, WORDS_READ) if column.choices else (MIN_ADDRESSES, ADDRESSES_READ)
    known = sum(map(takes, values))
    return known >= fewest and known >= part * len(values)


# ---------------------------------------------------------------- what a person chooses


def recognise(kind: FileKind, headings: Iterable[str], never: Mapping[str, str]) -> Columns:
    """The field of each heading; of two headings for one field the first wins, and `never` are not read."""
    taken: set[str] = set()
    columns: Columns = {}
    for heading in headings:
        found = None if heading in never else kind.headings.get(plain(heading))
        columns[heading] = found if found and found not in taken else None
        taken |= {found} if found else set()
    return columns


def mapped(kind: FileKind, recognised: Columns, by_hand: Mapping[str, str | None], never: Mapping[str, str]) -> Columns:
    """`recognised`, overridden by the manual choices; raises RegisterFileError when they clash."""
    columns = dict(recognised)
    for heading, choice in by_hand.items():
        if heading not in columns:
            raise RegisterFileError(
                f"Filen har ingen kolonne som heter «{heading[:60]}». Se over overskriftene i filen."
            )
        chosen = kind.field_called(choice) if choice else None
        if choice and chosen is None:
            raise RegisterFileError(f"«{choice[:60]}» er ikke et felt i registeret. Velg et felt som er der.")
        if chosen and heading in never:
            raise RegisterFileError(
                f"Kolonnen «{heading[:60]}» ser ut til å inneholde fødselsnummer. "
                "Den kan ikke leses inn. Velg en annen kolonne."
            )
        for other in columns if chosen else ():
            if columns[other] == chosen and other not in by_hand:
                columns[other] = None  # the manual choice takes over the field
        columns[heading] = chosen
    fields = list(filter(None, columns.values()))
    if twice := next((name for name in fields if fields.count(name) > 1), None):
        raise RegisterFileError(f"To kolonner er satt til «{kind.names[twice]}». Velg én.")
    return columns


def need_all(kind: FileKind, columns: Columns) -> None:
    """Raises NeededColumnError when a required column is missing."""
    for name in kind.needed:
        if name not in columns.values():
            raise NeededColumnError(kind.names[name].lower())


def fingerprint(kind: FileKind, headings: Iterable[str]) -> str:
    """The key of a remembered mapping: the same for files with the same set of headings."""
    return kind.key + ":" + "|".join(sorted({plain(heading) for heading in headings}))
