"""Recurring days: a number of a month, a weekday of a week, a weekday of a month. Each gives the days around today."""

from collections.abc import Iterable
from datetime import date, timedelta


def days_of_number(number: int, today: date) -> Iterable[date]:
    """The days with this number in the months around `today`; a month without it is left out."""
    for month in range(today.month - 3, today.month + 2):
        year, index = today.year + month // 12, month % 12
        try:
            yield date(year, index + 1, number)
        except ValueError:
            continue


def days_of_week(week: int, weekday: int, today: date) -> Iterable[date]:
    """The weekday (0 – 6) in the ISO week of this number; a year without such a week is left out."""
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            yield date.fromisocalendar(year, week, weekday + 1)
        except ValueError:
            continue


def days_of_month(which: int | None, weekday: int, month: int, today: date) -> Iterable[date]:
    """The weekday (0 – 6) in a month (1 – 12): the first (1) to the fourth, or the last (None)."""
    for year in (today.year - 1, today.year, today.year + 1):
        if which is None:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            yield last - timedelta(days=(last.weekday() - weekday) % 7)
        else:
            first = date(year, month, 1)
            yield first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
