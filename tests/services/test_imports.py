"""Import of members: previewed, written whole or not, undone; and files that cannot be used."""

import io
import re
import threading
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import col, select

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.errors import (
    ChangedMeanwhileError,
    NotAllowedError,
    RegisterFileError,
    SwitchboardError,
)
from sentralbord_desktop.domain.imports.doubt import undecided
from sentralbord_desktop.domain.imports.import_run import UNDO_DAYS, ImportRun, Undoing
from sentralbord_desktop.domain.imports.preview import ImportDone
from sentralbord_desktop.domain.imports.report import losses_of, report_lines
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number, is_true_birth_number
from sentralbord_desktop.domain.progress import ImportCancelledError
from sentralbord_desktop.services.imports import read_tables, read_workbook
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing.transfer import give_rights
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import ADMINISTRATORS, OPERATORS
from sentralbord_desktop.storage.privacy.erasure import erase_member, erasing
from sentralbord_desktop.storage.tables import AccessRow, ImportRunRow, MemberChangeRow
from tests.helpers.doors import sit
from tests.helpers.import_files import HEAD, ODD, csv_file, good_xlsx, imported, many_members, member, previewed
from tests.helpers.members import by_number
from tests.helpers.people import only_operator
from tests.helpers.postgres import Cluster
from tests.helpers.server_desks import as_user, new_user
from tests.helpers.soon import soon


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
def test_norwegian_letters_survive_whatever_the_file_was_saved_as(
    services: Services, tmp_path: Path, encoding: str
) -> None:
    line = "1;Åse Ærlig;Øyen;;;;"
    imported(services, csv_file(tmp_path, HEAD, line, encoding=encoding))
    assert member(services, "1").name == "Åse Ærlig Øyen"


def test_a_word_of_an_old_mac_is_told_from_windows_by_its_letters(services: Services, tmp_path: Path) -> None:
    lines = ("1;Bjørg;Ødegård;;;;", "2;Ærlig;Bø;;;;")
    imported(services, csv_file(tmp_path, HEAD.replace("ø", "o"), *lines, encoding="mac_roman"))
    assert (member(services, "1").name, member(services, "2").name) == ("Bjørg Ødegård", "Ærlig Bø")
    imported(services, csv_file(tmp_path, HEAD, "3;Åse;Bø®re¿;;;;", encoding="cp1252"))
    assert member(services, "3").name == "Åse Bø®re¿"


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
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


