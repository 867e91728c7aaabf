"""What the rows of a file would change in what is kept. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.preview import (
    NAME_PARTS,
    CellFault,
    Changed,
    FieldChange,
    ImportedRow,
    Rejected,
    rejected_for,
)


@dataclass(frozen=True, slots=True)
class Present:
    """One that is in the register: its id, version and fields by name."""

    id: int
    version: int
    values: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"<Present {self.id}>"


@dataclass
class Comparison:
    """What rows would do, added up; `doubtful` are those of them that come in without a cell."""

    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    doubtful: list[ImportedRow] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def changed_values(kind: FileKind, before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values` that a file tells from what is there, but for the identity."""
    columns = kind.by_field
    return {
        name: value
        for name, value in values.items()
        if before[name] != value and name not in kind.identity and columns[name].differs(before[name], value)
    }


def field_changes(kind: FileKind, before: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The same in words; of a secret one, only that there is a new one."""
    return tuple(
        FieldChange(name, column.show(before[name]), "ny adresse" if column.secret else column.show(value))
        for name, value in values.items()
        for column in (kind.by_field[name],)
    )


Refuse = Callable[[Mapping[str, Any], bool], str]
"""Why a row with these values cannot be written, «» when it can; told whether it is a new one."""


def compare(
    kind: FileKind, entries: Iterable[ImportedRow], present: Mapping[Any, Present], refuse: Refuse, result: Comparison
) -> None:
    """Add to `result` what the entries would do to what is `present`."""
    key_of, new = kind.key_of, result.new.append
    for entry in entries:
        found = present.get(key_of(entry.values))
        if why := refuse(entry.values, found is None):
            fault = next(iter(entry.faults), CellFault("", "", why))
            result.rejected.append(rejected_for(entry, fault))
            continue
        if entry.faults:
            result.doubtful.append(entry)
        if found is None:
            new(entry)
        elif values := changed_values(kind, found.values, entry.values):
            result.changed.append(_changed(kind, entry, found, values))
        else:
            result.unchanged += 1


def _changed(kind: FileKind, entry: ImportedRow, found: Present, values: dict[str, Any]) -> Changed:
    name = ImportedRow(entry.row, {**found.values}).name if "first_name" in found.values else entry.number
    changes = field_changes(kind, found.values, values)
    return Changed(entry.row, found.id, found.version, entry.number, name, changes, values)


def refuse_member(values: Mapping[str, Any], is_new: bool) -> str:  # noqa: FBT001 - a Refuse
    named = not is_new or any(values.get(part) for part in NAME_PARTS)
    return "" if named else "Nytt medlem uten navn."


def refuse_invoice(members: Mapping[str, int]) -> Refuse:
    """`members` is member number -> id: a fee invoice belongs to one of them."""

    def refuse(values: Mapping[str, Any], is_new: bool) -> str:  # noqa: FBT001 - a Refuse
        if "member_no" in values and values["member_no"] not in members:
            return "Medlemmet finnes ikke i registeret."
        if is_new and not {"member_no", "issued", "due", "amount"} <= values.keys():
            return "En ny faktura må ha medlemsnummer, fakturadato, forfall og beløp."
        return ""

    return refuse
