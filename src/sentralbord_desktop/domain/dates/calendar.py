"""Dates as they are typed and said on the phone, and the Norwegian working days."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from sentralbord_desktop.domain.dates.named_days import in_short, normalise_dialect, said_day
from sentralbord_desktop.domain.text.norwegian import MONTHS, NUMBER_WORDS, WEEKDAYS

YEARS = range(1900, 2101)
"""A year outside these is a slip of the finger, and would overflow a deadline."""
DAY_WORDS = {
    "i dag": 0,
    "idag": 0,
    "i går": -1,
    "igår": -1,
    "i gaar": -1,
    "i forgårs": -2,
    "forgårs": -2,
    "i morges": 0,
}
OFFSET = re.compile(r"-\s?(\d{1,4})")
WEEKDAY = re.compile(r"([a-zæøå]{3,7})\.?(?:\s+(\d{1,2})\.?)?")
DATE_IN_NUMBERS = re.compile(r"(\d{1,2})[.\-/ ]+(\d{1,2})(?:[.\-/ ]+(\d{4}|\d{2}))?\.?")
DIGITS_OF_DATE = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
DAY_AND_MONTH = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]{3,9})\.?(?:\s+(\d{4}))?")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def long_date(day: date, *, year: bool = False) -> str:
    """«fredag 27. november», with the year when asked for."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day}. {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def short_date(day: date, *, year: bool = False) -> str:
    """«fre. 27.11.», for tables, with the year when asked for."""
    return f"{WEEKDAYS[day.weekday()][:3]}. {day:%d.%m.}{day.year if year else ''}"


ANOTHER_YEAR = 300
"""So many days away a day without its year is taken for another: pay is claimed within three years."""


def is_far(day: date, today: date) -> bool:
    """Whether its year must be said."""
    return abs((day - today).days) > ANOTHER_YEAR


def note_date(day: date) -> str:
    """27.11.2026, for notes."""
    return f"{day:%d.%m.%Y}"


@cache
def _red_days(year: int) -> frozenset[date]:
    import holidays  # loads every country's calendar: not before a red day is asked for

    return frozenset(holidays.country_holidays("NO", years=year))


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a Norwegian red day (domstolloven § 149)."""
    return day.weekday() < 5 and day not in _red_days(day.year)


EVES = {(24, 12): "julaften", (31, 12): "nyttårsaften"}


def eve(day: date) -> str:
    """«julaften» or «nyttårsaften»: no red day by law, but offices are closed; else empty."""
    return EVES.get((day.day, day.month), "")


def previous_working_day(day: date) -> date:
    """`day` itself when it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def is_office_day(day: date) -> bool:
    """A working day that is no eve: nobody is promised anything on a day that offices may be closed (4.2)."""
    return is_working_day(day) and not eve(day)


def next_working_day(day: date, counts: Callable[[date], bool] = is_working_day) -> date:
    """`day` itself when it is a working day, else the first one after it."""
    while not counts(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, counts: Callable[[date], bool] = is_working_day) -> date:
    """The working day `count` (negative: before) working days from `day`."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not counts(day):
            day += step
    return day


def working_days_before(last: date, count: int) -> date:
    """`count` working days before `last` (deadlines, section 4), or the day before when that is an eve."""
    day = add_working_days(last, -count)
    while not is_office_day(day):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=256)
def working_days_left(today: date, last: date) -> int:
    """Working days after `today` up to and with `last`; negative when `last` is over."""
    if last < today:
        return -working_days_left(last, today) or -1
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(1 for day in days if is_working_day(day))


def add_months(day: date, months: int) -> date:
    """Same number in the month; the month's last day when that number is missing."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def office_time(moment: datetime, opens: time, closes: time, today: date | None = None) -> datetime:
    """`moment` when the office is open then, else the next time it opens (Norwegian red days). An eve counts as
    closed, unless it is `today`, when somebody is there to ask."""
    day = moment.date()
    is_open = is_office_day(day) or (day == today and is_working_day(day))
    if is_open and opens <= moment.time() <= closes:
        return moment
    if moment.time() > closes or not is_open:
        day = next_working_day(day + timedelta(days=1), is_office_day)
    return moment.replace(year=day.year, month=day.month, day=day.day, hour=opens.hour, minute=opens.minute)


def why_closed(day: date) -> str:
    """«kontoret er stengt da», of a moment that `office_time` moved."""
    return f"kontoret {'kan være' if eve(day) else 'er'} stengt da"


AGO = re.compile(
    rf"(?:(for|om)\s+)?(\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s+(dag(?:er)?|uker?|måned(?:er)?)"
    r"(?:\s+siden)?"
)
LONGEST_AGO = 400


