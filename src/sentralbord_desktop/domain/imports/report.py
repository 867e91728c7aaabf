"""The losses of an import by cause, the rows to correct, and an import in words, the same for the window, the command line
and the report. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sentralbord_desktop.domain.imports.cells import CellError, shown, tidy
from sentralbord_desktop.domain.imports.coded_words import CodedWord
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.days import ReadDay, day_reader
from sentralbord_desktop.domain.imports.headings import REASON, UnreadColumn
from sentralbord_desktop.domain.imports.preview import (
    Corrected,
    ImportDone,
    ImportedRow,
    ImportTable,
    Loss,
    Preview,
    corrected_here,
    loss_for,
)
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.norwegian import counted

DEFAULT_STATUS = "De nye får status Ukjent."
FIRST_ALONE = "med bare det første"
LOSS_HEADINGS = ("Linje", "Medlemsnummer", "Hvem", "Hva", "Felt", "Står i filen", REASON)


@dataclass(frozen=True, slots=True, repr=False)
class Cause(Quiet):
    """Losses with the same cause."""

    losses: tuple[Loss, ...]

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
    cells = (loss_for(entry, fault, is_in=True) for entry in preview.doubtful for fault in entry.faults)
    return [*preview.rejected, *cells]


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


# ---------------------------------------------------------------- in words

NAMED_EACH = 5
"""How many losses with the same cause are listed one by one."""


def lacking(kind: FileKind, columns: Columns) -> list[str]:
    """The names of the wanted fields without a column."""
    read = set(columns.values())
    return [kind.names[group[-1]].partition(" (")[0].lower() for group in kind.wanted if not read & set(group)]


def lacking_sentence(missing: list[str]) -> str:
    """«Ingen kolonne er koblet til navn, fødselsdato og telefon.»"""
    return f"Ingen kolonne er koblet til {' og '.join(filter(None, [', '.join(missing[:-1]), missing[-1]]))}."


def unknown_status_sentence(preview: Preview) -> str:
    """«Filen har ingen kolonne med status. De 12 nye får status Ukjent, …»; «» where every new member has one."""
    if "status" not in preview.kind.by_field:
        return ""
    count = sum("status" not in it.values for it in preview.new)
    has_column = "status" in preview.columns.values()
    why = "" if has_column else "Filen har ingen kolonne med status. "
    new = counted(count, "ny uten status", "nye uten status")
    return f"{why}{new} får status Ukjent, og blir spurt i samtalen." if count else ""


def unread_content(column: UnreadColumn, kind: FileKind) -> str:
    """«Yrkesaktiv, Pensjonist, Student og 4 til. Kan være Status»"""
    return column.content + (f". Kan være {kind.names[column.likely]}" if column.likely else "")


def word_line(word: CodedWord, kind: FileKind) -> str:
    """«Status «Passiv» (812 rader) → Utmeldt»."""
    rows = counted(word.rows, "rad", "rader")
    name = f"{kind.names[word.field]} «{word.word}» ({rows})"
    if word.meaning is None:
        return f"{name} er ikke kjent." + (f" Kan være {word.likely}." if word.likely else "")
    if word.is_foreign:
        return f"{name} finnes ikke i Katalog."
    return f"{name} → {word.meaning or 'ingenting'}"


def cause_title(cause: Cause, kind: FileKind) -> str:
    return cause.title(kind.names.get(cause.losses[0].field, ""))


def done_sentence(preview: Preview, done: ImportDone) -> str:
    """The number of written rows, and of cells left out."""
    cells = [loss for loss in losses_of(preview) if loss.is_in]
    parts = sum(loss.is_part for loss in cells)
    left_out = f" {counted(len(cells) - parts, 'felt', 'felt')} kom ikke inn." if len(cells) > parts else ""
    return done.summary + left_out + (f" {counted(parts, 'felt', 'felt')} kom inn {FIRST_ALONE}." if parts else "")


def doubt_lines(preview: Preview) -> Iterator[str]:
    """The rows that lose a field, a line for each cause: «1 rad kommer inn uten telefon: Per Lie, linje 9, «9900067».
    Nummeret har 7 siffer.»; then unknown departments, and repeated rows."""
    kind = preview.kind
    for cause in by_cause(losses_of(preview)):
        if cause.is_in:
            yield cause.sentence(kind.names[cause.losses[0].field])
    if sentence := unknown_status_sentence(preview):
        yield sentence
    foreign = [word for word in preview.coded if word.is_foreign]
    if foreign:
        named = ", ".join(f"«{word.word}»" for word in foreign[:NAMED_EACH])
        more = f" og {len(foreign) - NAMED_EACH} til" if len(foreign) > NAMED_EACH else ""
        yield f"{counted(len(foreign), 'avdeling', 'avdelinger')} finnes ikke i Katalog: {named}{more}."
    if preview.repeated:
        yield f"{counted(len(preview.repeated), 'rad', 'rader')} står to ganger i filen, med det samme innholdet."


def report_lines(preview: Preview) -> Iterator[str]:
    """The effects of the file as lines: read and unread columns, words, and losses by cause."""
    kind = preview.kind
    read = [f"{heading} → {kind.names[field]}" for heading, field in preview.columns.items() if field]
    yield f"Leses ({len(read)} kolonner): {'; '.join(read)}."
    if preview.unread_columns:
        yield f"Ikke lest ({counted(len(preview.unread_columns), 'kolonne', 'kolonner')}):"
        yield from (f"  {column.heading}: {unread_content(column, kind)}." for column in preview.unread_columns)
    yield from (alarm.sentence for alarm in preview.alarms)
    if missing := lacking(kind, preview.columns):
        yield lacking_sentence(missing)
    if sentence := unknown_status_sentence(preview):
        yield sentence
    if some := [word for word in preview.coded if word.is_open]:
        yield f"Verdier som ikke er kjent ({len(some)}):"
        yield from (f"  {word_line(word, kind)}" for word in some)
    yield from (question.sentence for question in preview.questions)
    yield from corrected_lines(preview)
    yield from absence_lines(preview)
    if preview.repeated:
        yield f"{counted(len(preview.repeated), 'rad', 'rader')} står to ganger i filen, med det samme innholdet."
    for cause in by_cause(losses_of(preview)):
        yield cause_title(cause, kind)
        yield from _first([loss.sentence for loss in cause.losses])


def _first(lines: Sequence[str]) -> Iterator[str]:
    """The first lines, indented, and the number of the others."""
    yield from (f"  {line}" for line in lines[:NAMED_EACH])
    if len(lines) > NAMED_EACH:
        yield f"  … og {len(lines) - NAMED_EACH} til."


def _of_corrected(it: Corrected, kind: FileKind) -> str:
    by = f" ({it.by})" if it.by else ""
    return (
        f"Linje {it.row}, {it.name or it.number}, {kind.names[it.field]}: her «{it.here}»{by}, i filen «{it.in_file}»"
    )


def corrected_lines(preview: Preview) -> Iterator[str]:
    """The corrected fields that keep their value, with both values."""
    corrected = preview.corrections
    empty = [it for it in preview.corrected if not it.correction]
    for its, title in (
        (corrected, f"{corrected_here(len(corrected))}. De blir stående som de er rettet:"),
        (
            empty,
            f"{counted(len(empty), 'felt er tomt', 'felt er tomme')} i filen, og beholdes til noen velger noe annet:",
        ),
    ):
        if not its:
            continue
        yield title
        yield from _first([_of_corrected(it, preview.kind) for it in its])


def absence_sentences(preview: Preview) -> Iterator[str]:
    """Sentences about closing lines, the number of left-out rows, and members missing from the file."""
    yield from preview.unread
    yield from _resigned_sentence(preview)
    yield from preview.absences.lines


def _resigned_sentence(preview: Preview) -> Iterator[str]:
    if preview.resigned:
        new = counted(len(preview.resigned), "ny rad", "nye rader")
        yield f"{new} er utmeldt eller død, og hentes ikke inn."


def absence_lines(preview: Preview) -> Iterator[str]:
    """The same, with the first left-out rows, and the first missing members by name."""
    yield from preview.unread
    yield from _resigned_sentence(preview)
    yield from _first(
        [f"Linje {it.row}, {it.name or it.number}: {_status_of(it, preview.kind)}" for it in preview.resigned]
    )
    yield from preview.absences.lines
    yield from _first([f"{it.number} {it.name}" for it in preview.absences.missing])


def _status_of(left: ImportedRow, kind: FileKind) -> str:
    """«utmeldt» or «død»; «utmeldt» also for one with only the date."""
    return kind.by_field["status"].text(left.values.get("status", "utmeldt")).lower()


def report_rows(preview: Preview) -> Iterator[tuple[str, ...]]:
    """The report as a table, headings first."""
    names = preview.kind.names
    yield ("Rad", "Hva", names["number"], "Hvem", "Felt eller kolonne", "Før", "Etter", "Hvorfor")
    yield from (("", "i tvil", "", "", "", "", "", alarm.sentence) for alarm in preview.alarms)
    for loss in losses_of(preview):
        what = (FIRST_ALONE if loss.is_part else "uten feltet") if loss.is_in else "avvist"
        yield str(loss.row), what, loss.number, loss.who, loss.column, "", loss.text, loss.mend
    for heading, field in preview.columns.items():
        if field:
            yield "", "kolonne lest", "", "", heading, "", names[field], ""
    for column in preview.unread_columns:
        yield "", "kolonne ikke lest", "", "", column.heading, "", "", column.refused or column.content
    for word in preview.coded:
        yield "", "verdi", "", "", names[word.field], word.word, word.meaning or "", counted(word.rows, "rad", "rader")
    for again in preview.repeated:
        yield str(again.row), "står to ganger", again.number, again.who, again.column, "", "", again.detail
    for it in preview.corrected:
        what, why = ("rettet her", f"Rettet av {it.by}") if it.by else ("tomt i filen", "")
        yield str(it.row), what, it.number, it.name, names[it.field], it.here, it.in_file, why
    for left in preview.resigned:
        yield str(left.row), f"{_status_of(left, preview.kind)}, hentes ikke", left.number, left.name, "", "", "", ""
    for missing in preview.absences.missing:
        yield "", "mangler i filen", missing.number, missing.name, "", "", "", ""
    for one in preview.changed:
        for it in one.changes:
            yield str(one.row), "endres", one.number, one.name, names[it.field], it.before, it.after, ""
    for new in preview.new:
        yield str(new.row), "ny", new.number, new.name, "", "", "", ""
