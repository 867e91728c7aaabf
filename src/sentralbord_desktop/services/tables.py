"""Reading a file somebody hands us into text cells. Whatever is wrong gives one sentence."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.register import EVERY, Watch
from sentralbord_desktop.services.workbook import read_sheets, read_workbook

MOST_BYTES = 400_000_000
MOST_ROWS = 1_500_000
MOST_COLUMNS = 200
LONGEST_CELL = 5_000

DELIMITERS = ";\t,"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LOST = "\N{REPLACEMENT CHARACTER}"
UTF8_AS_WINDOWS = tuple("Ã" + sign for sign in "¸¥¦˜…†")
DOS_LETTERS = re.compile("[A-Za-z][†›][a-z]")

Row = tuple[str, ...]


@dataclass(frozen=True)
class RawTable:
    """Headings and rows as text; `numbers` says where in the file each row stands (first is 1)."""

    headings: tuple[str, ...]
    rows: list[Row]
    numbers: list[int]

    def __repr__(self) -> str:
        return f"<RawTable {len(self.rows)} rows>"


def read_table(path: Path, encoding: str | None, watch: Watch) -> RawTable:
    """The table in a CSV or XLSX file, told apart by what is in it and not by its name.

    Raises RegisterFileError with one Norwegian sentence, ImportCancelledError when cancelled.
    """
    content = _content(path)
    table = _with_headings(
        read_workbook(content, watch)
        if _is_workbook(content, path)
        else _csv_rows(_decoded(content, encoding), watch)
    )
    if not table.rows:
        raise RegisterFileError(
            "Filen har bare overskrifter og ingen rader. Se om det er riktig fil."
        )
    return table


def read_tables(path: Path, encoding: str | None, watch: Watch) -> Iterator[tuple[str, RawTable]]:
    """Every sheet that holds anything, with its name; a CSV file is one sheet without a name.

    A sheet may have headings alone. Raises as `read_table` does.
    """
    content = _content(path)
    if not _is_workbook(content, path):
        yield "", _with_headings(_csv_rows(_decoded(content, encoding), watch))
        return
    for name, cells in read_sheets(content, watch):
        yield name, _with_headings(cells)


def _is_workbook(content: bytes, path: Path) -> bool:
    if content.startswith(OLD_EXCEL):
        raise RegisterFileError(
            "Filen er gammel Excel, eller den har passord. Lagre den som .xlsx uten passord."
        )
    return content.startswith(ZIP) or path.suffix.casefold() == ".xlsx"


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise RegisterFileError("Dette er en mappe. Velg en CSV- eller Excel-fil.")
        if not path.is_file():
            raise RegisterFileError("Filen finnes ikke. Er den flyttet? Velg den på nytt.")
        if path.stat().st_size > MOST_BYTES:
            raise RegisterFileError(
                f"Filen er for stor. Den kan være {MOST_BYTES // 1_000_000} MB. Del den opp."
            )
        content = path.read_bytes()  # a limit here would be set aside whole, on Windows
    except (OSError, ValueError):
        raise RegisterFileError(
            "Får ikke lest filen. Er den åpen i et annet program, eller mangler du tilgang? Lukk den, og prøv igjen."
        ) from None
    if not content.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise RegisterFileError("Filen er tom. Se om det er riktig fil, eller lag den på nytt.")
    return content


def _decoded(content: bytes, encoding: str | None) -> str:
    if encoding is None:
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else None
    for name in [encoding] if encoding else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(name)
            break
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise RegisterFileError(
                "Kjenner ikke den tegnkodingen. Bruk utf-8 eller cp1252."
            ) from None
    else:
        raise RegisterFileError("Tegnkodingen i filen er ukjent. Lagre den som «CSV UTF-8».")
    if "\0" in text:
        raise RegisterFileError("Filen er ikke en tekstfil. Velg en CSV- eller Excel-fil.")
    if _is_garbled(text):
        raise RegisterFileError(
            "Bokstavene æ, ø og å er ødelagt i filen. Lag den på nytt som «CSV UTF-8»."
        )
    return text.removeprefix("\ufeff")


def _is_garbled(text: str) -> bool:
    """Signs lost before us, UTF-8 read as Windows-1252, or the letters of DOS."""
    return (
        LOST in text
        or ("Ã" in text and any(pair in text for pair in UTF8_AS_WINDOWS))
        or (("†" in text or "›" in text) and DOS_LETTERS.search(text) is not None)
    )


def _delimiter(text: str) -> str:
    """The one there is most of in the first line that says something, outside quotes."""
    line = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    if match := re.fullmatch(r"sep=(.)", line.strip()):
        return match[1]
    outside = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=lambda sign: (outside.count(sign), -DELIMITERS.index(sign)))


def _csv_rows(text: str, watch: Watch) -> list[Row]:
    if text.count("\n") + text.count("\r") > 4 * MOST_ROWS:
        raise _too_many_rows()
    rows: list[Row] = []
    size = len(text)
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=_delimiter(text))
    try:
        for place, row in enumerate(reader):
            if place % EVERY == 0:
                watch.at(min(source.tell(), size), size)
                if place > MOST_ROWS + 100:
                    raise _too_many_rows()
            rows.append(tuple(row))  # not lists: the garbage collector leaves tuples of text alone
    except csv.Error:
        raise RegisterFileError(
            f"Kan ikke lese filen etter rad {len(rows)}. Mangler det et hermetegn?"
        ) from None
    if rows and len(rows[0]) == 1 and rows[0][0].startswith("sep="):
        rows[0] = ()
    return rows


def _with_headings(cells: list[Row]) -> RawTable:
    numbers = [place for place, row in enumerate(cells, 1) if any(row)]
    if not numbers:
        raise RegisterFileError("Filen er tom. Se om det er riktig fil, eller lag den på nytt.")
    rows = cells if len(numbers) == len(cells) else [cells[place - 1] for place in numbers]
    headings, rows, numbers = _headings(rows[0]), rows[1:], numbers[1:]
    if len(rows) > MOST_ROWS:
        raise _too_many_rows()
    for number, row in zip(numbers, rows, strict=True):
        if len(row) > MOST_COLUMNS:
            raise _too_many_columns()
        if sum(map(len, row)) > LONGEST_CELL and max(map(len, row)) > LONGEST_CELL:
            raise RegisterFileError(
                f"Rad {number} har en celle med over {LONGEST_CELL} tegn. Mangler det et hermetegn?"
            )
    return RawTable(headings, rows, numbers)


def _headings(row: Row) -> tuple[str, ...]:
    """Every heading once, and none empty."""
    if len(row) > MOST_COLUMNS:
        raise _too_many_columns()
    while row and not row[-1].strip():
        row = row[:-1]
    found: list[str] = []
    for place, text in enumerate(row, 1):
        heading = " ".join(text.split())[:100] or f"Kolonne {place}"
        found.append(heading if heading not in found else f"{heading} ({place})")
    return tuple(found)


def _too_many_rows() -> RegisterFileError:
    return RegisterFileError(f"Filen har for mange rader. Den kan ha {MOST_ROWS}. Del den opp.")


def _too_many_columns() -> RegisterFileError:
    return RegisterFileError(
        f"Filen har for mange kolonner. Den kan ha {MOST_COLUMNS}. Fjern dem som ikke trengs."
    )
