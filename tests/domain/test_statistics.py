"""Counts that nobody can be found in: small ones are put together, and cannot be reckoned back (PR-15)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.statistics import (
    MIN_SHOWN_COUNT,
    OTHERS_TOGETHER,
    UNKNOWN_KEY,
    Call,
    Promise,
    counted,
    promises_kept,
    share,
    without_small,
)
from sentralbord_desktop.procedures.loader import library

TITLE = library().categories.title


def call(category: str = "kontingent", hour: int = 8, **more: Any) -> Call:
    started = datetime(2026, 11, 25, hour, 30, tzinfo=UTC)
    usual = {"month": "2026-11", "department": 4, "loop": 1, "started": started, "outcome": "fullført"}
    return Call(**{**usual, "category": category, **more})


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 40), max_size=12))
def test_no_number_under_five_is_shown_and_none_can_be_subtracted_out(counts: dict[str, int]) -> None:
    shown = without_small(counts)
    assert sum(shown.values()) == sum(counts.values())
    if sum(counts.values()) >= MIN_SHOWN_COUNT:
        assert all(count >= MIN_SHOWN_COUNT for count in shown.values())
    assert all(shown[name] == counts[name] for name in shown if name != OTHERS_TOGETHER)


def test_one_small_kind_takes_the_next_smallest_with_it() -> None:
    assert without_small({"a": 30, "b": 9, "c": 2}) == {"a": 30, OTHERS_TOGETHER: 11}
    assert without_small({"a": 30, "b": 9, "c": 3, "d": 4}) == {"a": 30, "b": 9, OTHERS_TOGETHER: 7}


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("category", ["Kontingent og faktura", "Utmelding"]),
        ("hour", ["09–10", "10–11"]),
        ("weekday", ["Onsdag"]),
        ("month", ["2026-11"]),
        ("loop", ["Sløyfe 1"]),
        ("department", ["Avdeling 4"]),
        ("outcome", ["Fullført", "Satt over"]),
    ],
)
def test_calls_are_counted_by_what_is_asked(by: str, names: list[str]) -> None:
    calls = [call() for _ in range(8)] + [call("utmelding", 9, outcome="satt over til DS avd. 4") for _ in range(6)]
    lines = counted(calls, by, TITLE)
    assert [line.name for line in lines] == names
    assert sum(line.count for line in lines) == 14
    assert sum(line.share for line in lines) == pytest.approx(1)


def test_fewer_than_five_in_all_show_nothing() -> None:
    assert counted([call() for _ in range(4)], "category", TITLE) == []


def test_erased_months_count_where_it_is_known_and_not_where_it_is_not() -> None:
    erased = Call("2025-03", "kontingent", 4, 1, count=20)
    calls = [*(call() for _ in range(6)), erased]
    assert [(line.name, line.count) for line in counted(calls, "month", TITLE)] == [("2025-03", 20), ("2026-11", 6)]
    assert [(line.name, line.count) for line in counted(calls, "hour", TITLE)] == [("09–10", 6), (UNKNOWN_KEY, 20)]
    assert share(counted(calls, "month", TITLE)[0]) == "76,9 %"


@pytest.mark.parametrize("unknown", [2, 7])
def test_every_table_of_a_time_has_the_same_sum(unknown: int) -> None:
    """Else what one of them leaves out is the difference to another: two calls without a loop."""
    calls = [call() for _ in range(40)]
    calls += [call(loop=None, department=None, outcome="") for _ in range(unknown)]
    calls += [Call("2026-11", "kontingent", 4, 1, count=3)]
    for by in ("category", "month", "weekday", "hour", "loop", "department", "outcome", "duration"):
        lines = counted(calls, by, TITLE)
        assert sum(line.count for line in lines) == 43 + unknown, by
        assert all(line.count >= MIN_SHOWN_COUNT for line in lines), by


def test_how_long_calls_last_stands_in_rising_order() -> None:
    calls = [call(minutes=m) for m in (25, 3, 1, 1.9, 4.9, 2) for _ in range(5)]
    found = [(line.name, line.count) for line in counted(calls, "duration", TITLE)]
    assert found == [("Under 2 minutter", 10), ("2–5 minutter", 15), ("Over 20 minutter", 5)]


def test_promises_are_kept_late_broken_or_still_to_come() -> None:
    due = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    now = due + timedelta(hours=3)
    early, late = due - timedelta(minutes=1), due + timedelta(minutes=1)
    assert [
        Promise(due, early).kept(now),
        Promise(due, late).kept(now),
        Promise(due, None).kept(now),
        Promise(now, None).kept(now),
        Promise(None, late).kept(now),
    ] == ["Holdt", "Holdt etter tiden", "Ikke holdt", "Venter", "Holdt"]
    lines = promises_kept([*[Promise(due, early)] * 8, *[Promise(due, None)] * 6], now)
    assert [(line.name, line.count) for line in lines] == [("Holdt", 8), ("Ikke holdt", 6)]
    assert promises_kept([Promise(due, early)] * 4, now) == []
