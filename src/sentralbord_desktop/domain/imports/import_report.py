"""Describes an import in words, the same for the window, the command line and the report. Pure."""

from collections.abc import Iterator

from sentralbord_desktop.domain.imports.coded_words import CodedWord
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.headings.unread_columns import UnreadColumn
from sentralbord_desktop.domain.imports.losses import FIRST_ALONE, Cause, by_cause, losses_of
from sentralbord_desktop.domain.imports.preview import ImportDone, Preview, corrected_here
from sentralbord_desktop.domain.text.norwegian import counted

NAMED_EACH = 5
"""How many losses with the same cause are listed one by one."""


def lacking(kind: FileKind, columns: Columns) -> list[str]:
    """The names of the wanted fields without a column."""
    read = set(columns.values())
    return [kind.names[group[-1]].partition(" (")[0].lower() for group in kind.wanted if not read & set(group)]


def lacking_sentence(missing: list[str]) -> str:
    """«Ingen kolonne er koblet til navn, fødselsdato og telefon.»"""
    return f"Ingen kolonne er koblet til {' og '.join(filter(None, [', '.join(missing[:-1]), missing[-1]]))}."


def unread_line(column: UnreadColumn, kind: FileKind) -> str:
    """«Medlemskategori: Yrkesaktiv, Pensjonist, Student og 4 til. Kan være Status.»"""
    maybe = f" Kan være {kind.names[column.likely]}." if column.likely else ""
    return f"{column.heading}: {column.content}.{maybe}"


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
    foreign = [word for word in preview.coded if word.is_foreign]
    if foreign:
        yield " ".join(f"{word_line(word, kind)}" for word in foreign[:NAMED_EACH])
    if preview.repeated:
        yield f"{counted(len(preview.repeated), 'rad', 'rader')} står to ganger i filen, med det samme innholdet."


def report_lines(preview: Preview) -> Iterator[str]:
    """The effects of the file as lines: read and unread columns, words, and losses by cause."""
    kind = preview.kind
    read = [f"{heading} → {kind.names[field]}" for heading, field in preview.columns.items() if field]
    yield f"Leses ({len(read)} kolonner): {'; '.join(read)}."
    if preview.unread_columns:
        yield f"Ikke lest ({counted(len(preview.unread_columns), 'kolonne', 'kolonner')}):"
        yield from (f"  {unread_line(column, kind)}" for column in preview.unread_columns)
    if missing := lacking(kind, preview.columns):
        yield lacking_sentence(missing)
    if some := [word for word in preview.coded if word.is_open]:
        yield f"Verdier som ikke er kjent ({len(some)}):"
        yield from (f"  {word_line(word, kind)}" for word in some)
    yield from corrected_lines(preview)
    yield from absence_lines(preview)
    if preview.repeated:
        yield f"{counted(len(preview.repeated), 'rad', 'rader')} står to ganger i filen, med det samme innholdet."
    for cause in by_cause(losses_of(preview)):
        yield cause_title(cause, kind)
        yield from (f"  {loss.sentence}" for loss in cause.losses[:NAMED_EACH])
        if len(cause.losses) > NAMED_EACH:
            yield f"  … og {len(cause.losses) - NAMED_EACH} til."


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
        for it in its[:NAMED_EACH]:
            name, by = preview.kind.names[it.field], f" ({it.by})" if it.by else ""
            yield f"  Linje {it.row}, {it.name or it.number}, {name}: her «{it.here}»{by}, i filen «{it.in_file}»"
        if len(its) > NAMED_EACH:
            yield f"  … og {len(its) - NAMED_EACH} til."


def absence_sentences(preview: Preview) -> Iterator[str]:
    """Sentences about closing lines, the number of left-out rows, and members missing from the file."""
    yield from preview.unread
    if preview.resigned:
        yield f"{counted(len(preview.resigned), 'ny rad', 'nye rader')} er utmeldt, og hentes ikke inn."
    yield from preview.absences.lines


def absence_lines(preview: Preview) -> Iterator[str]:
    """The same, with the first missing members by name."""
    yield from absence_sentences(preview)
    missing = preview.absences.missing
    yield from (f"  {it.number} {it.name}" for it in missing[:NAMED_EACH])
    if len(missing) > NAMED_EACH:
        yield f"  … og {len(missing) - NAMED_EACH} til."


def report_rows(preview: Preview) -> Iterator[tuple[str, ...]]:
    """The report as a table, headings first."""
    names = preview.kind.names
    yield ("Rad", "Hva", names["number"], "Hvem", "Felt eller kolonne", "Før", "Etter", "Hvorfor")
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
        yield str(left.row), "utmeldt, hentes ikke", left.number, left.name, "", "", "", ""
    for missing in preview.absences.missing:
        yield "", "mangler i filen", missing.number, missing.name, "", "", "", ""
    for one in preview.changed:
        for it in one.changes:
            yield str(one.row), "endres", one.number, one.name, names[it.field], it.before, it.after, ""
    for new in preview.new:
        yield str(new.row), "ny", new.number, new.name, "", "", "", ""
