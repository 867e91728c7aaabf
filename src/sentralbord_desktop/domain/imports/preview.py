"""An import before it is written: the file, its rows, what they would change, and what is lost. Pure.

An empty cell clears nothing: the register keeps what it has, but where the column clears (`Column.clears`). A word
that means «none», such as «nei» for tillitsvalgt, does clear.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sentralbord_desktop.domain.imports.coded_words import CodedWord, Words
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.headings.unread_columns import UnreadColumn
from sentralbord_desktop.domain.imports.register.absences import NOTHING_ABSENT, Absences
from sentralbord_desktop.domain.imports.register.corrections import Corrected, Settled
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS
from sentralbord_desktop.domain.text.norwegian import counted

SAMPLED = 500
"""Rows in which examples are looked for."""
NAME_PARTS = ("first_name", "middle_name", "last_name")


class _Quiet:
    """About persons: the repr shows the class alone, so no log can leak it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, repr=False)
class ImportTable(_Quiet):
    """A file, or a sheet of one, as it was read: text in every cell. `numbers` are where the rows are in it.

    `columns` is what is proposed: the mapping that was used last time, else what the headings say. `refused` are
    headings that can never be read, with the reason, `words` what coded words are read as, and `departments` those
    of the catalogue. `headings_at` is the line of the headings, `left_out` is a sentence for each last line that adds
    the file up, for each other sheet of a workbook, and for its formulas without a value: they are not among the rows.
    """

    name: str
    kind: FileKind
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    columns: Columns
    refused: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    departments: Mapping[int, str] = field(default_factory=dict)
    headings_at: int = 1
    left_out: tuple[str, ...] = ()

    def sample(self, place: int, count: int = 3) -> tuple[str, ...]:
        """The first different texts of the column at `place`, to show while columns are mapped."""
        cells = (row[place].strip() for row in self.rows[:SAMPLED] if place < len(row))
        return tuple(islice(dict.fromkeys(cell for cell in cells if cell), count))


@dataclass(frozen=True, slots=True, repr=False)
class CellFault(_Quiet):
    """A cell that cannot be read: heading, field and why. `text` is the cell's, None where it must not be kept.
    `detail` is a sentence about this cell alone."""

    column: str
    field: str
    why: str
    text: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ImportedRow(_Quiet):
    """One row that can be used; `values` has only the fields whose cells say something."""

    row: int
    values: dict[str, Any]
    faults: tuple[CellFault, ...] = ()

    @property
    def number(self) -> str:
        return str(self.values["number"])

    @property
    def name(self) -> str:
        parts = (self.values.get(f, "") for f in NAME_PARTS)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, repr=False)
