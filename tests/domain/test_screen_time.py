"""One formatter of times and numbers for every page."""

from datetime import date, datetime

import pytest

from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.dates.screen_time import (
    day_and_time,
    day_at_time,
    minutes_since,
    time_left,
    time_waited,
)
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted, grouped, kroner

MONDAY = datetime(2026, 11, 30, 14, 9, tzinfo=OSLO)


def at(text: str) -> datetime:
    """«27.11 15.00» of this year, or «30.10.2025 15.00»."""
    day, time = text.split()
    whole = day if day.count(".") == 2 else f"{day}.2026"
    return datetime.strptime(f"{whole} {time}", "%d.%m.%Y %H.%M").replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("moment", "words", "distance"),
    [
        ("30.11 15.00", "i dag 15.00", "om 51 min"),
        ("30.11 13.33", "i dag 13.33", "36 min over"),
        ("30.11 10.30", "i dag 10.30", "3 t 39 min over"),
        ("30.11 18.09", "i dag 18.09", "om 4 t"),
        ("27.11 15.00", "fredag 15.00", "1 virkedag over"),
        ("26.11 12.00", "torsdag 12.00", "2 virkedager over"),
        ("29.11 12.00", "i går 12.00", "1 virkedag over"),
        ("01.12 10.00", "i morgen 10.00", "om 1 virkedag"),
        ("04.12 09.00", "fredag 09.00", "om 4 virkedager"),
        ("05.12 09.00", "lørdag 09.00", "om 4 virkedager"),
        ("30.10 15.00", "30. oktober 15.00", "21 virkedager over"),
        ("30.10.2025 15.00", "30. oktober 2025 15.00", None),
    ],
)
def test_a_time_is_a_day_and_a_clock_and_how_far_away_that_is(moment: str, words: str, distance: str | None) -> None:
    assert day_and_time(at(moment), MONDAY) == words
    assert day_at_time(at(moment), MONDAY) == " kl. ".join(words.rsplit(" ", 1))
    assert distance is None or time_left(at(moment), MONDAY) == distance


def test_a_weekend_between_is_told_in_days() -> None:
    assert time_left(at("28.11 12.00"), at("29.11 12.00")) == "1 dag over"


def test_the_clock_is_that_of_oslo_on_every_pc() -> None:
    assert day_and_time(datetime.fromisoformat("2026-11-30T23:30:00+00:00"), MONDAY) == "i morgen 00.30"


@pytest.mark.parametrize(
    ("since", "words"), [("2026-10-30", "for 31 dager siden"), ("2026-11-29", "i går"), ("2026-11-30", "i dag")]
)
def test_what_we_wait_for_is_told_in_days(since: str, words: str) -> None:
    assert time_waited(date.fromisoformat(since), MONDAY.date()) == words


@pytest.mark.parametrize(
    ("since", "words"), [("30.11 14.02", "i 7 min"), ("30.11 12.04", "i 2 t 5 min"), ("30.11 14.09", "nå nettopp")]
)
def test_a_parked_call_is_told_in_minutes(since: str, words: str) -> None:
    assert minutes_since(at(since), MONDAY) == words


@pytest.mark.parametrize(
    ("kept", "shown"), [("99000418", "990 00 418"), ("22112211", "22 11 22 11"), ("+46701234567", "+46 70 123 45 67")]
)
def test_a_number_to_ring_is_grouped_as_it_is_said(kept: str, shown: str) -> None:
    assert spoken_number(kept) == shown


def test_a_member_number_an_amount_and_a_count_have_a_blank_at_the_thousand() -> None:
    assert (grouped("204118"), kroner(124000), counted(1240, "rad", "rader")) == ("204 118", "1 240 kr", "1 240 rader")
