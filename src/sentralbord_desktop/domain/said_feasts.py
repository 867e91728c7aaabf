"""Days that are said by a feast: «etter påske», «før jul», «i romjula»."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

from sentralbord_desktop.domain.dates import before, next_working_day

FEAST = r"(påske|påsk(?=a)|romjul|jul|nyttår|pinse)(?:n|en|a|helga|helgen|e?ferien)?"
BEFORE = re.compile(rf"før\s+{FEAST}")
AFTER = re.compile(rf"(?:etter|over)\s+{FEAST}|mellom jul og nyttår|i romjul(?:a|en)")
NAMES = {"påsk": "påske", "romjul": "jul"}
ENDS_LATER = {"romjul": "nyttår"}
"""«Etter romjula» is after New Year's, and «før romjula» before Christmas."""
FROM_EASTER = {"påske": (-3, 1), "pinse": (48, 50)}
"""Days from Easter Sunday to the first and the last day of it."""
OF_THE_YEAR = {"jul": ((12, 24), (12, 26)), "nyttår": ((12, 31), (1, 1))}
"""Month and day of the first and the last."""


def day_by_feast(text: str, today: date) -> date | None:
    """The working day that such words mean, not before `today`: the last before the feast or the first after it,
    «etter påske» is the Tuesday. None when they are said in no such way."""
    if match := AFTER.fullmatch(text):
        name = match[1] or "jul"
        lasts = _days(ENDS_LATER.get(name, NAMES.get(name, name)), today.year, first=False)
        return next_working_day(next(day for day in lasts if day >= today) + timedelta(days=1))
    if match := BEFORE.fullmatch(text):
        firsts = _days(NAMES.get(match[1], match[1]), today.year, first=True)
        return next(day for day in (before(first, 1) for first in firsts) if day >= today)
    return None


def _days(name: str, year: int, *, first: bool) -> Iterator[date]:
    """The first or the last day of the feast, of this year and the next two."""
    end = 0 if first else 1
    for one in (year, year + 1, year + 2):
        if name in FROM_EASTER:
            yield easter(one) + timedelta(days=FROM_EASTER[name][end])
        else:
            yield date(one, *OF_THE_YEAR[name][end])
