"""Reads dates in digits and by the name of the month or the weekday: «13.11», «1311», «fre 13», 2026-11-13."""

import re
from datetime import date, timedelta

from sentralbord_desktop.domain.text.norwegian import MONTHS, WEEKDAYS

YEARS = range(1900, 2101)
"""A year outside this range is a typing error, and would overflow a deadline."""
WEEKDAY = re.compile(r"([a-zæøå]{3,7})\.?(?:\s+(\d{1,2})\.?)?")
DATE_IN_NUMBERS = re.compile(r"(\d{1,2})[.\-/ ]+(\d{1,2})(?:[.\-/ ]+(\d{4}|\d{2}))?\.?")
DIGITS_OF_DATE = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
DAY_AND_MONTH = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]{3,9})\.?(?:\s+(\d{4}))?")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_written_date(text: str, today: date, *, past: bool) -> date | None:
    """`text` is in normal words (`dialect`). A date without a year is the nearest one before `today`, or after it when
    `past` is false."""
    text = text.removeprefix("den ")
    for read in (_iso, _numbers, _weekday, _month, _weekday_and_date):
        if (day := read(text, today, past=past)) is not None:
            return day
    return None


def lacks_year(text: str) -> bool:
    text = text.removeprefix("den ")
    typed = next((m for form in (DATE_IN_NUMBERS, DIGITS_OF_DATE, DAY_AND_MONTH) if (m := form.fullmatch(text))), None)
    return typed is not None and not typed[3]


def _iso(text: str, today: date, *, past: bool) -> date | None:
    match = ISO.fullmatch(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _numbers(text: str, today: date, *, past: bool) -> date | None:
    match = DATE_IN_NUMBERS.fullmatch(text) or DIGITS_OF_DATE.fullmatch(text)
    if not match:
        return None
    if match[3] and len(match[3]) == 2:  # «79» is 1979 while 2079 is in the future
        day = _day(2000 + int(match[3]), int(match[2]), int(match[1]))
        late = past and day is not None and day > today
        return _day(1900 + int(match[3]), int(match[2]), int(match[1])) if late else day
    year = int(match[3]) if match[3] else None
    return _nearest_year(int(match[1]), int(match[2]), year, today, past=past)


def _month(text: str, today: date, *, past: bool) -> date | None:
    match = DAY_AND_MONTH.fullmatch(text)
    months = [n for n, name in enumerate(MONTHS, 1) if match and name.startswith(match[2])]
    if not match or len(months) != 1:
        return None
    return _nearest_year(int(match[1]), months[0], int(match[3]) if match[3] else None, today, past=past)


def _weekday(text: str, today: date, *, past: bool) -> date | None:
    match = WEEKDAY.fullmatch(text)
    days = [n for n, name in enumerate(WEEKDAYS) if match and name.startswith(match[1])]
    if not match or len(days) != 1:
        return None
    step = -1 if past else 1
    for distance in range(1, 190):
        day = today + timedelta(days=step * distance)
        if day.weekday() == days[0] and (not match[2] or day.day == int(match[2])):
            return day
    return None


def _weekday_and_date(text: str, today: date, *, past: bool) -> date | None:
    """«torsdag 2. april», «tors den 02.04.2026»; None when that date is another weekday."""
    name, _, rest = text.partition(" ")
    rest = rest.removeprefix("den ")
    day = next(filter(None, (read(rest, today, past=past) for read in (_numbers, _month))), None)
    is_named = len(name.rstrip(".")) > 2 and WEEKDAYS[day.weekday() if day else 0].startswith(name.rstrip("."))
    return day if is_named else None


def _nearest_year(number: int, month: int, year: int | None, today: date, *, past: bool) -> date | None:
    if year is not None:
        return _day(year, month, number)
    years = (today.year, today.year - 1) if past else (today.year, today.year + 1)
    for candidate in years:
        day = _day(candidate, month, number)
        if day and ((day <= today) if past else (day >= today)):
            return day
    return None


def _day(year: int, month: int, number: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
