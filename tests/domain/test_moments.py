"""When to ring back, as people say it (GE-5)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.moments import bound, read_moment
from sentralbord_desktop.domain.said_times import in_order

NOW = datetime(2026, 11, 25, 9, 40, 12, tzinfo=ZoneInfo("Europe/Oslo"))  # a Wednesday


@pytest.mark.parametrize(
    ("said", "moment", "word"),
    [
        ("om en time", "2026-11-25 10:41", ""),
        ("om 2 timer", "2026-11-25 11:41", ""),
        ("om en halv time", "2026-11-25 10:11", ""),
        ("om et kvarter", "2026-11-25 09:56", ""),
        ("om 20 minutter", "2026-11-25 10:01", ""),
        ("snarest", "2026-11-25 09:41", ""),
        ("i formiddag", "2026-11-25 10:00", "etter"),
        ("i ettermiddag", "2026-11-25 13:00", "etter"),
        ("etter lunsj", "2026-11-25 12:00", "etter"),
        ("i morgen tidlig", "2026-11-26 08:00", ""),
        ("i morgen formiddag", "2026-11-26 10:00", "etter"),
        ("på mandag", "2026-11-30 10:00", ""),
        ("fredag 4. desember kl. 9", "2026-12-04 09:00", ""),
        ("på fredag den 4. desember", "2026-12-04 10:00", ""),
        ("i morgen, etter lunsj", "2026-11-26 12:00", "etter"),
        ("halv ti i morgen", "2026-11-26 09:30", ""),
        ("etter kl. 12 på mandag", "2026-11-30 12:00", "etter"),
        ("mellom 10 og 12 på fredag", "2026-11-27 10:00", ""),
        ("to torsdag", "2026-11-26 14:00", ""),
        ("på mandag ettermiddag", "2026-11-30 13:00", "etter"),
        ("på fredag før lunsj", "2026-11-27 12:00", "før"),
        ("på fredag klokka 10", "2026-11-27 10:00", ""),
        ("neste uke", "2026-11-30 10:00", ""),
        ("over helgen", "2026-11-30 10:00", ""),
        ("etter tre", "2026-11-25 15:00", "etter"),
        ("i morgen etter 3", "2026-11-26 15:00", "etter"),
        ("halv to", "2026-11-25 13:30", ""),
        ("mellom 10 og 12", "2026-11-25 10:00", ""),
        ("fredag 10-12", "2026-11-27 10:00", ""),
        ("fredag mellom 12 og 2", "2026-11-27 12:00", ""),
        ("i overmorgen", "2026-11-27 10:00", ""),
        ("i overmorgen etter 12", "2026-11-27 12:00", "etter"),
        ("helst i morgen", "2026-11-26 10:00", ""),
        ("i morgen, helst etter 13", "2026-11-26 13:00", "etter"),
        ("passer best på fredag", "2026-11-27 10:00", ""),
        ("rundt 12", "2026-11-25 12:00", ""),
        ("ca. kl. 12 i morgen", "2026-11-26 12:00", ""),
        ("innen kl. 12", "2026-11-25 12:00", "før"),
        ("i morgen senest 11", "2026-11-26 11:00", "før"),
        ("i neste uke", "2026-11-30 10:00", ""),
        ("onsdag i neste uke", "2026-12-02 10:00", ""),
        ("neste uke på torsdag kl. 9", "2026-12-03 09:00", ""),
        ("fredag morgen", "2026-11-27 08:00", ""),
        ("tidlig i morgen", "2026-11-26 08:00", ""),
        ("i morgen mellom ti og tolv", "2026-11-26 10:00", ""),
        ("om et par timer", "2026-11-25 11:41", ""),
        ("senere i dag", "2026-11-25 11:41", ""),
        ("kvart på ti", "2026-11-25 09:45", ""),
        ("kvart over ti i morgen", "2026-11-26 10:15", ""),
        ("ti på halv tre", "2026-11-25 14:20", ""),
        ("fem over ni på fredag", "2026-11-27 09:05", ""),
        ("klokka ett", "2026-11-25 13:00", ""),
        ("mandag eller tirsdag", "2026-11-30 10:00", ""),
        ("torsdag eller fredag etter 12", "2026-11-26 12:00", "etter"),
        ("onsdag og torsdag", "2026-11-26 10:00", ""),
        ("førstkommende tirsdag kl. 10", "2026-12-01 10:00", ""),
        ("ikke før 10", "2026-11-25 10:00", "etter"),
        ("tidligst mandag", "2026-11-30 10:00", ""),
        ("i morgen fra kl. 12", "2026-11-26 12:00", "etter"),
        ("senest fredag kl. 12", "2026-11-27 12:00", "før"),
        ("innen fredag", "2026-11-27 10:00", ""),
        ("før lunsj på fredag", "2026-11-27 12:00", "før"),
        ("i morra ved tolvtida", "2026-11-26 12:00", ""),
        ("midt på dagen i morgen", "2026-11-26 12:00", ""),
        ("tysdag ettermiddag etter 14", "2026-12-01 14:00", "etter"),
        ("når som helst i morgen", "2026-11-26 10:00", ""),
        ("i morgen mellom kl. 9 og kl. 11", "2026-11-26 09:00", ""),
        ("julaften", "2026-12-24 10:00", ""),
        ("24/12 kl 10", "2026-12-24 10:00", ""),
        ("etter jul", "2026-12-28 10:00", ""),
        ("etter nyttår", "2027-01-04 10:00", ""),
        ("etter påske", "2027-03-30 10:00", ""),
        ("om halvannen time", "2026-11-25 11:11", ""),
        ("den 30.", "2026-11-30 10:00", ""),
    ],
)
def test_a_time_is_read_as_it_is_said(said: str, moment: str, word: str) -> None:
    """A promise without a time is never late, and nobody rings."""
    found, window = read_moment(said, NOW)
    assert found is not None
    assert (f"{found:%Y-%m-%d %H:%M}", bound(window)) == (moment, word)


def test_the_afternoon_that_has_begun_is_this_one() -> None:
    found, _ = read_moment("i ettermiddag", NOW.replace(hour=14, minute=5))
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == "2026-11-25 14:06"


@pytest.mark.parametrize(
    "said", ["når som helst", "etter ferien", "ikke i kveld takk", "mellom 12 og 10", "halv"]
)
def test_what_is_no_time_stays_as_words(said: str) -> None:
    assert read_moment(said, NOW) == (None, said)


def test_later_today_is_while_somebody_is_there() -> None:
    """GE-5: «senere i dag» had no time, and the list had nobody ring."""
    for at, then in (((9, 40), "11:40"), ((14, 30), "15:00"), ((15, 10), "15:25")):
        found, window = read_moment("senere i dag", NOW.replace(hour=at[0], minute=at[1], second=0))
        assert found is not None
        assert (f"{found:%H:%M}", window) == (then, "senere i dag")


def test_a_couple_is_two_only_as_a_word_of_its_own() -> None:
    assert in_order("om et par dager") == "om to dager"
    assert in_order("et parti sjakk") == "et parti sjakk"


@given(st.text(max_size=30))
def test_anything_at_all_is_read_or_kept(said: str) -> None:
    found, window = read_moment(said, NOW)
    assert found is not None or window == " ".join(said.casefold().split())
