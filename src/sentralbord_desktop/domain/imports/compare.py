"""Compares the rows of a file with the register. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.preview import (
    NAME_PARTS,
    NO_CORRECTIONS,
    NOTHING_ABSENT,
    Absences,
    CellFault,
    Changed,
    Corrected,
    Corrections,
    FieldChange,
    ImportedRow,
    ImportTable,
    Loss,
    OtherPerson,
    Preview,
    Settled,
    corrected_of,
    loss_for,
)
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.folding import words


@dataclass(frozen=True, slots=True, repr=False)
class Present(Quiet):
    """An entry of the register: its id, version and fields by name."""

    id: int
    version: int
    values: Mapping[str, Any]


LEFT_OUT = ("rejected", "renamed", "lost", "present", "differing", "emptied")
HELD_BACK = ("doubtful", "others", "corrected", "settled", "resigned")


@dataclass(repr=False)
class Comparison(Quiet):
    """The effects of rows, added up. `doubtful` are the rows that lose a cell, `renamed` those of `changed` that give a
    member a wholly different name; the other fields are as in the preview. `present` is the number of rows about members of
    the register. By field, `differing` are the rows with another value, and `emptied` those of members with a value in the
    `lost` fields, for which the file has none."""

    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Loss] = field(default_factory=list)
    doubtful: list[ImportedRow] = field(default_factory=list)
    others: list[OtherPerson] = field(default_factory=list)
    renamed: list[OtherPerson] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    resigned: list[ImportedRow] = field(default_factory=list)
    absences: Absences = NOTHING_ABSENT
    lost: frozenset[str] = frozenset()
    present: int = 0
    differing: dict[str, list[int]] = field(default_factory=dict)
    emptied: dict[str, list[int]] = field(default_factory=dict)


def previewed(table: ImportTable, columns: Columns, compared: Comparison, **more: Any) -> Preview:
    """The preview of the rows of a file, with `more` of its fields."""
    found: dict[str, Any] = {name: tuple(its) if name in HELD_BACK else its for name, its in vars(compared).items()}
    lost, *_ = (found.pop(name) for name in LEFT_OUT)
    rejected, repeated = (tuple(it for it in lost if it.is_repeated is again) for again in (False, True))
    found |= {"rejected": rejected, "repeated": repeated, "unread": table.left_out, **more}
    return Preview(file=table.name, kind=table.kind, columns=columns, **found)


def changed_values(kind: FileKind, before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values` that differ from the register, except the identity."""
    columns = kind.by_field
    return {
        name: value
        for name, value in values.items()
        if before[name] != value and name not in kind.identity and columns[name].differs(before[name], value)
    }