def test_the_sheet_with_members_is_read_and_the_others_are_told(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "rapport.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        front = book.add_worksheet("Forside")
        front.write_column(0, 0, ["Medlemsrapport", "Bestilt av", "Navn"])
        for name, number, last in (("Avd. 1", "300", "Etternavn"), ("Avd. 2", "301", "Slektsnavn")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Medlemmer"])
            sheet.write_row(2, 0, ["Medlemsnr", "Fornavn", last])
            sheet.write_row(3, 0, [number, "Odd", "Fjeldhaug"])
        book.add_worksheet("Ark4")
    preview = previewed(services, path)
    assert [entry.number for entry in preview.new] == ["300"]
    assert preview.unread == tuple(
        f"Arket «{name}» leses ikke. Har det medlemmer, lagre det som en egen fil." for name in ("Forside", "Avd. 2")
    )


def test_sheets_with_the_same_headings_are_one_file_and_a_row_is_named_by_its_sheet(
    services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "rapport.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for place, name in enumerate(("Avd. 1", "Avd. 2", "I fjor")):
            sheet = book.add_worksheet(name)
            sheet.write_row(place, 0, ["Medlemsnr", "Fornavn", "Mobil", ""][: 3 + place])
            sheet.write_row(place + 1, 0, [300 + place, "Odd", "9900"])
            if name == "I fjor":
                sheet.hide()
    table = services.member_imports.read(path)
    preview = services.member_imports.preview(table)
    assert [entry.number for entry in preview.new] == ["300", "301"]
    assert preview.unread[0].startswith("Arket «I fjor» leses ikke.")
    assert preview.unread[1:] == ("Arkene «Avd. 1», «Avd. 2» har de samme overskriftene, og leses som én fil.",)
    assert [loss.sentence.partition(", ")[0] for loss in losses_of(preview)] == [
        "Linje 2 i «Avd. 1»",
        "Linje 3 i «Avd. 2»",
    ]
    assert services.member_imports.save_losses(table, preview, tmp_path / "rett.csv") == 2
    services.member_imports.write(preview)
    (run,) = services.import_history.latest()
    assert [(it.row, it.column) for it in services.import_history.losses(run)] == [
        (2, "Avd. 1: Mobil"),
        (3, "Avd. 2: Mobil"),
    ]


def test_merged_cells_are_the_headings_of_their_columns_and_the_value_of_their_rows(
    services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "medlemmer.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(1, 1, 1, 8, "Medlemsliste")
        sheet.merge_range(2, 1, 3, 1, "Medlemsnr")
        sheet.merge_range(2, 2, 2, 3, "Navn")
        sheet.merge_range(2, 4, 2, 6, "Arbeidsgiver")
        sheet.write_row(3, 2, ["Fornavn", "Etternavn", "Navn", "Adresse", "Telefon", "Mobil", "Avdeling"])
        sheet.write_row(4, 1, [300, "Odd", "Berg", "Coop", "Vei 1", "22112211", "99000418"])
        sheet.write_row(5, 1, [301, "Liv", "Moe", "Coop", "Vei 1", "22112211", "99000419"])
        sheet.merge_range(4, 8, 5, 8, "4")
        sheet.merge_range(6, 2, 6, 3, "Kari Anne")
        sheet.write(6, 1, 302)
    preview = previewed(services, path)
    assert [entry.values for entry in preview.new] == [
        {"number": "300", "first_name": "Odd", "last_name": "Berg", "employer": "Coop", "phone": "99000418"}
        | {"department": 4},
        {"number": "301", "first_name": "Liv", "last_name": "Moe", "employer": "Coop", "phone": "99000419"}
        | {"department": 4},
        {"number": "302", "first_name": "Kari Anne"},
    ]


def test_where_no_heading_is_known_the_longest_sheet_is_read_to_be_mapped(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "medlemmer.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Forside").write_column(0, 0, ["Medlemsrapport", "Bestilt av"])
        book.add_worksheet("Liste").write_column(0, 0, ["Løpenr.", 300, 301])
    table = services.member_imports.read(path)
    assert (table.headings, [row[0] for row in table.rows]) == (("Løpenr.",), ["300", "301"])
    assert len(services.member_imports.preview(table, {"Løpenr.": "number"}).rejected) == 2, "they have no name"


def test_a_sheet_that_is_hidden_is_read_where_no_other_has_members(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "medlemmer.xlsx"
    for seen, read in ((True, "300"), (False, "9")):
        with xlsxwriter.Workbook(str(path)) as book:
            hidden = book.add_worksheet("I fjor")
            hidden.write_column(0, 0, ["Medlemsnr", 9])
            shown = book.add_worksheet("Nå")
            shown.write_column(0, 0, ["Medlemsnr", 300] if seen else ["Notater", "Ring."])
            shown.activate()
            shown.set_first_sheet()
            hidden.hide()
        assert [row[0] for row in services.member_imports.read(path).rows] == [read]


@pytest.mark.parametrize(
    "start", ["<html><body>", "\ufeff<!DOCTYPE html>", '<?xml version="1.0"?>\n<Workbook>', " <table>"]
)
def test_a_web_page_that_is_called_excel_says_what_to_do(services: Services, tmp_path: Path, start: str) -> None:
    path = tmp_path / "medlemmer.xls"
    path.write_text(f"{start}<table>\n<tr><td>300</td></tr>\n</table>", encoding="utf-8")
    with pytest.raises(RegisterFileError, match="Åpne den i Excel, og lagre den som"):
        services.member_imports.read(path)


def test_formulas_that_no_program_has_counted_are_told(services: Services, tmp_path: Path) -> None:
    """As a program writes them that counts nothing; a text that came to nothing is counted."""
    made = tmp_path / "medlemmer.xlsx"
    with xlsxwriter.Workbook(str(made)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Medlemsnr", "Navn", "Mobil"])
        sheet.write_row(1, 0, ["300", "Odd Berg"])
        sheet.write_formula(1, 2, '="990"&"00418"', None, 99000418)
    cell = b'<c r="C2"><f>"990"&amp;"00418"</f><v>99000418</v></c>'

    def told(instead: bytes) -> tuple[str, ...]:
        path = tmp_path / "fra program.xlsx"
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
            assert any(cell in source.read(name) for name in source.namelist())
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(cell, instead))
        return previewed(services, path).unread

    assert told(cell) == ()
    assert told(b'<c r="C2" t="str"><f>A1</f><v></v></c>') == (), "a text that came to nothing"
    for instead in (
        b'<c r="C2"><f>A1</f></c>',
        b'<c r="C2" s="1"><f>A1</f><v></v></c>',
        b'<c r="C2"><f t="shared" si="0"/></c>',
    ):
        (sentence,) = told(instead)
        assert sentence.startswith("Formler uten svar i 1 celle leses som tomt.")


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


def test_a_cell_that_looks_like_a_fodselsnummer_is_left_out_without_repeating_it(
    services: Services, tmp_path: Path
) -> None:
    lines = ["Medlemsnr;Navn;Adresse", "1;Odd Berg;Gata 1", "2;Liv Moe;fnr 14037912345", "3;Åse Vik;Gata 3"]
    path = csv_file(tmp_path, *lines)
    table = services.member_imports.read(path)
    preview = services.member_imports.preview(table)
    (loss,) = losses_of(preview)
    assert (loss.row, loss.column, loss.is_in, loss.text) == (3, "Adresse", True, "")
    assert "14037912345" not in repr(preview) + loss.sentence
    services.member_imports.save_losses(table, preview, tmp_path / "rett.csv")
    assert "14037912345" not in (tmp_path / "rett.csv").read_text("utf-8-sig")
    services.member_imports.write(preview)
    assert (member(services, "2").name, member(services, "2").street) == ("Liv Moe", "")


def test_a_foreign_phone_number_of_eleven_digits_is_no_fodselsnummer() -> None:
    assert not has_birth_number("+48601234567")
    assert not is_true_birth_number("+41030112345")
    assert has_birth_number("41037912345"), "a D-number"
    assert not has_birth_number("99999912345")


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        (";Odd;Berg;;;;", "Medlemsnummer", "Medlemsnummer mangler."),
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


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        ("1;Odd;Berg;31.02.1979;;;", "Fødselsdato", "Februar 1979 hadde 28 dager."),
        ("1;Odd;Berg;i fjor;;;", "Fødselsdato", "ikke en dato"),
        ("1;Odd;Berg;01.01.2099;;;", "Fødselsdato", "Fødselsdato er i fremtiden."),
        ("1;Odd;Berg;;ring meg;;", "Mobil", "ikke et telefonnummer"),
        ("1;Odd;Berg;;9900067;;", "Mobil", "Nummeret har 7 siffer. Et norsk nummer har 8."),
        ("1;Odd;Berg;;;fire;", "Avdeling", "ikke et avdelingsnummer"),
        ("1;Odd;Berg;;;;snill", "Status", "ukjent"),
        (f"1;{'O' * 101};Berg;;;;", "Fornavn", "lengre enn 100 tegn"),
    ],
)
def test_a_member_with_a_bad_cell_comes_in_without_it_and_it_is_told(
    services: Services, tmp_path: Path, line: str, column: str, why: str
) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, line))
    assert preview.rejected == ()
    (loss,) = losses_of(preview)
    assert (loss.row, loss.number, loss.column, loss.is_in) == (3, "1", column, True)
    assert loss.who.endswith("Berg")
    assert why in loss.mend
    assert services.member_imports.write(preview).new == 2
    assert member(services, "1").last_name == "Berg"


def test_a_name_without_its_letters_leaves_the_member_as_is_and_a_new_one_waits(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    lines = ("204118;Ingunn;Fj?ldheim;14.03.1979;99000777;4;", "300;?dd;Berg;;;;", "301;Liv;Moe;;;;")
    preview = previewed(services, csv_file(tmp_path, HEAD, *lines))
    assert ([it.number for it in preview.new], [it.row for it in preview.rejected]) == (["301"], [3])
    assert [it.row for it in losses_of(preview)] == [3, 2]
    services.member_imports.write(preview)
    assert (member(services, "204118").last_name, member(services, "204118").phone) == ("Fjeldheim", "99000777")
    assert by_number(services, "300") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_letters_of_a_web_page_are_read_as_letters_and_it_is_told(
    services: Services, tmp_path: Path, encoding: str
) -> None:
    lines = (HEAD, "1;Odd;Berg & Li;;;;", '2;"K&aring;re";"&amp;Oslash;deg&#229;rd";;;;')
    preview = previewed(services, csv_file(tmp_path, *lines, encoding=encoding))
    assert [it.name for it in preview.new] == ["Odd Berg & Li", "Kåre Ødegård"]
    assert preview.unread == ("2 celler hadde koder som «&Oslash;», og er lest som bokstaver: linje 3 og flere.",)


def test_of_two_rows_with_the_same_number_the_later_is_rejected(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, ODD.replace("Odd", "Ottar")))
    (rejected,) = preview.rejected
    assert (rejected.row, rejected.who) == (3, "Ottar Fjeldhaug")
    assert rejected.detail == ("Nummeret er brukt på linje 2, Odd Fjeldhaug. To medlemmer kan ikke ha samme nummer.")
    assert preview.new[0].name == "Odd Fjeldhaug"


def test_a_row_that_says_the_same_as_an_earlier_one_is_no_loss(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, ODD))
    assert (len(preview.new), preview.alike, preview.rejected, losses_of(preview)) == (1, 1, (), [])
    assert [again.row for again in preview.repeated] == [3]


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
    assert '"3";"avvist";"";"Liv Moe";"Medlemsnummer";"";"";"Medlemsnummer mangler."' in report
    assert '"2";"ny";"300";"Odd Fjeldhaug";"";"";"";""' in report


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


