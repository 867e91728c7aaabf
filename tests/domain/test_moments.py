"""When to ring back, as people say it (GE-5)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.dates.normalise import normalise_phrase
from sentralbord_desktop.domain.dates.parse_callback_time import limit_word, read_moment

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
        ("den 30. etter 12", "2026-11-30 12:00", "etter"),
        ("den 30. 10:30", "2026-11-30 10:30", ""),
        ("den 30. 10 til 12", "2026-11-30 10:00", ""),
        ("kl. 10 den 30.", "2026-11-30 10:00", ""),
        ("etter 12 den 1. desember", "2026-12-01 12:00", "etter"),
        ("10-12 01.12.2026", "2026-12-01 10:00", ""),
        ("kl 9 over helga", "2026-11-30 09:00", ""),
        ("etter kl. 12 etter jul", "2026-12-28 12:00", "etter"),
        ("kl 10 30.11", "2026-11-30 10:00", ""),
        ("10 1/12", "2026-12-01 10:00", ""),
        ("30.11 10.30", "2026-11-30 10:30", ""),
        ("på ettermiddagen den 30.", "2026-11-30 13:00", "etter"),
        ("etter lunsj 1. desember", "2026-12-01 12:00", "etter"),
        ("mandag eller tirsdag mellom 10 og 12", "2026-11-30 10:00", ""),
        ("30.11 om formiddagen", "2026-11-30 10:00", "etter"),
        ("9.30 om formiddagen i morgen", "2026-11-26 09:30", ""),
        ("mellom kvart på ti og elleve", "2026-11-25 09:45", ""),
        ("mellom halv ni og ti i morgen", "2026-11-26 08:30", ""),
        ("mellom ti og halv elleve", "2026-11-25 10:00", ""),
        ("fra klokka ti til tolv", "2026-11-25 10:00", ""),
        ("fra 10 til 12", "2026-11-25 10:00", ""),
        ("ti-elleve", "2026-11-25 10:00", ""),
        ("i morgen kl 9 eller 10", "2026-11-26 09:00", ""),
        ("etter kvart på fire", "2026-11-25 15:45", "etter"),
        ("kl 1430", "2026-11-25 14:30", ""),
        ("i morgen 1430", "2026-11-26 14:30", ""),
        ("kl. 1012", "2026-11-25 10:12", ""),
        ("kl. 13 presis", "2026-11-25 13:00", ""),
        ("ti om formiddagen", "2026-11-25 10:00", ""),
        ("sent i ettermiddag", "2026-11-25 15:00", "etter"),
        ("i morgen seint på dagen", "2026-11-26 15:00", ""),
        ("i lunsjpausen", "2026-11-25 12:00", "etter"),
        ("hver dag etter 15", "2026-11-25 15:00", "etter"),
        ("i morgen på dagtid", "2026-11-26 10:00", ""),
        ("innen en time", "2026-11-25 10:26", ""),
        ("i løpet av et kvarter", "2026-11-25 09:41", ""),
        ("i løpet av dagen", "2026-11-25 11:41", ""),
        ("i løpet av formiddagen", "2026-11-25 10:00", "etter"),
        ("i løpet av uka", "2026-11-27 10:00", ""),
        ("om tre kvarter", "2026-11-25 10:26", ""),
        ("om et kvarters tid", "2026-11-25 09:56", ""),
        ("om en ukes tid", "2026-12-02 10:00", ""),
        ("så fort som råd", "2026-11-25 09:41", ""),
        ("i mårra tidlig", "2026-11-26 08:00", ""),
        ("morgen kl 9", "2026-11-26 09:00", ""),
        ("før helga", "2026-11-27 10:00", ""),
        ("før fredag", "2026-11-26 10:00", ""),
        ("før 25. desember", "2026-12-23 10:00", ""),
        ("før fredag etter 12", "2026-11-26 12:00", "etter"),
        ("etter fredag", "2026-11-30 10:00", ""),
        ("etter 23. desember", "2026-12-28 10:00", ""),
        ("etter 1. april", "2027-04-02 10:00", ""),
        ("i helga", "2026-11-28 10:00", ""),
        ("tidlig neste uke", "2026-11-30 10:00", ""),
        ("midt i neste uke", "2026-12-02 10:00", ""),
        ("slutten av uka", "2026-11-27 10:00", ""),
        ("seinere i uka", "2026-11-27 10:00", ""),
        ("uke 50", "2026-12-07 10:00", ""),
        ("torsdag i uke 50 etter 12", "2026-12-10 12:00", "etter"),
        ("uke 2", "2027-01-11 10:00", ""),
        ("i uke 48", "2026-11-25 10:00", ""),
        ("mandag om ei uke", "2026-12-07 10:00", ""),
        ("fredag om 14 dager", "2026-12-11 10:00", ""),
        ("første mandag i mai", "2027-05-03 10:00", ""),
        ("siste fredag i desember", "2026-12-25 10:00", ""),
        ("neste måned", "2026-12-01 10:00", ""),
        ("mellom jul og nyttår", "2026-12-28 10:00", ""),
        ("i romjula", "2026-12-28 10:00", ""),
        ("etter romjula", "2027-01-04 10:00", ""),
        ("etter juleferien kl. 12", "2026-12-28 12:00", ""),
        ("før jul", "2026-12-23 10:00", ""),
        ("før nyttår etter 12", "2026-12-30 12:00", "etter"),
        ("før påske", "2027-03-24 10:00", ""),
        ("før pinsehelga", "2027-05-14 10:00", ""),
        ("i januar", "2027-01-04 10:00", ""),
        ("i desember", "2026-12-01 10:00", ""),
        ("på nyåret", "2027-01-04 10:00", ""),
        ("om noen dager", "2026-11-28 10:00", ""),
        ("om noen timer", "2026-11-25 12:41", ""),
        ("en av de nærmeste dagene", "2026-11-27 10:00", ""),
        ("en gang neste uke", "2026-11-30 10:00", ""),
        ("på fredag en gang", "2026-11-27 10:00", ""),
        ("første time i morgen", "2026-11-26 08:00", ""),
        ("på mandag når dere åpner", "2026-11-30 08:00", ""),
        ("med det samme i morgen tidlig", "2026-11-26 08:00", ""),
        ("10.30 30.11", "2026-11-30 10:30", ""),
        ("30.11 på ettermiddagen", "2026-11-30 13:00", "etter"),
        ("etter 30.11", "2026-12-01 10:00", ""),
        ("mandag eller tirsdag, 10.30", "2026-11-30 10:30", ""),
    ],
)
def test_a_time_is_read_as_it_is_said(said: str, moment: str, word: str) -> None:
    """A promise without a time is never late, and nobody rings."""
    found, window = read_moment(said, NOW)
    assert found is not None
    assert (f"{found:%Y-%m-%d %H:%M}", limit_word(window)) == (moment, word)


def test_the_afternoon_that_has_begun_is_this_one() -> None:
    found, _ = read_moment("i ettermiddag", NOW.replace(hour=14, minute=5))
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == "2026-11-25 14:06"


@pytest.mark.parametrize(
    "said",
    [
        "når som helst",
        "etter ferien",
        "ikke i kveld takk",
        "mellom 12 og 10",
        "halv",
        "1012",
        "mellom halv 0 og ti",
        "uke 54",
        "uke 0",
        "etter jobb",
        "i november",
        "10.30 12.11",
        "tidlig denne uka",
        "mellom ti og kvart på ti",
    ],
)
def test_what_is_no_time_stays_as_words(said: str) -> None:
    assert read_moment(said, NOW) == (None, said)


def test_later_today_is_while_somebody_is_there() -> None:
    """GE-5: «senere i dag» had no time, and the list had nobody ring."""
    for at, then in (((9, 40), "11:40"), ((14, 30), "15:00"), ((15, 10), "15:25")):
        found, window = read_moment("senere i dag", NOW.replace(hour=at[0], minute=at[1], second=0))
        assert found is not None
        assert (f"{found:%H:%M}", window) == (then, "senere i dag")


def test_a_part_of_the_day_that_is_over_is_the_next_days() -> None:
    """«Om formiddagen», said at two, was at once."""
    at = NOW.replace(hour=14, minute=5, second=0)
    for said, then in {
        "om formiddagen": "26 10:00",
        "på morgenen": "26 08:00",
        "før lunsj": "26 12:00",
        "etter lunsj": "25 14:05",
    }.items():
        found, window = read_moment(said, at)
        assert found is not None
        assert (f"{found:%d %H:%M}", window) == (then, said)


def test_the_words_of_a_span_are_put_in_digits_that_can_be_read_aloud() -> None:
    """What the card of the callback says beside its time."""
    assert read_moment("mellom kvart på ti og halv tolv", NOW)[1] == "mellom 9.45 og 11.30"
    assert read_moment("etter kvart på fire", NOW)[1] == "etter kl. 15.45"


def test_a_feast_that_has_begun_is_this_one_or_the_next() -> None:
    """«I romjula», said on 28 December, was 28 December a year later."""
    for day, said, then in (
        (28, "i romjula", "2026-12-28"),
        (31, "mellom jul og nyttår", "2026-12-31"),
        (24, "før jul", "2027-12-23"),
        (23, "før jul", "2026-12-23"),
        (25, "etter jul", "2026-12-28"),
    ):
        found, _ = read_moment(said, NOW.replace(month=12, day=day))
        assert found is not None
        assert f"{found:%Y-%m-%d}" == then


def test_today_is_still_to_come() -> None:
    """«I dag», said at two, was ten o'clock that had been: late as soon as it was promised."""
    for at, then in (((9, 40), "10:00"), ((12, 5), "13:05"), ((15, 10), "15:25")):
        found, window = read_moment("i dag", NOW.replace(hour=at[0], minute=at[1], second=0))
        assert found is not None
        assert (f"{found:%d %H:%M}", window) == (f"25 {then}", "")


