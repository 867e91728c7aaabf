"""The losses of an import, grouped by cause, and the rows to correct. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sentralbord_desktop.domain.imports.cell_values import shown, tidy
from sentralbord_desktop.domain.imports.cells.cell_error import SEVERAL, CellError
from sentralbord_desktop.domain.imports.cells.day_columns import ReadDay, day_reader
from sentralbord_desktop.domain.imports.columns import Columns
from sentralbord_desktop.domain.imports.headings.heading_match import REASON
from sentralbord_desktop.domain.imports.preview import ImportTable, Preview
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number
from sentralbord_desktop.domain.text.norwegian import counted

DEFAULT_STATUS = "De nye blir Yrkesaktiv."
FIRST_ALONE = "med bare det første"
LOSS_HEADINGS = ("Linje", "Medlemsnummer", "Hvem", "Hva", "Felt", "Står i filen", REASON)


@dataclass(frozen=True, slots=True)
class Loss:
    """A rejected row, or a row that is imported without one cell (`is_in`): the line, the name, the column of the file,
    the text («» where it must not be stored) and the reason. `detail` is a sentence about this row only."""

    row: int
    number: str
    who: str
    column: str
    text: str
    why: str
    detail: str = ""
    is_in: bool = False
    field: str = ""

    def __repr__(self) -> str:
        return f"<Loss {self.row}>"

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


@dataclass(frozen=True, slots=True)
class Cause:
    """Losses with the same cause."""

    losses: tuple[Loss, ...]

    def __repr__(self) -> str:
        return f"<Cause {len(self.losses)}>"

    @property
    def is_in(self) -> bool:
        return self.losses[0].is_in

    @property
    def why(self) -> str:
        return self.losses[0].why

    def title(self, field_name: str) -> str:
        """«3 rader kommer ikke inn: Medlemsnummer mangler.», «1 rad kommer inn uten telefon: …»."""
        rows = counted(len(self.losses), "rad", "rader")
        if not self.is_in:
            return f"{rows} kommer ikke inn: {self.why}"
        more = f" {DEFAULT_STATUS}" if self.losses[0].field == "status" else ""
        return f"{rows} kommer inn {self._how(field_name)}: {self.why}{more}"

    def _how(self, field_name: str) -> str:
        return FIRST_ALONE if self.losses[0].is_part else f"uten {field_name.lower()}"

    def sentence(self, field_name: str) -> str:
        """«812 rader kommer inn uten status: Per Lie, linje 9, «Passiv», og 811 til. Status er ukjent. …»"""
        rows, first = counted(len(self.losses), "rad", "rader"), self.losses[0]
        who = f"{first.who or first.number}, linje {first.row}{',' if first.text else ''}{first.quoted}"
        rest = f", og {len(self.losses) - 1} til" if len(self.losses) > 1 else ""
        more = f" {DEFAULT_STATUS}" if first.field == "status" else ""
        why = first.mend if len(self.losses) == 1 else self.why
        return f"{rows} kommer inn {self._how(field_name)}: {who}{rest}. {why}{more}"


def losses_of(preview: Preview) -> list[Loss]:
    """The rejected rows first, then the cells, in the order of the file."""
    rows = [Loss(bad.row, bad.number, bad.who, bad.column, bad.text, bad.why, bad.detail) for bad in preview.rejected]
    cells = [
        Loss(
            entry.row, entry.number, entry.name, it.column, it.text or "", it.why, it.detail, is_in=True, field=it.field
        )
        for entry in preview.doubtful
        for it in entry.faults
    ]
    return rows + cells


def by_cause(losses: Iterable[Loss]) -> list[Cause]:
    """Rejected rows before cells, and the most frequent cause first."""

    def key(loss: Loss) -> tuple[bool, str, str]:
        return loss.is_in, loss.column, loss.why

    causes = [Cause(tuple(group)) for _, group in groupby(sorted(losses, key=key), key)]
    return sorted(causes, key=lambda cause: (cause.is_in, -len(cause.losses)))


def loss_rows(losses: Iterable[Loss]) -> Iterator[tuple[str, ...]]:
    """The losses as a table, headings first."""
    yield LOSS_HEADINGS
    for it in losses:
        how = FIRST_ALONE if it.is_part else "uten feltet"
        what = f"kommer inn {how}" if it.is_in else "kommer ikke inn"
        yield str(it.row), it.number, it.who, what, it.column, it.text, _reason(it)


def rows_to_mend(table: ImportTable, columns: Columns, losses: Sequence[Loss]) -> Iterator[tuple[str, ...]]:
    """The lines of the file with a loss, unchanged, with a column for the reason; headings first. Days that are read by
    their whole column are written out.

    Left out are columns that are never read, cells whose text must not be stored, and cells with a fødselsnummer in a
    column that is not read.
    """
    kept = [place for place, heading in enumerate(table.headings) if _is_kept(table, heading)]
    yield (*(table.headings[place] for place in kept), REASON)
    days = dict(_told_by_column(table, columns))
    at = {number: place for place, number in enumerate(table.numbers)}
    for row, group in groupby(sorted(losses, key=lambda it: it.row), lambda it: it.row):
        its = list(group)
        hidden = {it.column for it in its if it.column and not it.text}
        cells = table.rows[at[row]]
        texts = (_cell(cells, place, days.get(place)) if table.headings[place] not in hidden else "" for place in kept)
        yield (*texts, " ".join(dict.fromkeys(map(_reason, its))))


def _told_by_column(table: ImportTable, columns: Columns) -> Iterator[tuple[int, ReadDay]]:
    """Index -> reader, for the columns whose days are read differently than a single cell would be."""
    for place, heading in enumerate(table.headings):
        column = table.kind.by_field.get(columns.get(heading) or "")
        if column is not None and column.is_day:
            read = day_reader(column.read, table.rows, place)
            if read is not column.read:
                yield place, read


def _cell(cells: Sequence[str], place: int, read: ReadDay | None) -> str:
    text = cells[place] if place < len(cells) else ""
    try:
        day = read(tidy(text)) if read and text else None
    except CellError:
        day = None
    return shown(day) if day else "" if has_birth_number(text) else text


def _is_kept(table: ImportTable, heading: str) -> bool:
    return heading not in table.refused and heading != REASON


def _reason(loss: Loss) -> str:
    """The reason, with the name of the column if the sentence lacks it."""
    return f"{loss.column}: {loss.detail}" if loss.detail and loss.column else loss.mend