# ---------------------------------------------------------------- an import is undone

LIV = "301;Liv;Moe;01.02.1971;990 00 424;2;"
INVOICES = "Fakturanr;Medlemsnr;Fakturadato;Forfall;Beløp;Betalt;Mangler"


def undone(services: Services, place: int = 0) -> Undoing:
    """The newest import undone (0), or the one before it."""
    run = services.import_history.latest()[place]
    weighed = services.import_history.weigh(run)
    done = services.import_history.undo(run)
    assert weighed == done, "what was promised is what was done"
    return done


def test_what_an_import_brought_goes_and_is_not_found_any_more(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD, LIV))
    assert undone(services) == Undoing(removed=2)
    assert services.members.count() == 0
    for said in ("fjeldhaug", "99000423", "300", "30011958"):
        assert services.members.search(said) == [], said
    assert services.member_imports.faults() == []
    assert imported(services, csv_file(tmp_path, HEAD, ODD, LIV)).new == 2, "and it may be read again"


def test_what_an_import_changed_comes_back_with_both_lines_in_the_history(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    before = member(services, ingunn.number)
    line = f"{ingunn.number};Ingunn Marie;;14.03.1980;922 00 111;9;Pensjonist"
    imported(services, csv_file(tmp_path, HEAD, line))
    assert member(services, ingunn.number).first_name == "Ingunn Marie"
    assert undone(services) == Undoing(restored=1)
    after = member(services, ingunn.number)
    assert after == before.model_copy(update={"version": after.version})
    assert [hit.number for hit in services.members.search(before.phone)] == [ingunn.number]
    assert services.members.search("92200111") == []
    with services.database.reading() as session:
        lines = session.exec(select(MemberChangeRow).where(col(MemberChangeRow.field) == "first_name")).all()
        assert [(one.before, one.after, one.source) for one in lines] == [
            (before.first_name, "Ingunn Marie", "import"),
            ("Ingunn Marie", before.first_name, "angret import"),
        ]


def test_what_has_been_changed_since_stands(services: Services, ingunn: Member, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, f"{ingunn.number};Inga;Nytt;;;;"))
    services.members.change(member(services, ingunn.number), {"last_name": "Rettet"})
    assert undone(services) == Undoing(restored=1, left=1)
    now = member(services, ingunn.number)
    assert (now.first_name, now.last_name) == (ingunn.first_name, "Rettet")


