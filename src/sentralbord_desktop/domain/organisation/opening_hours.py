"""The opening hours of a target outside: «man–fre 08.00–20.00, lør 10.00–15.00», in local time. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sentralbord_desktop.domain.dates.working_days import is_working_day
from sentralbord_desktop.domain.text.norwegian import WEEKDAYS

UNKNOWN_HOURS = "åpningstid ikke kjent"
ALWAYS, EVERY_DAY = "døgnåpent", "hver dag"
DAYS = tuple(day[:3] for day in WEEKDAYS)
DAY_END = 24 * 60
DASH = r"\s*[-–—]\s*"
DAY = f"(?:{'|'.join(f'{day[:3]}(?:{day[3:]})?' for day in WEEKDAYS)})"
CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
PART = re.compile(rf"(?:({EVERY_DAY}|({DAY})(?:{DASH}({DAY}))?)\s+)?(?:kl\.?\s*)?{CLOCK}{DASH}{CLOCK}", re.IGNORECASE)


@dataclass(frozen=True)
class OpenPeriod:
    """From weekday `first` to `last` (Monday is 0); `opens` and `closes` in minutes of the day."""

    first: int
    last: int
    opens: int
    closes: int

    @property
    def text(self) -> str:
        days = DAYS[self.first] + (f"–{DAYS[self.last]}" if self.last > self.first else "")
        return f"{days} {_clock(self.opens)}–{_clock(self.closes)}"


def read_opening_hours(text: str) -> tuple[OpenPeriod, ...]:
    """«8–20» is Monday to Friday. Raises ValueError."""
    if text.strip().casefold() == ALWAYS:
        return (OpenPeriod(0, 6, 0, DAY_END),)
    return tuple(_period(part.strip()) for part in re.split("[,;]", text) if part.strip())


def tidy_opening_hours(text: str) -> str:
    """As it is stored. Raises ValueError."""
    periods = read_opening_hours(text)
    return ALWAYS if text.strip().casefold() == ALWAYS else ", ".join(period.text for period in periods)


def is_open(text: str, local: datetime) -> bool | None:
    """None when it is not known: nothing is written, or it is a public holiday."""
    if not text or _is_holiday(local):
        return None
    minute = local.hour * 60 + local.minute
    return any(period.opens <= minute < period.closes for period in _of_day(text, local))


def opening_words(text: str, local: datetime) -> str:
    """«åpent til 20.00», «åpner 08.00», «stengt, åpner mandag 08.00»."""
    if not text:
        return UNKNOWN_HOURS
    if text == ALWAYS:
        return ALWAYS
    if _is_holiday(local):
        return "trolig stengt, helligdag"
    minute = local.hour * 60 + local.minute
    today = sorted(_of_day(text, local), key=lambda period: period.opens)
    for period in today:
        if period.opens <= minute < period.closes:
            return f"åpent til {_clock(period.closes)}"
        if minute < period.opens:
            return f"åpner {_clock(period.opens)}"
    for days in range(1, 8):
        day = local + timedelta(days=days)
        if not _is_holiday(day) and (coming := _of_day(text, day)):
            when = "i morgen" if days == 1 else WEEKDAYS[day.weekday()]
            return f"stengt, åpner {when} {_clock(min(period.opens for period in coming))}"
    return "stengt"


def _period(part: str) -> OpenPeriod:
    found = PART.fullmatch(part)
    if found is None:
        raise ValueError(part)
    days, first_day, last_day, *clock = found.groups()
    first = _number(first_day) if first_day else 0
    last = _number(last_day) if last_day else first if first_day else 6 if days else 4
    opens, closes = _minutes(*clock[:2]), _minutes(*clock[2:])
    if last < first or opens >= closes or closes > DAY_END:
        raise ValueError(part)
    return OpenPeriod(first, last, opens, closes)


def _number(day: str) -> int:
    return DAYS.index(day[:3].casefold())


def _minutes(hours: str, minutes: str | None) -> int:
    if int(minutes or 0) > 59:
        raise ValueError(minutes)
    return int(hours) * 60 + int(minutes or 0)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}.{minutes % 60:02}"


def _of_day(text: str, day: datetime) -> list[OpenPeriod]:
    return [period for period in read_opening_hours(text) if period.first <= day.weekday() <= period.last]


def _is_holiday(day: datetime) -> bool:
    return day.weekday() < 5 and not is_working_day(day.date())
