"""Cells of a register as people and systems write them: days and telephone numbers."""

import re
from datetime import date

import pytest

from sentralbord_desktop.domain.imports.cells import (
    NUMBER,
    SAYS_NOTHING,
    CellError,
    TwoNumbers,
    read_department,
    read_first_email,
    read_money,
    read_number,
    read_phone,
    read_post_code,
    read_steward,
    read_yes,
    split_address,
    tidy,
)
from sentralbord_desktop.domain.imports.days import read_birth_day, read_day
from sentralbord_desktop.domain.members.fields import MEMBERS, read_status

MARCH = date(1979, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "14.03.1979",
        "14.3.1979",
        "14/3-1979",
        "14/03/79",
        "14.03.79",
        "14. 3. 1979",
        "14.03.1979 kl. 00:00",
        "14.03.1979 12:00:00 AM",
        "14.03.1979.",
        "14 03 1979",
        "1979-03-14",
        "1979.03.14",
        "19790314",
        "14031979",
        "140379",
        "14. mars 1979",
        "14-MAR-79",
        "14.03.1979 00:00:00",
        "1979-03-14T00:00:00",
        "28928",
        "28928.0",
        "onsdag 14. mars 1979",
        "Mar 14 1979 12:00AM",
        "March 14, 1979",
    ],
)
def test_a_birth_date_is_read_as_people_write_it(text: str) -> None:
    assert read_birth_day(text) == MARCH


def test_a_day_whose_first_zero_a_spreadsheet_ate_is_read() -> None:
    assert read_birth_day("1041979") == date(1979, 4, 1)


@pytest.mark.parametrize(("text", "born", "other"), [("01.02.08", 2008, 2008), ("01.02.25", 1925, 2025)])
def test_a_year_with_two_digits_is_that_of_a_member_or_about_now(text: str, born: int, other: int) -> None:
    assert (read_birth_day(text), read_day(text)) == (date(born, 2, 1), date(other, 2, 1))


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("31.02.1988", "Februar 1988 hadde 29 dager. Rett datoen i filen."),
        ("1988-02-31", "Februar 1988 hadde 29 dager. Rett datoen i filen."),
        ("00.02.1988", "Februar 1988 hadde 29 dager. Rett datoen i filen."),
        ("1988-02-00", "Februar 1988 hadde 29 dager. Rett datoen i filen."),
        ("19880200", "Februar 1988 hadde 29 dager. Rett datoen i filen."),
        ("00.02.1700", ""),
        ("12.17.1988", "Året har ingen måned 17. Rett datoen i filen."),
        ("19880231", "Februar 1988 hadde 29 dager. Rett datoen i filen."),
        ("i fjor", ""),
        ("2/1/1980 12:00:00 AM", ""),
        ("1979", ""),
        ("01.01.1066", ""),
    ],
)
def test_a_day_that_cannot_be_read_says_why(text: str, detail: str) -> None:
    with pytest.raises(CellError) as caught:
        read_birth_day(text)
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("900 00 000", "90000000", ""),
        ("+47 900 00 000", "90000000", ""),
        ("(+47) 900 00 000", "90000000", ""),
        ("0047-90000000", "90000000", ""),
        ("900 00 000 (jobb)", "90000000", ""),
        ("mob. 900 00 000, helst etter 16", "90000000", ""),
        ("900 00 000 / 22 12 34 56", "90000000", "22123456"),
        ("90000000/22123456", "90000000", "22123456"),
        ("90000000, 911 11 111", "90000000", "91111111"),
        ("90000000 91111111", "90000000", "91111111"),
        ("jobb 22 12 34 56 eller 900 00 000", "22123456", "90000000"),
        ("900 00 000, 90000000", "90000000", ""),
        ("+48 601 234 567 (Polen)", "+48601234567", ""),
        ("02800", "02800", ""),
    ],
)
def test_a_number_is_read_with_what_is_written_beside_it_left_out(text: str, first: str, second: str) -> None:
    found = read_phone(text)
    assert found == first
    assert (found.second if isinstance(found, TwoNumbers) else "") == second


@pytest.mark.parametrize("text", ["ingen", "Hemmelig", "00000000", "0"])
def test_what_says_that_there_is_no_number_is_nothing(text: str) -> None:
    assert read_phone(text) is None


@pytest.mark.parametrize(
    "text",
    ["kari@eksempel.no", "Kari Lie <kari@eksempel.no>", "kari@eksempel.no (kari@eksempel.no)", "kari@eksempel.no;"],
)
def test_an_address_is_read_as_people_write_it(text: str) -> None:
    assert read_first_email(text) == "kari@eksempel.no"


