"""The register goes out so that a spreadsheet shows it and runs nothing."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.cell_values import tidy
from sentralbord_desktop.domain.imports.csv_guard import guarded
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.progress import ImportCancelledError
from sentralbord_desktop.services.imports.write_tables import save_table
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
    assert (preview.summary, preview.refused) == ("0 nye, 0 endres, 1 er lik, 0 avvist", {})


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
