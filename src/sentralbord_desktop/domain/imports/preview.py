"""An import before it is written: the file, its rows, what they change, and what is left to a person. Pure.

An empty cell clears nothing, unless the column clears (`Column.clears`). A word that means «none», such as «nei» for
tillitsvalgt, clears the field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.imports.cells import LOST_LETTERS, SEVERAL
from sentralbord_desktop.domain.imports.coded_words import CodedWord, Words
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.headings import ColumnQuestion, UnreadColumn
from sentralbord_desktop.domain.imports.name_order import NAME_FIELDS
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.norwegian import counted

# ---------------------------------------------------------------- fields that were corrected here, and still differ in a file


@dataclass(frozen=True, slots=True, repr=False)
class Correction(Quiet):
    """A field that was changed here after the last file with it: `before` is the file's value, in the format of the
    change log."""

    field: str
    before: str
    author: str
    at: datetime


Corrections = Mapping[int, Mapping[str, Correction]]
"""Member id -> field -> the correction that no file has confirmed."""
NO_CORRECTIONS: Corrections = {}


@dataclass(frozen=True, slots=True, repr=False)
class Corrected(Quiet):
    """A field that keeps its value although the file differs, until a person decides: it was corrected here, or is
    empty in the file (`correction` is None). Both values are in words. `value` is the file's. `id` and `version` are
    the member's."""

    row: int
    id: int
    version: int
    number: str
    name: str
    here: str
    in_file: str
    value: Any
    field: str
    correction: Correction | None

    @property
    def key(self) -> tuple[int, str]:
        return self.id, self.field

    @property
    def by(self) -> str:
        """«MH, 12.10.2026», «» for one that was not corrected."""
        if self.correction is None:
            return ""
        return f"{self.correction.author}, {oslo(self.correction.at):%d.%m.%Y}"


@dataclass(frozen=True, slots=True)
class Settled:
    """A correction that has ended: a file has the same value, or the file's value was chosen. `at` is when it was made,
    to distinguish it from a later correction of the field."""

    member_id: int
    field: str
    at: datetime


# ------------------------------------------------ members who are missing from a file, and rows that are left out of it

WHOLE_REGISTER = 0.8
"""The share of the register that a file must contain before the other members count as missing."""
ZEROS = "0"
NUMBERS_NAMED = 5
"""How many numbers a sentence lists."""


@dataclass(frozen=True, slots=True, repr=False)
class Missing(Quiet):
    """A member who is not in the file: id, version, number, name and status from the register."""

    id: int
    version: int
    number: str
    name: str
    status: str


@dataclass(frozen=True, slots=True, repr=False)
class Namesake(Quiet):
    """A new row with the name and birth date of a member who is not in the file, possibly the same person: the id and
    number in the register, and the number in the file."""

    id: int
    number: str
    in_file: str


@dataclass(frozen=True, slots=True, repr=False)
class Absences(Quiet):
    """Differences between register and file: `missing` members, the number of member numbers with `lost_zeros`, the
    number of rows about `erased` members, and the `namesakes` of new rows. `present` members are current, and
    `in_file` of them are in the file."""

    missing: tuple[Missing, ...] = ()
    lost_zeros: int = 0
    erased: int = 0
    namesakes: tuple[Namesake, ...] = ()
    present: int = 0
    in_file: int = 0

    @property
    def lines(self) -> list[str]:
        """A sentence about each difference."""
        told = [
            (self.erased, f"{self.erased} er slettet tidligere, og hentes ikke."),
            (
                self.lost_zeros,
                f"{counted(self.lost_zeros, 'nummer', 'numre')} har mistet nullene foran, og er kjent igjen.",
            ),
            (len(self.namesakes), self._of_namesakes),
            (len(self.missing), f"{len(self.missing)} i registeret mangler i filen. De blir stående som de er."),
        ]
        return [sentence for count, sentence in told if count]

    @property
    def _of_namesakes(self) -> str:
        """«2 nye har navn og fødselsdato som medlemmer som ikke er i filen: 912 (her 12), 913 (her 13). …»"""
        its = self.namesakes
        shown = ", ".join(f"{it.in_file} (her {it.number})" for it in its[:NUMBERS_NAMED])
        more = f" og {len(its) - NUMBERS_NAMED} til" if len(its) > NUMBERS_NAMED else ""
        them = counted(
            len(its), "ny har navn og fødselsdato som et medlem", "nye har navn og fødselsdato som medlemmer"
        )
        return f"{them} som ikke er i filen: {shown}{more}. Er det de samme, slå dem sammen i Vedlikehold."


