"""An import before it is written: the file, its rows, what they would change, and what is rejected. Pure.

An empty cell clears nothing: the register keeps what it has, but where the column clears (`Column.clears`). A word
that means «none», such as «nei» for tillitsvalgt, does clear.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS
from sentralbord_desktop.domain.text.norwegian import counted

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
    headings that can never be read, with the reason.
    """

    name: str
    kind: FileKind
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    columns: Columns
    refused: Mapping[str, str] = field(default_factory=dict)

    def sample(self, count: int = 5) -> list[list[str]]:
        """The first rows, as long as the heading, to show while columns are mapped."""
        width = len(self.headings)
        return [(list(row) + [""] * width)[:width] for row in self.rows[:count]]


@dataclass(frozen=True, slots=True, repr=False)
class CellFault(_Quiet):
    """A cell that cannot be read: heading, field and why. `text` is the cell's, None where it must not be kept."""

    column: str
    field: str
    why: str
    text: str | None = None


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


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not read: which (1 is the first in the file), in which column, and why.

    Never holds the cell's text.
    """

    row: int
    column: str
    why: str
    sheet: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}, rad {self.row}" if self.sheet else f"Rad {self.row}"
        return f"{place}{f', {self.column}' if self.column else ''}: {self.why}"


@dataclass(frozen=True, repr=False)
class Preview(_Quiet):
    """What an import would do; nothing is written yet. `unread` are sentences about sheets and columns that are
    left out, `present` what it was compared with, where that is kept."""

    file: str
    kind: FileKind
    headings: tuple[str, ...] = ()
    columns: Columns = field(default_factory=dict)
    new: Sequence[Any] = ()
    changed: Sequence[Any] = ()
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    present: Mapping[Any, Any] = field(default_factory=dict)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def numbers(self) -> list[str]:
        """Of those that will be written."""
        return [it.number for it in (*self.new, *self.changed)]

    @property
    def done(self) -> "ImportDone":
        """What it has done once it is written."""
        return ImportDone(len(self.new), len(self.changed), self.unchanged, len(self.rejected))

    @property
    def summary(self) -> str:
        """«12 nye, 3 endres, 985 er like, 2 avvist»."""
        alike = counted(self.unchanged, "er lik", "er like")
        new = counted(len(self.new), "ny", "nye")
        return f"{new}, {len(self.changed)} endres, {alike}, {len(self.rejected)} avvist"


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

    @property
    def summary(self) -> str:
        return (
            f"Lest inn: {counted(self.new, 'ny', 'nye')}, {self.changed} endret, {self.unchanged} uendret, "
            f"{self.rejected} avvist."
        )


def report_rows(preview: Preview) -> Iterator[tuple[str, ...]]:
    """The report as a table, headings first."""
    names = preview.kind.names
    yield ("Rad", "Hva", names["number"], "Felt eller kolonne", "Før", "Etter", "Hvorfor")
    for bad in preview.rejected:
        yield str(bad.row), "avvist", "", bad.column, "", "", bad.why
    for heading, why in preview.refused.items():
        yield "", "kolonne ikke lest", "", heading, "", "", why
    for one in preview.changed:
        for it in one.changes:
            yield str(one.row), "endres", one.number, names[it.field], it.before, it.after, ""
    for new in preview.new:
        yield str(new.row), "ny", new.number, "", "", "", ""
