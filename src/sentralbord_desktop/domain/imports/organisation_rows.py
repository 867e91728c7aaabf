"""From the rows of an organisation file to what it would change. Pure.

An empty cell clears nothing, and a cell that says what is there already is not looked at again: a
file that was written out here therefore changes nothing when it is read in.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sentralbord_desktop.domain.imports.cell_values import CellError, tidy
from sentralbord_desktop.domain.imports.organisation_columns import (
    KINDS,
    Column,
    Key,
    Kind,
    OrganisationEntry,
    own_fault,
)
from sentralbord_desktop.domain.imports.organisation_values import ImportContext, read_number
from sentralbord_desktop.domain.imports.preview import FieldChange, seen
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation
from sentralbord_desktop.domain.organisation.postcodes import PostCodes
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number, is_true_birth_number

Present = Mapping[Key, OrganisationEntry]


@dataclass(frozen=True, repr=False)
class OrganisationSheet:
    """A sheet whose kind is known; `numbers` says where in the file each row stands."""

    name: str
    kind: Kind
    columns: Sequence[Column | None]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]


@dataclass(frozen=True)
class RejectedRow:
    """A row that is not read: in which sheet, which (1 is the first), in which column, and why."""

    sheet: str
    row: int
    column: str
    why: str

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return f"{self.sheet}, rad {self.row}{column}: {self.why}"


@dataclass(frozen=True, repr=False)
class FoundEntry:
    """A row that can be used. `before` is None for a new one; `changes` are by heading."""

    sheet: str
    row: int
    title: str
    entry: OrganisationEntry
    before: OrganisationEntry | None = None
    changes: tuple[FieldChange, ...] = ()

    def __str__(self) -> str:
        what = ", ".join(f"{c.field}: {c.before or 'tom'} → {c.after}" for c in self.changes)
        return f"{self.sheet}, rad {self.row}, {self.title}: {what or 'ny'}"


@dataclass(frozen=True, repr=False)
class OrganisationPreview:
    """What an import would do. `unread` are sentences about sheets and columns that are left out."""

    file: str
    present: Present
    new: tuple[FoundEntry, ...] = ()
    changed: tuple[FoundEntry, ...] = ()
    unchanged: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def summary(self) -> str:
        """«12 nye, 3 endres, 85 er like, 2 avvist»."""
        return seen(len(self.new), len(self.changed), self.unchanged, len(self.rejected))


def present_in(organisation: Organisation) -> dict[Key, OrganisationEntry]:
    """Every entry by what says which it is; of two that are alike the oldest."""
    found: dict[Key, OrganisationEntry] = {}
    for kind in KINDS:
        for entry in kind.entries(organisation):
            found.setdefault(kind.identity_of(entry), entry)
    return found


def compare(
    sheets: Iterable[OrganisationSheet], organisation: Organisation, post_codes: PostCodes
) -> tuple[list[FoundEntry], int, list[RejectedRow]]:
    """What would be written, how many are the same, and what is refused.

    Departments are read first, so that those that come in the file count for the rest of it.
    """
    present = present_in(organisation)
    in_order = sorted(sheets, key=lambda sheet: KINDS.index(sheet.kind))
    is_department = [sheet.kind.model is Department for sheet in in_order]
    departments = in_order[: sum(is_department)]
    known = frozenset(d.number for d in organisation.departments)
    named = known | _numbers(departments)
    reader = _SheetReader(present, ImportContext(named, post_codes))
    reader.read(departments)
    reader.context = ImportContext(reader.accept_neighbours(known), post_codes)
    reader.read(in_order[sum(is_department) :])
    return reader.found, reader.same, reader.rejected


def _numbers(departments: Iterable[OrganisationSheet]) -> set[int]:
    """The numbers that the file says there are; whether they can be used is not known yet."""
    found: set[int] = set()
    for sheet in departments:
        place = sheet.columns.index(_column(sheet, "number"))
        for row in sheet.rows:
            with suppress(CellError, IndexError):
                found.add(read_number(tidy(row[place])))
    return found


class _RowError(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


class _SheetReader:
    """Reads sheet after sheet against what is there."""

    def __init__(self, present: Present, context: ImportContext) -> None:
        self._present = present
        self.context = context
        self._first_at: dict[Key, str] = {}
        self.found: list[FoundEntry] = []
        self.same = 0
        self.rejected: list[RejectedRow] = []

    def read(self, sheets: Iterable[OrganisationSheet]) -> None:
        for sheet in sheets:
            for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
                try:
                    self._row(sheet, number, cells)
                except _RowError as error:
                    self.rejected.append(RejectedRow(sheet.name, number, error.column, error.why))

    def accept_neighbours(self, known: frozenset[int]) -> frozenset[int]:
        """Refuse departments next to new ones that were refused; gives all the numbers there are."""
        while True:
            there = known | {it.entry.number for it in self.found if isinstance(it.entry, Department)}
            lost = [it for it in self.found if not there.issuperset(_new_neighbours(it))]
            if not lost:
                return there
            for found in lost:
                self.found.remove(found)
                why = "Naboer har en avdeling som ikke kan leses inn."
                self.rejected.append(RejectedRow(found.sheet, found.row, "Naboer", why))

    def _row(self, sheet: OrganisationSheet, number: int, cells: Sequence[str]) -> None:
        texts = _texts(sheet, cells)
        kind = sheet.kind
        identity = {f: self._value(_column(sheet, f), texts.get(f, "")) for f in kind.identity}
        key = kind.key_of(identity.values())
        before = self._present.get(key)
        if before is None and not kind.may_be_new:
            raise _RowError(_column(sheet, kind.identity[0]).heading, "Finnes ikke fra før.")
        entry, changes = self._entry(sheet, texts, identity, before)
        where = f"{sheet.name}, rad {number}"
        earlier = self._first_at.setdefault(key, where)
        if earlier != where:
            raise _RowError("", f"Den samme står også i {earlier}. Bare den første er lest.")
        if before is not None and not changes:
            self.same += 1
        else:
            title = kind.name(before or entry)
            self.found.append(FoundEntry(sheet.name, number, title, entry, before, changes))

    def _entry(
        self,
        sheet: OrganisationSheet,
        texts: Mapping[str, str],
        identity: Mapping[str, Any],
        before: OrganisationEntry | None,
    ) -> tuple[OrganisationEntry, tuple[FieldChange, ...]]:
        values: dict[str, Any] = {}
        changes: list[FieldChange] = []
        for column in (c for c in sheet.columns if c and c.field in texts):
            field, text = column.field, texts[column.field]
            if field in identity or (before and text == tidy(column.show(getattr(before, field)))):
                continue
            value = self._value(column, text)
            if value is None or (before and value == getattr(before, field)):
                continue
            values[field] = value
            shown = column.show(getattr(before, field)) if before else ""
            after = "ny adresse" if column.is_secret else column.show(value)
            changes.append(FieldChange(column.heading, shown, after))
        if before is None:
            return _made(sheet, {**identity, **values}), ()
        entry = before.model_copy(update=values)
        if changes and (why := own_fault(entry)):
            raise _RowError("", why)
        return entry, tuple(changes)

    def _value(self, column: Column, text: str) -> Any:
        if not text:
            raise _RowError(column.heading, f"{column.heading} mangler.")
        try:
            return column.read(text, self.context)
        except CellError as error:
            raise _RowError(column.heading, column.why(error)) from None


def _new_neighbours(found: FoundEntry) -> tuple[int, ...]:
    """The neighbours that the file gives a department; those it had are nobody's fault here."""
    before = found.before
    if not isinstance(found.entry, Department):
        return ()
    if isinstance(before, Department) and before.neighbours == found.entry.neighbours:
        return ()
    return found.entry.neighbour_numbers


