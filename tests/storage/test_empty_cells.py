"""An empty cell keeps, clears or asks, as it was chosen for the column, on both engines."""

from pathlib import Path

import pytest

from sentralbord_desktop.domain.imports.coded_words import ASK, CLEAR, EMPTY, KEEP
from sentralbord_desktop.domain.imports.decide import take_from_file
from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.services.office import Services
from tests.helpers.import_files import csv_file, imported, member

HEAD = "Medlemsnummer;Fornavn;Etternavn;Fødselsdato;Mobil;Arbeidsgiver"
BEFORE, AFTER = "7;Kari;Lie;01.02.1980;99000007;Mjøs", "7;Kari;Lie;;;"


@pytest.fixture
def office(services: Services, tmp_path: Path) -> Services:
    imported(services, csv_file(tmp_path, HEAD, BEFORE))
    return services


def look(services: Services, folder: Path, *rows: str, **choices: str) -> Preview:
    table = services.member_imports.read(csv_file(folder, HEAD, *rows))
    return services.member_imports.preview(table, words={field: {EMPTY: choice} for field, choice in choices.items()})


def test_empty_cell_keeps_until_something_is_chosen_and_the_choice_is_remembered(
    office: Services, tmp_path: Path
) -> None:
    assert look(office, tmp_path, AFTER).unchanged == 1
    for preview in (
        look(office, tmp_path, AFTER, employer=CLEAR, birth_date=CLEAR, phone=CLEAR),
        look(office, tmp_path, AFTER),
    ):
        assert {it.field for it in preview.changed[0].changes} == {"employer", "birth_date", "phone"}
    office.member_imports.write(preview)
    kari = member(office, "7")
    assert (kari.employer, kari.birth_date, kari.phone, kari.first_name) == ("", None, "", "Kari")
    assert look(office, tmp_path, AFTER, employer=KEEP).unchanged == 1


def test_empty_cell_asks_and_keeps_till_it_is_decided(office: Services, tmp_path: Path) -> None:
    preview = look(office, tmp_path, AFTER, employer=ASK, phone=ASK)
    assert not preview.changes_anything
    assert [(it.field, it.here, it.in_file) for it in preview.corrected] == [
        ("phone", "99000007", ""),
        ("employer", "Mjøs", ""),
    ]
    assert preview.done.corrected == 0
    office.member_imports.write(take_from_file(preview, {it.key for it in preview.corrected if it.field == "employer"}))
    assert (member(office, "7").employer, member(office, "7").phone) == ("", "99000007")


def test_a_cell_that_cannot_be_read_clears_nothing(office: Services, tmp_path: Path) -> None:
    rows = ("7;Kari;Lie;31.02.1980;12;", "8;Odd;Berg;01.02.1980;99000008;Fjord")
    preview = look(office, tmp_path, *rows, birth_date=CLEAR, phone=CLEAR, employer=CLEAR)
    assert [it.field for it in preview.changed[0].changes] == ["employer"]


def test_neither_number_nor_status_is_ever_cleared(office: Services, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "Medlemsnummer;Etternavn;Status;Ønsker ikke SMS", "7;Lie;;")
    table = office.member_imports.read(file)
    words = {field: {EMPTY: CLEAR} for field in ("number", "status", "no_sms")}
    assert office.member_imports.preview(table, words=words).unchanged == 1
