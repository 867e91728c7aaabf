"""Exports: a spreadsheet shows them and runs nothing; a file is whole or not there."""

import csv
import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

import sentralbord_desktop
from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.cells import guarded, tidy
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.progress import ImportCancelledError
from sentralbord_desktop.services.imports import write_tables
from sentralbord_desktop.services.imports.write_tables import NAME, Sheet, begin, give, save_table, save_workbook
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.tables import AccessRow


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_xlsx(path: Path) -> list[dict[str, str]]:
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, head), map(str, row), strict=True)) for row in rows]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_register_goes_out_with_norwegian_headings(
    services: Services, ingunn: Member, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"ut.{suffix}"
    assert services.member_imports.export_members(path) == 1
    (row,) = read_csv(path) if suffix == "csv" else read_xlsx(path)
    assert (row["Medlemsnummer"], row["Etternavn"]) == ("204118", "Fjeldheim")
    assert (row["Fødselsdato"], row["Status"]) == ("14.03.1979", "Yrkesaktiv")
    assert row["Telefon"] == "99000418"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_went_out_comes_in_again_and_changes_nothing(
    services: Services, ingunn: Member, tmp_path: Path, suffix: str
) -> None:
    services.members.change(ingunn, {"employer": "=Renhold", "phone": "+48601234567"})
    path = tmp_path / f"ut.{suffix}"
    services.member_imports.export_members(path)
    preview = services.member_imports.preview(services.member_imports.read(path))
    assert (preview.summary, preview.refused) == ("0 nye, 0 endres, 1 er lik, 0 kommer ikke inn", {})


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A", " =1", "\n=1"]
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_cell_starts_as_a_formula(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"ut.{suffix}"
    save_table(path, [("Navn",), (text,)])
    (row,) = read_csv(path) if suffix == "csv" else read_xlsx(path)
    assert row["Navn"].startswith("'")


def test_a_phone_number_keeps_its_plus_and_only_there() -> None:
    assert guarded("+48601234567", phone=True) == "+48601234567"
    assert guarded("+48601234567") == "'+48601234567"
    assert guarded("+1+cmd|' /C calc'!A0", phone=True).startswith("'")


@pytest.mark.parametrize("before", ["\u200b", "\ufeff", "\u2060", "\x00", "\u202e ", " \u200b"])
def test_signs_that_cannot_be_seen_hide_no_formula(before: str) -> None:
    assert guarded(f"{before}=1+1").startswith("'")
    assert guarded("−1+1").startswith("'")
    assert guarded(f"{before}Renhold") == f"{before}Renhold"


def test_our_own_guard_is_taken_off_when_the_file_comes_back() -> None:
    assert tidy(guarded("=Renhold")) == "=Renhold"
    assert tidy("'n Roll") == "'n Roll"


def test_the_change_log_goes_out(services: Services, ingunn: Member, tmp_path: Path) -> None:
    services.members.change(ingunn, {"place": "Hamar"})
    path = tmp_path / "endringer.csv"
    assert services.member_imports.export_changes(path) == 2
    row = read_csv(path)[-1]
    assert (row["Felt"], row["Før"], row["Etter"]) == ("Poststed", "Ottestad", "Hamar")
    assert (row["Navn"], row["Sign"], row["Kilde"]) == ("Ingunn Fjeldheim", "MH", "Samtale")


def test_an_export_is_logged(services: Services, ingunn: Member, tmp_path: Path) -> None:
    services.member_imports.export_members(tmp_path / "ut.csv")
    with services.database.reading() as session:
        (row,) = session.exec(select(AccessRow).where(AccessRow.what == "eksport")).all()
        assert (row.author, row.why) == ("MH", "medlemsregisteret")


def test_a_cancelled_export_leaves_the_old_file_and_nothing_beside_it(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    path = folder / "ut.csv"
    path.write_text("gammel")
    with pytest.raises(ImportCancelledError):
        services.member_imports.export_members(path, cancel=lambda: True)
    assert path.read_text() == "gammel"
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("name", ["ut.txt", "finnes/ikke/ut.csv", "finnes/ikke/ut.xlsx"])
def test_a_place_that_cannot_be_written_gives_one_sentence(services: Services, tmp_path: Path, name: str) -> None:
    with pytest.raises(RegisterFileError):
        services.member_imports.export_members(tmp_path / name)


def test_a_folder_is_not_overwritten(services: Services, tmp_path: Path) -> None:
    (tmp_path / "ut.csv").mkdir()
    with pytest.raises(RegisterFileError, match="mappe"):
        services.member_imports.export_members(tmp_path / "ut.csv")


# ---------------------------------------------------------------- what leaves the register is whole or not there

SOURCE = Path(sentralbord_desktop.__file__).parent
WRITES = re.compile(
    r"write_text\(|write_bytes\(|\.open\(\"[wax]|open\([^)]*\"[wax]b?\"|QSaveFile|QPdfWriter\(str|QFile\("
)
NOT_GIVEN_OUT = {
    "services/backup/restore_request.py": "the name of a backup that is asked for",
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
def test_file_is_whole_also_over_another_and_leaves_no_note(
    tmp_path: Path, nameless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not nameless:
        monkeypatch.setattr(write_tables, "_nameless", lambda folder, content: None)
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


def test_no_part_of_a_workbook_lies_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed export leaves no member in plain text."""
    monkeypatch.setattr("tempfile.mkstemp", lambda *_, **__: pytest.fail("a file of its own"))
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: pytest.fail("a file of its own"))
    assert save_table(tmp_path / "ut.xlsx", [("Navn",), ("Inge",)]) == 1


def test_more_rows_than_excel_reads_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentralbord_desktop.services.imports.write_tables.MAX_ROWS", 2)
    save_table(tmp_path / "ut.xlsx", [("Navn",), ("Inge",)])
    with pytest.raises(RegisterFileError, match="for mange rader"):
        save_table(tmp_path / "flere.xlsx", [("Navn",), ("Inge",), ("Kari",)])
    assert not (tmp_path / "flere.xlsx").exists()