@pytest.mark.parametrize("roles", ["administrator", "operator"])
def test_what_an_import_lost_is_kept_as_long_as_it_can_be_undone(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, roles: str
) -> None:
    path = csv_file(tmp_path, HEAD, ODD.replace("30.01.1958", "30.02.1958"), ";Liv;Moe;;;;")
    table = services.member_imports.read(path)
    preview = services.member_imports.preview(table)
    services.member_imports.write(preview)
    (run,) = services.import_history.latest()
    assert run.lost == 2
    assert services.import_history.losses(run) == losses_of(preview)
    later = services.session.clock() + timedelta(days=UNDO_DAYS, seconds=5)
    services.import_history.forget_old()
    assert services.import_history.losses(run) == losses_of(preview)
    monkeypatch.setattr(services.session, "clock", lambda: later)
    sit(services, roles if not services.database.is_server else "administrator")
    services.import_history.forget_old()
    sit(services, "administrator")
    assert services.import_history.losses(run) == []


def test_what_an_import_lost_of_a_member_is_in_their_report_and_goes_with_them(
    services: Services, tmp_path: Path
) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD.replace("30.01.1958", "30.02.1958"), LIV.replace("01.02", "31.02")))
    (run,) = services.import_history.latest()
    assert "30.02.1958" in services.privacy.subject("300").text
    assert "31.02.1971" not in services.privacy.subject("300").text
    with services.database.transaction() as session, erasing(session):
        erase_member(session, member(services, "300").id)
    assert [loss.number for loss in services.import_history.losses(run)] == ["301"]


