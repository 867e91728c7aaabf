"""docs/import.md says what the import does: its tables, and its sample file."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sentralbord_desktop.domain.imports.cells import SAYS_NOTHING, CellError, read_department, read_phone, read_yes
from sentralbord_desktop.domain.imports.days import read_birth_day
from sentralbord_desktop.domain.imports.headings import match, recognise, refused
from sentralbord_desktop.domain.imports.organisation import KINDS
from sentralbord_desktop.domain.members.fields import MEMBERS
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.services.imports.read_tables import MAX_COLUMNS, MAX_TABLE_ROWS
from sentralbord_desktop.services.imports.read_workbook import LAST_COLUMN, LAST_ROW, MAX_CELLS
from tests.helpers.command import cli
from tests.helpers.import_files import csv_file

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs/import.md").read_text(encoding="utf-8")
SAMPLE, MAP, DEPARTMENTS = (ROOT / "docs/import" / name for name in ("medlemmer.csv", "kobling.toml", "avdelinger.csv"))


def table(first: str) -> dict[str, list[str]]:
    """The rows of the table whose first heading is this: first cell -> what is in backticks in the row."""
    lines = GUIDE.partition(f"\n| {first} |")[2].partition("\n\n")[0].splitlines()[2:]
    return {line.split("|")[1].strip(): quoted(line) for line in lines}


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def headings() -> Iterator[tuple[str, str]]:
    lines = GUIDE.partition("| Felt | Leses blant annet fra |")[2].partition("\n\n")[0].splitlines()[2:]
    for line in lines:
        yield from ((line.split("|")[1].strip(), heading) for heading in quoted(line))


def test_every_field_has_headings_in_the_guide() -> None:
    assert list(dict.fromkeys(name for name, _ in headings())) == sorted(
        MEMBERS.names.values(), key=[name for name, _ in headings()].index
    )


@pytest.mark.parametrize(("name", "heading"), list(headings()))
def test_a_heading_of_the_guide_is_read_as_its_field(name: str, heading: str) -> None:
    first = ["Mobil"] if name == "Telefon 2" else []
    assert match(MEMBERS, ["Medlemsnr" if name != "Medlemsnummer" else "Navn", *first, heading])[heading] == (
        MEMBERS.field_called(name)
    )


def test_columns_of_birth_numbers_are_never_read() -> None:
    named = quoted(GUIDE.partition("Kolonner med fødselsnummer (")[2].partition(")")[0])
    assert len(named) == 3
    assert list(refused(named, [])) == named


def test_the_words_of_the_guide_are_the_statuses_they_are_said_to_be() -> None:
    words = table("Status | Leses også fra")
    assert list(words) == list(STATUSES.values())
    read = MEMBERS.by_field["status"].read
    assert {read(word): name for name, its in words.items() for word in [name, *its]} == STATUSES


def test_the_values_of_the_guide_are_read_as_it_says() -> None:
    rows = table("Felt | Leses | Blir")
    assert {read_department(text) for text in rows["Avdeling"]} == {4}
    yes, no = rows["Ja og nei"][:4], rows["Ja og nei"][4:]
    assert ({read_yes(text) for text in yes}, {read_yes(text) for text in no}) == ({True}, {False})
    assert [MEMBERS.by_field["post_code"].read(text) for text in rows["Postnummer"]] == ["0151"]
    assert {str(read_phone(text)) for text in rows["Telefon"]} == {"90000000"}
    (several,) = rows["E-post"]
    with pytest.raises(CellError) as found:
        MEMBERS.by_field["email"].read(several)
    assert found.value.kept == "kari@eksempel.no"
    assert set(rows["Ingenting"]) <= SAYS_NOTHING


def test_the_days_of_the_guide_are_the_day_it_says() -> None:
    days = quoted(GUIDE.partition("Alle disse er 14. mars 1979:")[2].partition("\n\nDet siste")[0])
    assert len(days) == 12
    assert {read_birth_day(text) for text in days} == {date(1979, 3, 14)}
    young, old = quoted(GUIDE.partition("To sifre i året")[2].partition(". Andre")[0])
    assert (read_birth_day(young), read_birth_day(old)) == (date(2008, 2, 1), date(1925, 2, 1))


@pytest.mark.parametrize("encoding", table("Tegnkoding"))
def test_a_coding_of_the_guide_is_recognised(tmp_path: Path, encoding: str) -> None:
    file = csv_file(tmp_path, "Medlemsnummer;Navn", "1;Åse Ødegård", encoding=encoding.strip("`"))
    assert "1 ny," in cli("--data", tmp_path / "kontor", "import", file, "--yes").stdout


def test_a_file_may_be_as_large_as_the_guide_says() -> None:
    said = f"En CSV-fil kan ha {MAX_TABLE_ROWS // 1000} 000 rader og {MAX_COLUMNS} kolonner, et Excel-ark "
    assert f"{said}{LAST_ROW // 1000} 000 rader og {MAX_CELLS / 1_000_000:.1f}".replace(".", ",") in GUIDE
    assert LAST_COLUMN == MAX_COLUMNS


def test_the_sheets_and_columns_of_the_guide_are_those_of_the_catalogue() -> None:
    sheets = table("Ark")
    assert list(sheets) == [kind.title for kind in KINDS]
    for kind in KINDS:
        assert sheets[kind.title] == [column.heading for column in kind.columns]
        assert None not in recognise(kind, sheets[kind.title], {}).values()


def test_every_choice_of_the_guide_is_one_of_the_command(tmp_path: Path) -> None:
    helps = "".join(cli(*words, "--help").stdout for words in (["import"], ["imports"], ["organisation", "import"]))
    named = set(re.findall(r"--[a-z][a-z-]+", GUIDE))
    assert len(named) > 8
    assert {choice for choice in named if choice not in helps} == set()


def test_the_sample_comes_in_as_the_guide_says(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    assert cli(*data, "organisation", "import", DEPARTMENTS).returncode == 0
    assert "4 nye, 0 endres" in cli(*data, "import", SAMPLE, "--map", MAP, "--preview").stdout
    done = cli(*data, "import", SAMPLE, "--map", MAP)
    (said,) = re.findall(r"Det siste svarer «([^»]+)»", GUIDE)
    assert done.stdout.splitlines()[-1] == said
    assert done.returncode == 3
    for loss in ("Februar 1988 hadde 29 dager", "Nummeret har 7 siffer", "Medlemsnummer mangler."):
        assert loss in done.stdout


def test_the_links_of_the_guide_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", GUIDE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