NOTHING_ABSENT = Absences()


# ---------------------------------------------------------------- a file, its rows, and their effects

SAMPLED = 500
"""Number of rows in which examples are searched."""
NAME_PARTS = ("first_name", "middle_name", "last_name")


@dataclass(frozen=True, repr=False)
class ImportTable(Quiet):
    """A file, or a sheet of one, as read: text in every cell. `numbers` are the line numbers of the rows.

    `columns` is the proposed mapping: the one used last time, else by the headings. `refused` are headings that are
    never read, with the reason, `words` the meanings of coded words, and `departments` those of the catalogue.
    `headings_at` is the line of the headings. `left_out` has a sentence for each closing line with a sum, for each
    other sheet of a workbook, and for formulas without a value: they are not among the rows. `questions` are about
    columns that are not read before a person has chosen.

    `last` is how the headings of the last file were read, `is_whole` whether the file should have the whole register, and
    `is_cut` whether it ends in the middle of its last line.
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
    questions: tuple[ColumnQuestion, ...] = ()
    last: Columns = field(default_factory=dict)
    is_whole: bool = False
    is_cut: bool = False

    def sample(self, place: int, count: int = 3) -> tuple[str, ...]:
        """The first different texts of the column at `place`, to show while columns are mapped; no birth number (PR-2)."""
        cells = (row[place].strip() for row in self.rows[:SAMPLED] if place < len(row))
        return tuple(islice(dict.fromkeys(cell for cell in cells if cell and not has_birth_number(cell)), count))


@dataclass(frozen=True, slots=True, repr=False)
class CellFault(Quiet):
    """An unreadable cell: heading, field and reason. `text` is the cell's, None where it must not be stored. `detail`
    is a sentence about this cell only."""

    column: str
    field: str
    why: str
    text: str | None = None
    detail: str = ""

    @property
    def is_lost_name(self) -> bool:
        """Whether the cell is a name that has lost letters: it must not be the name of a new member."""
        return self.field in NAME_FIELDS and self.why.endswith(f"{LOST_LETTERS}.")


@dataclass(frozen=True, slots=True, repr=False)
class ImportedRow(Quiet):
    """One valid row; `values` has only the fields with non-empty cells."""

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
class FieldChange(Quiet):
    """One field before and after, in the words of the change log."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class Changed(Quiet):
    """An entry of the register that would change; `version` is that of the comparison."""

    row: int
    id: int
    version: int
    number: str
    name: str
    changes: tuple[FieldChange, ...]
    values: dict[str, Any]


def corrected_of(one: Changed, it: FieldChange, correction: Correction | None) -> Corrected:
    """The change of a field, held back until a person decides."""
    member = (one.row, one.id, one.version, one.number, one.name)
    return Corrected(*member, it.before, it.after, one.values[it.field], it.field, correction)


@dataclass(frozen=True, slots=True, repr=False)
class OtherPerson(Quiet):
    """A row whose member number is somebody else's here: nothing of it is written until a person says that it is the
    same person, and then its `change` is. `here` and `in_file` are name and birth date: «Kari Lie, født 01.02.1980»."""

    entry: ImportedRow
    change: Changed
    here: str
    in_file: str

    @property
    def id(self) -> int:
        return self.change.id

    @property
    def number(self) -> str:
        return self.change.number


@dataclass(frozen=True, slots=True, repr=False)
class Loss(Quiet):
    """A rejected row, or a row that is imported without one cell (`is_in`): the line (the first is 1), the name, the
    column of the file, the text («» where it must not be stored) and the reason. `detail` is a sentence about this row
    only. `is_repeated`: the row is equal to an earlier one, so nothing is lost."""

    row: int
    number: str
    who: str
    column: str
    text: str
    why: str
    detail: str = ""
    is_in: bool = False
    field: str = ""
    sheet: str = ""
    is_repeated: bool = False

    def __str__(self) -> str:
        place = f"{self.sheet}, rad {self.row}" if self.sheet else f"Rad {self.row}"
        return f"{place}{f', {self.column}' if self.column else ''}: {self.why}"

    @property
    def named(self) -> str:
        """The name, else the number, else the line."""
        return self.who or self.number or f"linje {self.row}"

    @property
    def mend(self) -> str:
        """The fault of this row in words."""
        return self.detail or self.why

    @property
    def sentence(self) -> str:
        """«Linje 27, Ola Tveit, Fødselsdato «31.02.1988»: Februar 1988 hadde 29 dager.»"""
        where = [f"Linje {self.row}", self.who or self.number]
        return f"{', '.join(filter(None, where))}{', ' if self.column else ': '}{self.with_field}"

    @property
    def with_field(self) -> str:
        """«Fødselsdato «31.02.1988»: Februar 1988 hadde 29 dager.»"""
        return f"{self.column}{self.quoted}: {self.mend}" if self.column else self.mend

    @property
    def is_part(self) -> bool:
        """Whether the first of several values in the cell is imported."""
        return self.is_in and self.why.endswith(tuple(f"{several}." for several in SEVERAL))

    @property
    def quoted(self) -> str:
        return f" «{self.text[:60]}»" if self.text else ""