def test_a_new_member_that_somebody_has_written_about_stays(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD, LIV))
    services.members.remark(member(services, "300").id, "Ringte om kurset.")
    assert undone(services) == Undoing(removed=1, kept=1)
    assert [by_number(services, n) is not None for n in ("300", "301")] == [True, False]


def test_a_look_at_the_member_does_not_stop_undo_and_stays_in_the_log(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD))
    services.members.open(member(services, "300").id)
    assert undone(services) == Undoing(removed=1)
    with services.database.reading() as session:
        rows = session.exec(select(AccessRow).order_by(col(AccessRow.id))).all()
        told = [(row.what, row.member_id) for row in rows if row.what in ("åpnet", "angret import")]
        assert told == [("åpnet", None), ("angret import", None)]
        assert rows[-1].why == "medlemmer.csv: 1 tatt ut, 0 satt tilbake"


def test_imports_are_undone_from_the_newest_back(services: Services, tmp_path: Path) -> None:
    """A member that a later import has changed stays for it; when that is undone too, nothing is left."""
    imported(services, csv_file(tmp_path, HEAD, ODD))
    imported(services, csv_file(tmp_path, HEAD, "300;Oddvar;;;;;"))
    first = services.import_history.latest()[1]
    assert services.import_history.weigh(first) == Undoing(kept=1)
    assert undone(services) == Undoing(restored=1)
    assert undone(services, 1) == Undoing(removed=1)
    assert services.members.count() == 0


def test_an_import_is_undone_once_and_within_fourteen_days(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD))
    (run,) = services.import_history.latest()
    assert (run.file, run.subject, run.new, run.undone) == ("medlemmer.csv", "medlemmer", 1, None)
    last = services.session.clock() + timedelta(days=UNDO_DAYS)
    monkeypatch.setattr(services.session, "clock", lambda: last + timedelta(seconds=5))
    assert services.import_history.latest() == []
    with pytest.raises(SwitchboardError, match="for gammel"):
        services.import_history.undo(run)
    monkeypatch.setattr(services.session, "clock", lambda: last - timedelta(seconds=5))
    services.import_history.undo(run)
    (run,) = services.import_history.latest()
    assert (run.undone, run.undone_by) == (services.session.clock(), "MH")
    with pytest.raises(SwitchboardError, match="allerede"):
        services.import_history.undo(run)


def test_a_cancelled_one_has_changed_nothing(services: Services, ingunn: Member, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD, f"{ingunn.number};Inga;;;;;"))
    (run,) = services.import_history.latest()
    told: list[int] = []

    def late() -> bool:
        told.append(1)
        return len(told) > 1

    with pytest.raises(ImportCancelledError):
        services.import_history.undo(run, cancel=late)
    assert member(services, ingunn.number).first_name == "Inga"
    assert member(services, "300").first_name == "Odd"
    assert services.import_history.latest() == [run]


