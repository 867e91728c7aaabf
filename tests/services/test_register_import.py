"""The register comes in from the union's own system: shown first, then written whole or not."""

import threading
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import select

from sentralbord_desktop.domain.errors import ChangedMeanwhileError, RegisterFileError
from sentralbord_desktop.domain.imports.preview import ImportDone
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number, is_true_birth_number
from sentralbord_desktop.domain.progress import ImportCancelledError
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.tables import ImportRunRow
from tests.helpers.import_files import HEAD, ODD, csv_file, imported, many_members, member, previewed


def xlsx_file(folder: Path, table: Iterable[Sequence[object]]) -> Path:
    path = folder / "medlemmer.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet()
    for place, row in enumerate(table):
        sheet.write_row(place, 0, row)
    book.close()
    return path


def test_a_new_member_comes_in_with_every_field_and_can_be_found(services: Services, tmp_path: Path) -> None:
    done = imported(services, csv_file(tmp_path, HEAD, ODD))
    odd = member(services, "300")
    assert (done.new, done.changed) == (1, 0)
    assert (odd.name, odd.birth_date, odd.department) == ("Odd Fjeldhaug", date(1958, 1, 30), 2)
    assert (odd.status, odd.phone) == ("pensjonist", "99000423")
    for said in ("fjeldhaug", "99000423", "300", "30011958"):
        assert [hit.number for hit in services.members.search(said)] == ["300"], said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_norwegian_letters_survive_whatever_the_file_was_saved_as(
    services: Services, tmp_path: Path, encoding: str
) -> None:
    line = "1;Åse Ærlig;Øyen;;;;"
    imported(services, csv_file(tmp_path, HEAD, line, encoding=encoding))
    assert member(services, "1").name == "Åse Ærlig Øyen"


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_the_delimiter_is_found(services: Services, tmp_path: Path, sign: str) -> None:
    lines = [HEAD.replace(";", sign), ODD.replace(";", sign)]
    assert previewed(services, csv_file(tmp_path, *lines)).new[0].number == "300"


def test_a_row_of_excel_comes_in_as_it_is_shown_there(services: Services, tmp_path: Path) -> None:
    table: list[list[object]] = [
        ["member_no", "first_name", "last_name", "birth_date", "postcode", "status", "no_sms"],
        [204118, "Ingunn", "Fjeldheim", date(1979, 3, 14), 150, "active", True],
        [204119, "Inge", "Fjeldheim", 28928, "0151", "resigned", False],
    ]
    imported(services, xlsx_file(tmp_path, table))
    ingunn, inge = member(services, "204118"), member(services, "204119")
    assert (ingunn.birth_date, ingunn.post_code, ingunn.no_sms) == (date(1979, 3, 14), "0150", True)
    assert (inge.birth_date, inge.status) == (date(1979, 3, 14), "utmeldt")


def test_the_preview_writes_nothing(services: Services, tmp_path: Path) -> None:
    previewed(services, csv_file(tmp_path, HEAD, ODD))
    assert services.members.count() == 0


def test_the_preview_shows_what_would_change_before_and_after(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, HEAD, "204118;Ingunn;Fjeldheim;14.03.1979;99000777;2;aktiv")
    changes = previewed(services, path).changed[0].changes
    assert [(c.field, c.before, c.after) for c in changes] == [
        ("phone", "99000418", "99000777"),
        ("department", "4", "2"),
    ]


