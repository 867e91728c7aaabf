"""What an import shows and remembers has no birth numbers and no names."""

from pathlib import Path

import pytest

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.coded_words import word_key
from sentralbord_desktop.domain.imports.report import report_lines
from sentralbord_desktop.services.imports.mapping import COLUMNS, WORDS, read_map, write_map
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.settings import setting
from tests.helpers.import_files import HEAD, ODD, csv_file, previewed

LOST_ZERO = "1019000083"
"""01.01.90, as Excel leaves it."""


def remembered(services: Services) -> str:
    with services.database.reading() as session:
        return str([setting(session, key) for key in (COLUMNS, WORDS)])


def test_a_birth_number_in_a_column_of_words_is_shown_nowhere(services: Services, tmp_path: Path) -> None:
    rows = [f"{n};Kari;Lie;01.02.1980;9900000{n};2;Student;x" for n in range(1, 4)]
    file = csv_file(tmp_path, HEAD + ";Merket", *rows, "9;Odd;Berg;30.01.1958;40011222;2;30015812345;30015812345")
    preview = previewed(services, file)
    write_map(tmp_path / "kobling.toml", preview.kind, preview.columns, preview.coded)
    assert [word.word for word in preview.coded if word.field == "status"] == ["Student"]
    assert "30015812345" not in "\n".join(report_lines(preview))
    assert "30015812345" not in (tmp_path / "kobling.toml").read_text("utf-8")


def test_only_words_of_coded_columns_are_mapped_and_remembered(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "kobling.toml"
    table = services.member_imports.read(csv_file(tmp_path, HEAD, ODD))
    path.write_text('[verdier.Fornavn]\n"Odd" = "Oddvar"\n', "utf-8")
    with pytest.raises(RegisterFileError, match="«Fornavn»"):
        read_map(path, table.kind)
    path.write_text("x=" + "[" * 100_000, "utf-8")
    with pytest.raises(RegisterFileError, match="Koblingsfilen kan ikke leses"):
        read_map(path, table.kind)
    path.write_text('[verdier.Fornavn]\n"" = "tøm"\n[verdier.Status]\n"Passiv" = "Utmeldt"\n', "utf-8")
    assert read_map(path, table.kind).words == {"first_name": {"": "tøm"}, "status": {"passiv": "Utmeldt"}}
    services.member_imports.remember(table, {}, {"first_name": {"odd": "Oddvar", "": "tøm"}, "phone": {"1": "2"}})
    assert remembered(services) == "[{}, {'medlemmer': {'first_name': {'': 'tøm'}}}]"


@pytest.mark.parametrize("row", ["204117;Kari;Lie", "12;Kari;01.02.1980", "12;Kari;+47 990 00 001", "12;Kari;k@l.no"])
def test_a_file_without_headings_is_refused(services: Services, tmp_path: Path, row: str) -> None:
    """Its first member would be read as headings, and be remembered with the mapping."""
    with pytest.raises(RegisterFileError, match="ingen linje med overskrifter"):
        services.member_imports.read(csv_file(tmp_path, row, row))


def test_headings_that_are_not_known_can_be_mapped(services: Services, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "A1;B1;2026;Imię", "204117;Kari;x;Lie")
    assert previewed(services, file, A1="number", B1="first_name").new[0].number == "204117"
    assert "'A1': 'number'" in remembered(services)


@pytest.mark.parametrize("number", ["01 01 90 00083", "010190 - 00083", "01.01.90/00083"])
def test_a_birth_number_in_other_groups_is_not_kept(services: Services, tmp_path: Path, number: str) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD + ";Arbeidssted", f"{ODD};{number}"))
    assert "workplace" not in preview.new[0].values
    assert [fault.field for fault in preview.doubtful[0].faults] == ["workplace"]


@pytest.mark.parametrize(
    "heading", ["Medlemsnr", "Fornavn", "Mobil", "E-post", "Arbeidssted", "Postnr", "Status", "Avdeling", "Notat"]
)
def test_a_birth_number_that_lost_its_zero_is_neither_kept_nor_shown(
    services: Services, tmp_path: Path, heading: str
) -> None:
    headings = ["Medlemsnr", "Navn", "Fødselsdato", *({heading} - {"Medlemsnr"})]
    rows = [[str(n), "Kari Lie", "01.02.1980", "1"][: len(headings)] for n in range(3)]
    rows[1][headings.index(heading)] = LOST_ZERO
    table = services.member_imports.read(csv_file(tmp_path, *map(";".join, [headings, *rows])))
    preview = services.member_imports.preview(table)
    services.member_imports.save_losses(table, preview, tmp_path / "rett.csv")
    services.member_imports.save_report(preview, tmp_path / "rapport.csv")
    shown = [*report_lines(preview), *(str(table.sample(place)) for place in range(len(headings)))]
    shown += [(tmp_path / file).read_text("utf-8") for file in ("rett.csv", "rapport.csv")]
    assert not [text for text in shown if LOST_ZERO in text]
    assert LOST_ZERO not in str([entry.values for entry in preview.new])


def test_a_column_of_birth_numbers_of_which_some_lost_their_zero_is_never_read(
    services: Services, tmp_path: Path
) -> None:
    rows = [f"{n};Odd Berg;{LOST_ZERO if n % 2 else '30015812345'}" for n in range(4)]
    table = services.member_imports.read(csv_file(tmp_path, "Medlemsnr;Navn;Arbeidssted", *rows))
    assert list(table.refused) == ["Arbeidssted"]


def test_a_birth_number_in_a_column_that_is_not_read_is_not_in_the_rows_to_mend(
    services: Services, tmp_path: Path
) -> None:
    rows = [f"{n};Kari;Lie;01.02.1980;9900000{n};2;Student;ring sent" for n in range(1, 4)]
    file = csv_file(tmp_path, HEAD + ";Notat", *rows, "9;Odd;Berg;30.01.1958;12;2;Student;fnr 30015812345")
    table = services.member_imports.read(file)
    preview = services.member_imports.preview(table)
    assert services.member_imports.save_losses(table, preview, tmp_path / "rett.csv") == 1
    saved = (tmp_path / "rett.csv").read_text("utf-8-sig")
    assert '"Berg"' in saved
    assert "30015812345" not in saved


def test_a_name_in_a_column_of_words_is_mapped_but_not_remembered(services: Services, tmp_path: Path) -> None:
    """Status of one row is the name of a person, of another their birth date; a code of two words that several rows have
    is remembered."""
    status = ("Ola Nordmann", "14.03.1979", "Passiv gruppe", "Passiv gruppe", "Hvilende")
    rows = (f"30{place};Odd;Fjeldhaug;{text}" for place, text in enumerate(status))
    table = services.member_imports.read(csv_file(tmp_path, "Medlemsnummer;Fornavn;Etternavn;Status", *rows))
    words = {"status": {word_key(text): "Pensjonist" for text in status}}
    preview = services.member_imports.preview(table, {}, words)
    assert [one.values["status"] for one in preview.new] == ["pensjonist"] * 5
    with services.database.reading() as session:
        kept = setting(session, WORDS)
    assert kept == {"medlemmer": {"status": {"passivgruppe": "Pensjonist", "hvilende": "Pensjonist"}}}
