"""Reads an untrusted .xlsx: each part is checked before any spreadsheet library reads it.

A workbook is a zip of XML. Sizes and ratios are checked before anything is unpacked; every part is unpacked by us, read
once by expat (which refuses DTDs and entities in any encoding and cells outside the allowed area), and put in a new
zip. calamine reads that one, so a header that lies about a size, or hides a second part of the same name, never reaches
it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from sys import getsizeof
from typing import IO, Any, NamedTuple
from xml.parsers import expat

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.file_lines import is_data
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Progress
from sentralbord_desktop.domain.text.norwegian import counted

# ---------------------------------------------------------------- the rows of a file in memory, with a limit on their size

MAX_HELD = 180_000_000
"""Bytes; program, file and preview together stay under 500 MB."""
EACH_ROW = 300
"""Bytes for a row and its part of the preview, in addition to its texts."""
MAX_KEPT_TEXTS = 100_000

TOO_MANY_ROWS = (
    "Filen er for stor til å leses på én gang. Del den i filer på høyst {rows} rader, og les dem inn hver for seg."
)

Row = tuple[str, ...]


class SheetRows(NamedTuple):
    """A sheet, and a sentence about each thing that was left out of its workbook."""

    name: str
    rows: list[Row]
    left_out: tuple[str, ...] = ()


class Held:
    """Counts the memory of the rows. A repeated text is stored once; most texts of a register are repeated."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._bytes = self._rows = 0

    def kept(self, row: list[str]) -> Row:
        """The row to keep, with shared texts; raises RegisterFileError at the limit."""
        known, new = self._known, 0
        for place, cell in enumerate(row):
            same = known.get(cell)
            if same is None:
                new += getsizeof(cell)
                if len(known) < MAX_KEPT_TEXTS:
                    known[cell] = cell
            else:
                row[place] = same
        self._bytes += new + EACH_ROW + 8 * len(row)
        if self._bytes > MAX_HELD:
            few = self._rows - self._rows % (1000 if self._rows >= 1000 else 1)
            raise RegisterFileError(TOO_MANY_ROWS.format(rows=max(1, few)))
        self._rows += 1
        return tuple(row)  # not lists: the garbage collector leaves tuples of text alone


# ---------------------------------------------------------------- the kind of a file, by its bytes and not its name

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|table|meta|style|div)\b", re.IGNORECASE)
"""A web page, which many systems export as .xls because Excel opens it."""

EMPTY = "Filen er tom. Se om det er riktig fil, eller lag den på nytt."
IS_OLD = "Filen er gammel Excel, eller den har passord. Lagre den som .xlsx uten passord."
IS_MARKUP = "Filen er en nettside, ikke en tabell. Åpne den i Excel, og lagre den som .xlsx."


def is_workbook(content: bytes, path: Path) -> bool:
    """Whether it is .xlsx. Raises RegisterFileError for other formats of Excel, which are not read."""
    if content.startswith(OLD_EXCEL):
        raise RegisterFileError(IS_OLD)
    if MARKUP.match(content):
        raise RegisterFileError(IS_MARKUP)
    return content.startswith(ZIP) or path.suffix.casefold() == ".xlsx"


def refuse_empty(content: bytes) -> None:
    if not content.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise RegisterFileError(EMPTY)


# ---------------------------------------------------------------- a workbook

MAX_ZIP_PARTS = 1_000
MAX_UNPACKED_BYTES = 250_000_000
SMALL = 5_000_000
MAX_COMPRESSION_RATIO = 100
"""A normal sheet shrinks 5 - 30 times; one that shrinks more than this is taken for a bomb."""
LAST_ROW = 300_100
LAST_COLUMN = 200
MAX_CELLS = 3_600_000
"""calamine holds every cell between the first and the last, empty ones too."""
MAX_TEXT = 60_000_000
"""Bytes of the text of the cells, counted for each cell."""
UNANSWERED = re.compile(rb'<c (?![^<>]*\bt="str")[^<>]*><f\b(?:[^<>]*/>|[^<>]*>[^<>]*</f>)(?:<v ?/>|<v></v>)?</c>')
"""A cell with a formula but no value, as written by programs that do not calculate."""
SHARED = "xl/sharedstrings.xml"
MAX_SHEETS = 50
CHUNK = 1 << 20