def test_fee_invoices_come_back_too(services: Services, ingunn: Member, tmp_path: Path) -> None:
    def read(*lines: str) -> None:
        path = csv_file(tmp_path, INVOICES, *lines)
        services.member_imports.write(services.member_imports.preview(services.member_imports.read(path, "fakturaer")))

    read("F1;204118;01.10.2026;21.10.2026;450;0;brev om permisjon")
    (first,) = services.members.open(ingunn.id).invoices
    read("F1;204118;02.10.2026;;;450;", "F2;204118;01.11.2026;21.11.2026;450;;")
    assert services.import_history.weigh(services.import_history.latest()[1]) == Undoing(kept=1)
    assert undone(services) == Undoing(removed=1, restored=1)
    assert services.members.open(ingunn.id).invoices == (first,)
    assert undone(services, 1) == Undoing(removed=1)
    assert services.members.open(ingunn.id).invoices == ()


def test_only_an_administrator_undoes(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD))
    (run,) = services.import_history.latest()
    only_operator(services)
    for do in (services.import_history.weigh, services.import_history.undo):
        with pytest.raises(NotAllowedError):
            do(run)


def test_a_large_one_goes_whole_and_says_how_far_it_has_come(services: Services, tmp_path: Path) -> None:
    imported(services, many_members(tmp_path, 7_003))
    told: list[tuple[int, int]] = []
    run: ImportRun = services.import_history.latest()[0]
    done = services.import_history.undo(run, progress=lambda *far: told.append(far))
    assert (done.removed, services.members.count()) == (7_003, 0)
    assert len(told) > 3
    assert all(far <= total == 7_003 for far, total in told)
    assert services.member_imports.faults() == []


def test_nobody_gets_the_id_of_one_who_was_taken_out(services: Services, tmp_path: Path) -> None:
    """Whoever had the wrong one open would write on the next."""
    imported(services, csv_file(tmp_path, HEAD, ODD))
    gone = member(services, "300").id
    undone(services)
    imported(services, csv_file(tmp_path, HEAD, "100;Asta;Berg;;;;", ODD))
    assert services.members.reread(gone) is None
    assert gone not in {member(services, n).id for n in ("100", "300")}
    with pytest.raises(SwitchboardError):
        services.members.remark(gone, "om en annen")


def test_what_somebody_put_back_to_the_same_stands_too(services: Services, ingunn: Member, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, f"{ingunn.number};Inga;;;;;"))
    for name in ("Ingrid", "Inga"):
        services.members.change(member(services, ingunn.number), {"first_name": name})
    assert services.import_history.weigh(services.import_history.latest()[0]) == Undoing(left=1)


def test_a_desk_without_rights_over_history_leaves_those_who_were_opened(cluster: Cluster, tmp_path: Path) -> None:
    """On a server: what is promised is what such a desk can do."""
    url = cluster.url(name := cluster.new_database("template0"))
    owner = build(Database.server(url), tmp_path, os_user="eier")
    owner.session.update(name="Eier", initials="EI")
    give_rights(url)
    new_user(cluster, url, "pult", "EI", group=ADMINISTRATORS)
    cluster._sql(f"GRANT {OPERATORS} TO pult")
    desk = build(Database.server(as_user(url, "pult")), tmp_path / "pult", os_user="eier")
    imported(desk, csv_file(tmp_path, HEAD, ODD, LIV))
    desk.members.open(member(desk, "300").id)
    assert undone(desk) == Undoing(removed=1, kept=1)
    owner.close()
    desk.close()
    cluster.drop(name)


# ---------------------------------------------------------------- files that cannot be used

