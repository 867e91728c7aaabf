"""A file that cannot be used gives one clear sentence, soon, and never a crash."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.services.imports import read_tables, read_workbook, rows_in_memory
from sentralbord_desktop.services.office import Services
from tests.helpers.import_files import good_xlsx
from tests.helpers.soon import soon

HEAD = "Medlemsnummer;Fornavn;Etternavn\n"


def rebuilt(change: Callable[[str, bytes], bytes]) -> bytes:
    """The good workbook with its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_xlsx())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in source.infolist():
            new.writestr(part.filename, change(part.filename, source.read(part)))
    return target.getvalue()


def sheet(body: str) -> Callable[[str, bytes], bytes]:
    xml = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        f'spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'
    )
    return lambda name, old: xml.encode() if name == "xl/worksheets/sheet1.xml" else old


def with_doctype(encoding: str) -> Callable[[str, bytes], bytes]:
    def change(name: str, old: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return old
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        laughs = '<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
        return (head + laughs + "<sst><si><t>&b;</t></si></sst>").encode(encoding)

    return change


def lying_about_its_size() -> bytes:
    """A part that says it is 100 bytes, has the checksum of those, and unpacks to 60 MB."""
    import zlib

    body = b"<a>" + b" " * 60_000_000 + b"</a>"
    bomb = rebuilt(lambda n, old: body if n == "xl/worksheets/sheet1.xml" else old)
    raw = bytearray(bomb)
    crc, short = zlib.crc32(body[:100]), (100).to_bytes(4, "little")
    name = b"xl/worksheets/sheet1.xml"
    for signature, offset, head in ((b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)):
        at = raw.find(signature)
        while raw[at + head : at + head + len(name)] != name:
            at = raw.find(signature, at + 1)
        raw[at + offset : at + offset + 4] = crc.to_bytes(4, "little")
        raw[at + offset + 8 : at + offset + 12] = short
    return bytes(raw)


def bomb() -> bytes:
    body = b"<a>" + b" " * 120_000_000 + b"</a>"
    return rebuilt(lambda name, old: body if name == "xl/worksheets/sheet1.xml" else old)


def without_workbook() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        new.writestr("brev.txt", "hei")
    return target.getvalue()


FAR_CELL = '<row r="1"><c r="A1" t="str"><v>1</v></c></row><row r="{r}"><c r="{c}{r}"><v>1</v></c></row>'
MILLION_ROWS = "".join(f'<row r="{n}"/>' for n in range(1, 1_000_001))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "tom": (lambda: b"", "tom"),
    "bare skilletegn": (lambda: b";;;\r\n;;;\r\n", "tom"),
    "bare BOM": (lambda: b"\xef\xbb\xbf", "tom"),
    "bare overskrift": (lambda: HEAD.encode(), "bare overskrifter"),
    "uten medlemsnummer": (lambda: b"Fornavn;Etternavn\nOdd;Berg\n", "medlemsnummer"),
    "NUL": (lambda: HEAD.encode() + b"1;Odd\0;Berg\n", "tekstfil"),
    "et bilde": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "Tegnkoding|tekstfil"),
    "feil tegnkoding": (lambda: HEAD.encode() + b"1;\x81\x8d;Berg\n", "Tegnkodingen"),
    "to ganger UTF-8": (lambda: (HEAD + "1;Bjørn;Sæther\n").encode().decode("cp1252").encode(), "æ, ø og å"),
    "DOS-bokstaver": (lambda: (HEAD + "1;Kåre;Berg\n").encode("cp865"), "æ, ø og å"),
    "tapte bokstaver": (lambda: (HEAD + "1;Bj\ufffdrn;Berg\n").encode(), "æ, ø og å"),
    "hermetegn mangler": (lambda: (HEAD + '1;"Odd;Berg\n' + "2;Liv;Moe\n" * 30_000).encode(), "hermetegn"),
    "for mange rader": (lambda: HEAD.encode() + b"1;A;B\n" * (read_tables.MAX_TABLE_ROWS + 1), "for mange rader"),
    "uendelig mange linjer": (lambda: HEAD.encode() + b"\n" * 5_000_000, "for mange rader"),
    "for mange kolonner": (lambda: b"medlemsnr" + b";x" * 5000 + b"\n1;2\n", "mange kolonner"),
    "for mange celler i en rad": (lambda: HEAD.encode() + b"1" + b";x" * 5000 + b"\n", "mange kolonner"),
    "en enorm celle": (lambda: HEAD.encode() + b"1;" + b"x" * 90_000 + b";B\n", "celle med over"),
    "halv xlsx": (lambda: good_xlsx()[:3000], "ødelagt"),
    "xlsx med en bit borte": (lambda: good_xlsx()[:1500] + bytes(200) + good_xlsx()[1700:], "ødelagt|trygg"),
    "zip uten ark": (without_workbook, "ikke en Excel-fil"),
    "gammel Excel": (lambda: b"\xd0\xcf\x11\xe0" + bytes(5000), "gammel Excel"),
    "zipbombe": (bomb, "trygg"),
    "zipbombe som lyver": (lying_about_its_size, "ødelagt"),
    "DTD": (lambda: rebuilt(with_doctype("utf-8")), "trygg"),
    "DTD i UTF-16": (lambda: rebuilt(with_doctype("utf-16")), "trygg"),
    "celle langt nede": (lambda: rebuilt(sheet(FAR_CELL.format(r=1_048_576, c="A"))), "for stort"),
    "celle langt ute": (lambda: rebuilt(sheet(FAR_CELL.format(r=2, c="XFD"))), "for stort"),
    "celle på et umulig sted": (
        lambda: rebuilt(sheet('<row r="1"><c r="A99999999999999"><v>1</v></c></row>')),
        "trygg",
    ),
    "en million tomme rader": (lambda: rebuilt(sheet(MILLION_ROWS)), "for stort|trygg"),
    "ødelagt XML": (lambda: rebuilt(sheet("<row><c>")), "ødelagt"),
    "xlsx uten noe": (lambda: rebuilt(sheet("")), "tom"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_soon(services: Services, tmp_path: Path, name: str) -> None:
    make, words = HOSTILE[name]
    content = make()
    path = tmp_path / ("fil.xlsx" if content.startswith(b"PK") else "fil.csv")
    path.write_bytes(content)
    with soon(2), pytest.raises(RegisterFileError, match=words) as refused:
        services.member_imports.preview(services.member_imports.read(path))
    assert "\n" not in str(refused.value)
    assert services.members.count() == 0


def test_the_workbook_that_the_hostile_ones_are_made_from_is_good(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "fil.xlsx"
    path.write_bytes(rebuilt(lambda _, old: old))
    assert [e.name for e in services.member_imports.preview(services.member_imports.read(path)).new] == ["Odd Berg"]


def test_cells_without_an_address_cannot_hide_a_sparse_sheet(services: Services, tmp_path: Path) -> None:
    body = "<row>" + "<c/>" * (read_workbook.LAST_COLUMN + 1) + "</row>"
    path = tmp_path / "fil.xlsx"
    path.write_bytes(rebuilt(sheet(body)))
    with pytest.raises(RegisterFileError, match="for stort"):
        services.member_imports.read(path)


def test_a_file_over_the_limit_is_not_even_read(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_tables, "MAX_FILE_BYTES", 1000)
    path = tmp_path / "fil.csv"
    path.write_bytes(HEAD.encode() + b"1;Odd;Berg\n" * 200)
    with pytest.raises(RegisterFileError, match="for stor"):
        services.member_imports.read(path)


def test_a_folder_is_refused(services: Services, tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match="mappe"):
        services.member_imports.read(tmp_path)


def test_a_file_that_is_not_there_is_refused(services: Services, tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match="finnes ikke"):
        services.member_imports.read(tmp_path / "borte.csv")


def test_a_name_that_no_disk_can_have_is_refused(services: Services) -> None:
    with pytest.raises(RegisterFileError):
        services.member_imports.read(Path("a\0b.csv"))


def test_an_encoding_nobody_knows_is_refused(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    path.write_text(HEAD + "1;Odd;Berg\n")
    with pytest.raises(RegisterFileError, match="tegnkoding"):
        services.member_imports.read(path, encoding="klingon")


def test_a_file_that_is_too_large_is_told_in_how_many_rows_it_can_be_read(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_in_memory, "MOST_HELD", 2_000_000)
    path = tmp_path / "medlemmer.csv"
    rows = [f"{100000 + number};Kari;Dahl{number:06}\n" for number in range(9000)]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    with pytest.raises(RegisterFileError, match=r"filer på høyst \d+ rader") as caught:
        services.member_imports.read(path)
    most = int(re.sub(r"\D", "", str(caught.value)))
    assert most % 1000 == 0
    path.write_text(HEAD + "".join(rows[:most]), encoding="utf-8")
    assert len(services.member_imports.read(path).rows) == most