@pytest.mark.parametrize("text", ["kari@eksempel.no; jobb@eksempel.no", "kari@eksempel.no / b@c.no"])
def test_of_several_addresses_the_first_is_kept_and_it_is_said(text: str) -> None:
    with pytest.raises(CellError, match="har flere adresser") as found:
        read_first_email(text)
    assert found.value.kept == "kari@eksempel.no"


def test_of_three_numbers_two_are_kept_and_it_is_said() -> None:
    with pytest.raises(CellError, match="har flere numre") as found:
        read_phone("990 00 418 / 22 11 22 11 / 400 11 222")
    assert (found.value.kept, found.value.kept.second) == ("99000418", "22112211")


def test_what_has_no_address_is_not_taken_for_one() -> None:
    with pytest.raises(CellError, match="ikke en e-postadresse"):
        read_first_email("kari(a)eksempel.no; ukjent")


@pytest.mark.parametrize("text", ["9900067", "990006", "990006712", "12345678", "ring meg", "14.03.1979"])
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(CellError):
        read_phone(text)


@pytest.mark.parametrize("text", ["10000001", "1e5991980", "-1E+999999"])
def test_a_sum_too_large_to_be_counted_is_no_sum(text: str) -> None:
    with pytest.raises(CellError, match="ikke et rimelig beløp"):
        read_money(text)


@pytest.mark.parametrize("sign", ["(", "-", "() ", ". "])
def test_a_cell_of_brackets_is_searched_once(sign: str) -> None:
    """One such cell took a quarter of a second, as each bracket was searched from to the end of the cell, and a small
    workbook can have a million."""
    assert not re.search(r"\]\*|\]\+|\)\*|\)\+", NUMBER.pattern), "a part without a limit"
    with pytest.raises(CellError):
        read_phone(sign * 20_000)


@pytest.mark.parametrize(("cell", "number"), [("３００", "300"), ("٣٠٠", "300"), ("3 00", "300"), ("A-12", "A-12")])
def test_a_number_in_other_digits_is_the_same_number(cell: str, number: str) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [("300.0", "300"), ("300,00", "300"), ("'00300", "00300"), ('="00300"', "00300"), ("3.000", "3.000")],
)
def test_a_number_is_the_same_however_a_program_wrote_it(cell: str, number: str) -> None:
    assert read_number(tidy(cell)) == number


@pytest.mark.parametrize("cell", ["1,23457E+11", "3e+2", "1.2E+15"])
def test_a_number_that_a_spreadsheet_rounded_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="avrundet"):
        read_number(cell)


@pytest.mark.parametrize(("cell", "text"), [('="00300"', "00300"), ('=""', ""), ("='x'", "='x'"), ('="', '="')])
def test_zeros_that_were_saved_by_a_formula_are_read(cell: str, text: str) -> None:
    assert tidy(cell) == text


@pytest.mark.parametrize(
    "text",
    [
        *("0001-01-01 00:00:00.0000000", "1753-01-01", "01.01.1900 00:00:00", "1900-01-01 00:00:00.000", "30.12.1899"),
        *("31.12.9999 00:00:00", "9999-12-31T23:59:59", "31.12.2099", "0", ". .", "__.__.____", "00.00.0000 00:00"),
    ],
)
def test_a_day_that_a_system_has_for_none_is_nothing(text: str) -> None:
    assert read_birth_day(text) is None
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text",
    ["1979-03-14T00:00:00+01:00", "1979-03-13T23:00:00Z", "1979-03-13T23:00:00.000Z", "1979-03-14 12:30:00 +0100"],
)
def test_a_moment_with_its_zone_is_the_day_that_begins_then_in_oslo(text: str) -> None:
    assert read_birth_day(text) == MARCH


@pytest.mark.parametrize("text", ["NULL", "(null)", "\\N", "nan", "Uoppgitt", "Ikke registrert", "#REF!"])
def test_what_a_system_writes_for_nothing_is_nothing(text: str) -> None:
    assert text in SAYS_NOTHING
    assert "Null" not in SAYS_NOTHING, "a name"


@pytest.mark.parametrize("text", ["ingen", "Mangler", "ingen e-post", "har ikke epost", "Ingen mail"])
def test_what_says_that_there_is_no_address_is_nothing(text: str) -> None:
    assert read_first_email(text) is None


@pytest.mark.parametrize("text", ["mailto:kari@eksempel.no", "kari@eksempel.no#mailto:kari@eksempel.no#"])
def test_an_address_as_access_has_it_is_the_address(text: str) -> None:
    assert read_first_email(text) == "kari@eksempel.no"


