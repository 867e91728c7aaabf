"""Cells of a register as people and systems write them: days, telephone numbers, addresses, numbers and words."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

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
    read_town,
    read_yes,
    split_address,
    tidy,
)
from sentralbord_desktop.domain.imports.days import read_birth_day, read_day
from sentralbord_desktop.domain.members.fields import MEMBERS, read_died, read_status

MARCH = date(1979, 3, 14)
Read = Callable[[str], Any]


def tidied_number(text: str) -> str:
    return read_number(tidy(text))


NOTHING = (
    "0001-01-01 00:00:00.0000000|1753-01-01|01.01.1900 00:00:00|1900-01-01 00:00:00.000|30.12.1899|"
    "31.12.9999 00:00:00|9999-12-31T23:59:59|31.12.2099|0|. .|__.__.____|00.00.0000 00:00"
)
READ: dict[str, tuple[Read, Any, str]] = {
    "a birth date as people write it": (
        read_birth_day,
        MARCH,
        "14.03.1979|14.3.1979|14/3-1979|14/03/79|14.03.79|14. 3. 1979|14.03.1979 kl. 00:00|14.03.1979 12:00:00 AM|"
        "14.03.1979.|14 03 1979|1979-03-14|1979.03.14|19790314|14031979|140379|14. mars 1979|14-MAR-79|"
        "14.03.1979 00:00:00|1979-03-14T00:00:00|28928|28928.0|onsdag 14. mars 1979|Mar 14 1979 12:00AM|March 14, 1979",
    ),
    "a day whose first zero a spreadsheet ate": (read_birth_day, date(1979, 4, 1), "1041979"),
    "a moment with its zone is the day that begins then in Oslo": (
        read_birth_day,
        MARCH,
        "1979-03-14T00:00:00+01:00|1979-03-13T23:00:00Z|1979-03-13T23:00:00.000Z|1979-03-14 12:30:00 +0100",
    ),
    "two digits are the year of a member": (read_birth_day, date(2008, 2, 1), "01.02.08"),
    "two digits are the year of a member, who is no child": (read_birth_day, date(1925, 2, 1), "01.02.25"),
    "two digits of another day are a year about now": (read_day, date(2025, 2, 1), "01.02.25"),
    "two digits of another day are a year that has been": (read_day, date(2008, 2, 1), "01.02.08"),
    "a birth date that a system has for none": (read_birth_day, None, NOTHING),
    "a day that a system has for none": (read_day, None, NOTHING),
    "a number with words beside it": (
        read_phone,
        "90000000",
        "900 00 000|+47 900 00 000|(+47) 900 00 000|0047-90000000|900 00 000 (jobb)|90000000.0|900 00 000, 90000000|"
        "mob. 900 00 000, helst etter 16",
    ),
    "a foreign number": (read_phone, "+48601234567", "+48 601 234 567 (Polen)"),
    "a short number": (read_phone, "02800", "02800"),
    "what says that there is no number": (read_phone, None, "ingen|Hemmelig|00000000|0"),
    "an address as people and Access write it": (
        read_first_email,
        "kari@eksempel.no",
        "kari@eksempel.no|Kari Lie <kari@eksempel.no>|kari@eksempel.no (kari@eksempel.no)|kari@eksempel.no;|"
        "mailto:kari@eksempel.no|kari@eksempel.no#mailto:kari@eksempel.no#",
    ),
    "what says that there is no address": (
        read_first_email,
        None,
        "ingen|Mangler|ingen e-post|har ikke epost|Ingen mail",
    ),
    "a member number in other digits": (read_number, "300", "３００|٣٠٠|3 00"),
    "a member number that is no number": (read_number, "A-12", "A-12"),
    "a whole number with decimals": (read_number, "204118", "204118.0|204118,0"),
    "a number with decimals": (read_number, "10.05", "10.05"),
    "a number of a program": (tidied_number, "300", "300.0|300,00"),
    "a number with its zeros kept": (tidied_number, "00300", '\'00300|="00300"'),
    "a number with a separator": (tidied_number, "3.000", "3.000"),
    "a post code": (read_post_code, "0150", "N-0150|NO 0150|150.0"),
    "a post code of zeros": (read_post_code, None, "0|0000"),
    "the number of a department beside its name": (
        read_department,
        4,
        "04|4.0|Avd. 04 Mjøstraktene|Avdeling nr. 4|04/Mjøstraktene|Mjøstraktene (04)|Indre (avd. 4)",
    ),
    "a status, also behind its code": (
        read_status,
        "yrkesaktiv",
        "A - Aktiv|10 Yrkesaktiv|Ordinært medlemskap|Ordinary",
    ),
    "a status of one who has left": (read_status, "utmeldt", "U|Utmeldt|U - Utmeldt"),
    "a status of one who is dead": (read_status, "dod", "Død|DØD|Avdød|Dødsfall"),
    "a short status": (read_status, "pensjonist", "Pensj.|Pensj"),
    "a date of death": (read_died, True, "14.03.2024|2024-03-14|ja|X"),
    "no date of death": (read_died, None, f"{NOTHING}|nei"),
    "a status behind a letter": (read_status, "pensjonist", "P: Pensjonist"),
    "a kind of membership": (read_status, "student", "Studentmedlemskap"),
    "yes as systems write it": (read_yes, True, "SANN|-1|t|Y"),
    "no as systems write it": (read_yes, False, "USANN|0|f|N"),
    "a steward by yes": (read_steward, "Ja", "SANN|-1|t|Y"),
    "no steward": (read_steward, "", "USANN|0|f|N"),
    "a steward by a word": (read_steward, "ja", "ja"),
    "a steward by name": (read_steward, "Jon X", "Jon X"),
    "a steward by title": (read_steward, "HTV", "HTV"),
}
"""Question -> reader, value, and the texts that are read as it."""


@pytest.mark.parametrize("question", READ)
def test_a_cell_is_read_as_it_is_written(question: str) -> None:
    read, value, texts = READ[question]
    assert {text: read(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), value)


REFUSED: dict[str, tuple[Read, str, str]] = {
    "of several addresses": (read_first_email, "har flere adresser", "kari@eksempel.no; jobb@b.no|k@e.no / b@c.no"),
    "a post code of other than four digits": (read_post_code, "ikke fire siffer", "23170|SE-111 22|Hamar|2317 Hamar"),
    "a post code of other than four digits before its place": (read_town, "fire siffer", "23170 Hamar|10115 Berlin"),
    "of three numbers": (read_phone, "har flere numre", "990 00 418 / 22 11 22 11 / 400 11 222"),
    "no address": (read_first_email, "ikke en e-postadresse", "kari(a)eksempel.no; ukjent"),
    "no number": (read_phone, "telefonnummer", "9900067|990006|990006712|12345678|ring meg|14.03.1979"),
    "a sum too large to be counted": (read_money, "ikke et rimelig beløp", "10000001|1e5991980|-1E+999999"),
    "a number that a spreadsheet rounded": (read_number, "avrundet", "1,23457E+11|3e+2|1.2E+15"),
    "a status that is not known is not guessed": (
        read_status,
        "er ukjent",
        "Ikke aktiv|A|10|Aktiv - utmeldt|Ex-aktiv|B-medlem|Ikke - aktiv",
    ),
    "a name is no number of a department": (
        read_department,
        "avdelingsnummer",
        "Mjøstraktene|Avd. Indre (2 steder)|A (4)x",
    ),
}
"""Question -> reader, words of the refusal, and the texts that are refused."""


@pytest.mark.parametrize("question", REFUSED)
def test_what_cannot_be_read_is_refused_and_not_guessed(question: str) -> None:
    read, why, texts = REFUSED[question]
    for text in texts.split("|"):
        with pytest.raises(CellError, match=why):
            read(text)


FEBRUARY = "Februar 1988 hadde 29 dager. Rett datoen i filen."


@pytest.mark.parametrize(
    ("texts", "detail"),
    [
        ("31.02.1988|1988-02-31|00.02.1988|1988-02-00|19880200|19880231", FEBRUARY),
        ("12.17.1988", "Året har ingen måned 17. Rett datoen i filen."),
        ("00.02.1700|i fjor|2/1/1980 12:00:00 AM|1979|01.01.1066", ""),
    ],
)
def test_a_day_that_cannot_be_read_says_why(texts: str, detail: str) -> None:
    for text in texts.split("|"):
        with pytest.raises(CellError) as caught:
            read_birth_day(text)
        assert caught.value.detail == detail, text


@pytest.mark.parametrize(
    ("texts", "first", "second"),
    [
        ("900 00 000 / 22 12 34 56|90000000/22123456", "90000000", "22123456"),
        ("90000000, 911 11 111|90000000 91111111", "90000000", "91111111"),
        ("jobb 22 12 34 56 eller 900 00 000", "22123456", "90000000"),
    ],
)
def test_of_two_numbers_both_are_read(texts: str, first: str, second: str) -> None:
    for found in map(read_phone, texts.split("|")):
        assert isinstance(found, TwoNumbers)
        assert (found, found.second) == (first, second)


def test_of_several_the_first_is_kept() -> None:
    with pytest.raises(CellError) as found:
        read_first_email("kari@eksempel.no; jobb@eksempel.no")
    assert found.value.kept == "kari@eksempel.no"
    with pytest.raises(CellError) as found:
        read_phone("990 00 418 / 22 11 22 11 / 400 11 222")
    assert (found.value.kept, found.value.kept.second) == ("99000418", "22112211")


@pytest.mark.parametrize("sign", ["(", "-", "() ", ". "])
def test_a_cell_of_brackets_is_searched_once(sign: str) -> None:
    """One such cell took a quarter of a second, as each bracket was searched from to the end of the cell, and a small
    workbook can have a million."""
    assert not re.search(r"\]\*|\]\+|\)\*|\)\+", NUMBER.pattern), "a part without a limit"
    with pytest.raises(CellError):
        read_phone(sign * 20_000)


@pytest.mark.parametrize(("cell", "text"), [('="00300"', "00300"), ('=""', ""), ("='x'", "='x'"), ('="', '="')])
def test_zeros_that_were_saved_by_a_formula_are_read(cell: str, text: str) -> None:
    assert tidy(cell) == text


def test_what_a_system_writes_for_nothing_is_nothing() -> None:
    assert {"NULL", "(null)", "\\N", "nan", "Uoppgitt", "Ikke registrert", "#REF!"} <= SAYS_NOTHING
    assert "Null" not in SAYS_NOTHING, "a name"


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