def test_every_change_is_in_the_change_log_and_in_the_search(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    line = "204118;Ingunn;Fjeldheim;14.03.1979;99000777;2;aktiv"
    imported(services, csv_file(tmp_path, HEAD, line))
    logged = {
        (c.field, c.before, c.after, c.author, c.source)
        for c in services.members.open(ingunn.id).changes
        if c.field != "registrert"
    }
    assert logged == {("phone", "99000418", "99000777", "MH", "import"), ("department", "4", "2", "MH", "import")}
    assert services.members.search("99000418") == []
    assert [hit.id for hit in services.members.search("99000777 fjeldheim")] == [ingunn.id]


def test_the_same_file_twice_changes_nothing(services: Services, tmp_path: Path) -> None:
    path = many_members(tmp_path, 3000)
    first, second = imported(services, path), imported(services, path)
    assert first == ImportDone(3000, 0, 0, 0)
    assert second == ImportDone(0, 0, 3000, 0)
    assert services.member_imports.faults() == []


def test_an_empty_cell_keeps_what_the_register_has(services: Services, ingunn: Member, tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEAD, "204118;;;;;;")
    assert previewed(services, path).unchanged == 1
    imported(services, path)
    assert member(services, "204118") == ingunn


def test_a_cancelled_write_leaves_the_register_as_it_was(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, many_members(tmp_path, 9000))
    stop, seen = threading.Event(), []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if done > total / 2:
            stop.set()

    with pytest.raises(ImportCancelledError):
        services.member_imports.write(preview, progress=progress, cancel=stop)
    assert 4500 < seen[-1][0] < 9000, "some members had been written"
    assert services.members.count() == 0
    assert services.members.search("1000008") == []


def test_a_write_is_cancelled_until_its_last_word_and_a_comparison_too(services: Services, tmp_path: Path) -> None:
    table = services.member_imports.read(many_members(tmp_path, 9000))
    told: list[tuple[int, int]] = []
    preview = services.member_imports.preview(table, progress=lambda done, total: told.append((done, total)))
    assert [done / total for done, total in told] == sorted(done / total for done, total in told)
    half = sum(done >= total / 2 for done, total in told)
    assert 0 < half < len(told), "the comparison tells how far it is as well"

    with pytest.raises(ImportCancelledError):
        services.member_imports.preview(table, cancel=lambda: any(done > total / 2 for done, total in told))

    stop = threading.Event()

    def when_all_is_written(done: int, total: int) -> None:
        if done == total:
            stop.set()

    with pytest.raises(ImportCancelledError):
        services.member_imports.write(preview, progress=when_all_is_written, cancel=stop)
    assert services.members.count() == 0


def test_reading_can_be_cancelled(services: Services, tmp_path: Path) -> None:
    with pytest.raises(ImportCancelledError):
        services.member_imports.read(csv_file(tmp_path, HEAD, ODD), cancel=lambda: True)


def test_columns_mapped_by_hand_are_remembered_for_the_same_headings(services: Services, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Løpenr;Kallenavn;Etternavn", "7;Bolla;Granmo")
    table = services.member_imports.read(path)
    assert table.columns == {"Løpenr": None, "Kallenavn": None, "Etternavn": "last_name"}
    by_hand = {"Løpenr": "number", "Kallenavn": "Fornavn"}
    services.member_imports.write(services.member_imports.preview(table, by_hand))
    assert services.member_imports.read(path).columns == {
        "Løpenr": "number",
        "Kallenavn": "first_name",
        "Etternavn": "last_name",
    }


def test_two_columns_cannot_be_the_same_field(services: Services, tmp_path: Path) -> None:
    table = services.member_imports.read(csv_file(tmp_path, "Nr;Ref;Navn", "1;2;Odd Berg"))
    with pytest.raises(RegisterFileError, match="To kolonner"):
        services.member_imports.preview(table, {"Nr": "number", "Ref": "number"})


@pytest.mark.parametrize("heading", ["Fødselsnummer", "Personnr.", "Fnr"])
def test_a_column_called_fodselsnummer_is_never_read(services: Services, tmp_path: Path, heading: str) -> None:
    table = services.member_imports.read(csv_file(tmp_path, f"Medlemsnr;Navn;{heading}", "1;Odd Berg;x"))
    assert heading in table.refused
    with pytest.raises(RegisterFileError, match="fødselsnummer"):
        services.member_imports.preview(table, {heading: "street"})


def test_a_column_that_holds_fodselsnummer_is_never_read_whatever_it_is_called(
    services: Services, tmp_path: Path
) -> None:
    lines = ["Medlemsnr;Navn;Adresse", "1;Odd Berg;14037912345", "2;Liv Moe;140379 12345"]
    preview = previewed(services, csv_file(tmp_path, *lines))
    assert list(preview.refused) == ["Adresse"]
    services.member_imports.write(preview)
    assert member(services, "1").street == ""


def test_a_cell_that_looks_like_a_fodselsnummer_rejects_its_row_without_repeating_it(
    services: Services, tmp_path: Path
) -> None:
    lines = ["Medlemsnr;Navn;Adresse", "1;Odd Berg;Gata 1", "2;Liv Moe;fnr 14037912345", "3;Åse Vik;Gata 3"]
    preview = previewed(services, csv_file(tmp_path, *lines))
    assert [(r.row, r.column) for r in preview.rejected] == [(3, "Adresse")]
    assert "14037912345" not in repr(preview) + preview.rejected[0].why


def test_a_foreign_phone_number_of_eleven_digits_is_no_fodselsnummer() -> None:
    assert not has_birth_number("+48601234567")
    assert not is_true_birth_number("+41030112345")
    assert has_birth_number("41037912345"), "a D-number"
    assert not has_birth_number("99999912345")


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        (";Odd;Berg;;;;", "Medlemsnummer", "Medlemsnummer mangler."),
        ("1;Odd;Berg;31.02.1979;;;", "Fødselsdato", "som ikke finnes"),
        ("1;Odd;Berg;i fjor;;;", "Fødselsdato", "ikke en dato"),
        ("1;Odd;Berg;;ring meg;;", "Mobil", "ikke et telefonnummer"),
        ("1;Odd;Berg;;;fire;", "Avdeling", "ikke et avdelingsnummer"),
        ("1;Odd;Berg;;;;snill", "Status", "ukjent"),
        (f"1;{'O' * 101};Berg;;;;", "Fornavn", "lengre enn 100 tegn"),
        ("1;;;;;;", "", "uten navn"),
        ("1;Odd;Berg;;;;;;ekstra", "", "flere celler"),
    ],
)
def test_a_row_that_cannot_be_used_says_where_and_why(
    services: Services, tmp_path: Path, line: str, column: str, why: str
) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, line))
    (rejected,) = preview.rejected
    assert (rejected.row, rejected.column) == (3, column)
    assert why in rejected.why
    assert len(preview.new) == 1