def test_a_whole_number_with_a_decimal_is_the_whole_number() -> None:
    assert (read_number("204118.0"), read_number("204118,0"), read_number("10.05")) == ("204118", "204118", "10.05")
    assert (read_phone("90000000.0"), read_post_code("150.0")) == ("90000000", "0150")


@pytest.mark.parametrize(("text", "code"), [("N-0150", "0150"), ("NO 0150", "0150"), ("0", None), ("0000", None)])
def test_a_post_code_is_four_digits_and_zeros_are_none(text: str, code: str | None) -> None:
    assert read_post_code(text) == code


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Granveien 4, 2317 Hamar", ("Granveien 4", "2317", "Hamar")),
        ("Granveien 4B 2317 Mo i Rana", ("Granveien 4B", "2317", "Mo i Rana")),
        ("Granveien 4 B 2317 Hamar", ("Granveien 4 B", "2317", "Hamar")),
        ("c/o Lie, 17. mai-gata 3,N-0151 OSLO", ("c/o Lie, 17. mai-gata 3", "0151", "OSLO")),
        ("Postboks 1234 Sentrum", None),
        ("Storgata 12 leil 4012 B", None),
        ("Storgata 1", None),
    ],
)
def test_a_whole_address_is_split(text: str, parts: tuple[str, str, str] | None) -> None:
    assert split_address(text) == parts
    values = {"number": "1", "street": text}
    MEMBERS.finish(values, MARCH)
    street, code, place = parts or (text, None, None)
    assert (values["street"], values.get("post_code"), values.get("place")) == (street, code, place)


@pytest.mark.parametrize(
    ("field", "text", "first", "last"),
    [
        ("name", "Ingunn Marie Fjeldheim", "Ingunn Marie", "Fjeldheim"),
        ("name", "Jan van der Berg", "Jan", "van der Berg"),
        ("name", "Al Berg", "Al", "Berg"),
        ("last_first", "Fjeldheim Ingunn Marie", "Ingunn Marie", "Fjeldheim"),
        ("last_first", "van der Berg Jan", "Jan", "van der Berg"),
        ("last_first", "Fjeldheim Moe, Ingunn", "Ingunn", "Fjeldheim Moe"),
        ("last_first", "Fjeldheim", "", "Fjeldheim"),
    ],
)
def test_a_whole_name_is_split_where_the_last_name_is(field: str, text: str, first: str, last: str) -> None:
    values = {"number": "1", field: text}
    MEMBERS.finish(values, MARCH)
    assert (values.get("first_name", ""), values["last_name"]) == (first, last)


@pytest.mark.parametrize(
    ("text", "status"), [("A - Aktiv", "yrkesaktiv"), ("10 Yrkesaktiv", "yrkesaktiv"), ("P: Pensjonist", "pensjonist")]
)
def test_a_status_is_read_behind_its_code(text: str, status: str) -> None:
    assert read_status(text) == status


@pytest.mark.parametrize("text", ["Ikke aktiv", "A", "10", "Aktiv - utmeldt", "Ex-aktiv", "B-medlem", "Ikke - aktiv"])
def test_a_status_that_is_not_known_is_not_guessed(text: str) -> None:
    with pytest.raises(CellError, match="er ukjent"):
        read_status(text)


@pytest.mark.parametrize(
    "text",
    ["04", "4.0", "Avd. 04 Mjøstraktene", "Avdeling nr. 4", "04/Mjøstraktene", "Mjøstraktene (04)", "Indre (avd. 4)"],
)
def test_the_number_of_a_department_is_found_beside_its_name(text: str) -> None:
    assert read_department(text) == 4


@pytest.mark.parametrize("text", ["Mjøstraktene", "Avd. Indre (2 steder)", "A (4)x"])
def test_a_name_is_no_number_of_a_department(text: str) -> None:
    with pytest.raises(CellError):
        read_department(text)


@pytest.mark.parametrize(("yes", "no"), [("SANN", "USANN"), ("-1", "0"), ("t", "f"), ("Y", "N")])
def test_yes_and_no_are_read_as_systems_write_them(yes: str, no: str) -> None:
    assert (read_yes(yes), read_yes(no)) == (True, False)
    assert (read_steward(yes), read_steward(no)) == ("Ja", "")
    assert (read_steward("ja"), read_steward("Jon X"), read_steward("HTV")) == ("ja", "Jon X", "HTV")


@pytest.mark.parametrize(
    ("text", "status"),
    [("Ordinært medlemskap", "yrkesaktiv"), ("Studentmedlemskap", "student"), ("Ordinary", "yrkesaktiv")],
)
def test_a_kind_of_membership_is_read_as_the_status_that_it_says(text: str, status: str) -> None:
    assert read_status(text) == status
