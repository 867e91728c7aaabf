"""Reads an untrusted file into text cells. Every fault raises an error with one sentence."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.file_lines import HeadingFinder, HeadingLines, sheet_lines
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.folding import plain
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.services.imports.read_workbook import (
    EMPTY,
    HEAD_LINES,
    ZIP,
    Held,
    Row,
    SheetRows,
    is_workbook,
    read_sheets,
    read_workbook,
    refuse_empty,
)
from sentralbord_desktop.system.bounded_input import InputRefusedError, Why, read_limited

# ---------------------------------------------------------------- the encoding of a text file

PIECE = 1 << 20
REPLACEMENT_CHARACTER = "\N{REPLACEMENT CHARACTER}"
UTF8_AS_WINDOWS = tuple("Ã" + sign for sign in "¸¥¦˜…†")
DOS_LETTERS = re.compile("[A-Za-z][†›][a-z]")
MAC = re.compile(rb"(?<=[A-Za-z])[\xbe\xbf\x8c]|[\xbe\xbf\x8c\xae\xaf\x81](?=[A-Za-z])")
WINDOWS = re.compile(rb"(?<=[A-Za-z])[\xe6\xf8\xe5]|[\xe6\xf8\xe5\xc6\xd8\xc5](?=[A-Za-z])")
"""The letters æ, ø and å inside a word, in each encoding. All bytes but five are characters in both."""


def encoding_of(content: bytes, encoding: str | None) -> str:
    """The given encoding, or the first of ours that fits the whole file."""
    if encoding is None and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    for name in [encoding] if encoding else _ours(content):
        try:
            _check_text(content, name)
        except UnicodeError:  # plain UTF-16 without a byte order mark
            continue
        except LookupError:
            raise RegisterFileError("Kjenner ikke den tegnkodingen. Bruk utf-8 eller cp1252.") from None
        return name
    raise RegisterFileError("Tegnkodingen i filen er ukjent. Lagre den som «CSV UTF-8».")


def _ours(content: bytes) -> Iterator[str]:
    """The encodings to try. The letters are counted only for a file that is no UTF-8: that takes as long as reading it."""
    yield "utf-8-sig"
    yield _of_one_byte(content)


def _of_one_byte(content: bytes) -> str:
    """Windows-1252, or Mac Roman when more of the Norwegian letters are in that encoding: read in the other they are
    «¿» and «¯»."""
    mac, windows = (sum(1 for _ in letters.finditer(content)) for letters in (MAC, WINDOWS))
    return "mac_roman" if mac > windows else "cp1252"


def _check_text(content: bytes, encoding: str) -> None:
    """Check the text piece by piece: the decoded text may be four times as large as the file, so it is never kept
    whole.

    Raises UnicodeError where the encoding does not fit, RegisterFileError for a file that is no text.
    """
    text, before, has_nul, is_garbled = text_of(content, encoding), "", False, False
    while piece := text.read(PIECE):
        has_nul |= "\0" in piece
        is_garbled |= _is_garbled(before + piece)
        before = piece[-2:]
    if has_nul:
        raise RegisterFileError("Filen er ikke en tekstfil. Velg en CSV- eller Excel-fil.")
    if is_garbled:
        raise RegisterFileError("Bokstavene æ, ø og å er ødelagt i filen. Lag den på nytt som «CSV UTF-8».")


def text_of(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def _is_garbled(text: str) -> bool:
    """Whether characters were lost earlier: replacement characters, UTF-8 read as Windows-1252, or letters of a DOS
    encoding."""
    return (
        REPLACEMENT_CHARACTER in text
        or ("Ã" in text and any(pair in text for pair in UTF8_AS_WINDOWS))
        or (("†" in text or "›" in text) and DOS_LETTERS.search(text) is not None)
    )


# ---------------------------------------------------------------- tables

MAX_FILE_BYTES = 120_000_000
SECONDS = 60.0
MAX_TABLE_ROWS = 500_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 5_000
MAX_ROW_CHARS = 200_000
"""Characters of one row. The csv module needs about 80 bytes for each cell, also for an empty one."""
REFUSED = {
    Why.FOLDER: "Dette er en mappe. Velg en CSV- eller Excel-fil.",
    Why.NOT_A_FILE: "Dette er ikke en vanlig fil. Velg en CSV- eller Excel-fil.",
}

STILL_WRITTEN = "Filen blir skrevet nå. Vent til den er ferdig, og prøv igjen."
NO_ROWS = "Filen har bare overskrifter og ingen rader. Se om det er riktig fil."
DELIMITERS = ";\t,|"
RULE = "-=_ +|"
RULED = frozenset({"", "\ufeff", *RULE})
"""First characters of a line that is a rule of signs, is empty, or comes after the end of an appended file."""
HEAD_CHARACTERS = 100_000
"""How much of the beginning of a file is used to find the delimiter."""
ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[A-Za-z]{2,8}\d{0,2});")
ENTITY_BYTES = re.compile(rb"&\0?(?:[#A-Za-z\d]\0?){2,10};")
"""A letter as a web page writes it: «&Oslash;», in a cell and in a file, also in UTF-16."""


class NoRowsError(RegisterFileError):
    """The table has headings but no rows."""


@dataclass(frozen=True, repr=False)
class RawTable(Quiet):
    """Headings and rows as text. `numbers` are the line numbers of the rows in the file (from 1), `headings_at` that of
    the headings. `left_out` are sentences about parts of a workbook that are not read, `sheet` the name of the sheet.
    `is_cut`: the text ends in the middle of the last line, which has fewer cells than all others."""

    headings: tuple[str, ...]
    rows: list[Row]
    numbers: list[int]
    headings_at: int = 1
    left_out: tuple[str, ...] = ()
    sheet: str = ""
    is_cut: bool = False


def read_table(path: Path, encoding: str | None, progress: Progress, finder: HeadingFinder | None = None) -> RawTable:
    """The table in a CSV or XLSX file, recognised by its content, not its name. Rows above the headings are left out;
    without a `finder` they are the first line.

    Raises RegisterFileError with one Norwegian sentence, ImportCancelledError when cancelled.
    """
    before = _looks(path)
    table = table_in(_content(path), path.name, encoding, progress, finder)
    if _looks(path) != before:
        raise RegisterFileError(STILL_WRITTEN)
    return table


def table_in(
    content: bytes, name: str, encoding: str | None, progress: Progress, finder: HeadingFinder | None = None
) -> RawTable:
    """As `read_table`, for a file in memory with this `name`. Raises NoRowsError when it has only headings."""
    refuse_empty(content)
    is_book = is_workbook(content, Path(name))
    if is_book:
        sheets = read_workbook(content, progress, lambda rows: _headings_in(rows, finder))
    else:
        sheets = [SheetRows("", _csv_rows(content, encoding_of(content, encoding), progress))]
    tables = [_with_headings(sheet.rows, finder) for sheet in sheets]
    table = tables[0] if len(tables) == 1 else _as_one(sheets, tables)
    table = replace(table, left_out=sheets[0].left_out, is_cut=not is_book and _is_cut(content, table.rows))
    if content.startswith(ZIP) or ENTITY_BYTES.search(content):
        table = _without_entities(table)
    if not table.rows:
        raise NoRowsError(NO_ROWS)
    return table


def _as_one(sheets: Sequence[SheetRows], tables: Sequence[RawTable]) -> RawTable:
    rows = [row for table in tables for row in table.rows]
    if len(rows) > MAX_TABLE_ROWS:
        raise _too_many_rows()
    pairs = enumerate(zip(sheets, tables, strict=True))
    numbers = [line for place, (sheet, it) in pairs for line in sheet_lines(place, sheet.name, it.numbers)]
    return replace(tables[0], rows=rows, numbers=numbers)


def _without_entities(table: RawTable) -> RawTable:
    """The table with letters for «&Oslash;», and a sentence when there were any."""
    rows: list[Row] = []
    first = count = 0
    for number, row in zip(table.numbers, table.rows, strict=True):
        cells = row
        if any("&" in cell for cell in row):
            cells = tuple(unescape(unescape(cell)) if ENTITY.search(cell) else cell for cell in row)
            count += sum(map(str.__ne__, row, cells))
            first = first or (number if count else 0)
        rows.append(cells)
    told = f"{counted(count, 'celle', 'celler')} hadde koder som «&Oslash;», og er lest som bokstaver: linje {first}"
    said = (*table.left_out, f"{told}{' og flere' if count > 1 else ''}.") if count else table.left_out
    return replace(table, headings=tuple(map(unescape, table.headings)), rows=rows, left_out=said)


def read_tables(path: Path, encoding: str | None, progress: Progress) -> Iterator[RawTable]:
    """Every sheet with content; a CSV file is one sheet without a name.

    A sheet may have only headings. Raises as `read_table` does.
    """
    content = _content(path)
    if not is_workbook(content, path):
        yield _with_headings(_csv_rows(content, encoding_of(content, encoding), progress))
        return
    for sheet in read_sheets(content, progress):
        yield replace(_with_headings(sheet.rows), sheet=sheet.name)


def _is_cut(content: bytes, rows: Sequence[Row]) -> bool:
    """Whether the last line has no end, and fewer cells than any other."""
    if len(rows) < 2 or content.rstrip(b"\0").endswith((b"\n", b"\r")):
        return False
    *others, last = map(len, rows)
    return last < min(others)


def _headings_in(cells: Sequence[Row], finder: HeadingFinder | None) -> tuple[str, ...]:
    """The headings of a sheet that has what such a file needs, folded; else ()."""
    rows = [row for row in cells[:HEAD_LINES] if any(row)]
    if not rows:
        return ()
    texts = finder.find(rows).texts if finder else rows[0]
    return tuple(filter(None, map(plain, texts))) if finder is None or finder.fit(texts) else ()


def _looks(path: Path) -> tuple[int, int] | None:
    """Size and time of the last change, to detect that a file has grown."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns


