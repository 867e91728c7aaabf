"""The columns of a file that are not read: their content, and the field that each may be. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sentralbord_desktop.domain.imports.cell_values import read_first_email, tidy
from sentralbord_desktop.domain.imports.cells.cell_error import CellError
from sentralbord_desktop.domain.imports.columns import Column, Columns, FileKind
from sentralbord_desktop.domain.imports.headings.heading_match import REASON, names_of
from sentralbord_desktop.domain.imports.headings.heading_words import words_of
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number
from sentralbord_desktop.domain.text.norwegian import counted

SAMPLED_ROWS = 2000
SHOWN_VALUES, MAX_SHOWN_CHARS = 3, 40
MIN_WORDS, WORDS_READ = 2, 0.5
MIN_ADDRESSES, ADDRESSES_READ = 3, 0.8
"""How many different values, and which share of all, must be readable to suggest a column of coded words, or of
addresses."""


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column that is not read: the first different values, the number of others, the field that it may be, or the
    reason why it is never read."""

    heading: str
    values: tuple[str, ...] = ()
    more: int = 0
    likely: str | None = None
    refused: str = ""

    def __repr__(self) -> str:
        return f"<UnreadColumn {self.heading}>"

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
        values = dict.fromkeys(islice(_filled(rows, place), SAMPLED_ROWS))
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
