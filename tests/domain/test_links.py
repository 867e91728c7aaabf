"""A link only says which number rings; whatever else it holds is refused."""

import pytest

from sentralbord_desktop.domain.telephony.ring_links import LinkError, number_in


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
