"""Matches the headings of a file to fields, by the words of the heading. Pure.

A heading matches a name of a column (`Column.called`) when it has all the words of the name, and no other words than
those allowed beside it (`Column.beside`). The more words of the name and the fewer others, the better.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sentralbord_desktop.domain.imports.columns import Column, Columns, FileKind
from sentralbord_desktop.domain.imports.headings.heading_words import words_of
from sentralbord_desktop.domain.text.folding import plain

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
