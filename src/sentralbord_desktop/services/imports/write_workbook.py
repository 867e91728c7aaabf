"""An Excel file with text cells only, made in memory: no cell is a formula or a link, and no part is stored on a
disk."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from sentralbord_desktop.domain.errors import RegisterFileError

MAX_ROWS = 1_048_576
MAX_CELL_CHARS = 32_000
AT_ONCE = 500
"""Number of rows that are compressed together."""
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PRE = (
    f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
POST = "</sheetData></worksheet>"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9a-fA-F]{4}_)")
"""Characters that XML cannot contain, and text that Excel would read as an escape for one."""
Rows = Iterator[list[str]]


class NamedRows(NamedTuple):
    """The name of a sheet, and its rows."""

    name: str
    rows: Rows


class WrittenTable(NamedTuple):
    """The bytes of a file, and its number of rows."""

    content: bytes
    row_count: int


def workbook(sheets: Sequence[NamedRows]) -> WrittenTable:
    """An .xlsx file of the sheets. Raises RegisterFileError for more rows than Excel reads."""
    packed, count = BytesIO(), 0
    with ZipFile(packed, "w", ZIP_DEFLATED) as book:
        for number, sheet in enumerate(sheets, 1):
            count += _sheet(book, f"xl/worksheets/sheet{number}.xml", sheet.rows)
        for name, text in _frame([sheet.name for sheet in sheets]):
            book.writestr(name, text)
    return WrittenTable(packed.getvalue(), count)


def _sheet(book: ZipFile, name: str, rows: Rows) -> int:
    count, waiting = 0, [PRE]
    with book.open(name, "w", force_zip64=True) as part:
        for row in rows:
            if count >= MAX_ROWS:
                raise RegisterFileError("Det er for mange rader for Excel. Velg CSV.")
            count += 1
            waiting.append(f'<row r="{count}">')
            waiting += [_cell(f"{_column(place)}{count}", text) for place, text in enumerate(row) if text]
            waiting.append("</row>")
            if count % AT_ONCE == 0:
                part.write("".join(waiting).encode())
                waiting = []
        part.write("".join([*waiting, POST]).encode())
    return count


def _cell(place: str, text: str) -> str:
    said = escape(UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text[:MAX_CELL_CHARS]))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def _column(place: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters, place = chr(ord("A") + letter) + letters, place - 1
    return letters


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The other parts of the file: the list of sheets, and the type of each part."""
    numbers = range(1, len(names) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(name[:31])} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in numbers
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    yield "xl/styles.xml", STYLES
    yield (
        "xl/workbook.xml",
        (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'),
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}{styles}</Relationships>'),
    )
    yield (
        "_rels/.rels",
        (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    yield (
        "[Content_Types].xml",
        (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{types}</Types>'
        ),
    )
