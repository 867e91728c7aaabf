"""What leaves the register is whole or not there, and what a kill left is found and told."""

import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import sentralbord_desktop
from sentralbord_desktop.services.imports import export_file
from sentralbord_desktop.services.imports.export_file import NAME, begin, give
from sentralbord_desktop.services.imports.write_tables import Sheet, save_table, save_workbook
from sentralbord_desktop.services.office import Services

SOURCE = Path(sentralbord_desktop.__file__).parent
WRITES = re.compile(
    r"write_text\(|write_bytes\(|\.open\(\"[wax]|open\([^)]*\"[wax]b?\"|QSaveFile|QPdfWriter\(str|QFile\("
)
NOT_GIVEN_OUT = {
    "services/backup/restore_request.py": "the name of a backup that is asked for",
    "services/imports/write_workbook.py": "a part of a file in memory",
    "services/imports/read_workbook.py": "a workbook that is read, packed anew in memory",
    "gui/core/theme.py": "a part of the program that is read",
}
"""What else opens a file of its own, and what is in it."""


def test_every_file_that_is_given_out_is_written_in_one_way() -> None:
    """A list, a letter, a report that is written straight to its place is half there after a kill."""
    own = {
        file.relative_to(SOURCE).as_posix()
        for room in ("gui", "services", "procedures", "delivery", "cli")
        for file in (SOURCE / room).rglob("*.py")
        if WRITES.search(file.read_text(encoding="utf-8"))
    }
    assert own == set(NOT_GIVEN_OUT)


def test_a_half_file_of_an_earlier_run_is_deleted_and_told(services: Services, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    out.mkdir()
    home = tmp_path / "hjem"
    home.mkdir()
    (out / NAME.format(mark="ab12")).write_text("Kanarifugl")
    (home / "eksport-ab12.txt").write_text(str(out / NAME.format(mark="ab12")))
    assert begin(home) == 1
    assert list(out.iterdir()) == []
    assert list(home.iterdir()) == []
    assert begin(home) == 0


def test_a_note_gets_nobody_elses_file_deleted_and_waits_for_a_disk_that_is_away(tmp_path: Path) -> None:
    kept = tmp_path / "viktig.docx"
    kept.write_text("x")
    mine = tmp_path / NAME.format(mark="cd34")
    mine.write_text("x")
    home = tmp_path / "hjem"
    home.mkdir()
    notes = {
        "eksport-1.txt": str(kept),
        "eksport-2.txt": str(mine),
        "eksport-3.txt": NAME.format(mark="3"),
        "eksport-4.txt": "\udce6\x00",
        "eksport-5.txt": "x" * 5000,
        "eksport-6.txt": "",
        "eksport-7.txt": str(tmp_path / "borte" / NAME.format(mark="7")),
    }
    for name, text in notes.items():
        (home / name).write_bytes(text.encode(errors="surrogateescape"))
    (home / "eksport-8.txt").mkdir()
    assert begin(home) == 0
    assert kept.exists()
    assert mine.exists()
    assert (home / "eksport-7.txt").exists()


@pytest.mark.parametrize("nameless", [True, False])
def test_it_is_whole_also_over_another_and_leaves_no_note(
    tmp_path: Path, nameless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not nameless:
        monkeypatch.setattr(export_file, "_nameless", lambda folder, content: None)
    begin(tmp_path)
    for content in (b"en" * 100_000, b"to"):
        give(tmp_path / "ut.bin", content)
        assert (tmp_path / "ut.bin").read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["ut.bin"]
    with pytest.raises(OSError, match="ut"):
        give(tmp_path / "ut.bin" / "under.bin", b"x")
    (tmp_path / "mappe").mkdir()
    with pytest.raises(OSError, match="mappe"):
        give(tmp_path / "mappe", b"x")


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\r\nb", " foran og bak ", "<&>\"'", "_x0041_", "\ud800", "\uffff", "æøå 🐦"]
)
def test_any_text_is_an_excel_file_that_is_read(tmp_path: Path, text: str) -> None:
    save_table(tmp_path / "ut.xlsx", [("Navn", "Sted"), (text, "Hamar")])
    rows = CalamineWorkbook.from_path(str(tmp_path / "ut.xlsx")).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Navn", "Sted"]
    assert rows[1][1] == "Hamar"
    if text.isprintable():
        assert rows[1][0] == text


def test_a_workbook_has_its_sheets_in_order_and_more_columns_than_letters(tmp_path: Path) -> None:
    wide = [str(n) for n in range(60)]
    save_workbook(tmp_path / "ut.xlsx", [Sheet("En & to", iter([wide, wide])), Sheet("Tre", iter([("a",)]))])
    book = CalamineWorkbook.from_path(str(tmp_path / "ut.xlsx"))
    assert book.sheet_names == ["En & to", "Tre"]
    assert [str(cell) for cell in book.get_sheet_by_index(0).to_python()[1]] == wide
    with zipfile.ZipFile(tmp_path / "ut.xlsx") as packed:
        assert packed.testzip() is None