def test_a_couple_is_two_only_as_a_word_of_its_own() -> None:
    assert normalise_phrase("om et par dager") == "om to dager"
    assert normalise_phrase("et parti sjakk") == "et parti sjakk"


@given(st.text(max_size=30))
def test_anything_at_all_is_read_or_kept(said: str) -> None:
    found, window = read_moment(said, NOW)
    assert found is not None or window == " ".join(said.casefold().split())


@pytest.mark.parametrize(
    ("text", "said", "due"),
    [
        ("innen lørdag", "2026-11-25 09:41", "2026-11-27 10:00"),
        ("innen søndag", "2026-11-25 09:41", "2026-11-27 10:00"),
        ("innen lørdag", "2026-11-27 14:10", "2026-11-27 15:00"),
        ("innen søndag", "2026-11-28 09:41", "2026-11-29 10:00"),
        ("innen julaften", "2026-12-21 09:41", "2026-12-23 10:00"),
        ("senest fredag", "2026-12-21 09:41", "2026-12-23 10:00"),
        ("senest fredag kl. 12", "2026-04-28 09:41", "2026-04-30 12:00"),
        ("innen onsdag", "2026-12-21 09:41", "2026-12-23 10:00"),
        ("innen helga", "2026-11-25 09:41", "2026-11-27 10:00"),
        ("innen jul", "2026-12-16 09:41", "2026-12-23 10:00"),
        ("innen nyttår", "2026-12-16 09:41", "2026-12-30 10:00"),
    ],
)
def test_a_limit_on_a_day_that_is_closed_is_kept_by_the_day_before(text: str, said: str, due: str) -> None:
    """GE-5: whoever must be rung by Christmas Eve is not rung after Christmas. Nothing is earlier than the call."""
    at = datetime.fromisoformat(said)
    assert read_moment(text, at)[0] == datetime.fromisoformat(due)
