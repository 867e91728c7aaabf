"""An import before it is written: rows that were read, what they would change, what is refused.

Pure. An empty cell clears nothing: the register keeps what it has. (A word that means «none», such
as «nei» for tillitsvalgt, does clear. The one exception is a fee invoice's missing documentation,
which is gone when the cell is empty.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sentralbord_desktop.domain.imports.cell_values import shown
from sentralbord_desktop.domain.imports.member_columns import Columns, Subject
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS
from sentralbord_desktop.domain.text.norwegian import counted

NAME_PARTS = ("first_name", "middle_name", "last_name")
UNDO_DAYS = 14
"""Days that an import can be undone."""


class _Quiet:
    """About persons: the repr shows the class alone, so no log can leak it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, repr=False)
class MemberTable(_Quiet):
    """A file as it was read: text in every cell. `first_row` is where the first row stands in it.

    `columns` is what is proposed: the mapping that was used last time, else what the headings say.
    `refused` are headings that can never be read, with the reason.
    """

    name: str
    subject: Subject
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    columns: Columns
    refused: Mapping[str, str]

    def sample(self, count: int = 5) -> list[list[str]]:
        """The first rows, as long as the heading, to show while columns are mapped."""
        width = len(self.headings)
        return [(list(row) + [""] * width)[:width] for row in self.rows[:count]]


@dataclass(frozen=True, slots=True, repr=False)
class ImportedRow(_Quiet):
    """One row that can be used; `values` has only the fields whose cells say something."""

    row: int
    values: dict[str, Any]

    @property
    def number(self) -> str:
        return str(self.values["number"])

    @property
    def name(self) -> str:
        parts = (self.values.get(f, "") for f in NAME_PARTS)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, repr=False)
class FieldChange(_Quiet):
    """One field as it stands and as it would be, as a person reads them."""

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

    Never holds what stands in the cell.
    """

    row: int
    column: str
    why: str


@dataclass(frozen=True, repr=False)
class Preview(_Quiet):
    """What an import would do. Nothing is written yet."""

    file: str
    subject: Subject
    headings: tuple[str, ...]
    columns: Columns
    new: Sequence[ImportedRow] = ()
    changed: Sequence[Changed] = ()
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def numbers(self) -> list[str]:
        """Of those that will be written."""
        return [e.number for e in self.new] + [c.number for c in self.changed]

    @property
    def summary(self) -> str:
        """«12 nye, 3 endres, 985 er like, 2 avvist»."""
        return seen(len(self.new), len(self.changed), self.unchanged, len(self.rejected))


def seen(new: int, changed: int, unchanged: int, rejected: int) -> str:
    """«12 nye, 3 endres, 985 er like, 2 avvist»."""
    alike = counted(unchanged, "er lik", "er like")
    return f"{counted(new, 'ny', 'nye')}, {changed} endres, {alike}, {rejected} avvist"


def release_in_parts(*read: MemberTable | Preview | None) -> None:
    """Forget the rows little by little. They may be a million: forgotten in one, nobody else gets a turn for
    half a second."""
    for one in read:
        parts = (one.rows,) if isinstance(one, MemberTable) else (one.new, one.changed) if one else ()
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


@dataclass(frozen=True, slots=True)
class ImportRun:
    """An import that was done. `subject` is medlemmer or fakturaer."""

    id: int
    at: datetime
    author: str
    file: str
    subject: str
    new: int
    changed: int
    undone: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import does: new ones that are taken out, and those that stay because something has
    happened to them since; changed ones that get back what they had, and those that have been changed again."""

    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0

    @property
    def does_anything(self) -> bool:
        return bool(self.removed or self.restored)

    def words(self, tenses: "Tenses", subject: str) -> str:
        """«38 nye medlemmer tas ut. 2 114 får tilbake det de hadde. 3 blir stående …», as far as there are any."""
        what = {"medlemmer": ("nytt medlem", "nye medlemmer"), "fakturaer": ("ny faktura", "nye fakturaer")}
        one, many = what[subject]
        told = (
            (self.removed, f"{self.removed} {one if self.removed == 1 else many} {tenses.removed}."),
            (self.restored, f"{self.restored} {tenses.restored}."),
            (self.kept, f"{self.kept} {tenses.kept}, for det er skjedd noe med dem siden."),
            (self.left, f"{self.left} er endret igjen siden. Det {tenses.left}."),
        )
        return " ".join(sentence for count, sentence in told if count)


@dataclass(frozen=True, slots=True)
class Tenses:
    """How what undoing does is said, before and after."""

    removed: str
    restored: str
    kept: str
    left: str


WILL = Tenses("tas ut", "får tilbake det som sto før", "blir stående", "blir stående")
HAS = Tenses("er tatt ut", "har fått tilbake det som sto før", "ble stående", "ble stående")


@dataclass(frozen=True, slots=True)
class Present:
    """One that is in the register: its id, version and fields by name."""

    id: int
    version: int
    values: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"<Present {self.id}>"


# ---------------------------------------------------------------- comparing with the register


def compare(
    entries: Iterable[ImportedRow], present: Mapping[str, Present], members: Mapping[str, int] | None
) -> tuple[list[ImportedRow], list[Changed], int, list[Rejected]]:
    """New, changed, how many are the same, rejected.

    `members` (member number -> id) is given for what belongs to a member: a row whose member is not
    in the register is rejected.
    """
    new: list[ImportedRow] = []
    changed: list[Changed] = []
    rejected: list[Rejected] = []
    same = 0
    for entry in entries:
        found = present.get(entry.values["number"])
        if why := _why_not(entry, found, members):
            rejected.append(Rejected(entry.row, "", why))
        elif found is None:
            new.append(entry)
        elif change := _difference(entry, found):
            changed.append(change)
        else:
            same += 1
    return new, changed, same, rejected


def _why_not(entry: ImportedRow, found: Present | None, members: Mapping[str, int] | None) -> str:
    values = entry.values
    if members is None:
        named = found or any(values.get(part) for part in NAME_PARTS)
        return "" if named else "Nytt medlem uten navn."
    if "member_no" in values and values["member_no"] not in members:
        return "Medlemmet finnes ikke i registeret."
    if found is None and not {"member_no", "issued", "due", "amount"} <= values.keys():
        return "En ny faktura må ha medlemsnummer, fakturadato, forfall og beløp."
    return ""


def _difference(entry: ImportedRow, found: Present) -> Changed | None:
    before = found.values
    values = {name: v for name, v in entry.values.items() if before[name] != v}
    if not values:
        return None
    name = ImportedRow(entry.row, {**before}).name if "first_name" in before else str(entry.number)
    return Changed(
        row=entry.row,
        id=found.id,
        version=found.version,
        number=entry.number,
        name=name,
        changes=tuple(FieldChange(f, shown(before[f]), shown(v)) for f, v in values.items()),
        values=values,
    )


def report_rows(preview: Preview) -> list[tuple[str, ...]]:
    """The report as a table: row, what happens, number, field, before, after, why."""
    names = preview.subject.names
    rows: list[tuple[str, ...]] = [("Rad", "Hva", names["number"], "Felt eller kolonne", "Før", "Etter", "Hvorfor")]
    rows += [(str(r.row), "avvist", "", r.column, "", "", r.why) for r in preview.rejected]
    rows += [("", "kolonne ikke lest", "", h, "", "", why) for h, why in preview.refused.items()]
    for c in preview.changed:
        rows += [(str(c.row), "endres", c.number, names[f.field], f.before, f.after, "") for f in c.changes]
    rows += [(str(e.row), "ny", e.number, "", "", "", "") for e in preview.new]
    return rows