def field_changes(kind: FileKind, before: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The differences in words; of a secret field, only that there is a new value."""
    return tuple(
        FieldChange(name, column.show(before[name]), "ny adresse" if column.secret else column.show(value))
        for name, value in values.items()
        for column in (kind.by_field[name],)
    )


class Refuse(Protocol):
    """Returns why a row with these values cannot be written, «» when it can."""

    def __call__(self, values: Mapping[str, Any], *, is_new: bool) -> str: ...


def compare(
    kind: FileKind,
    entries: Iterable[ImportedRow],
    present: Mapping[Any, Present],
    refuse: Refuse,
    result: Comparison,
    corrections: Corrections = NO_CORRECTIONS,
) -> None:
    """Add to `result` the effects of the entries on what is `present`. A field with a correction is not changed."""
    key_of, new = kind.key_of, result.new.append
    for entry in entries:
        found = present.get(key_of(entry.values))
        if why := refuse(entry.values, is_new=found is None):
            fault = next(iter(entry.faults), CellFault("", "", why))
            result.rejected.append(loss_for(entry, fault))
            continue
        if found is not None and is_other_person(found.values, entry.values):
            _hold(_other(kind, entry, found), OTHER_PERSON, result)
            continue
        if entry.faults:
            if found is None and (lost := next((fault for fault in entry.faults if fault.is_lost_name), None)):
                result.rejected.append(loss_for(entry, lost))
                continue
            result.doubtful.append(entry)
        if found is None:
            new(entry)
            continue
        result.present += 1
        _note(result.emptied, entry, (field for field in result.lost if found.values.get(field)))
        if found.id in corrections:
            _compare_corrected(kind, entry, found, corrections, result)
        elif values := changed_values(kind, found.values, entry.values):
            result.changed.append(_changed(kind, entry, found, values))
            _note(result.differing, entry, (field for field in values if values[field] and found.values[field]))
            if not values.keys().isdisjoint(NAME_PARTS) and _is_renamed(found.values, entry.values):
                result.renamed.append(_other(kind, entry, found))
        else:
            result.unchanged += 1


def _note(rows: dict[str, list[int]], entry: ImportedRow, fields: Iterable[str]) -> None:
    for name in fields:
        rows.setdefault(name, []).append(entry.row)


def _compare_corrected(
    kind: FileKind, entry: ImportedRow, found: Present, corrections: Corrections, result: Comparison
) -> None:
    """Compare an entry with corrections made here; its other fields are compared as usual."""
    its = corrections[found.id]
    values = changed_values(kind, found.values, entry.values)
    kept = {field: values.pop(field) for field in its if field in values}
    same = (field for field in its if field in entry.values and field not in kept)
    result.settled += [Settled(found.id, field, its[field].at) for field in same]
    if values:
        result.changed.append(_changed(kind, entry, found, values))
    elif not kept:
        result.unchanged += 1
    held = _changed(kind, entry, found, kept)
    result.corrected += [corrected_of(held, it, its[it.field]) for it in held.changes]


# ---------------------------------------------------------------- another person under a known number

OTHER_PERSON = "Nummeret har et annet navn og en annen fødselsdato her."
OTHER_NAME = "Nummeret har et helt annet navn her."
MANY = 5
"""From this many such rows on, the file itself is in doubt: sorted in one column only, or with a column shifted."""


def is_other_person(here: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Whether a row is about another person: the birth date differs, and the first name is no part of the other name. A
    woman who married has her first name, and a name in another order has it among the others."""
    born, born_here = there.get("birth_date"), here.get("birth_date")
    if not born or not born_here or born == born_here:
        return False
    names_here, names = _names(here), _names(there)
    if not names_here or not names:
        return False
    first_here, first = _names(here, ("first_name",)) or names_here, _names(there, ("first_name",)) or names
    return first_here.isdisjoint(names) and first.isdisjoint(names_here)


def _is_renamed(here: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    names_here, names = _names(here), _names(there)
    return bool(names_here and names) and names_here.isdisjoint(names)


def _names(values: Mapping[str, Any], parts: tuple[str, ...] = NAME_PARTS) -> frozenset[str]:
    """The folded words of a name, without initials."""
    return frozenset(word for part in parts for word in words(values.get(part) or "") if len(word) > 1)


def hold_renamed(result: Comparison) -> None:
    """Hold back also the rows with a wholly different name alone, once such rows are MANY."""
    if len(result.others) + len(result.renamed) < MANY:
        return
    held = {it.id for it in result.renamed}
    result.changed = [it for it in result.changed if it.id not in held]
    for it in result.renamed:
        _hold(it, OTHER_NAME, result)


def _hold(it: OtherPerson, why: str, result: Comparison) -> None:
    result.others.append(it)
    detail = f"Her er det {it.here}. I filen er det {it.in_file}."
    result.rejected.append(loss_for(it.entry, CellFault("", "", why, None, detail)))


def _other(kind: FileKind, entry: ImportedRow, found: Present) -> OtherPerson:
    change = _changed(kind, entry, found, changed_values(kind, found.values, entry.values))
    here = _person(kind, ImportedRow(entry.row, {**found.values}))
    return OtherPerson(entry, change, here, _person(kind, entry))


def _person(kind: FileKind, entry: ImportedRow) -> str:
    """«Kari Lie, født 01.02.1980»."""
    born = entry.values.get("birth_date")
    return f"{entry.name}, født {kind.by_field['birth_date'].show(born)}" if born else entry.name


# ---------------------------------------------------------------- what a row changes


def _name(entry: ImportedRow, found: Present) -> str:
    return ImportedRow(entry.row, {**found.values}).name if "first_name" in found.values else entry.number


def _changed(kind: FileKind, entry: ImportedRow, found: Present, values: dict[str, Any]) -> Changed:
    changes = field_changes(kind, found.values, values)
    return Changed(entry.row, found.id, found.version, entry.number, _name(entry, found), changes, values)


def refuse_member(values: Mapping[str, Any], *, is_new: bool) -> str:
    named = not is_new or any(values.get(part) for part in NAME_PARTS)
    return "" if named else "Nytt medlem uten navn."


def refuse_invoice(members: Mapping[str, int]) -> Refuse:
    """`members` is member number -> id: a fee invoice belongs to one of them."""

    def refuse(values: Mapping[str, Any], *, is_new: bool) -> str:
        if "member_no" in values and values["member_no"] not in members:
            return "Medlemmet finnes ikke i registeret."
        if is_new and not {"member_no", "issued", "due", "amount"} <= values.keys():
            return "En ny faktura må ha medlemsnummer, fakturadato, forfall og beløp."
        return ""

    return refuse
