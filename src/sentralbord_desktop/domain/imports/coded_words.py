"""The words and codes of a column with few different ones: each is mapped once, and means the same in every row. Pure.

A word is mapped to a text that the column's reader accepts («Passiv» -> «Utmeldt», «Oslo og omegn» -> «4»), or to «»:
then its cells count as empty. What an empty cell does with its field (keep, clear, or ask) is chosen once for a column,
and stored as the meaning of the empty word.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sentralbord_desktop.domain.imports.cells import SAYS_NOTHING, CellError, Read, department_name, tidy
from sentralbord_desktop.domain.imports.columns import Column, Columns, FileKind
from sentralbord_desktop.domain.imports.days import EVENINGS, mixed_evenings
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.folding import plain

# ---------------------------------------------------------------- the empty cell

EMPTY = ""
"""The key of the empty word."""
KEEP, CLEAR, ASK = "behold", "tøm", "spør"
CHOICES = {KEEP: "Behold det som står her", CLEAR: "Tøm feltet", ASK: "Spør meg"}
WITHOUT_TEXT: dict[str, Any] = {"birth_date": None, "joined": None, "resigned": None, "department": None}
"""Fields whose empty value is not «»."""
NEVER = frozenset({"number", "status", "no_sms", "name", "last_first", "town", "died", "wants_sms", "blocked_address"})
"""Fields that no empty cell clears."""


def may_be_emptied(field: str) -> bool:
    return field not in NEVER


def choice_of(words: Mapping[str, Mapping[str, str]], field: str) -> str:
    found = words.get(field, {}).get(EMPTY, KEEP)
    return found if found in CHOICES and may_be_emptied(field) else KEEP


def empty_value(field: str) -> Any:
    return WITHOUT_TEXT.get(field, "")


def asked_fields(words: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The fields whose empty cells a person decides about."""
    return frozenset(field for field in words if choice_of(words, field) == ASK)


# ---------------------------------------------------------------- words

Words = Mapping[str, Mapping[str, str]]
"""Field -> key of the word (`word_key`) -> the text that it is read as."""
MAX_LISTED = 200
"""Most different words that are listed; a column with more is hardly a column of codes."""
LIKE_ENOUGH = 0.75
MAX_REMEMBERED_CHARS, MIN_ROWS = 60, 2
MAX_DIGITS = 4
"""Most digits of a code; more are a birth date or a number of a person."""


@dataclass(frozen=True, slots=True, repr=False)
class CodedWord(Quiet):
    """A word of a coded column: its number of `rows`, and its meaning in words of the screen, None when unknown.
    `is_foreign`: the named department is not in the catalogue. `likely` is a possible meaning."""

    field: str
    heading: str
    word: str
    rows: int
    meaning: str | None
    is_foreign: bool = False
    likely: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person must choose the meaning."""
        return self.meaning is None or self.is_foreign

    @property
    def is_plain(self) -> bool:
        """Whether the word is the same as its meaning: «Student», «Avd. 4»."""
        meaning = word_key(self.meaning or "")
        digits = "".join(filter(str.isdigit, self.word)).lstrip("0")
        return word_key(self.word) == meaning or bool(digits and digits == meaning)


def word_key(word: str) -> str:
    return plain(word) or word.casefold()


EVENING_WORD = word_key(EVENINGS)


def keyed(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The same with the words by their keys."""
    return {field: {word_key(word): text for word, text in its.items()} for field, its in words.items()}


def coded_only(kind: FileKind, words: Words) -> dict[str, dict[str, str]]:
    """The words of coded columns, and the meaning of empty cells and evenings for the others: a mapping must have no
    names or numbers of people."""
    kept = {
        field: {w: text for w, text in its.items() if w in (EMPTY, EVENING_WORD) or kind.by_field[field].is_coded}
        for field, its in words.items()
    }
    return {field: its for field, its in kept.items() if its}


def joined(*each: Words) -> dict[str, dict[str, str]]:
    """The mappings joined; a later one overrides an earlier one."""
    made: dict[str, dict[str, str]] = {}
    for words in each:
        for field, its in words.items():
            made[field] = {**made.get(field, {}), **its}
    return made


def with_words(read: Read, words: Mapping[str, str]) -> Read:
    """`read` extended by the mapped `words`."""

    def value(text: str) -> Any:
        mapped = words.get(word_key(text))
        if mapped is None:
            return read(text)
        return read(mapped) if mapped else None

    return value