DAMAGED = "Excel-filen er ødelagt eller bare halvt lagret. Lag den på nytt."
UNSAFE = "Excel-filen er laget på en måte som ikke er trygg å åpne. Lagre den på nytt fra Excel."
TOO_LARGE = "Excel-filen er for stor når den pakkes ut. Del den opp, eller lagre den som CSV."
TOO_MANY = f"Excel-filen har for mange ark. Den kan ha {MAX_SHEETS}. Del den opp."
NOT_READ = "Arket «{name}» leses ikke. Har det medlemmer, lagre det som en egen fil."
AS_ONE = "Arkene {names} har de samme overskriftene, og leses som én fil."
HEAD_LINES = 50
"""How many of the first rows of a file or a sheet are used to find its form."""
NOT_COUNTED = "Formler uten svar i {cells} leses som tomt. Åpne filen i Excel, lagre den, og hent den på nytt."
TOO_WIDE = "Arket er for stort, eller har celler langt utenfor tabellen. Slett dem, eller lagre arket som CSV."


_NONE: tuple[str, ...] = ()
HeadingsOf = Callable[[list[Row]], tuple[str, ...]]
"""Rows of a sheet -> its headings, () for one that is not wanted."""


def read_workbook(content: bytes, progress: Progress, headings_of: HeadingsOf) -> list[SheetRows]:
    """The first wanted sheet, visible ones first, and the visible ones with the same headings; else the longest visible
    sheet. As text; with a sentence about each other sheet of more than one line, and about formulas without a value.
    Raises RegisterFileError."""
    with _opened(content, progress) as (book, unanswered):
        found: SheetRows | None = None
        seen, headings = _visible(book), _NONE
        for sheet in _sheets(book, progress):
            if found is None or (sheet.name in seen and len(sheet.rows) > len(found.rows)):
                found = sheet
            if headings := headings_of(sheet.rows):
                found = sheet
                break
        if found is None:
            raise RegisterFileError(EMPTY)
        others = [name for name in book.sheet_names if name != found.name]
        alike: list[SheetRows] = []
        held = Held()
        for name in others if headings and found.name in seen else ():
            sheet = book.get_sheet_by_name(name)
            if name in seen and headings_of(_text_rows(sheet, progress, Held(), HEAD_LINES)) == headings:
                alike.append(SheetRows(name, _text_rows(sheet, progress, held)))
        read = {sheet.name for sheet in alike}
        left = [NOT_READ.format(name=name) for name in others if name not in read and _has_lines(book, name)]
        if alike:
            left.append(AS_ONE.format(names=", ".join(f"«{sheet.name}»" for sheet in (found, *alike))))
        if unanswered:
            left.append(NOT_COUNTED.format(cells=counted(unanswered, "celle", "celler")))
        return [found._replace(left_out=tuple(left)), *alike]


def _has_lines(book: Any, name: str) -> bool:
    return bool(book.get_sheet_by_name(name).height > 1)


def read_sheets(content: bytes, progress: Progress) -> Iterator[SheetRows]:
    """Every sheet with content, its name and its text; one at a time, to save memory."""
    with _opened(content, progress) as (book, _):
        yield from _sheets(book, progress)


