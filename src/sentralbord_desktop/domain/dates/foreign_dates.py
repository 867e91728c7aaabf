"""Days in nynorsk, English and Polish, for what a member is sent in their own language."""

import re
from datetime import date, timedelta
from functools import cache

from sentralbord_desktop.domain.dates.working_days import eve

WEEKDAYS = {
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "pl": ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
}
MONTHS = {
    "nn": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "January February March April May June July August September October November December",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
"""In Polish as they stand after the number of a day."""
FORMS = {
    "nn": "{weekday} {day}. {month} {year}",
    "en": "{weekday} {day} {month} {year}",
    "pl": "{weekday}, {day} {month} {year}",
}
SHORT_FORMS = {"nn": "{day}. {month}", "en": "{day} {month}", "pl": "{day} {month}"}
EVES = {
    "nn": {"julaften": "julaftan", "nyttårsaften": "nyttårsaftan"},
    "en": {"julaften": "Christmas Eve", "nyttårsaften": "New Year's Eve"},
    "pl": {"julaften": "Wigilia", "nyttårsaften": "sylwester"},
}

DAYS = {
    language: re.compile(
        form.format(
            weekday=f"(?:{'|'.join(WEEKDAYS[language])})",
            day=r"\d{1,2}",
            month=f"(?:{'|'.join(MONTHS[language].split())})",
            year=r"\d{4}",
        )
    )
    for language, form in FORMS.items()
}
"""Language -> a day of it in a text."""


@cache
def longest_date(language: str) -> str:
    """The day of a year that has the most signs: «torsdag 24. september 2026»."""
    return max((foreign_date(language, date(2026, 1, 1) + timedelta(days=n)) for n in range(365)), key=len)


def foreign_date(language: str, day: date) -> str:
    """«tysdag 17. mars 2026», «Tuesday 17 March 2026», «wtorek, 17 marca 2026»."""
    month = MONTHS[language].split()[day.month - 1]
    return FORMS[language].format(weekday=WEEKDAYS[language][day.weekday()], day=day.day, month=month, year=day.year)


def short_foreign_date(language: str, day: date, today: date) -> str:
    """«17. mars», «17 March», «17 marca»; with the year when it is another one than today's."""
    short = SHORT_FORMS[language].format(day=day.day, month=MONTHS[language].split()[day.month - 1])
    return f"{short} {day.year}" if day.year != today.year else short


def foreign_eve(language: str, day: date) -> str:
    """«Christmas Eve», «» on any other day."""
    return EVES[language].get(eve(day), "")
