"""Phone numbers in any format, what is dialled, and links to ring."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentralbord_desktop.domain.dialling import (
    Dialling,
    DiallingError,
    check_dialling,
    command_for,
    number_to_dial,
    words_of,
)
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.telephony import (
    LinkError,
    caller_in,
    is_phone_number,
    normal_number,
    number_in,
    number_said_in,
    spoken_number,
)


@pytest.mark.parametrize(
    "typed",
    [
        "99000418",
        "990 00 418",
        "99 00 04 18",
        "+47 990 00 418",
        "+4799000418",
        "0047 99000418",
        "47 99000418",
        "(+47) 990-00-418",
        "990.00.418",
        "+47\N{NO-BREAK SPACE}990 00 418",
    ],
)
def test_a_norwegian_number_is_the_same_in_every_format(typed: str) -> None:
    assert normal_number(typed) == "99000418"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+48 601 234 567", "+48601234567"),
        ("0048601234567", "+48601234567"),
        ("+46 70 123 45 67", "+46701234567"),
        ("02800", "02800"),
        ("110", "110"),
        ("", ""),
        ("ingen", ""),
        ("+", ""),
        ("++", ""),
        ("+0", "0"),
        ("+999999999999999999999", "9" * 21),
    ],
)
def test_other_numbers_keep_their_country_or_the_digits_they_have(typed: str, kept: str) -> None:
    assert normal_number(typed) == kept


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("99000418", "990 00 418"),
        ("91509801", "915 09 801"),
        ("22123456", "22 12 34 56"),
        ("80012345", "800 12 345"),
        ("+48601234567", "+48 601 234 567"),
        ("02800", "02800"),
        ("", ""),
        ("+", "+"),
    ],
)
def test_numbers_are_shown_in_the_groups_norwegians_read(number: str, shown: str) -> None:
    assert spoken_number(number) == shown


@pytest.mark.parametrize("typed", ["99000418", "+47 990 00 418", "(22) 12 34 56", "02800"])
def test_a_number_can_be_rung(typed: str) -> None:
    assert is_phone_number(typed)


@pytest.mark.parametrize(
    "typed", ["", "1234", "990 00 418 lille Per", "tel:99000418", "9" * 16, "+", "-99000418", "110"]
)
def test_what_is_no_number_cannot_be_rung(typed: str) -> None:
    assert not is_phone_number(typed)


@given(st.from_regex(r"[2-9][0-9]{7}", fullmatch=True))
def test_showing_and_reading_a_number_again_gives_the_same(number: str) -> None:
    assert normal_number(spoken_number(number)) == number


@example("0+")
@given(st.text(max_size=40))
def test_any_text_gives_digits_and_never_an_error(text: str) -> None:
    number = normal_number(text)
    assert number.removeprefix("+").isdigit() or number == ""
    if number.startswith("+") or len(number) == 8:
        assert normal_number(number) == number
    spoken_number(number)
    is_phone_number(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Anrop fra 412 33 441", "412 33 441"),
        ("tel:+4741233441", "+4741233441"),
        ("Kari Hansen, tlf. 41 23 34 41 (mobil)", "41 23 34 41"),
        ("Missed call: +48 601 777 888", "+48 601 777 888"),
        ("412 33 441", "412 33 441"),
        ("204118", "204118"),
        ("Kari Hansen 22.04.1979", "Kari Hansen 22.04.1979"),
        ("Kari Hansen 1979", "Kari Hansen 1979"),
        ("", ""),
    ],
)
def test_the_number_is_found_in_what_a_phone_system_copies(text: str, number: str) -> None:
    assert number_said_in(text) == number


@pytest.mark.parametrize(
    ("said", "caller"),
    [
        ("990 00 777", ("99000777", "")),
        ("Kari Nordmann", ("", "Kari Nordmann")),
        ("15.10.86", ("", "")),
        ("4.3.1979", ("", "")),
        ("22.12.34.56", ("22123456", "")),
    ],
)
def test_a_birth_date_is_nobodys_number(said: str, caller: tuple[str, str]) -> None:
    assert caller_in(said) == caller


# ---------------------------------------------------------------- what is dialled


@pytest.mark.parametrize(
    ("typed", "prefix", "dialled"),
    [
        ("990 00 418", "", "+4799000418"),
        ("+47 990 00 418", "", "+4799000418"),
        ("+48 601 234 567", "", "+48601234567"),
        ("99000418", "0", "099000418"),
        ("+48601234567", "0", "00048601234567"),
        ("02404", "0", "02404"),
        ("113", "", "113"),
        ("4521", "0", "4521"),
    ],
)
def test_a_number_is_dialled_as_the_office_does(typed: str, prefix: str, dialled: str) -> None:
    assert number_to_dial(typed, Dialling(prefix=prefix)) == dialled


@pytest.mark.parametrize("typed", ["", "12", "ukjent", "+", "١٢٣٤٥٦٧٨"])
def test_what_is_no_number_is_not_dialled(typed: str) -> None:
    with pytest.raises(DiallingError):
        number_to_dial(typed, Dialling())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (r'"C:\Program Files\Tlf\tlf.exe" /ring {nummer}', [r"C:\Program Files\Tlf\tlf.exe", "/ring", "{nummer}"]),
        (r"C:\tlf\tlf.exe {nummer}", [r"C:\tlf\tlf.exe", "{nummer}"]),
        ('tlf --til="sip:{nummer}@hus lokal"', ["tlf", "--til=sip:{nummer}@hus lokal"]),
        ('tlf "" x', ["tlf", "", "x"]),
        ("   ", []),
    ],
)
def test_a_command_is_parted_as_windows_users_write_it(command: str, words: list[str]) -> None:
    assert words_of(command) == words


def test_the_number_is_put_where_the_sign_stands_and_nowhere_else() -> None:
    dialling = Dialling(way="kommando", command='tlf "til {nummer}" --x')
    assert command_for("+4799000418", dialling) == ["tlf", "til +4799000418", "--x"]


@pytest.mark.parametrize("command", ["", "tlf", "{nummer}", 'tlf "{nummer}', "tlf nummer"])
def test_a_command_that_cannot_ring_is_refused_with_what_to_mend(command: str) -> None:
    with pytest.raises(SwitchboardError):
        check_dialling(Dialling(way="kommando", command=command))
    check_dialling(Dialling(way="tel", command=command))


# ---------------------------------------------------------------- links: a number and nothing else


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("sentralbord:ring?nummer=99000531", "99000531"),
        ("SENTRALBORD:ring?nummer=990%2000%20531", "99000531"),
        ("sentralbord://ring/?nummer=%2B4799000531", "99000531"),
        ("sentralbord:ring?nummer=+4799000531", "99000531"),
        ("sentralbord:ring?nummer=0048601234567", "+48601234567"),
    ],
)
def test_the_number_that_rings(link: str, number: str) -> None:
    assert number_in(link) == number


@pytest.mark.parametrize(
    "link",
    [
        "sentralbord:",
        "sentralbord:ring",
        "sentralbord:ring?nummer=",
        "sentralbord:ring?nummer=kari",
        "sentralbord:ring?nummer=1",
        "sentralbord:ring?nummer=99000531&nummer=99000532",
        "sentralbord:ring?nummer=99000531&apne=1",
        "sentralbord:ring?nummer=99000531#x",
        "sentralbord:fullfor?nummer=99000531",
        "sentralbord:../ring?nummer=99000531",
        "sentralbord:ring?nummer=99000531\n--data",
        "sentralbord:ring?nummer=٩٩٠٠٠٥٣١",
        "sentralbord:ring?nummer=%ff9000531",
        "https://eksempel.no/ring?nummer=99000531",
        "sentralbord:ring?nummer=" + "9" * 300,
    ],
)
def test_anything_else_is_refused(link: str) -> None:
    with pytest.raises(LinkError):
        number_in(link)