def department_words(departments: Mapping[int, str]) -> dict[str, str]:
    """Names of departments (number -> name) -> their number; a name shared by two is left out."""
    named: dict[str, str] = {}
    twice: set[str] = set()
    for number, name in departments.items():
        key = word_key(name)
        twice |= {key} & named.keys()
        named[key] = str(number)
    return {key: number for key, number in named.items() if key and key not in twice}


def new_departments(words: Iterable[CodedWord], departments: Mapping[int, str]) -> dict[int, str]:
    """The departments of a file that are not among those of the catalogue: number -> name, «» where it has none."""
    found: dict[int, str] = {}
    for word in words:
        if word.field == "department" and word.meaning and int(word.meaning) not in departments:
            found[int(word.meaning)] = found.get(int(word.meaning)) or department_name(word.word)
    return dict(sorted(found.items()))


def coded_words(
    kind: FileKind,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Columns,
    words: Words,
    departments: Mapping[int, str],
) -> tuple[CodedWord, ...]:
    """Every different word of the coded columns that are read; open ones first, then the most used."""
    found: list[CodedWord] = []
    for place, heading in enumerate(headings):
        column = kind.by_field.get(columns.get(heading) or "")
        its = words.get(column.field, {}) if column is not None else {}
        if column is not None and column.is_day and (count := mixed_evenings(column.read, rows, place)):
            found.append(CodedWord(column.field, heading, EVENINGS, count, its.get(EVENING_WORD)))
        elif column is not None and column.is_coded:
            counted = _counted(row[place] for row in rows if place < len(row))
            found += [_coded(column, heading, word, count, its, departments) for word, count in counted]
    return tuple(sorted(found, key=lambda it: (not it.is_open, -it.rows)))


def remembered_words(
    kind: FileKind, headings: Sequence[str], rows: Sequence[Sequence[str]], columns: Columns, words: Words
) -> dict[str, dict[str, str]]:
    """Those of `words` that are no name or number of a person. In a column with few meanings («Status») a text of
    several words in only one row may be a name; it is not remembered, and asked about again in the next file."""
    kept: dict[str, dict[str, str]] = {}
    for field, its in words.items():
        column = kind.by_field[field]
        places = [place for place, heading in enumerate(headings) if columns.get(heading) == field]
        names: set[str] = set()
        if places and (column.choices or column.is_yes_no):
            listed = _counted(row[places[0]] for row in rows if places[0] < len(row))
            names = {word_key(text) for text, count in listed if count < MIN_ROWS and " " in text}
        kept[field] = {word: text for word, text in its.items() if word not in names and _is_short(word)}
    return {field: its for field, its in kept.items() if its}


def _is_short(word: str) -> bool:
    return len(word) <= MAX_REMEMBERED_CHARS and sum(map(str.isdigit, word)) <= MAX_DIGITS


def _counted(cells: Iterable[str]) -> list[tuple[str, int]]:
    """The words as first written, with their number of cells. A birth number is never kept as a word (PR-2)."""
    first: dict[str, str] = {}
    total: Counter[str] = Counter()
    for cell, count in Counter(cells).items():
        text = tidy(cell)
        if text not in SAYS_NOTHING and not has_birth_number(text):
            key = word_key(text)
            first.setdefault(key, text)
            total[key] += count
    return [(first[key], count) for key, count in total.most_common(MAX_LISTED)]


def _coded(
    column: Column, heading: str, word: str, rows: int, words: Mapping[str, str], departments: Mapping[int, str]
) -> CodedWord:
    try:
        value = with_words(column.read, words)(word)
    except CellError:
        return CodedWord(column.field, heading, word, rows, None, likely=_likely(column, word, departments))
    text = "" if value is None else column.text(value)
    is_department = isinstance(value, int) and not isinstance(value, bool)
    foreign = is_department and bool(departments) and value not in departments
    return CodedWord(column.field, heading, word, rows, text, foreign)


def _likely(column: Column, word: str, departments: Mapping[int, str]) -> str:
    """The choice with the most similar spelling, «» when none is similar."""
    texts = {word_key(text): text for text in (column.choices or {}).values()}
    if not column.choices and not column.is_yes_no:
        texts = {word_key(name): str(number) for number, name in departments.items() if name}
    near = get_close_matches(word_key(word), texts, 1, LIKE_ENOUGH)
    return texts[near[0]] if near else ""
