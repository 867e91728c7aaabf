"""What of a file is in doubt waits for a person, and no value of it comes in without a word."""

from itertools import zip_longest
from pathlib import Path

import pytest

from sentralbord_desktop.domain.imports.decide import same_person
from sentralbord_desktop.domain.imports.doubt import undecided
from sentralbord_desktop.services.office import Services
from tests.helpers.import_files import HEAD, csv_file, imported, member, previewed

KARI = "300;Kari;Lie;01.02.1980;990 00 423;2;Student"
PER = "300;Per;Berg;03.04.1955;400 11 222;2;Yrkesaktiv"


def test_another_person_under_a_known_number_waits_until_somebody_says_that_it_is_the_same(
    services: Services, tmp_path: Path
) -> None:
    imported(services, csv_file(tmp_path, HEAD, KARI))
    preview = previewed(services, csv_file(tmp_path, HEAD, PER))
    assert undecided(preview, is_whole=True) == "Venter på deg: 1 rad om et annet menneske."
    services.member_imports.write(preview)
    before = member(services, "300")
    assert (before.name, before.phone, before.status) == ("Kari Lie", "99000423", "student")
    decided = same_person(preview, {before.id})
    assert undecided(decided, is_whole=True) == ""
    assert services.member_imports.write(decided).changed == 1
    after = member(services, "300")
    assert (after.name, after.phone, after.status) == ("Per Berg", "40011222", "yrkesaktiv")


def members(count: int, line: str = "{n};Kari{n};Lie{n};{born};990{n:05};2;Student") -> list[str]:
    """Members with a name and a birth date of their own."""
    return [line.format(n=n, born=f"{n % 28 + 1:02}.02.1980") for n in range(100, 100 + count)]


def alarms(services: Services, path: Path) -> list[str]:
    return [alarm.sentence for alarm in previewed(services, path).alarms]


TEN = members(10)


@pytest.mark.parametrize(
    ("head", "rows", "told"),
    [
        (HEAD, TEN, []),
        (
            HEAD,
            [*TEN[:9], "109;Kari109;Lie109"],
            ["Filen er kuttet: den slutter midt i linje 11, og den linjen leses ikke."],
        ),
        (
            HEAD.replace(";Mobil", ";Tlf. privat"),
            TEN,
            ["Kolonnen «Mobil» (Telefon) ble lest forrige gang, og er ikke i filen."],
        ),
        (
            HEAD.replace(";Mobil;", ";").replace(";Status", ""),
            [";".join((*row.split(";")[:4], "2")) for row in TEN],
            ["Kolonnene «Mobil» (Telefon), «Status» (Status) ble lest forrige gang, og er ikke i filen."],
        ),
        (HEAD.replace("Mobil", "Mobilnummer").replace("Medlemsnummer", "Medl.nr"), TEN, []),
        (
            HEAD,
            members(10, "{n};Kari{n};Lie{n};{born};;2;Student"),
            ["Kolonnen «Mobil» er tom i hele filen, og 10 medlemmer i den har Telefon her, det første på linje 2."],
        ),
        (
            HEAD,
            members(10, "{n};Kari{n};Lie{n};den {born};990{n:05};2;Student"),
            ["10 av 10 verdier i «Fødselsdato» kan ikke leses som Fødselsdato. Linje 2 «den 17.02.1980»:"],
        ),
        (
            HEAD,
            [
                ";".join((row.split(";")[0], *TEN[n - 3].split(";")[1:3], *row.split(";")[3:]))
                for n, row in enumerate(TEN)
            ],
            [
                "Fornavn er ikke som her for 10 av 10 kjente medlemmer, det første på linje 2.",
                "Etternavn er ikke som her for 10 av 10 kjente medlemmer, det første på linje 2.",
                "10 medlemsnumre har et annet menneske i filen enn her. Linje 2: her er det Kari100 Lie100, født 17.02.1980",
            ],
        ),
        (
            HEAD,
            [";".join((*row.split(";")[:4], TEN[n - 3].split(";")[4], "2", "Student")) for n, row in enumerate(TEN)],
            ["Telefon er ikke som her for 10 av 10 kjente medlemmer, det første på linje 2."],
        ),
    ],
    ids=["whole", "cut", "gone", "two gone", "renamed", "empty", "unreadable", "names moved", "phones moved"],
)
def test_a_file_that_differs_from_the_last_one_in_a_whole_column_is_in_doubt(
    services: Services, tmp_path: Path, head: str, rows: list[str], told: list[str]
) -> None:
    imported(services, csv_file(tmp_path, HEAD, *TEN))
    found = alarms(services, csv_file(tmp_path, head, *rows))
    assert [sentence[: len(text)] for sentence, text in zip_longest(found, told, fillvalue="")] == told


def test_another_column_is_never_read_in_the_place_of_one_that_is_gone(services: Services, tmp_path: Path) -> None:
    both = [f"{row};2210{row[:3]}{n}" for n, row in enumerate(TEN)]
    imported(services, csv_file(tmp_path, f"{HEAD};Tlf. privat", *both))
    gone = [";".join((*row.split(";")[:4], *row.split(";")[5:])) for row in both]
    preview = previewed(services, csv_file(tmp_path, HEAD.replace(";Mobil", "") + ";Tlf. privat", *gone))
    assert preview.columns["Tlf. privat"] == "phone2"
    assert preview.changed == []
    renamed = csv_file(tmp_path, HEAD.replace("Mobil", "Tlf. jobb") + ";Tlf. privat", *both)
    assert [alarm.sentence for alarm in previewed(services, renamed).alarms] == [
        "Kolonnen «Mobil» (Telefon) ble lest forrige gang, og er ikke i filen."
    ]
    by_hand = previewed(services, renamed, **{"Tlf. jobb": "phone"})
    assert by_hand.alarms == ()


def test_a_column_that_is_gone_for_good_is_asked_about_once(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, *TEN))
    without = csv_file(tmp_path, HEAD.replace(";Status", ""), *(row.rpartition(";")[0] for row in TEN))
    assert len(alarms(services, without)) == 1
    imported(services, without)
    assert alarms(services, without) == []


def test_a_file_of_another_layout_is_no_next_file_of_the_last(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, *TEN))
    other = csv_file(tmp_path, "Medl.nr;Navn;F.dato;Telefon", "100;Kari100 Lie100;17.02.1980;99000100")
    assert alarms(services, other) == []


def test_the_cut_line_of_a_file_is_rejected(services: Services, tmp_path: Path) -> None:
    preview = previewed(services, csv_file(tmp_path, HEAD, *TEN[:9], "109;Kari109;Li"))
    assert [entry.number for entry in preview.new] == [row[:3] for row in TEN[:9]]
    assert [(loss.row, loss.why) for loss in preview.rejected] == [(11, "Linjen er kuttet: filen slutter midt i den.")]