@contextmanager
def _opened(content: bytes, progress: Progress) -> Iterator[tuple[Any, int]]:
    """The checked workbook, and its number of formulas without a value. Raises RegisterFileError with one sentence."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # not at start

    safe, unanswered = _vetted(content, progress)
    try:
        book = CalamineWorkbook.from_filelike(safe)
        if len(book.sheet_names) > MAX_SHEETS:
            raise RegisterFileError(TOO_MANY)
        yield book, unanswered
    except PasswordError:
        raise RegisterFileError("Excel-filen har passord. Lagre den uten passord.") from None
    except (CalamineError, OSError, ValueError, KeyError):
        raise RegisterFileError(DAMAGED) from None


def _sheets(book: Any, progress: Progress) -> Iterator[SheetRows]:
    """The sheets with content, the visible first; hidden ones are often of an earlier year."""
    seen = _visible(book)
    for name in sorted(book.sheet_names, key=lambda name: name not in seen):
        rows = _text_rows(book.get_sheet_by_name(name), progress, Held())
        if any(any(row) for row in rows):
            yield SheetRows(name, rows)


def _visible(book: Any) -> set[str]:
    from python_calamine import SheetVisibleEnum  # not at start

    return {sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible}


def _vetted(content: bytes, progress: Progress) -> tuple[io.BytesIO, int]:
    safe = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as source,
            zipfile.ZipFile(safe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        ):
            parts = _parts(source)
            total = sum(part.file_size for part in parts)
            done = 0
            vetting = _Vetting()
            for part in sorted(parts, key=lambda part: part.filename.casefold() != SHARED):
                progress.at(done, 2 * total)
                with target.open(part.filename, "w") as packed:
                    _unpack(source, part, progress, vetting, packed)
                done += part.file_size
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        # NotImplementedError: zipfile does not know the compression
        raise RegisterFileError(DAMAGED) from None
    except RuntimeError:  # of zipfile, for an encrypted part
        raise RegisterFileError("Excel-filen har passord. Lagre den uten passord.") from None
    safe.seek(0)
    return safe, vetting.unanswered


def _parts(source: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The XML parts; pictures and macros are left out. Refuses bombs before unpacking."""
    every = source.infolist()
    if len(every) > MAX_ZIP_PARTS:
        raise RegisterFileError(UNSAFE)
    unpacked = sum(part.file_size for part in every)
    packed = sum(part.compress_size for part in every)
    if unpacked > MAX_UNPACKED_BYTES:
        raise RegisterFileError(TOO_LARGE)
    if unpacked > SMALL and unpacked > MAX_COMPRESSION_RATIO * max(packed, 1):
        raise RegisterFileError(UNSAFE)
    names = [part.filename for part in every]
    if len({name.casefold() for name in names}) != len(names):
        raise RegisterFileError(UNSAFE)
    if "xl/workbook.xml" not in names:
        raise RegisterFileError("Filen er ikke en Excel-fil (.xlsx). Lagre den som .xlsx eller CSV.")
    return [part for part in every if part.filename.endswith((".xml", ".rels"))]


def _unpack(
    source: zipfile.ZipFile, part: zipfile.ZipInfo, progress: Progress, vetting: "_Vetting", target: IO[bytes]
) -> None:
    """Copy the part, checked by expat on the way. zipfile never returns more than the declared size."""
    vetting.begin(is_shared=part.filename.casefold() == SHARED)
    with source.open(part) as stream:
        while chunk := stream.read(CHUNK):
            progress.at(0, 1)
            vetting.feed(chunk)
            if b"<f" in chunk:
                vetting.unanswered += len(UNANSWERED.findall(chunk))
            target.write(chunk)
    vetting.feed(b"", last=True)


