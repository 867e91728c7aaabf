"""Members and rows that a file and the register do not have in common, on both engines."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from sentralbord_desktop.domain.imports.decide import mark_missing, with_resigned
from sentralbord_desktop.domain.imports.doubt import undecided
from sentralbord_desktop.domain.imports.preview import ImportDone, Preview
from sentralbord_desktop.domain.imports.report import report_lines
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.privacy import erased_members
from sentralbord_desktop.storage.privacy.listed_members import IN_PREVIEW
from sentralbord_desktop.storage.tables import AccessRow
from tests.helpers.engines import Watch
from tests.helpers.import_files import csv_file, imported, member, previewed
from tests.helpers.members import by_number

HEAD = "Medlemsnummer;Fornavn;Etternavn;Fødselsdato;Mobil;Status;Utmeldt dato"
ROWS = [f"00{n};Kari{n};Lie;0{n}.02.1980;9900000{n};Student;" for n in range(1, 8)]


@pytest.fixture
def seven(services: Services, tmp_path: Path) -> Services:
    """Seven members whose numbers begin with zeros."""
    assert imported(services, csv_file(tmp_path, HEAD, *ROWS)).new == 7
    return services


def look(services: Services, folder: Path, *rows: str) -> Preview:
    return previewed(services, csv_file(folder, HEAD, *rows))


def test_numbers_that_lost_their_zeros_in_excel_are_recognised(seven: Services, tmp_path: Path) -> None:
    preview = look(seven, tmp_path, *(row.removeprefix("00") for row in ROWS))
    assert (len(preview.new), preview.unchanged, preview.absences.lost_zeros) == (0, 7, 7)
    assert "7 numre har mistet nullene foran, og er kjent igjen." in preview.absences.lines
    assert preview.absences.missing == ()


def test_a_like_number_of_another_person_is_a_new_member(seven: Services, tmp_path: Path) -> None:
    preview = look(seven, tmp_path, "1;Odd;Berg;30.01.1958;40011222;Student;")
    assert [entry.number for entry in preview.new] == ["1"]
    assert preview.absences.lost_zeros == 0


def test_a_new_one_with_the_name_and_birth_date_of_a_member_who_is_not_in_the_file_is_told(
    seven: Services, tmp_path: Path
) -> None:
    renumbered = [
        "912;KARI2;Lie;02.02.1980;;Student;",
        "913;Kari3;Lie;;;Student;",
        "914;Kari4;Lie;04.02.1980;;Student;",
    ]
    preview = look(seven, tmp_path, *renumbered, ROWS[3])
    assert (len(preview.new), len(preview.absences.namesakes)) == (3, 1)
    told = [
        "1 ny har navn og fødselsdato som et medlem som ikke er i filen: 912 (her 002). "
        "Er det de samme, slå dem sammen i Vedlikehold."
    ]
    assert preview.absences.lines == told == [line for line in report_lines(preview) if "navn og" in line]
    assert "1 som kan være registrert her fra før" in undecided(preview, is_whole=False)
    with seven.database.reading() as session:
        seen = session.exec(select(AccessRow.member_id).where(AccessRow.what == IN_PREVIEW)).all()
    assert member(seven, "002").id in seen


def test_zeros_that_only_the_file_has_are_recognised_too(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, "7;Kari;Lie;01.02.1980;99000007;Student;"))
    preview = look(services, tmp_path, "0007;Kari;Lie;01.02.1980;40011222;Student;")
    assert [(one.number, one.changes[0].field) for one in preview.changed] == [("7", "phone")]


def test_a_merged_number_and_a_second_row_are_not_recognised_by_their_zeros(services: Services, tmp_path: Path) -> None:
    rows = ["7;Kari;Lie;01.02.1980;99000007;Student;", "8;Kari;Lie;01.02.1980;99000008;Student;"]
    imported(services, csv_file(tmp_path, HEAD, *rows))
    again = look(services, tmp_path, *("0" * n + rows[0].replace("99000007", "40011222") for n in (1, 2)))
    assert ([one.number for one in again.changed], [one.number for one in again.new]) == (["7"], ["007"])
    services.duplicates.merge(member(services, "8"), member(services, "7"), ())
    assert [one.number for one in look(services, tmp_path, "0" + rows[0]).new] == ["07"]


def test_new_rows_that_are_utmeldt_come_in_only_when_wanted(services: Services, tmp_path: Path) -> None:
    preview = look(services, tmp_path, ROWS[0], "9;Odd;Berg;30.01.1958;40011222;Utmeldt;31.12.2024")
    assert ([one.number for one in preview.new], [one.number for one in preview.resigned]) == (["001"], ["9"])
    assert "1 er utmeldt eller død, og ble ikke hentet." in services.member_imports.write(preview).summary
    assert by_number(services, "9") is None
    again = look(services, tmp_path, ROWS[0], "9;Odd;Berg;30.01.1958;40011222;Utmeldt;31.12.2024")
    services.member_imports.write(with_resigned(again))
    assert (member(services, "9").status, member(services, "9").resigned) == ("utmeldt", date(2024, 12, 31))


def test_who_is_missing_is_listed_and_marked_only_when_it_is_said(
    seven: Services, tmp_path: Path, watch: Watch
) -> None:
    preview = look(seven, tmp_path, *ROWS[:6])
    assert [(it.number, it.name) for it in preview.absences.missing] == [("007", "Kari7 Lie")]
    assert not preview.changes_anything
    today = watch().date()
    seven.member_imports.write(mark_missing(preview, {preview.absences.missing[0].id}, today))
    assert (member(seven, "007").status, member(seven, "007").resigned) == ("utmeldt", today)
    assert member(seven, "006").status == "student"
    assert look(seven, tmp_path, *ROWS[:6]).absences.missing == ()
    seven.import_history.undo(seven.import_history.latest()[0])
    assert (member(seven, "007").status, member(seven, "007").resigned) == ("student", None)


def test_a_file_with_a_part_of_the_register_lists_nobody(seven: Services, tmp_path: Path) -> None:
    assert look(seven, tmp_path, *ROWS[:3]).absences.missing == ()


def test_who_was_erased_does_not_come_back(seven: Services, tmp_path: Path) -> None:
    seven.privacy.erase(member(seven, "003"), "003", "ba om det")
    done = imported(seven, csv_file(tmp_path, HEAD, *ROWS))
    assert done == ImportDone(0, 0, 6, 0, erased=1)
    assert "1 er slettet tidligere, og ble ikke hentet." in done.summary
    assert by_number(seven, "003") is None
    bare = look(seven, tmp_path, *(row.removeprefix("00") for row in ROWS))
    assert (len(bare.new), bare.absences.erased) == (0, 1), "nor without the zeros"
    other = look(seven, tmp_path, "003;Odd;Berg;30.01.1958;40011222;Student;")
    assert [one.number for one in other.new] == ["003"], "the number was given to another"
    dayless = previewed(seven, csv_file(tmp_path, HEAD, *ROWS), Fødselsdato=None)
    assert (len(dayless.new), dayless.absences.erased) == (0, 1), "nor with a file whose birth dates are not read"


def test_the_mark_of_an_erased_member_names_nobody(seven: Services) -> None:
    for number in ("003", "004"):
        seven.privacy.erase(member(seven, number), number, "ba om det")
    with seven.database.reading() as session:
        marks = session.execute(text("SELECT mark FROM erased_member")).scalars().all()
    assert len(set(marks)) == 4, "with the birth date, and for files without"
    assert all(len(mark) == 64 and set(mark) <= set("0123456789abcdef") for mark in marks)
    row = {"number": "003", "birth_date": date(1980, 2, 3)}
    with seven.database.transaction() as session:
        assert erased_members.erased_among(session, [row]) == {"003"}
        settings.save_setting(session, erased_members.SETTING, {"key": "0" * 64})
        assert erased_members.erased_among(session, [row]) == set(), "by another key"


def test_the_time_to_keep_one_who_resigned_counts_from_that_day(
    services: Services, tmp_path: Path, watch: Watch
) -> None:
    rows = ("8;Odd;Berg;30.01.1958;40011222;Utmeldt;24.11.2025", "9;Åse;Berg;30.01.1958;40011333;Utmeldt;26.11.2025")
    services.member_imports.write(with_resigned(look(services, tmp_path, *rows)))
    assert services.retention.months()["resigned"] == 12
    (due,) = [it for it in services.retention.preview() if it.key == "resigned"]
    assert due.names == ("Odd Berg, 8",)
