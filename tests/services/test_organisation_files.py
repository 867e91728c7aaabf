"""The organisation goes out to Excel, is mended there, and comes back: shown first, then written."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from sentralbord_desktop.domain.errors import ChangedMeanwhileError, RegisterFileError
from sentralbord_desktop.domain.imports.organisation import ENTRIES, KIND_KEYS, OrganisationEntry, OrganisationPreview
from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Role,
    Staff,
    Target,
)
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services.imports import organisation_files
from sentralbord_desktop.services.imports.read_tables import read_tables
from sentralbord_desktop.services.imports.write_tables import Sheet, save_workbook
from sentralbord_desktop.services.office import Services
from tests.helpers.stored import save_organisation

SECRET = "https://kalender.eksempel.no/hemmelig/kari.ics"
PEOPLE = "Navn;Funksjon;Avdeling;Telefon;E-post;Sist bekreftet"
KARI = Staff(
    id=0,
    name="Kari Berg",
    function="KS",
    department=4,
    phone="62000004",
    email="kari@eksempel.no",
    loops="1,3",
    substitute="Odd Lund",
    calendar=SECRET,
    confirmed=date(2026, 11, 25),
)
ORGANISATION = Organisation(
    departments=(
        Department(
            number=4,
            name="Innlandet",
            area="Hamar\n2300-2399",
            phone="+48601234567",
            postal_address="=HYPERLINK(1)",
            email="avd4@eksempel.no",
            neighbours="6",
        ),
        Department(number=6, name="Oslo", area="0001-1295", ks_first_contact=True),
    ),
    staff=(KARI,),
    roles=(Role(key="post", title="Utgående post", holder="Beate"),),
    targets=(Target(key="url:kurs", title="Kursene", address="hjemmesiden, «Kurs»"),),
    courses=(Course(id=0, title="Pensjonskurs", department=6),),
    employers=(Employer(id=0, employer="Renhold Øst AS", department=4),),
)


@pytest.fixture(autouse=True)
def organised(services: Services) -> None:
    save_organisation(services, ORGANISATION)


def csv_file(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "hus.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def previewed(services: Services, folder: Path, *lines: str) -> OrganisationPreview:
    return services.organisation_files.preview(csv_file(folder, *lines))


def refused(services: Services, path: Path) -> str:
    with pytest.raises(RegisterFileError) as error:
        services.organisation_files.preview(path)
    return str(error.value)


def why(services: Services, folder: Path, *lines: str) -> tuple[int, str, str]:
    """The one row that is rejected: where, in which column, and why; nothing else would happen."""
    preview = previewed(services, folder, *lines)
    assert len(preview.rejected) == 1
    assert not preview.changes_anything
    row = preview.rejected[0]
    return row.row, row.column, row.why


# Round trips


def test_what_is_exported_changes_nothing_when_it_is_read(services: Services, tmp_path: Path) -> None:
    before = services.organisation.read()
    every = sum(len(getattr(before, name)) for name in ENTRIES.values())
    count = services.organisation_files.export(tmp_path / "hus.xlsx")
    preview = services.organisation_files.preview(tmp_path / "hus.xlsx")
    assert (preview.new, preview.changed, preview.rejected, preview.unread) == ((), (), (), ())
    assert preview.unchanged == count == every
    services.organisation_files.write(preview)
    assert services.organisation.read() == before


@pytest.mark.parametrize("kind", KIND_KEYS)
def test_one_list_goes_out_and_in_as_csv(services: Services, tmp_path: Path, kind: str) -> None:
    count = services.organisation_files.export(tmp_path / "ut.csv", kind)
    preview = services.organisation_files.preview(tmp_path / "ut.csv")
    alike = "er lik" if count == 1 else "er like"
    assert (preview.summary, preview.unread) == (f"0 nye, 0 endres, {count} {alike}, 0 kommer ikke inn", ())


def test_a_whole_organisation_comes_into_an_empty_one(services: Services, tmp_path: Path) -> None:
    services.organisation_files.export(tmp_path / "hus.xlsx")
    before = services.organisation.read()
    named = [department for department in before.departments if department.name]
    services.organisation.save_entry(named[0].model_copy(update={"neighbours": ""}))
    gone: list[OrganisationEntry] = [*before.staff, *before.courses, *before.employers, *named]
    for entry in gone:
        services.organisation.delete_entry(entry)
    done = services.organisation_files.write(services.organisation_files.preview(tmp_path / "hus.xlsx"))
    assert (done.new, done.changed) == (5, 0)
    organisation = services.organisation.read()
    assert organisation.staff[0] == KARI.model_copy(update={"id": organisation.staff[0].id, "calendar": ""})
    assert organisation.department(4) == ORGANISATION.departments[0].model_copy(update={"area": "Hamar, 2300-2399"})


def test_the_same_file_twice_changes_nothing_the_second_time(services: Services, tmp_path: Path) -> None:
    lines = (
        PEOPLE,
        "Kari Berg;Kontorsekretær;4;+47 62 00 00 99;;26.11.2026",
        "Per Li;DS;avd. 6;22 00 00 00;per@eksempel.no;2026-11-25",
    )
    first = previewed(services, tmp_path, *lines)
    assert first.summary == "1 ny, 1 endres, 0 er like, 0 kommer ikke inn"
    services.organisation_files.write(first)
    assert previewed(services, tmp_path, *lines).summary == "0 nye, 0 endres, 2 er like, 0 kommer ikke inn"
    kari, per = services.organisation.read().staff
    assert (kari.phone, kari.email, kari.confirmed) == ("62000099", "kari@eksempel.no", date(2026, 11, 26))
    assert (per.function, per.department, per.phone) == ("DS", 6, "22000000")


def test_the_preview_says_which_fields_change_and_writes_nothing(services: Services, tmp_path: Path) -> None:
    before = services.organisation.read()
    preview = previewed(
        services,
        tmp_path,
        "Avdeling;Navn;Område;Naboer;KS tar første trøbbel;Farge",
        "4;Innlandet;Hamar, Stange;6;ja;blå",
    )
    (change,) = preview.changed
    assert [(change.kind.names[c.field], c.before, c.after) for c in change.changes] == [
        ("Område", "Hamar, 2300-2399", "Hamar, Stange"),
        ("KS tar første trøbbel", "nei", "ja"),
    ]
    assert (change.sheet, change.row, change.title) == ("Avdelinger", 2, "avd. 4 Innlandet")
    assert preview.unread == ("Avdelinger: kolonnen «Farge» leses ikke.",)
    assert services.organisation.read() == before


def test_an_empty_cell_and_a_missing_column_clear_nothing(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, tmp_path, "Navn;Funksjon;Avdeling;Telefon", "Kari Berg;KS;4;")
    assert (preview.changes_anything, preview.unchanged) == (False, 1)


def test_nothing_is_deleted_by_a_file_that_leaves_it_out(services: Services, tmp_path: Path) -> None:
    services.organisation_files.write(previewed(services, tmp_path, "Kurs;Avdeling", "Nytt kurs;4"))
    titles = {course.title for course in services.organisation.read().courses}
    assert titles == {"Pensjonskurs", "Nytt kurs"}


# The secret


def test_the_address_of_a_calendar_is_never_written_out(services: Services, tmp_path: Path) -> None:
    services.organisation_files.export(tmp_path / "hus.xlsx")
    services.organisation_files.export(tmp_path / "ut.csv", "personer")
    with zipfile.ZipFile(tmp_path / "hus.xlsx") as book:
        written = b"".join(book.read(name) for name in book.namelist())
    written += (tmp_path / "ut.csv").read_bytes()
    assert b"hemmelig" not in written
    assert '"ja"' in (tmp_path / "ut.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("cell", ["ja", "", "Ja", "-"])
def test_a_calendar_that_is_there_is_left_as_it_is(services: Services, tmp_path: Path, cell: str) -> None:
    lines = ("Navn;Funksjon;Avdeling;Mobil;Kalender", f"Kari Berg;KS;4;99000001;{cell}")
    services.organisation_files.write(previewed(services, tmp_path, *lines))
    kari = services.organisation.read().staff[0]
    assert (kari.mobile, kari.calendar) == ("99000001", SECRET)


def test_a_new_calendar_is_read_but_not_told(services: Services, tmp_path: Path) -> None:
    address = "webcal://kalender.eksempel.no/01017012345/ny.ics"
    preview = previewed(services, tmp_path, "Navn;Funksjon;Avdeling;Kalender", f"Kari Berg;KS;4;{address}")
    assert "ny.ics" not in repr(preview) + str(preview.changed[0])
    assert [c.after for c in preview.changed[0].changes] == ["ny adresse"]
    services.organisation_files.write(preview)
    assert services.organisation.read().staff[0].calendar == address
    row = why(services, tmp_path, "Navn;Funksjon;Avdeling;Kalender", "Kari Berg;KS;4;file:///etc/x")
    assert row[1] == "Kalender"


# What is refused


REFUSED = """
Navn;Funksjon;Avdeling | Per;DS;99 | Avdeling | Avdeling 99 finnes ikke.
Navn;Funksjon;Avdeling | Per;sjef;4 | Funksjon | Funksjon er ukjent. Bruk Kontor
Navn;Funksjon;Avdeling | ;DS;4 | Navn | Navn mangler.
Navn;Funksjon;Avdeling;E-post | Per;DS;4;per(a)x | E-post | E-post er ikke en
Navn;Funksjon;Avdeling;Telefon | Per;DS;4;ring Kari | Telefon | Telefon er ikke
Navn;Funksjon;Avdeling;Mobil | Per;DS;4;99000001x | Mobil | Mobil er ikke
Navn;Funksjon;Avdeling;Sist bekreftet | Per;DS;4;i fjor | Sist bekreftet | Sist bek
Navn;Funksjon;Avdeling;Sist bekreftet | Per;DS;4;31.02.2026 | Sist bekreftet | Sist bekreftet er en dato som ikke finnes.
Navn;Funksjon;Avdeling;Sløyfer | Per;DS;4;alle | Sløyfer | Sløyfer skal være
Navn;Funksjon;Avdeling;Navnet | {long};DS;4; | Navn | Navn er lengre enn 100
Navn;Funksjon;Avdeling | 01017012345;DS;4 | Navn | Cellen ligner et fødselsnummer.
Navn;Funksjon;Avdeling | Per;DS;4;mer |  | Raden har flere celler
Avdeling;Navn;Område | 4;Innlandet;Atlantis | Område | Område kan ikke brukes: «Atlantis» er verken
Avdeling;Navn;Område | 4;Innlandet;Våler | Område | Område kan ikke brukes: «Våler»
Avdeling;Navn;Naboer | 4;Innlandet;6,99 | Naboer | Naboer har avdeling 99, som ikke
Avdeling;Navn;Naboer | 4;Innlandet;5.1 | Naboer | Naboer skal være avdelingsnumre
Avdeling;Navn;Naboer | 4;Innlandet;4 |  | En avdeling kan ikke være sin egen nabo.
Avdeling;Navn;Naboer | fire;Innlandet;4 | Avdeling | Avdeling er ikke et avdelingsnum
Avdeling;Navn;Område | 12;; | Navn | Navn mangler.
Avdeling;Navn;KS tar første trøbbel | 4;Innlandet;kanskje | KS tar første trøbbel | KS tar første trøbbel skal være ja eller nei.
Nøkkel;Rolle;Har rollen | sjef;Sjef;Kari | Nøkkel | Finnes ikke fra før.
Nøkkel;Navn;Adresse | to ord;Sted;x | Nøkkel | Nøkkel skal være ett ord
Nøkkel;Navn;Adresse | nytt;;x | Navn | Navn mangler.
Kurs;Avdeling | Nytt kurs;99 | Ansvarlig avdeling | Ansvarlig avdeling 99 finnes ikke.
Arbeidsgiver;Avdeling | Ny AS; | Avdeling | Avdeling mangler.
"""
"""Headings, a row, the column that is told, and how the sentence begins."""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_a_row_that_cannot_be_used_says_where_and_why(services: Services, tmp_path: Path, line: str) -> None:
    heading, row, column, said = (part.strip() for part in line.format(long="x" * 101).split(" | "))
    number, found, reason = why(services, tmp_path, heading, row)
    assert (number, found) == (2, column)
    assert reason.startswith(said), reason


def test_the_others_are_written_all_the_same(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, tmp_path, PEOPLE, "Per;DS;99;;;", "Pål;OS;6;;;", "Pål;os;6;1234;;")
    assert [str(row) for row in preview.rejected] == [
        "Personer, rad 2, Avdeling: Avdeling 99 finnes ikke.",
        "Personer, rad 4: Den samme står også i Personer, rad 3. Bare den første er lest.",
    ]
    done = services.organisation_files.write(preview)
    assert done.summary == "Lest inn: 1 ny, 0 endret, 0 uendret, 2 kom ikke inn."
    assert [person.name for person in services.organisation.read().staff] == ["Kari Berg", "Pål"]


def test_departments_of_the_file_count_for_its_other_sheets(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "hus.xlsx"
    departments = ("Avdeling;Navn;E-post;Naboer", "9;Nord;;10", "8;Vest;feil;", "10;Sør;;9", "11;Øst;;12", "12;Midt;;8")
    save_workbook(
        path,
        [
            Sheet("Folk", [["Navn", "Funksjon", "Avdeling"], ["Per", "DS", "9"], ["Pål", "DS", "8"]]),
            Sheet("Avd", [line.split(";") for line in departments]),
            Sheet("Notater", [["Husk", "å ringe"], ["Kari", "i dag"]]),
        ],
    )
    preview = services.organisation_files.preview(path)
    assert [found.title for found in preview.new] == ["avd. 9 Nord", "avd. 10 Sør", "Per"]
    assert [(r.sheet, r.row, r.column) for r in preview.rejected] == [
        ("Avd", 3, "E-post"),
        ("Avd", 6, "Naboer"),
        ("Avd", 5, "Naboer"),
        ("Folk", 3, "Avdeling"),
    ]
    assert preview.unread == ("Arket «Notater» leses ikke. Overskriftene er ikke kjent.",)
    services.organisation_files.write(preview)
    assert services.organisation.read().staff[-1].department == 9


def test_new_places_outside_are_read_with_their_key(services: Services, tmp_path: Path) -> None:
    lines = ("Nøkkel;Navn;Telefon", "tel:81500000;Vakttelefonen;815 00 000", "URL:kurs;Kurs;")
    preview = previewed(services, tmp_path, *lines)
    assert [found.entry for found in preview.new] == [
        Target(key="tel:81500000", title="Vakttelefonen", phone="81500000")
    ]
    assert preview.changed[0].entry == Target(key="url:kurs", title="Kurs", address="hjemmesiden, «Kurs»")


def test_employers_and_courses_are_told_apart_by_name(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, tmp_path, "Arbeidsgiver;Avdeling", "RENHOLD  ØST as;6", "Ny AS;4")
    assert preview.summary == "1 ny, 1 endres, 0 er like, 0 kommer ikke inn"
    services.organisation_files.write(preview)
    found = {it.employer: it.department for it in services.organisation.read().employers}
    assert found == {"Renhold Øst AS": 6, "Ny AS": 4}


# Files


def test_windows_1252_and_tabs_are_read(services: Services, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Navn\tFunksjon\tAvdeling\tSløyfer", "Åse Øy\tKS\t4\t1, 3", encoding="cp1252")
    (found,) = services.organisation_files.preview(path).new
    assert isinstance(found.entry, Staff)
    assert (found.entry.name, found.entry.loops) == ("Åse Øy", "1,3")


def test_dates_and_numbers_that_excel_made_are_read(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "folk.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Personer")
    sheet.write_row(0, 0, ["Navn", "Funksjon", "Avdeling", "Telefon", "Sist bekreftet"])
    sheet.write_row(1, 0, ["Kari Berg", "KS", 4, 62000005])
    sheet.write_datetime(1, 4, date(2026, 11, 26))
    book.close()
    (found,) = services.organisation_files.preview(path).changed
    assert [(found.kind.names[c.field], c.before, c.after) for c in found.changes] == [
        ("Telefon", "62 00 00 04", "62 00 00 05"),
        ("Sist bekreftet", "25.11.2026", "26.11.2026"),
    ]


def test_what_a_spreadsheet_would_run_is_guarded(services: Services, tmp_path: Path) -> None:
    services.organisation_files.export(tmp_path / "ut.csv", "avdelinger")
    written = (tmp_path / "ut.csv").read_text("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in written
    assert '"+48 601 234 567"' in written
    services.organisation_files.export(tmp_path / "hus.xlsx")
    with zipfile.ZipFile(tmp_path / "hus.xlsx") as book:
        sheets = [name for name in book.namelist() if "worksheets/" in name]
        assert len(sheets) == 6
        assert not any(b"<f>" in book.read(name) for name in sheets)


def test_the_sheets_have_the_names_of_the_screen(services: Services, tmp_path: Path) -> None:
    services.organisation_files.export(tmp_path / "hus.xlsx")
    tables = {table.sheet: table for table in read_tables(tmp_path / "hus.xlsx", None, Progress())}
    assert list(tables) == ["Avdelinger", "Personer", "Roller", "Steder utenfor", "Kurs", "Arbeidsgivere"]
    assert "|".join(tables["Avdelinger"].headings) == (
        "Avdeling|Navn|Område|Postadresse|Besøksadresse|E-post|Telefon|Naboer|KS tar første trøbbel|Sist bekreftet"
    )


def test_a_csv_file_holds_one_list_only(services: Services, tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match="Velg hvilken"):
        services.organisation_files.export(tmp_path / "ut.csv")
    with pytest.raises(RegisterFileError, match="slutter på"):
        services.organisation_files.export(tmp_path / "ut.doc")
    assert list(tmp_path.glob("*ut*")) == []


@pytest.mark.parametrize(
    "heading", ["Medlemsnummer;Avdeling;Navn;E-post;Telefon", "Navn;Telefon", "Avdeling;Lag;Mål;Poeng", "x"]
)
def test_a_file_about_something_else_is_refused(services: Services, tmp_path: Path, heading: str) -> None:
    assert refused(services, csv_file(tmp_path, heading, "1;2;3")) == organisation_files.UNKNOWN_HEADINGS


def test_headings_that_fit_two_lists_are_read_when_the_list_is_named(services: Services, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nøkkel;Telefon", "HELP;22999999")
    assert refused(services, path) == organisation_files.UNKNOWN_HEADINGS
    role = services.organisation_files.preview(path, kind="roller")
    assert [row.column for row in role.rejected] == ["Nøkkel"]  # there is no such role
    place = services.organisation_files.preview(path, kind="steder")
    assert [row.entry.phone for row in place.changed] == ["22999999"]


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b" " * 60_000_000)
    return target.getvalue()


def many_sheets() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for place in range(51):
        book.add_worksheet(f"Ark {place}")
    book.close()
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: b"", "Filen er tom. Se om det er riktig fil, eller lag den på nytt."),
        (lambda: b"\xd0\xcf\x11\xe0 gammel", "Filen er gammel Excel"),
        (lambda: b"PK\x03\x04 halv", "Excel-filen er ødelagt"),
        (bomb, "Excel-filen er laget på en måte som ikke er trygg"),
        (many_sheets, "Excel-filen har for mange ark"),
        (lambda: b"Kurs;Avdeling\r\n" + b"a;4\r\n" * 20_001, "Filen har for mange rader"),
    ],
)
def test_hostile_files_give_one_sentence(
    services: Services, tmp_path: Path, content: Callable[[], bytes], said: str
) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(content())
    assert refused(services, path).startswith(said)


# Meanwhile


def test_a_preview_that_is_out_of_date_is_refused_and_changes_nothing(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, tmp_path, "Kurs;Avdeling", "Nytt kurs;4")
    kari = services.organisation.read().staff[0]
    services.organisation.save_entry(kari.model_copy(update={"phone": "62000009"}))
    before = services.organisation.read()
    with pytest.raises(ChangedMeanwhileError):
        services.organisation_files.write(preview)
    assert services.organisation.read() == before


def test_an_import_is_told_once_and_only_when_something_changed(services: Services, tmp_path: Path) -> None:
    told: list[frozenset[str]] = []
    services.change_notices.listen(told.append)
    services.organisation_files.write(previewed(services, tmp_path, "Kurs;Avdeling", "A;4", "B;4"))
    services.organisation_files.write(previewed(services, tmp_path, "Kurs;Avdeling", "A;4", "B;4"))
    assert told == [frozenset({"organisation"})]