NAMES = "Medlemsnummer;Fornavn;Etternavn\n"


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
    "bare overskrift": (lambda: NAMES.encode(), "bare overskrifter"),
    "uten medlemsnummer": (lambda: b"Fornavn;Etternavn\nOdd;Berg\n", "medlemsnummer"),
    "NUL": (lambda: NAMES.encode() + b"1;Odd\0;Berg\n", "tekstfil"),
    "et bilde": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "Tegnkoding|tekstfil"),
    "feil tegnkoding": (lambda: NAMES.encode() + b"1;\x81\x8d;Berg\n", "Tegnkodingen"),
    "to ganger UTF-8": (lambda: (NAMES + "1;Bjørn;Sæther\n").encode().decode("cp1252").encode(), "æ, ø og å"),
    "DOS-bokstaver": (lambda: (NAMES + "1;Kåre;Berg\n").encode("cp865"), "æ, ø og å"),
    "tapte bokstaver": (lambda: (NAMES + "1;Bj\ufffdrn;Berg\n").encode(), "æ, ø og å"),
    "hermetegn mangler": (lambda: (NAMES + '1;"Odd;Berg\n' + "2;Liv;Moe\n" * 30_000).encode(), "hermetegn"),
    "for mange rader": (lambda: NAMES.encode() + b"1;A;B\n" * (read_tables.MAX_TABLE_ROWS + 1), "for mange rader"),
    "uendelig mange linjer": (lambda: NAMES.encode() + b"\n" * 5_000_000, "for mange rader"),
    "for mange kolonner": (lambda: b"medlemsnr" + b";x" * 5000 + b"\n1;2\n", "mange kolonner"),
    "for mange celler i en rad": (lambda: NAMES.encode() + b"1" + b";x" * 5000 + b"\n", "mange kolonner"),
    "en enorm celle": (lambda: NAMES.encode() + b"1;" + b"x" * 90_000 + b";B\n", "celle med over"),
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
    path.write_bytes(NAMES.encode() + b"1;Odd;Berg\n" * 200)
    with pytest.raises(RegisterFileError, match="for stor"):
        services.member_imports.read(path)


def test_a_file_that_grows_while_it_is_read_is_refused(services: Services, tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEAD, ODD, "301;Liv;Mo")

    def grow(done: int, total: int) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("e;01.02.1971;990 00 424;2;\r\n")

    with pytest.raises(RegisterFileError, match="blir skrevet nå"):
        services.member_imports.read(path, progress=grow)
    assert len(services.member_imports.read(path).rows) >= 2


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "mappe"), ("borte.csv", "finnes ikke"), ("a\0b.csv", ".")],
    ids=["a folder", "gone", "no name"],
)
def test_what_is_no_file_is_refused(services: Services, tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(RegisterFileError, match=why):
        services.member_imports.read(tmp_path / name)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "undefined", "ascii", "klingon"])
def test_an_encoding_that_does_not_fit_is_refused(services: Services, tmp_path: Path, encoding: str) -> None:
    """UTF-16 without its mark raises another error than the others, and the command broke off."""
    path = csv_file(tmp_path, HEAD, ODD)
    with pytest.raises(RegisterFileError, match="tegnkodingen" if encoding == "klingon" else "Tegnkodingen"):
        services.member_imports.read(path, encoding=encoding)


def test_a_file_that_is_too_large_is_told_in_how_many_rows_it_can_be_read(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_workbook, "MAX_HELD", 2_000_000)
    path = tmp_path / "medlemmer.csv"
    rows = [f"{100000 + number};Kari;Dahl{number:06}\n" for number in range(9000)]
    path.write_text(NAMES + "".join(rows), encoding="utf-8")
    with pytest.raises(RegisterFileError, match=r"filer på høyst \d+ rader") as caught:
        services.member_imports.read(path)
    most = int(re.sub(r"\D", "", str(caught.value)))
    assert most % 1000 == 0
    path.write_text(NAMES + "".join(rows[:most]), encoding="utf-8")
    assert len(services.member_imports.read(path).rows) == most


SUMS = (
    "Antall: 2|Sum;;;;;;2|Totalt antall medlemmer: 2+Sum 2|Total|(2 rows affected)|Sum: 20 370+Slutt på liste|"
    "Sum: 20 370+Laget av BI-avdelingen"
)


@pytest.mark.parametrize("lines", SUMS.split("|"))
def test_a_last_line_that_adds_the_file_up_is_no_member_and_is_told(
    services: Services, tmp_path: Path, lines: str
) -> None:
    last = lines.split("+")
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, LIV, *last))
    assert (len(preview.new), preview.rejected) == (2, ())
    told = [line for line in report_lines(preview) if "er ingen rad, og leses ikke" in line]
    assert len(told) == len(last)
    assert told[0].startswith(f"Siste linje, «{' '.join(last[0].replace(';', ' ').split())}»")


@pytest.mark.parametrize(
    "lines", ["Sum Ning;;;;;;", "Antall;Sum;Berg;;;;", "302;Sum;2;;;;", "Ola: 2", ";Total;Berg;;;;"]
)
def test_a_line_that_may_be_a_member_is_read_or_told_as_lost(services: Services, tmp_path: Path, lines: str) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, ODD, *([LIV] if LIV not in lines else []), lines))
    assert (len(preview.new) + len(preview.rejected), preview.unread) == (3, ())


