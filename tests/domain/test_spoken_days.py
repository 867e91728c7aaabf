"""The table of spoken days: a new way of saying a day is one row of it, and no other file."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sentralbord_desktop.domain.dates import spoken_days
from sentralbord_desktop.domain.dates.calendar import parse_upcoming_day, read_date
from sentralbord_desktop.domain.dates.parse_callback_time import read_moment
from sentralbord_desktop.domain.dates.spoken_days import SPOKEN_DAYS, SpokenDay, Use, read_callback_day

NOW = datetime(2026, 11, 25, 9, 40, tzinfo=ZoneInfo("Europe/Oslo"))  # a Wednesday
TODAY = NOW.date()


@pytest.mark.parametrize("row", SPOKEN_DAYS, ids=lambda row: row.example)
def test_the_example_of_each_row_is_read_by_that_row_alone(row: SpokenDay, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> date | None:
        read_date.cache_clear()
        if Use.CALLBACK in row.use:
            return read_callback_day(row.example, TODAY)
        return read_date(row.example, TODAY, past=Use.PAST in row.use)

    assert read() is not None
    monkeypatch.setattr(spoken_days, "SPOKEN_DAYS", tuple(other for other in SPOKEN_DAYS if other is not row))
    assert read() is None


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("fredag morgen klokka ni", "2026-11-27 09:00"),
        ("fredag morgen halv ti", "2026-11-27 09:30"),
        ("i morgen tidlig kl. 8.30", "2026-11-26 08:30"),
        ("fredag morgen mellom åtte og ni", "2026-11-27 08:00"),
        ("fredag morgen", "2026-11-27 08:00"),
        ("neste helg", "2026-11-28 10:00"),
        ("klokka ti neste helg", "2026-11-28 10:00"),
        ("neste helg eller fredag", "2026-11-27 10:00"),
        ("innen neste helg", "2026-11-27 10:00"),
        ("etter neste helg", "2026-11-30 10:00"),
        ("om en uke på fredag", "2026-12-04 10:00"),
        ("om to uker på mandag klokka ti", "2026-12-14 10:00"),
    ],
)
def test_a_day_is_read_as_it_is_said(said: str, moment: str) -> None:
    due, _ = read_moment(said, NOW)
    assert due is not None, said
    assert f"{due:%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    ("today", "saturday"), [("2026-11-27", "2026-11-28"), ("2026-11-28", "2026-12-05"), ("2026-11-29", "2026-12-05")]
)
def test_next_weekend_is_the_first_that_has_not_begun(today: str, saturday: str) -> None:
    assert read_date("neste helg", date.fromisoformat(today), past=False) == date.fromisoformat(saturday)


@pytest.fixture
def payday(monkeypatch: pytest.MonkeyPatch) -> date:
    """«lønningsdagen» is a new row in the table, the 12th of December, a Saturday."""
    day = date(2026, 12, 12)
    row = SpokenDay("lønningsdagen", re.compile("lønningsdagen"), lambda _match, _today: day, Use.COMING)
    monkeypatch.setattr(spoken_days, "SPOKEN_DAYS", (*SPOKEN_DAYS, row))
    return day


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("lønningsdagen", "12-12 10:00"),
        ("på lønningsdagen", "12-12 10:00"),
        ("lønningsdagen klokka ni", "12-12 09:00"),
        ("klokka ni lønningsdagen", "12-12 09:00"),
        ("mellom ni og elleve lønningsdagen", "12-12 09:00"),
        ("lønningsdagen formiddag", "12-12 10:00"),
        ("etter lunsj lønningsdagen", "12-12 12:00"),
        ("første time lønningsdagen", "12-12 08:00"),
        ("lønningsdagen eller julaften etter 12", "12-12 12:00"),
        ("før lønningsdagen", "12-11 10:00"),
        ("etter lønningsdagen", "12-14 10:00"),
        ("innen lønningsdagen", "12-11 10:00"),
        ("senest lønningsdagen kl. 12", "12-11 12:00"),
    ],
)
def test_a_new_row_is_read_with_all_that_is_said_around_a_day(payday: date, said: str, moment: str) -> None:
    due, _ = read_moment(said, NOW)
    assert due is not None, said
    assert f"{due:%m-%d %H:%M}" == moment


def test_a_new_row_is_read_in_a_date_field(payday: date) -> None:
    assert read_date("Lønningsdagen", TODAY, past=False) == parse_upcoming_day("lønningsdagen", TODAY) == payday
    assert read_date("lønningsdagen", TODAY) is None