class _Vetting:
    """Refuses document types, entities, cells outside the readable area, and texts that are too large together:
    calamine copies a shared text for each cell with it."""

    def __init__(self) -> None:
        self.unanswered = 0  # formulas that no program has counted
        self._lengths: list[int] = []  # of the shared texts
        self._held = 0

    def begin(self, *, is_shared: bool) -> None:
        """Begin the next part; the shared texts come before the sheets that refer to them."""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._shared if is_shared else self._element
        self._parser.CharacterDataHandler = self._shared_text if is_shared else self._text
        self._row = self._column = self._last_row = self._last_column = 0
        self._points = False

    def _shared(self, name: str, _: dict[str, str]) -> None:
        if name == "si" or name.endswith(":si"):
            self._lengths.append(0)

    def _shared_text(self, text: str) -> None:
        self._take(size := _bytes(text))
        if self._lengths:
            self._lengths[-1] += size

    def _text(self, text: str) -> None:
        if not self._points:
            self._take(_bytes(text))
        elif not text.isspace():
            self._points = False  # a second number in the same cell is counted as a text of its own
            if not (text.isascii() and text.isdigit() and int(text[:9]) < len(self._lengths)):
                raise RegisterFileError(DAMAGED)
            self._take(self._lengths[int(text[:9])])

    def _take(self, size: int) -> None:
        self._held += size
        if self._held > MAX_TEXT:
            raise RegisterFileError(TOO_LARGE)

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError:
            raise RegisterFileError(DAMAGED) from None

    def _refuse(self, *_: Any) -> None:
        raise RegisterFileError(UNSAFE)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" or name.endswith(":c"):
            self._points = attributes.get("t") == "s"
            self._cell(attributes.get("r"))
        elif name == "row" or name.endswith(":row"):
            self._row, self._column = _number(attributes.get("r"), self._row + 1), 0
            self._hold(self._row, 1)

    def _cell(self, place: str | None) -> None:
        """Read the position of a cell; without one it is the cell after the last."""
        if place is None:
            self._column += 1
        elif match := PLACE.fullmatch(place):
            self._column = 0
            for letter in match[1]:
                self._column = self._column * 26 + ord(letter) - 64
            self._row = int(match[2])
        else:
            raise RegisterFileError(UNSAFE)
        self._hold(self._row, self._column)

    def _hold(self, row: int, column: int) -> None:
        self._last_row = max(self._last_row, row)
        self._last_column = max(self._last_column, column)
        too_far = self._last_row > LAST_ROW or self._last_column > LAST_COLUMN
        if too_far or self._last_row * self._last_column > MAX_CELLS:
            raise RegisterFileError(TOO_WIDE)


def _bytes(text: str) -> int:
    """The most bytes that the text can take in UTF-8."""
    return len(text) if text.isascii() else 3 * len(text)


PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RegisterFileError(UNSAFE)
    return int(text)


def _text_rows(sheet: Any, progress: Progress, held: Held, most: int | None = None) -> list[Row]:
    """All rows of a sheet, or the first ones; a merged cell stands in each of its rows."""
    found: list[Row] = []
    height = sheet.total_height
    lead = [""] * (sheet.start[1] if sheet.start else 0)  # empty columns in front, which calamine leaves out
    for row in islice(sheet.iter_rows(), most):
        if len(found) % REPORT_EVERY_ROWS == 0:
            progress.at(height + len(found), 2 * height)
        found.append(held.kept([*lead, *(cell if type(cell) is str else _text(cell) for cell in row)]))
    _fill_merged(found, sheet.merged_cell_ranges or ())
    return found


def _fill_merged(rows: list[Row], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Put the text of merged cells in each row of theirs, and in headings in each column."""
    filled = 0
    for (top, left), (bottom, right) in ranges:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        last = right if text and not any(map(is_data, rows[top])) else left
        for place in range(top, min(bottom + 1, len(rows)) if text else top):
            cells = list(rows[place])
            cells[left : last + 1] = [cell or text for cell in cells[left : last + 1]]
            rows[place] = tuple(cells)
            filled += len(cells)
        if filled > MAX_CELLS:
            raise RegisterFileError(UNSAFE)


def _text(cell: object) -> str:
    """A cell as a person would type it: whole numbers without decimals, dates as ISO."""
    match cell:
        case bool():
            return "ja" if cell else "nei"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case time() | timedelta():
            return ""
        case _:
            return str(cell)
