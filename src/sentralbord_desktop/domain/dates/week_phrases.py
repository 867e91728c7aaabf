"""Days that are said by what they come before or after, or by a part of a week: «før helga», «midt i neste uke»."""

import re
from datetime import date, timedelta

from sentralbord_desktop.domain.dates.calendar import add_working_days, is_office_day, read_date, working_days_before

BESIDE = re.compile(r"(før|etter)\s+((?=.*[a-zæøå]|.*\.$|(?:2[4-9]|3[01])[./]\d).+)")
"""«etter 1. april»; «etter 10.11» is the clock, which has no «30.11»."""
PART_OF_WEEK = re.compile(
    r"(?:(?:i|på)\s+)?(begynnelsen|starten|tidlig|midten|midt|slutten|sist|sent|senere|i løpet)(?:\s+(?:av|i|på))?"
    r"\s+(?:(denne|neste)\s+)?uke"
)
WEEK = re.compile(r"(?:i\s+)?(uke\s+\d{1,2})")
DAY_OF_PART = {"begynnelsen": 0, "starten": 0, "tidlig": 0, "midten": 2, "midt": 2}
"""A part of a week -> its day, counted from Monday."""
FRIDAY = 4


def day_beside(text: str, today: date) -> date | None:
    """The office's day that such words mean, not before `today`; None when they are said in no such way.

    `text` is in plain words (`in_order`). «Etter 1. april» is the next working day, «før helga» the last one before it.
    """
    if match := PART_OF_WEEK.fullmatch(text):
        day = _of_week(match[1], match[2], today)
    elif match := WEEK.fullmatch(text):
        return _first_of_week(match[1], today)
    elif (match := BESIDE.fullmatch(text)) and (said := read_date(match[2], today, past=False)):
        after = match[1] == "etter"
        day = add_working_days(said, 1, is_office_day) if after else working_days_before(said, 1)
    else:
        return None
    return day if day >= today else None


def _first_of_week(week: str, today: date) -> date | None:
    """«uke 50»: its Monday; of this week, today."""
    monday, friday = (read_date(f"{day} {week}", today, past=False) for day in ("mandag", "fredag"))
    return today if monday and friday and friday < monday else monday


def _of_week(part: str, which: str | None, today: date) -> date:
    monday = today + timedelta(days=(7 if which == "neste" else 0) - today.weekday())
    friday = monday + timedelta(days=FRIDAY)
    if part == "senere":
        return min(today + timedelta(days=2), friday) if which != "neste" else friday
    return monday + timedelta(days=DAY_OF_PART.get(part, FRIDAY))