def test_of_two_rows_with_the_same_number_the_later_is_rejected(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, ODD.replace("Odd", "Ottar")))
    assert [(r.row, "rad 2" in r.why) for r in preview.rejected] == [(3, True)]
    assert preview.new[0].name == "Odd Fjeldhaug"


@pytest.mark.parametrize("more", [0, 20])
def test_a_preview_that_is_out_of_date_is_refused(
    services: Services, ingunn: Member, tmp_path: Path, more: int
) -> None:
    """In a file of many rows too, of whom the register has hardly anybody."""
    others = [f"{number};Kari;Ny;;;;" for number in range(500, 500 + more)]
    path = csv_file(tmp_path, HEAD, ODD, *others, "204118;Inga;;;;;")
    preview = previewed(services, path)
    assert (len(preview.new), len(preview.changed)) == (1 + more, 1)
    services.members.change(ingunn, {"place": "Hamar"})
    with pytest.raises(ChangedMeanwhileError):
        services.member_imports.write(preview)
    assert services.members.count() == 1, "the new one was not written either"


def test_the_report_can_be_saved_and_names_every_row(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, ";Liv;Moe;;;;"))
    services.member_imports.save_report(preview, tmp_path / "rapport.csv")
    report = (tmp_path / "rapport.csv").read_text("utf-8-sig").splitlines()
    assert '"3";"avvist";"";"Medlemsnummer";"";"";"Medlemsnummer mangler."' in report
    assert '"2";"ny";"300";"";"";"";""' in report


def test_an_import_is_logged_with_how_much_it_did(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD))
    with services.database.reading() as session:
        (run,) = session.exec(select(ImportRunRow)).all()
        assert (run.author, run.new, run.rejected) == ("MH", 1, 0)


def test_a_full_name_is_split_at_the_last_space(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, "Medlemsnr;Navn", "1;Marte Fjeldheim Lund"))
    assert (member(services, "1").first_name, member(services, "1").last_name) == ("Marte Fjeldheim", "Lund")


def test_fee_invoices_come_in_by_member_number(services: Services, ingunn: Member, tmp_path: Path) -> None:
    head = "Fakturanr;Medlemsnr;Fakturadato;Forfall;Beløp;Betalt;Mangler"
    path = csv_file(
        tmp_path,
        head,
        "F1;204118;01.10.2026;21.10.2026;1 250,50;0;brev om permisjon",
        "F2;999;01.10.2026;21.10.2026;450;;",
    )
    member_imports = services.member_imports
    preview = member_imports.preview(member_imports.read(path, "fakturaer"))
    assert [(r.row, r.why) for r in preview.rejected] == [(3, "Medlemmet finnes ikke i registeret.")]
    member_imports.write(preview)
    (invoice,) = services.members.open(ingunn.id).invoices
    assert (invoice.amount, invoice.missing_documentation) == (125_050, "brev om permisjon")
    path = csv_file(tmp_path, head, "F1;204118;;;;1250,50;")
    assert member_imports.write(member_imports.preview(member_imports.read(path, "fakturaer"))).changed == 1
    (invoice,) = services.members.open(ingunn.id).invoices
    assert (invoice.is_open, invoice.missing_documentation) == (False, "")


def test_names_that_an_import_brought_are_heard_at_once(services: Services, tmp_path: Path) -> None:
    """Also by whoever has searched already: the words are learned, not read again."""
    assert services.members.search("vaclav") == []
    imported(
        services,
        csv_file(tmp_path, "medlemsnummer;fornavn;etternavn", *(f"{n};Wacław;Brzęczyszczykiewicz" for n in range(3))),
    )
    assert [hit.sure for hit in services.members.search("vaclav")] == [True] * 3


def test_a_large_import_into_a_large_register_keeps_every_row_and_its_search(
    services: Services, tmp_path: Path
) -> None:
    """More rows than go in one statement, one question and one part, and not a whole number."""
    head, count = "medlemsnummer;fornavn;etternavn;telefon;telefon 2", 5_003
    lines = [f"{n};Kari;Berg{n % 7};4{n:07d};" + (f"9{n:07d}" if n % 3 else "") for n in range(count)]
    assert imported(services, csv_file(tmp_path, head, *lines)).new == count
    assert services.members.count() == count
    for n in (0, 249, 250, 251, 1999, 2000, 5_002):
        assert [hit.number for hit in services.members.search(f"4{n:07d}")] == [str(n)]
    again = previewed(services, csv_file(tmp_path, head, *lines))
    assert (again.unchanged, again.changes_anything) == (count, False)
    assert services.member_imports.faults() == []