def read_date(text: str, today: date, *, past: bool = True) -> date | None:
    """Read «13.11», «1311», «fre 13», «-11», «i går» or 2026-11-13; None when it is no date.

    A date without a year is the nearest one before `today`, or after it when `past` is false.
    """
    text = in_short(_plain(text), today, past=past)
    if (day := said_day(text, today, past=past)) is not None:
        return day
    text = text.removeprefix("den ")
    if text in DAY_WORDS:
        return today + timedelta(days=DAY_WORDS[text])
    if text in {"i morgen", "imorgen"}:
        return today + timedelta(days=1)
    if not past and text.removeprefix("i ") == "overmorgen":
        return today + timedelta(days=2)
    for read in (_offset, _iso, _numbers, _weekday, _written, _whole):
        if (day := read(text, today, past)) is not None:
            return day
    return None


def parse_nearest_day(text: str, today: date) -> date | None:
    """«fra mandag», «1. april», «siden 20.03»: the nearest day that is said, whether it has been or not; a day of
    the week alone is one to come."""
    text, since = re.subn(r"^siden\s+", "", re.sub(r"^fra(?:\s+og\s+med)?\s+", "", _plain(text)))
    coming, been = read_date(text, today, past=False), read_date(text, today)
    if since:
        return been
    named = WEEKDAY.fullmatch(in_short(text, today, past=False))
    if coming is None or been is None or (named and not named[2]):
        return coming or been
    return min(coming, been, key=lambda day: abs((day - today).days))


def parse_upcoming_day(text: str, today: date) -> date | None:
    """«28.02»: the next one; the last one, when that is near and the next is far off. «Oppsigelsestiden» may be over."""
    coming, been = read_date(text, today, past=False), read_date(text, today)
    if coming is None or been is None or not is_doubtful(text, coming, today):
        return coming
    return been if today - been <= LATELY else coming


def _plain(text: str) -> str:
    """«Torsdag,  2. april» and «i morra» as the patterns have them."""
    return normalise_dialect(text.replace(", ", " "))


DOUBTFUL_DAYS = 183
LATELY = timedelta(days=60)


def is_doubtful(text: str, day: date, today: date) -> bool:
    """Whether the year was left out and the nearest one is over half a year away: ask again."""
    text = _plain(text).removeprefix("den ")
    typed = next((m for form in (DATE_IN_NUMBERS, DIGITS_OF_DATE, DAY_AND_MONTH) if (m := form.fullmatch(text))), None)
    return bool(typed and not typed[3]) and abs((today - day).days) > DOUBTFUL_DAYS


def _offset(text: str, today: date, past: bool) -> date | None:  # noqa: FBT001 - one signature
    """«-11», «11 dager siden», «for to uker siden», «om 3 dager»."""
    if match := OFFSET.fullmatch(text):
        return today - timedelta(days=int(match[1]))
    match = AGO.fullmatch(text)
    if not match:
        return None
    number = int(match[2]) if match[2].isdigit() else NUMBER_WORDS[match[2]]
    if number > LONGEST_AGO:
        return None
    number = number if match[1] == "om" else -number
    if match[3].startswith("måned"):
        return add_months(today, number)
    return today + timedelta(days=number * (7 if match[3].startswith("uke") else 1))


def _iso(text: str, today: date, past: bool) -> date | None:  # noqa: FBT001 - read() calls them all alike
    match = ISO.fullmatch(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _numbers(text: str, today: date, past: bool) -> date | None:  # noqa: FBT001 - read() calls them all alike
    match = DATE_IN_NUMBERS.fullmatch(text) or DIGITS_OF_DATE.fullmatch(text)
    if not match:
        return None
    if match[3] and len(match[3]) == 2:  # «79» is 1979 when 2079 has not been
        day = _day(2000 + int(match[3]), int(match[2]), int(match[1]))
        late = past and day is not None and day > today
        return _day(1900 + int(match[3]), int(match[2]), int(match[1])) if late else day
    year = int(match[3]) if match[3] else None
    return _near(int(match[1]), int(match[2]), year, today, past=past)


def _written(text: str, today: date, past: bool) -> date | None:  # noqa: FBT001 - read() calls them all alike
    match = DAY_AND_MONTH.fullmatch(text)
    months = [n for n, name in enumerate(MONTHS, 1) if match and name.startswith(match[2])]
    if not match or len(months) != 1:
        return None
    return _near(int(match[1]), months[0], int(match[3]) if match[3] else None, today, past=past)


def _weekday(text: str, today: date, past: bool) -> date | None:  # noqa: FBT001 - read() calls them all alike
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


def _whole(text: str, today: date, past: bool) -> date | None:  # noqa: FBT001 - read() calls them all alike
    """«torsdag 2. april», «tors den 02.04.2026»; None when that date is another day of the week."""
    name, _, rest = text.partition(" ")
    rest = rest.removeprefix("den ")
    day = next(filter(None, (read(rest, today, past) for read in (_numbers, _written))), None)
    is_named = len(name.rstrip(".")) > 2 and WEEKDAYS[day.weekday() if day else 0].startswith(name.rstrip("."))
    return day if is_named else None


def _near(number: int, month: int, year: int | None, today: date, *, past: bool) -> date | None:
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
