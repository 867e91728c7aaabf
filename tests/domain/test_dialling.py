"""What is dialled, and with which words the softphone is started."""

import pytest

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.telephony.dialling import (
    Dialling,
    DiallingError,
    check_dialling,
    command_for,
    number_to_dial,
    words_of,
)


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
