"""When somebody outside is open: how it is written, and what is said of it at a moment."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.organisation.opening_hours import is_open, opening_words, tidy_opening_hours

FAVOR = "man–fre 08.00–20.00, lør 10.00–15.00"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """30 November 2026 is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8-20", "man–fre 08.00–20.00"),
        ("man-fre 8-20, lør 10-15", FAVOR),
        ("Mandag – fredag kl. 08:00 – 20:00; Lørdag 10.00-15.00", FAVOR),
        ("hver dag 9-21.30", "man–søn 09.00–21.30"),
        ("ons 12-24", "ons 12.00–24.00"),
        ("Døgnåpent", "døgnåpent"),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert tidy_opening_hours(typed) == kept
    assert tidy_opening_hours(kept) == kept


@pytest.mark.parametrize("typed", ["hele dagen", "8", "20-8", "fre-man 8-20", "8.75-20", "8-25", "man 8-20 tir 8-20"])
def test_what_is_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\d|dagen"):
        tidy_opening_hours(typed)


@pytest.mark.parametrize(
    ("hours", "moment", "words", "is_it"),
    [
        (FAVOR, at(30, 14, 6), "åpent til 20.00", True),
        (FAVOR, at(30, 7, 59), "åpner 08.00", False),
        (FAVOR, at(30, 8), "åpent til 20.00", True),
        (FAVOR, at(30, 20), "stengt, åpner i morgen 08.00", False),
        (FAVOR, at(28, 15), "stengt, åpner mandag 08.00", False),
        (FAVOR, at(29, 12), "stengt, åpner i morgen 08.00", False),
        ("man 09.00–15.00", at(30, 16), "stengt, åpner mandag 09.00", False),
        ("døgnåpent", at(29, 3), "døgnåpent", True),
        ("", at(30, 14), "åpningstid ikke kjent", None),
        (FAVOR, at(25, 12, month=12), "trolig stengt, helligdag", None),
        (FAVOR, at(24, 21, month=12), "stengt, åpner lørdag 10.00", False),
    ],
)
def test_what_is_said_at_a_moment(hours: str, moment: datetime, words: str, is_it: bool | None) -> None:
    assert opening_words(hours, moment) == words
    assert is_open(hours, moment) is is_it


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        kept = tidy_opening_hours(text)
    except ValueError:
        return
    assert opening_words(kept, at(30, 12))
