"""Dates as text: written for notes and tables, and read as typed or spoken."""

import re
from datetime import date, timedelta
from functools import lru_cache

from sentralbord_desktop.domain.dates.dialect import normalise_dialect
from sentralbord_desktop.domain.dates.spoken_days import read_day, without_fillers
from sentralbord_desktop.domain.dates.written_dates import WEEKDAY, lacks_year
from sentralbord_desktop.domain.text.norwegian import MONTHS, WEEKDAYS

OTHER_YEAR_DAYS = 300
"""A day at least this far away is written with its year: pay is claimed within three years."""
DOUBTFUL_DAYS = 183
LATELY = timedelta(days=60)
WEEKDAY_DAYS = 6
"""A day no farther than this has its weekday alone."""


def long_date(day: date, *, year: bool = False) -> str:
    """«fredag 27. november», with the year if requested."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day}. {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def short_date(day: date, *, year: bool = False) -> str:
    """«fre. 27.11.», for tables, with the year if requested."""
    return f"{WEEKDAYS[day.weekday()][:3]}. {day:%d.%m.}{day.year if year else ''}"


def near_day(day: date, today: date) -> str:
    """«i dag», «i går», «i morgen», «fredag» inside six days, else «30. oktober», another year «30. oktober 2025»."""
    distance = (day - today).days
    if word := {0: "i dag", -1: "i går", 1: "i morgen"}.get(distance):
        return word
    if abs(distance) <= WEEKDAY_DAYS:
        return WEEKDAYS[day.weekday()]
    return f"{day.day}. {MONTHS[day.month - 1]}{f' {day.year}' if day.year != today.year else ''}"


def said_day(day: date, today: date) -> str:
    """As `near_day`, in a sentence that is said: «på fredag», «i går», «30. oktober»."""
    word = near_day(day, today)
    return f"på {word}" if word in WEEKDAYS else word


def note_date(day: date) -> str:
    """27.11.2026, for notes."""
    return f"{day:%d.%m.%Y}"


def is_far(day: date, today: date) -> bool:
    return abs((day - today).days) > OTHER_YEAR_DAYS


@lru_cache(maxsize=512)
def read_date(text: str, today: date, *, past: bool = True) -> date | None:
    """Read «13.11», «1311», «fre 13», «-11», «i går» or 2026-11-13; None when it is not a date. A date without a year
    is the nearest one before `today`, or after it when `past` is false."""
    return read_day(_normalised(text), today, past=past)


def parse_nearest_day(text: str, today: date) -> date | None:
    """«fra mandag», «1. april», «siden 20.03»: the nearest such day, past or coming; a weekday alone is coming."""
    text, since = re.subn(r"^siden\s+", "", re.sub(r"^fra(?:\s+og\s+med)?\s+", "", _normalised(text)))
    coming, been = read_date(text, today, past=False), read_date(text, today)
    if since:
        return been
    weekday = WEEKDAY.fullmatch(without_fillers(text, today, past=False))
    if coming is None or been is None or (weekday and not weekday[2]):
        return coming or been
    return min(coming, been, key=lambda day: abs((day - today).days))


def parse_upcoming_day(text: str, today: date) -> date | None:
    """«28.02»: the next one, or the last one when that is near and the next is far off."""
    coming, been = read_date(text, today, past=False), read_date(text, today)
    if coming is None or been is None or not is_doubtful(text, coming, today):
        return coming
    return been if today - been <= LATELY else coming


def is_doubtful(text: str, day: date, today: date) -> bool:
    """Whether the year was omitted and the nearest such day is over half a year away, so that it must be asked for."""
    return lacks_year(_normalised(text)) and abs((today - day).days) > DOUBTFUL_DAYS


def _normalised(text: str) -> str:
    """«Torsdag,  2. april» and «i morra» in the words of the patterns."""
    return normalise_dialect(text.replace(", ", " "))
