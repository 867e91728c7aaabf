"""Compares the rows of an organisation file with the organisation. Pure.

An empty cell clears nothing, and an unchanged value is not checked: importing an exported file changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sentralbord_desktop.domain.imports.cell_values import tidy
from sentralbord_desktop.domain.imports.cells.cell_error import CellError
from sentralbord_desktop.domain.imports.comparison import Comparison, changed_values, field_changes
from sentralbord_desktop.domain.imports.organisation_columns import (
    KINDS,
    OrganisationEntry,
    OrganisationKind,
    own_fault,
)
from sentralbord_desktop.domain.imports.organisation_values import ImportContext
from sentralbord_desktop.domain.imports.preview import FieldChange, ImportedRow, ImportTable, Preview, Rejected
from sentralbord_desktop.domain.imports.rows import entries_of
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation
from sentralbord_desktop.domain.organisation.postcodes import PostCodes
from sentralbord_desktop.domain.progress import Progress

Entries = Mapping[Any, OrganisationEntry]
"""Identity (`OrganisationKind.key_of`) -> entry."""


@dataclass(frozen=True)
class OrganisationSheet(ImportTable):
    """A sheet whose kind is known."""

    kind: OrganisationKind


@dataclass(frozen=True, repr=False)
class FoundEntry:
    """A valid row. `before` is None for a new entry; the `changes` are in words."""

    sheet: str
    row: int
    kind: OrganisationKind
    entry: OrganisationEntry
    before: OrganisationEntry | None = None
    changes: tuple[FieldChange, ...] = ()

    @property
    def title(self) -> str:
        return self.kind.name(self.before or self.entry)

    def __str__(self) -> str:
        names = self.kind.names
        what = ", ".join(f"{names[c.field]}: {c.before or 'tom'} → {c.after}" for c in self.changes)
        return f"{self.sheet}, rad {self.row}, {self.title}: {what or 'ny'}"


class OrganisationPreview(Preview):
    """The preview of an import of the organisation. Contains nothing about members."""


def present_in(organisation: Organisation) -> dict[Any, OrganisationEntry]:
    """Identity -> entry; of two equal ones the oldest."""
    found: dict[Any, OrganisationEntry] = {}
    for kind in KINDS:
        for entry in kind.entries(organisation):
            found.setdefault(kind.key_of_entry(entry), entry)
    return found


def compare_sheets(
    sheets: Iterable[OrganisationSheet], organisation: Organisation, post_codes: PostCodes
) -> Comparison:
    """The preview of the sheets. Departments come first, so that the other sheets can refer to the new ones."""
    in_order = sorted(sheets, key=lambda sheet: KINDS.index(sheet.kind))
    read = [(sheet, entries_of(sheet, sheet.columns, Progress(), lenient=True)) for sheet in in_order]
    departments = [(sheet, rows) for sheet, rows in read if sheet.kind.model is Department]
    there = frozenset(department.number for department in organisation.departments)
    named = there | {entry.values["number"] for _, rows in departments for entry in rows.entries}
    comparer = _SheetComparer(present_in(organisation), ImportContext(named, post_codes))
    for sheet, rows in departments:
        comparer.compare(sheet, rows.entries, rows.rejected)
    comparer.context = ImportContext(comparer.accept_neighbours(there), post_codes)
    for sheet, rows in read[len(departments) :]:
        comparer.compare(sheet, rows.entries, rows.rejected)
    return comparer.result


class _RowError(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


class _SheetComparer:
    """Compares one sheet after another with the organisation."""

    def __init__(self, present: Entries, context: ImportContext) -> None:
        self._present = present
        self.context = context
        self._first_at: dict[Any, str] = {}
        self.result = Comparison()

    def compare(self, sheet: OrganisationSheet, entries: Sequence[ImportedRow], unread: Sequence[Rejected]) -> None:
        rejected = [(bad.row, bad.column, bad.why) for bad in unread]
        for entry in entries:
            try:
                self._compare(sheet, entry)
            except _RowError as error:
                rejected.append((entry.row, error.column, error.why))
        self.result.rejected += [Rejected(row, column, why, sheet.name) for row, column, why in sorted(rejected)]

    def accept_neighbours(self, numbers_here: frozenset[int]) -> frozenset[int]:
        """Reject departments whose neighbour is a rejected new one; returns all valid numbers."""
        new, changed = self.result.new, self.result.changed
        while True:
            there = numbers_here | {it.entry.number for it in new}
            lost = [it for it in (*new, *changed) if not there.issuperset(_new_neighbours(it))]
            if not lost:
                return there
            for found in lost:
                (changed if found.before else new).remove(found)
                why = "Naboer har en avdeling som ikke kan leses inn."
                self.result.rejected.append(Rejected(found.row, "Naboer", why, found.sheet))

    def _compare(self, sheet: OrganisationSheet, entry: ImportedRow) -> None:
        kind, key = sheet.kind, sheet.kind.key_of(entry.values)
        self._check(kind, {field: entry.values[field] for field in kind.identity})
        before = self._present.get(key)
        if before is None and not kind.may_be_new:
            raise _RowError(kind.names[kind.identity[0]], "Finnes ikke fra før.")
        for fault in entry.faults:
            there = tidy(kind.by_field[fault.field].text(getattr(before, fault.field))) if before else None
            if fault.text is None or fault.text != there:
                raise _RowError(fault.column, fault.why)
        found = _new(sheet, entry) if before is None else _changed(sheet, entry, before)
        self._check(
            kind, entry.values if before is None else {it.field: entry.values[it.field] for it in found.changes}
        )
        if (before is None or found.changes) and (why := own_fault(found.entry)):
            raise _RowError("", why)
        where = f"{sheet.name}, rad {entry.row}"
        earlier = self._first_at.setdefault(key, where)
        if earlier != where:
            raise _RowError("", f"Den samme står også i {earlier}. Bare den første er lest.")
        if before is None:
            self.result.new.append(found)
        elif found.changes:
            self.result.changed.append(found)
        else:
            self.result.unchanged += 1

    def _check(self, kind: OrganisationKind, values: Mapping[str, Any]) -> None:
        """Raises _RowError for a value that refers to something unknown."""
        for column in kind.columns:
            if column.check and column.field in values:
                try:
                    column.check(values[column.field], self.context)
                except CellError as error:
                    raise _RowError(column.heading, column.why(error)) from None


def _new_neighbours(found: FoundEntry) -> tuple[int, ...]:
    """The new neighbours of a department in the file; those it already had are not checked."""
    if any(it.field == "neighbours" for it in found.changes) or found.before is None:
        return found.entry.neighbour_numbers if isinstance(found.entry, Department) else ()
    return ()


def _new(sheet: OrganisationSheet, entry: ImportedRow) -> FoundEntry:
    """The values of a new entry. Raises _RowError when a required one is missing."""
    kind, values = sheet.kind, entry.values
    for field in kind.required:
        if not values.get(field):
            raise _RowError(kind.names[field], f"{kind.names[field]} mangler.")
    number = {"id": 0} if "id" in kind.model.model_fields else {}
    return FoundEntry(sheet.name, entry.row, kind, kind.model.model_validate({**values, **number}))


def _changed(sheet: OrganisationSheet, entry: ImportedRow, before: OrganisationEntry) -> FoundEntry:
    kind, there = sheet.kind, dict(before)
    values = changed_values(kind, there, entry.values)
    after = before.model_copy(update=values)
    return FoundEntry(sheet.name, entry.row, kind, after, before, field_changes(kind, there, values))
