"""The rows of a file in memory, with a limit on their size."""

from sys import getsizeof
from typing import NamedTuple

from sentralbord_desktop.domain.errors import RegisterFileError

MAX_HELD = 180_000_000
"""Bytes; program, file and preview together stay under 500 MB."""
EACH_ROW = 300
"""Bytes for a row and its part of the preview, in addition to its texts."""
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
    """Counts the memory of the rows. A repeated text is stored once; most texts of a register are repeated."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._bytes = self._rows = 0

    def kept(self, row: list[str]) -> Row:
        """The row to keep, with shared texts; raises RegisterFileError at the limit."""
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
