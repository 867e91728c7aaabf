"""The rows of a file in memory, within a limit on what they take there."""

from sys import getsizeof
from typing import NamedTuple

from sentralbord_desktop.domain.errors import RegisterFileError

MAX_HELD = 180_000_000
"""Bytes; the program, the file and the preview beside it stay under 500 MB together."""
EACH_ROW = 300
"""Bytes for a row, and for what is made of it in the preview, beside its texts."""
MAX_KEPT_TEXTS = 100_000

TOO_LARGE = (
    "Filen er for stor til å leses på én gang. Del den i filer på høyst {rows} rader, og les dem inn hver for seg."
)

Row = tuple[str, ...]


class SheetRows(NamedTuple):
    name: str
    rows: list[Row]


class ReadWorkbook(NamedTuple):
    """The rows of one sheet, and a sentence about each thing that was left out."""

    rows: list[Row]
    left_out: tuple[str, ...]


class Held:
    """What the rows take in memory. A text that comes again is kept once, as most of a register does."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._bytes = self._rows = 0

    def kept(self, row: list[str]) -> Row:
        """The row as it is kept; raises RegisterFileError when there is no more room."""
        known, new = self._known, 0
        for place, cell in enumerate(row):
            same = known.get(cell)
            if same is None:
                new += getsizeof(cell)
                if len(known) < MAX_KEPT_TEXTS:
                    known[cell] = cell
            else:
                row[place] = same
        self._bytes += new + EACH_ROW + 8 * len(row)
        if self._bytes > MAX_HELD:
            few = self._rows - self._rows % (1000 if self._rows >= 1000 else 1)
            raise RegisterFileError(TOO_LARGE.format(rows=max(1, few)))
        self._rows += 1
        return tuple(row)  # not lists: the garbage collector leaves tuples of text alone
