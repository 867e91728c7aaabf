"""Named days, and the working days around holidays: «julaften», «langfredag», «før jul», «etter påske»."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.easter import easter

from sentralbord_desktop.domain.dates.working_days import next_working_day, working_days_before

FIXED = {
    "lille julaften": (23, 12),
    "lillejulaften": (23, 12),
    "julaften": (24, 12),
    "julekvelden": (24, 12),
    "1. juledag": (25, 12),
    "2. juledag": (26, 12),
    "nyttårsaften": (31, 12),
    "nyttårsdag": (1, 1),
    "1. nyttårsdag": (1, 1),
}
"""Name -> day and month."""
FROM_EASTER = {
    "palmesøndag": -7,
    "skjærtorsdag": -3,
    "langfredag": -2,
    "påskeaften": -1,
    "1. påskedag": 0,
    "2. påskedag": 1,
    "kristi himmelfartsdag": 39,
    "1. pinsedag": 49,
    "2. pinsedag": 50,
}
"""Name -> days after Easter Sunday."""
NAMED_DAY = "|".join(re.escape(name) for name in (*FIXED, *FROM_EASTER))
FEAST = r"(?P<feast>påske|påsk(?=a)|romjul|jul|nyttår|pinse)(?:n|en|a|helga|helgen|e?ferien)?"
FEAST_BEGINS = {"jul": "julaften", "romjul": "julaften", "nyttår": "nyttårsaften", "pinse": "1. pinsedag"}
FEAST_ENDS = {"jul": "2. juledag", "romjul": "nyttårsdag", "nyttår": "nyttårsdag", "pinse": "2. pinsedag"}
"""Holiday -> its first and its last day off; for Easter, Maundy Thursday and Easter Monday."""


def named_days(name: str, today: date) -> Iterable[date]:
    """The day with this name last year, this year and next year."""
    for year in (today.year - 1, today.year, today.year + 1):
        if name in FIXED:
            number, month = FIXED[name]
            yield date(year, month, number)
        else:
            sunday: date = easter(year)
            yield sunday + timedelta(days=FROM_EASTER[name])


def day_before_feast(feast: str, today: date) -> date:
    """The last working day before the coming holiday; when that day is over, before the one after it."""
    name = FEAST_BEGINS.get(feast, "skjærtorsdag")
    first = _to_come(name, today)
    day = working_days_before(first, 1)
    return day if day >= today else working_days_before(_to_come(name, first + timedelta(days=1)), 1)


def day_after_feast(feast: str, today: date) -> date:
    """The first working day after the coming holiday."""
    return next_working_day(_to_come(FEAST_ENDS.get(feast, "2. påskedag"), today) + timedelta(days=1))


def _to_come(name: str, today: date) -> date:
    return min(day for day in named_days(name, today) if day >= today)