def _column(sheet: OrganisationSheet, field: str) -> Column:
    return next(column for column in sheet.columns if column and column.field == field)


def _made(sheet: OrganisationSheet, values: dict[str, Any]) -> OrganisationEntry:
    """A new entry; raises _RowError when something that must be there is not."""
    kind = sheet.kind
    for column in kind.columns:
        if column.field in kind.needed and not values.get(column.field):
            raise _RowError(column.heading, f"{column.heading} mangler.")
    if "id" in kind.model.model_fields:
        values["id"] = 0
    entry = kind.model.model_validate(values)
    if why := own_fault(entry):
        raise _RowError("", why)
    return entry


def _texts(sheet: OrganisationSheet, cells: Sequence[str]) -> dict[str, str]:
    """Field -> what its cell says, the empty ones left out."""
    if any(cells[len(sheet.columns) :]):
        raise _RowError("", "Raden har flere celler enn overskriften. Er et skilletegn feil?")
    texts: dict[str, str] = {}
    for column, cell in zip(sheet.columns, cells, strict=False):
        text = tidy(cell) if column else ""
        if column is None or text in ("", "-"):
            continue
        is_one = is_true_birth_number if column.is_phone else has_birth_number
        if not column.is_secret and is_one(text):
            why = "Cellen ligner et fødselsnummer. Det lagres aldri her."
            raise _RowError(column.heading, why)
        texts[column.field] = text
    return texts
