"""Finds the line with the headings of a file: there may be titles above it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.headings.heading_match import match

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