class FieldChange(_Quiet):
    """One field as it is and as it would be, in the words of the change log."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class Changed(_Quiet):
    """One that is in the register already and would change; `version` as it was when compared."""

    row: int
    id: int
    version: int
    number: str
    name: str
    changes: tuple[FieldChange, ...]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Rejected(_Quiet):
    """A row that does not come in: which (1 is the first in the file), in which column, and why.

    `who` is its name, «» when it has none; `text` the cell's, «» where it must not be kept. `detail` is a sentence about
    this row alone. One that `is_repeated` says the same as an earlier row: nothing is lost with it.
    """

    row: int
    column: str
    why: str
    sheet: str = ""
    who: str = ""
    number: str = ""
    text: str = ""
    detail: str = ""
    is_repeated: bool = False

    def __str__(self) -> str:
        place = f"{self.sheet}, rad {self.row}" if self.sheet else f"Rad {self.row}"
        return f"{place}{f', {self.column}' if self.column else ''}: {self.why}"


def rejected_for(entry: ImportedRow, fault: CellFault, *, is_repeated: bool = False) -> Rejected:
    """The row as it is rejected for a cell."""
    number = str(entry.values.get("number") or "")
    return Rejected(
        entry.row,
        fault.column,
        fault.why,
        who=entry.name,
        number=number,
        text=fault.text or "",
        detail=fault.detail,
        is_repeated=is_repeated,
    )


@dataclass(frozen=True, repr=False)
class Preview(_Quiet):
    """What an import would do; nothing is written yet. `doubtful` are the rows that come in without a cell, `repeated`
    those that say the same as an earlier one. `corrected` are fields that stay as they are here until somebody decides,
    `settled` the corrections that are over once it is written. `register_size` is how many members the register had,
    `absences` what it and the file do not have in common, `resigned` are new rows that are utmeldt and left out.
    `unread_columns` and `coded` are what the file has besides. `unread` are sentences about sheets and columns that are
    left out, `present` what it was compared with, where that is kept."""

    file: str
    kind: FileKind
    columns: Columns = field(default_factory=dict)
    new: Sequence[Any] = ()
    changed: Sequence[Any] = ()
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    repeated: tuple[Rejected, ...] = ()
    doubtful: tuple[ImportedRow, ...] = ()
    unread_columns: tuple[UnreadColumn, ...] = ()
    coded: tuple[CodedWord, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    settled: tuple[Settled, ...] = ()
    register_size: int = 0
    absences: Absences = NOTHING_ABSENT
    resigned: Sequence[ImportedRow] = ()
    unread: tuple[str, ...] = ()
    present: Mapping[Any, Any] = field(default_factory=dict)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.settled)

    @property
    def refused(self) -> dict[str, str]:
        """Headings of columns that are never read -> the reason."""
        return {column.heading: column.refused for column in self.unread_columns if column.refused}

    @property
    def numbers(self) -> list[str]:
        """Of those that will be written."""
        return [it.number for it in (*self.new, *self.changed)]

    @property
    def alike(self) -> int:
        """Rows that change nothing: as the register has it, or as an earlier row."""
        return self.unchanged + len(self.repeated)

    @property
    def corrections(self) -> list[Corrected]:
        """Those of `corrected` that were corrected here; the others are empty in the file."""
        return [it for it in self.corrected if it.correction]

    @property
    def touched(self) -> int:
        """How many it adds or changes."""
        return len(self.new) + len(self.changed)

    @property
    def done(self) -> "ImportDone":
        """What it has done once it is written."""
        return ImportDone(
            len(self.new),
            len(self.changed),
            self.alike,
            len(self.rejected),
            len(self.corrections),
            len(self.resigned),
            self.absences.erased,
        )

    @property
    def summary(self) -> str:
        """«12 nye, 3 endres, 985 er like, 2 kommer ikke inn, 4 rettet her siden forrige fil»."""
        alike = counted(self.alike, "er lik", "er like")
        new = counted(len(self.new), "ny", "nye")
        here = f", {corrected_here(len(self.corrections))}" if self.corrections else ""
        return f"{new}, {len(self.changed)} endres, {alike}, {len(self.rejected)} kommer ikke inn{here}"


def corrected_here(count: int) -> str:
    """«12 rettet her siden forrige fil»: so many fields."""
    return f"{count} rettet her siden forrige fil"


def release_in_parts(*read: ImportTable | Preview | None) -> None:
    """Delete the rows in parts. There may be a million; deleted at once, other threads wait half a second."""
    for one in read:
        parts = (one.rows,) if isinstance(one, ImportTable) else (one.new, one.changed) if one else ()
        for rows in parts:
            while isinstance(rows, list) and rows:
                del rows[-REPORT_EVERY_ROWS:]


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import did."""

    new: int
    changed: int
    unchanged: int
    rejected: int
    corrected: int = 0
    """Fields that stayed as they were corrected here."""
    resigned: int = 0
    erased: int = 0
    """New rows that were left out: utmeldt, or about somebody who was erased."""

    @property
    def summary(self) -> str:
        kept = f" {corrected_here(self.corrected)}, og beholdt." if self.corrected else ""
        kept += f" {self.resigned} er utmeldt, og ble ikke hentet." if self.resigned else ""
        kept += f" {self.erased} er slettet tidligere, og ble ikke hentet." if self.erased else ""
        return (
            f"Lest inn: {counted(self.new, 'ny', 'nye')}, {self.changed} endret, {self.unchanged} uendret, "
            f"{self.rejected} kom ikke inn.{kept}"
        )
