"""Days that are said by a feast: «etter påske», «før jul», «i romjula»."""

import re
from datetime import date, timedelta

from sentralbord_desktop.domain.dates.calendar import next_working_day, read_date, working_days_before

FEAST = r"(påske|påsk(?=a)|romjul|jul|nyttår|pinse)(?:n|en|a|helga|helgen|e?ferien)?"
BEFORE_FEAST = re.compile(rf"før\s+{FEAST}")
AFTER = re.compile(rf"(?:etter|over)\s+{FEAST}")
CHRISTMAS_WEEK = re.compile(r"mellom jul og nyttår|i romjul(?:a|en)")
FIRST_DAY_OF_HOLIDAY = {"jul": "julaften", "romjul": "julaften", "nyttår": "nyttårsaften", "pinse": "1. pinsedag"}
LAST_DAY_OF_HOLIDAY = {"jul": "2. juledag", "romjul": "nyttårsdag", "nyttår": "nyttårsdag", "pinse": "2. pinsedag"}
"""«Etter romjula» is after New Year's, and «før romjula» before Christmas. The rest is Easter."""
A_DAY = timedelta(days=1)


def day_by_feast(text: str, today: date) -> date | None:
    """The working day that such words mean, not before `today`: the last before the feast or the first after it,
    «etter påske» is the Tuesday. None when they are said in no such way."""
    if CHRISTMAS_WEEK.fullmatch(text):
        return next_working_day(max(today, date(today.year, 12, 27)))
    if match := AFTER.fullmatch(text):
        return next_working_day(_next(LAST_DAY_OF_HOLIDAY.get(match[1], "2. påskedag"), today) + A_DAY)
    if match := BEFORE_FEAST.fullmatch(text):
        name = FIRST_DAY_OF_HOLIDAY.get(match[1], "skjærtorsdag")
        first = _next(name, today)
        return (
            day
            if (day := working_days_before(first, 1)) >= today
            else working_days_before(_next(name, first + A_DAY), 1)
        )
    return None


def _next(feast: str, today: date) -> date:
    day = read_date(feast, today, past=False)
    assert day is not None  # noqa: S101 - each has a day in every year
    return day
