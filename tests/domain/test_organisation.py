"""A post code or a place leads to the department, and the answer says when it isn't certain."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation import territory
from sentralbord_desktop.domain.organisation.postcodes import (
    PostCode,
    PostCodes,
    decoded_postcodes,
    read_postcodes,
    shipped,
)
from sentralbord_desktop.domain.organisation.territory import Workplace, check_area, departments_of

ROW = "0484\tOSLO\t0301\tOSLO"


@dataclass(frozen=True)
class Department:
    number: int
    area: str


OSLO = Department(1, "0001-1295")
WEST = Department(2, "Bærum, Asker")
BERGEN = Department(7, "Bergen; 5300–5399")
DEPARTMENTS = (OSLO, WEST, BERGEN)


# The register


def test_the_shipped_register_is_the_whole_country() -> None:
    codes = shipped().codes
    assert len(codes) == 5146
    assert len({row.municipality_no for row in codes.values()}) == 357 + 2  # Svalbard, Jan Mayen
    assert shipped().find("0484") == PostCode("0484", "Oslo", "0301", "Oslo")
    assert shipped().find("0000") is None


@pytest.mark.parametrize(
    ("code", "number", "name"),
    [
        ("1337", "3201", "Bærum"),
        ("6018", "1508", "Ålesund"),
        ("6290", "1580", "Haram"),
        ("9006", "5501", "Tromsø"),
        ("2436", "3419", "Våler (Innlandet)"),
        ("1592", "3114", "Våler (Østfold)"),
        ("9170", "2100", "Svalbard"),
        ("4480", "4227", "Kvinesdal"),
        ("7900", "5060", "Nærøysund"),
    ],
)
def test_municipality_numbers_are_those_of_2024(code: str, number: str, name: str) -> None:
    row = shipped().find(code)
    assert row is not None
    assert (row.municipality_no, row.municipality) == (number, name)


def test_each_municipality_has_one_number_and_each_number_one_municipality() -> None:
    pairs = {(row.municipality_no, row.municipality) for row in shipped().codes.values()}
    assert len(pairs) == len(dict(pairs)) == len({name for _, name in pairs})


@pytest.mark.parametrize("written", ["Tromsø", "tromso", "trømsø", "TROMSØ", " Tromsø ", "tromso\u0308"])
def test_a_place_is_found_however_it_is_written(written: str) -> None:
    found = shipped().by_place(written)
    assert {row.place for row in found} == {"Tromsø"}
    assert found[0].code == "9006"


def test_two_places_with_the_same_letters_are_told_apart_when_written_in_full() -> None:
    assert {row.place for row in shipped().by_place("Ørnes")} == {"Ørnes"}
    assert {row.place for row in shipped().by_place("Ornes")} == {"Ornes"}


def test_a_municipality_with_two_names_is_found_by_each() -> None:
    assert {row.municipality_no for row in shipped().by_municipality("Kautokeino")} == {"5612"}
    assert {row.municipality_no for row in shipped().by_municipality("guovdageaidnu")} == {"5612"}
    assert {row.municipality_no for row in shipped().by_municipality("Herøy")} == {"1515", "1818"}
    assert shipped().by_municipality("Østfold") == ()  # a county


def test_capitals_are_read_as_people_write_them() -> None:
    rows = read_postcodes("8601\tMO I RANA\t1833\tRANA\n4735\tEVJE\t4219\tEVJE OG HORNNES\tG\n")
    assert [(row.place, row.municipality) for row in rows] == [("Mo i Rana", "Rana"), ("Evje", "Evje og Hornnes")]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_postens_own_file_is_read_in_each_encoding(encoding: str) -> None:
    text = "Postnummer\tPoststed\tKommunenr\tKommune\tKategori\r\n9006\tTROMSØ\t5501\tTROMSØ\tG\r\n"
    assert read_postcodes(decoded_postcodes(text.encode(encoding))) == (PostCode("9006", "Tromsø", "5501", "Tromsø"),)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("484\tOSLO\t0301\tOSLO", "postnummeret"),
        ("O484\tOSLO\t0301\tOSLO", "postnummeret"),
        ("٠٤٨٤\tOSLO\t0301\tOSLO", "postnummeret"),
        ("0484\tOSLO\t301\tOSLO", "kommunenummeret"),
        ("0484\t\t0301\tOSLO", "poststedet"),
        ("0484\tOSLO\t0301\tOS\x07LO", "kommunen"),
        ("0484\tOSLO\t0301\t" + "O" * 61, "kommunen"),
        ("0484;OSLO;0301;OSLO", "kolonner"),
        ("0484\tOSLO\t0301\tOSLO\tG\tx", "kolonner"),
        ("0001\tOSLO\t0301\tOSLO", "to ganger"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence_that_names_the_line(line: str, why: str) -> None:
    with pytest.raises(SwitchboardError) as refused:
        read_postcodes(f"# kilde\n0001\tOSLO\t0301\tOSLO\n{line}\n")
    assert str(refused.value).startswith("Linje 3 i postnummerlista")
    assert why in str(refused.value)
    assert "OSLO" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "# bare kilde\n", "\n" * 20_001, ROW + " " * 2_000_001])
def test_an_empty_or_endless_file_is_refused(text: str) -> None:
    with pytest.raises(SwitchboardError, match=r"tom|lang|stor"):
        read_postcodes(text)


def test_a_file_that_is_too_large_or_no_text_is_refused() -> None:
    with pytest.raises(SwitchboardError, match="2 MB"):
        decoded_postcodes(b"0" * 2_000_001)
    with pytest.raises(SwitchboardError, match="tekstfil"):
        decoded_postcodes(b"\x81\x8d\x8f")
    with pytest.raises(SwitchboardError, match="Linje 1"):
        read_postcodes(decoded_postcodes(b"PK\x03\x04" + bytes(60)))


def test_the_text_is_read_at_first_use() -> None:
    post_codes = PostCodes("tull")
    with pytest.raises(SwitchboardError):
        post_codes.find("0484")


# The department


@pytest.mark.parametrize(
    ("workplace", "number", "why"),
    [
        (Workplace("0484"), 1, "postnummer 0484 hører til avd. 1"),
        (Workplace("NO-0484 Oslo"), 1, "postnummer 0484 hører til avd. 1"),
        (Workplace("1337"), 2, "postnummer 1337 hører til avd. 2"),
        (Workplace(place="Sandvika"), 2, "«Sandvika» hører til avd. 2"),
        (Workplace(place="bærum"), 2, "«bærum» hører til avd. 2"),
        (Workplace("0484", "Oslo"), 1, "postnummer 0484 hører til avd. 1"),
        (Workplace("5355", "Øygarden"), 7, "postnummer 5355 hører til avd. 7"),
        (Workplace("0484", "et sted ingen kjenner"), 1, "postnummer 0484 hører til avd. 1"),
    ],
)
def test_one_department_is_certain(workplace: Workplace, number: int, why: str) -> None:
    placement = departments_of(workplace, DEPARTMENTS)
    assert (placement.candidates, placement.why, placement.certain) == ((number,), why, True)


def test_nothing_known_gives_nothing() -> None:
    assert departments_of(Workplace(), DEPARTMENTS) == territory.Placement()
    nowhere = departments_of(Workplace("9006"), DEPARTMENTS)
    assert (nowhere.candidates, nowhere.certain) == ((), False)
    assert nowhere.why == "postnummer 9006 hører ikke til noen avdeling"


def test_two_departments_with_the_same_code_are_both_named_the_narrowest_first() -> None:
    departments = (Department(4, "Bærum"), Department(5, "1300-1399"), Department(6, "1337"))
    placement = departments_of(Workplace("1337"), departments)
    assert (placement.candidates, placement.certain) == ((6, 5, 4), False)
    assert placement.why == "postnummer 1337 hører til avd. 6 eller avd. 5 eller avd. 4"


def test_a_place_that_is_only_partly_covered_is_not_certain() -> None:
    placement = departments_of(Workplace(place="Oslo"), [Department(1, "0001-0599")])
    assert (placement.candidates, placement.certain) == ((1,), False)
    assert placement.why == "deler av «Oslo» hører til avd. 1"


@pytest.mark.parametrize("post_code", ["0484", "9006"])
def test_a_post_code_and_a_place_that_disagree_are_not_certain(post_code: str) -> None:
    placement = departments_of(Workplace(post_code, "Bergen"), DEPARTMENTS)
    assert 7 in placement.candidates
    assert not placement.certain
    assert ", men «Bergen» hører til avd. 7" in placement.why


def test_a_place_outside_all_areas_still_shakes_the_post_code() -> None:
    placement = departments_of(Workplace("0484", "Tromsø"), DEPARTMENTS)
    assert (placement.candidates, placement.certain) == ((1,), False)


def test_a_code_that_cannot_be_read_makes_the_place_uncertain() -> None:
    placement = departments_of(Workplace("12", "Bergen"), DEPARTMENTS)
    assert (placement.candidates, placement.certain) == ((7,), False)


def test_the_employer_and_the_place_together_are_certain_only_if_they_agree() -> None:
    rules = {"Havnelageret AS": 1, "Tungtransport": 7}
    agree = departments_of(Workplace("0484", employer="havnelageret"), DEPARTMENTS, rules)
    assert (agree.candidates, agree.certain) == ((1,), True)
    apart = departments_of(Workplace("0484", employer="Tungtransport AS"), DEPARTMENTS, rules)
    assert (apart.candidates, apart.certain) == ((1, 7), False)
    assert apart.why == "postnummer 0484 hører til avd. 1, men Tungtransport AS hører til avd. 7"
    alone = departments_of(Workplace(employer="Tungtransport AS"), DEPARTMENTS, rules)
    assert (alone.candidates, alone.certain) == ((7,), True)
    outside = departments_of(Workplace("9006", employer="Tungtransport"), DEPARTMENTS, rules)
    assert (outside.candidates, outside.certain) == ((7,), False)


def test_the_employer_sorts_a_doubtful_place_but_does_not_settle_it() -> None:
    departments = (Department(1, "0001-1295"), Department(3, "0400-0499"))
    placement = departments_of(Workplace("0484", employer="Lager"), departments, {"Lager": 1})
    assert (placement.candidates, placement.certain) == ((1, 3), False)


def test_an_employer_that_is_unknown_or_points_nowhere_changes_nothing() -> None:
    for rules in ({}, {"Lager": 99}, {"Annen": 7}):
        placement = departments_of(Workplace("0484", employer="Lager"), DEPARTMENTS, rules)
        assert (placement.candidates, placement.certain) == ((1,), True)


def test_areas_are_checked_in_sentences_and_their_good_parts_still_count() -> None:
    area = "0001-1295, Bærum, 2008, Kautokeino, 0003 – 0005; 6000\n6001"
    assert check_area(area) == []
    assert check_area("") == check_area(" , ,") == []
    wrong = "Bærrum, Herøy, 12, 1295-0001, 00001-1295, Østfold, 0484"
    assert check_area(wrong) == [
        "«Bærrum» er verken et postnummer eller en kommune vi kjenner.",
        "«Herøy» finnes flere steder. Skriv Herøy (Møre og Romsdal) eller Herøy (Nordland).",
        "«12» kan ikke leses: et postnummer har fire sifre.",
        "«1295-0001» kan ikke leses: det laveste postnummeret skal stå først.",
        "«00001-1295» kan ikke leses: et postnummer har fire sifre.",
        "«Østfold» er verken et postnummer eller en kommune vi kjenner.",
    ]
    assert check_area("Herøy (Nordland)") == []
    assert departments_of(Workplace("0484"), [Department(3, wrong)]).candidates == (3,)


def test_another_register_can_be_used() -> None:
    post_codes = PostCodes("0002\tNYSTAD\t9999\tNYKOMMUNE\tG")
    departments = [Department(5, "Nykommune")]
    assert check_area("Nykommune") != check_area("Nykommune", post_codes) == []
    assert departments_of(Workplace("0002"), departments, post_codes=post_codes).certain


borders = st.lists(st.integers(0, 9999), min_size=2, max_size=20, unique=True).map(sorted)


@given(borders, st.data())
def test_a_code_in_exactly_one_range_is_certain(cuts: list[int], data: st.DataObject) -> None:
    departments = [
        Department(number, f"{low:04}-{high - 1:04}") for number, (low, high) in enumerate(pairwise(cuts), start=1)
    ]
    assert not any(check_area(department.area) for department in departments)
    code = data.draw(st.integers(0, 9999))
    placement = departments_of(Workplace(f"{code:04}"), departments)
    home = next((n for n, (a, b) in enumerate(pairwise(cuts), 1) if a <= code < b), None)
    assert placement.candidates == ((home,) if home else ())
    assert placement.certain == (home is not None)


@given(borders, borders, st.data())
def test_a_code_in_two_areas_is_never_certain(one: list[int], two: list[int], data: st.DataObject) -> None:
    departments = [Department(n, f"{cut[0]:04}-{cut[-1]:04}") for n, cut in ((1, one), (2, two))]
    code = data.draw(st.integers(0, 9999))
    hits = {n for n, cut in ((1, one), (2, two)) if cut[0] <= code <= cut[-1]}
    placement = departments_of(Workplace(f"{code:04}"), departments)
    assert set(placement.candidates) == hits
    assert placement.certain == (len(hits) == 1)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20), st.text(max_size=60))
def test_no_text_makes_it_stumble(code: str, place: str, employer: str, area: str) -> None:
    departments = [Department(1, area), OSLO]
    assert all(sentence.endswith(".") for sentence in check_area(area))
    placement = departments_of(Workplace(code, place, employer), departments, {employer: 1})
    assert not placement.certain or len(placement.candidates) == 1