def _content(path: Path) -> bytes:
    try:
        content = read_limited(path, MAX_FILE_BYTES, SECONDS)
    except InputRefusedError as error:
        raise RegisterFileError(REFUSED.get(error.why, str(error))) from None
    refuse_empty(content)
    return content


def _delimiter(text: str) -> str:
    """The delimiter that is most frequent, outside quotes, in most of the first lines: a title above the headings has
    few."""
    lines = [line for line in text.splitlines()[:HEAD_LINES] if line.strip()]
    if match := re.fullmatch(r"sep=(.)", lines[0].strip() if lines else ""):
        return match[1]
    outside = [re.sub(r'"[^"]*"', "", line) for line in lines]

    def usual(sign: str) -> int:
        counts = sorted(line.count(sign) for line in outside)
        return counts[len(counts) // 2] if counts else 0

    return max(DELIMITERS, key=lambda sign: (usual(sign), -DELIMITERS.index(sign)))


class _Lines:
    """The lines of a text, with a limit on the characters of one row.

    The csv module joins lines to rows, and would take everything after an unclosed quote.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MAX_ROW_CHARS + 1):
            self._taken += len(line)
            if self._taken > MAX_ROW_CHARS:
                raise RegisterFileError(f"En rad i filen har over {MAX_ROW_CHARS} tegn. Mangler det et hermetegn?")
            yield line

    def row_is_over(self) -> None:
        self._taken = 0


def _csv_rows(content: bytes, encoding: str, progress: Progress) -> list[Row]:
    if content.count(b"\n") + content.count(b"\r") > 4 * MAX_TABLE_ROWS:
        raise _too_many_rows()
    rows: list[Row] = []
    source, size, held = io.BytesIO(content), len(content), Held()
    head = text_of(content, encoding).read(HEAD_CHARACTERS).removeprefix("\ufeff")
    lines = _Lines(io.TextIOWrapper(source, encoding, newline=""))
    reader = csv.reader(lines, delimiter=_delimiter(head))
    try:
        for place, row in enumerate(reader):
            lines.row_is_over()
            if place % REPORT_EVERY_ROWS == 0:
                progress.at(min(source.tell(), size), size)
                if place > MAX_TABLE_ROWS + 100:
                    raise _too_many_rows()
            rows.append(held.kept(row))
    except csv.Error:
        raise RegisterFileError(f"Kan ikke lese filen etter rad {len(rows)}. Mangler det et hermetegn?") from None
    if rows and rows[0]:
        rows[0] = (rows[0][0].removeprefix("\ufeff"), *rows[0][1:])
    if rows and len(rows[0]) == 1 and rows[0][0].startswith("sep="):
        rows[0] = ()
    return rows


def _with_headings(cells: list[Row], finder: HeadingFinder | None = None) -> RawTable:
    numbers = [place for place, row in enumerate(cells, 1) if any(row)]
    if not numbers:
        raise RegisterFileError(EMPTY)
    rows = cells if len(numbers) == len(cells) else [cells[place - 1] for place in numbers]
    first, at, texts = finder.find(rows) if finder else HeadingLines(0, 0, rows[0])
    heads, headings, headings_at = rows[first : at + 1], _headings(texts), numbers[at]
    rows, numbers = rows[at + 1 :], numbers[at + 1 :]
    may_repeat = any(head in rows for head in heads) or not RULED.isdisjoint({row[0][:1] for row in rows})
    if may_repeat and (finder is None or finder.fit(texts)):  # else it may be a row of data
        again = {place for place, row in enumerate(rows) if any(_repeats(row, head) for head in heads)}
        rows = [row for place, row in enumerate(rows) if place not in again]
        numbers = [number for place, number in enumerate(numbers) if place not in again]
    if len(rows) > MAX_TABLE_ROWS:
        raise _too_many_rows()
    for number, row in zip(numbers, rows, strict=True):
        if len(row) > MAX_COLUMNS:
            raise _too_many_columns()
        if sum(map(len, row)) > MAX_CELL_CHARS and max(map(len, row)) > MAX_CELL_CHARS:
            raise RegisterFileError(
                f"Rad {number} har en celle med over {MAX_CELL_CHARS} tegn. Mangler det et hermetegn?"
            )
    return RawTable(headings, rows, numbers, headings_at)


def _repeats(row: Row, headings: Row) -> bool:
    """Whether a line repeats the headings, as where two files or pages were joined, or is a rule of signs."""
    if row[0][:1] in RULED and not any(cell.strip(RULE) for cell in row):
        return True
    return row[-1] == headings[-1] and (row[0].removeprefix("\ufeff"), *row[1:]) == headings


def _headings(row: Row) -> tuple[str, ...]:
    """The headings, made unique and non-empty."""
    if len(row) > MAX_COLUMNS:
        raise _too_many_columns()
    while row and not row[-1].strip():
        row = row[:-1]
    found: list[str] = []
    for place, text in enumerate(row, 1):
        heading = " ".join(text.split())[:100] or f"Kolonne {place}"
        found.append(heading if heading not in found else f"{heading} ({place})")
    return tuple(found)


def _too_many_rows() -> RegisterFileError:
    return RegisterFileError(f"Filen har for mange rader. Den kan ha {MAX_TABLE_ROWS}. Del den opp.")


def _too_many_columns() -> RegisterFileError:
    return RegisterFileError(f"Filen har for mange kolonner. Den kan ha {MAX_COLUMNS}. Fjern dem som ikke trengs.")