def loss_for(entry: ImportedRow, fault: CellFault, *, is_in: bool = False, is_repeated: bool = False) -> Loss:
    """What is lost because of a cell: the row, or the cell alone (`is_in`)."""
    number, text = str(entry.values.get("number") or ""), fault.text or ""
    lost = (entry.row, number, entry.name, fault.column, text, fault.why, fault.detail, is_in)
    return Loss(*lost, field=fault.field if is_in else "", is_repeated=is_repeated)


@dataclass(frozen=True, slots=True, repr=False)
class Alarm(Quiet):
    """Why nothing of a file is written until a person gives this `answer`."""

    sentence: str
    answer: str = "Ja, det er riktig"


@dataclass(frozen=True, repr=False)
class Preview(Quiet):
    """The effects of an import; nothing is written yet. `doubtful` are the rows that are imported without a cell,
    `repeated` those equal to an earlier one. `others` are rows about another person than the member with the number; they
    are among the `rejected` too. `corrected` are fields that keep their value until a person decides,
    `settled` the corrections that end when it is written. `register_size` is the number of members in the register,
    `absences` the differences of its numbers from the file, `resigned` the new rows that are left out because the
    person has resigned or died. `unread_columns` and `coded` are other contents of the file. `unread` are sentences
    about left-out sheets and columns, `present` the compared entries, where they are kept, `questions` those about
    columns that are not read."""

    file: str
    kind: FileKind
    columns: Columns = field(default_factory=dict)
    new: Sequence[Any] = ()
    changed: Sequence[Any] = ()
    unchanged: int = 0
    rejected: tuple[Loss, ...] = ()
    repeated: tuple[Loss, ...] = ()
    doubtful: tuple[ImportedRow, ...] = ()
    others: tuple[OtherPerson, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    unread_columns: tuple[UnreadColumn, ...] = ()
    coded: tuple[CodedWord, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    settled: tuple[Settled, ...] = ()
    register_size: int = 0
    absences: Absences = NOTHING_ABSENT
    resigned: Sequence[ImportedRow] = ()
    unread: tuple[str, ...] = ()
    present: Mapping[Any, Any] = field(default_factory=dict)
    questions: tuple[ColumnQuestion, ...] = ()

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.settled)

    @property
    def refused(self) -> dict[str, str]:
        """Headings of columns that are never read -> the reason."""
        return {column.heading: column.refused for column in self.unread_columns if column.refused}

    @property
    def numbers(self) -> list[str]:
        """The numbers of the rows that will be written."""
        return [it.number for it in (*self.new, *self.changed)]

    @property
    def alike(self) -> int:
        """Number of rows that change nothing: equal to the register, or to an earlier row."""
        return self.unchanged + len(self.repeated)

    @property
    def corrections(self) -> list[Corrected]:
        """The entries of `corrected` with a correction made here; the others have empty cells in the file."""
        return [it for it in self.corrected if it.correction]

    @property
    def touched(self) -> int:
        """Number of entries that are added or changed."""
        return len(self.new) + len(self.changed)

    @property
    def done(self) -> "ImportDone":
        """The result after it is written."""
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
    """«12 rettet her siden forrige fil»: the number of fields."""
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
    """The result of an import."""

    new: int
    changed: int
    unchanged: int
    rejected: int
    corrected: int = 0
    """Number of fields that kept a correction made here."""
    resigned: int = 0
    erased: int = 0
    """Number of new rows that were left out: members who have resigned, died or been erased."""

    @property
    def summary(self) -> str:
        kept = f" {corrected_here(self.corrected)}, og beholdt." if self.corrected else ""
        kept += f" {self.resigned} er utmeldt eller død, og ble ikke hentet." if self.resigned else ""
        kept += f" {self.erased} er slettet tidligere, og ble ikke hentet." if self.erased else ""
        return (
            f"Lest inn: {counted(self.new, 'ny', 'nye')}, {self.changed} endret, {self.unchanged} uendret, "
            f"{self.rejected} kom ikke inn.{kept}"
        )