@pytest.mark.parametrize(
    "again", [HEAD, f"\ufeff{HEAD}", "---;-------;---------;----------;-----;--------;------", " ; ;;;;;"]
)
def test_headings_that_come_again_and_rules_are_no_members(services: Services, tmp_path: Path, again: str) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, again, ODD, again, LIV))
    assert ([entry.number for entry in preview.new], preview.rejected) == (["300", "301"], ())
    assert [entry.row for entry in preview.new] == [3, 5]


@pytest.mark.parametrize(
    ("phones", "lost"),
    [
        ("22 11 22 11 / 990 00 418;400 11 222", 0),
        ("22 11 22 11;400 11 222 / 990 00 418", 1),
        ("22 11 22 11 / 990 00 418 / 990 00 419;400 11 222", 0),
        ("22 11 22 11 / 400 11 222;400 11 222", None),
        ("22 11 22 11 / 400 11 222;", None),
    ],
)
def test_a_second_number_of_a_cell_that_has_no_place_is_told(
    services: Services, tmp_path: Path, phones: str, lost: int | None
) -> None:
    head = "Medlemsnummer;Fornavn;Etternavn;Telefon;Telefon 2"
    preview = previewed(services, csv_file(tmp_path, head, f"300;Odd;Fjeldhaug;{phones}"))
    assert [loss.text for loss in losses_of(preview)] == ([] if lost is None else [phones.split(";")[lost]])
    assert all(loss.is_part and loss.is_in for loss in losses_of(preview))
    assert preview.new[0].values["phone"] == "22112211"
    assert preview.new[0].values["phone2"] == "40011222"


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Status", "Utmeldt"),
        ("Status", "Avdød"),
        ("Status;Dødsdato", "Yrkesaktiv;14.03.2024"),
        ("Dødsdato", "i fjor"),
        ("Utmeldt", "14.03.2024"),
        ("Status;Utmeldt", "Passiv;14.03.2024"),
    ],
)
def test_a_new_row_of_one_who_has_left_or_died_waits_for_a_person(
    services: Services, tmp_path: Path, headings: str, cells: str
) -> None:
    preview = previewed(services, csv_file(tmp_path, f"Medlemsnr;Navn;{headings}", f"7;Odd Berg;{cells}"))
    assert not preview.new
    assert [entry.number for entry in preview.resigned] == ["7"]
    assert "1 ny utmeldt eller død" in undecided(preview, is_whole=True)
    assert [line for line in report_lines(preview) if "Linje 2, Odd Berg: " in line]


@pytest.mark.parametrize("line", ["7;Odd Berg;", "7;Odd Berg;snill", "7;Odd Berg;Ukjent"])
def test_a_status_that_is_not_understood_is_unknown_for_a_new_one_and_stands_for_another(
    services: Services, ingunn: Member, tmp_path: Path, line: str
) -> None:
    imported(
        services, csv_file(tmp_path, "Medlemsnr;Navn;Status", line, line.replace("7;Odd Berg", ingunn.number + ";"))
    )
    assert (member(services, "7").status, member(services, ingunn.number).status) == ("ukjent", "yrkesaktiv")


def test_a_word_of_status_that_is_not_understood_is_named_with_its_row_and_waits(
    services: Services, tmp_path: Path
) -> None:
    preview = previewed(services, csv_file(tmp_path, "Medlemsnr;Navn;Status", "7;Odd Berg;snill"))
    assert "1 ukjent ord" in undecided(preview, is_whole=False)
    assert [line for line in report_lines(preview) if "Linje 2, Odd Berg, Status «snill»" in line]


def test_new_members_without_a_column_of_status_are_told_once(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, csv_file(tmp_path, "Medlemsnr;Navn", "7;Odd Berg", "8;Kari Lie"))
    said = [line for line in report_lines(preview) if "Ukjent" in line]
    assert said == [
        "Filen har ingen kolonne med status. 2 nye uten status får status Ukjent, og blir spurt i samtalen."
    ]
    assert undecided(preview, is_whole=False) == ""
    services.member_imports.write(preview)
    assert member(services, "7").status == "ukjent"
