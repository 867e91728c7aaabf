"""Norwegian working days and office hours, and counting in days and months."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

EVES = {(24, 12): "julaften", (31, 12): "nyttårsaften"}


@cache
def _public_holidays(year: int) -> frozenset[date]:
    import holidays  # imports the calendar of every country

    return frozenset(holidays.country_holidays("NO", years=year))


def is_working_day(day: date) -> bool:
    """Not a Saturday, Sunday or Norwegian public holiday (domstolloven § 149)."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def eve(day: date) -> str:
    """«julaften» or «nyttårsaften», working days by law on which offices are closed; else empty."""
    return EVES.get((day.day, day.month), "")


def is_office_day(day: date) -> bool:
    """A working day that is not an eve: no callback is promised for a day when offices may be closed (4.2)."""
    return is_working_day(day) and not eve(day)


def previous_working_day(day: date) -> date:
    """`day` when it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def next_working_day(day: date, counts: Callable[[date], bool] = is_working_day) -> date:
    """`day` when it is a working day, else the first one after it."""
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
    """`count` working days before `last`, or the day before when that is an eve."""
    day = add_working_days(last, -count)
    while not is_office_day(day):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=256)
def working_days_left(today: date, last: date) -> int:
    """Working days after `today` up to and including `last`; negative when `last` has passed."""
    if last < today:
        return -working_days_left(last, today) or -1
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(1 for day in days if is_working_day(day))


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day when it is shorter."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def office_time(moment: datetime, opens: time, closes: time, today: date | None = None) -> datetime:
    """`moment` when the office is open, else the next time it opens; of a later day than `today`, the same hour of the next
    open day. An eve counts as closed unless it is `today`."""
    day, is_in_hours = moment.date(), opens <= moment.time() <= closes
    is_open = is_office_day(day) or (day == today and is_working_day(day))
    if is_open and is_in_hours:
        return moment
    if moment.time() > closes or not is_open:
        day = next_working_day(day + timedelta(days=1), is_office_day)
    if is_in_hours and today is not None and moment.date() > today:
        return moment.replace(year=day.year, month=day.month, day=day.day)
    return moment.replace(year=day.year, month=day.month, day=day.day, hour=opens.hour, minute=opens.minute)


def why_closed(day: date) -> str:
    """«kontoret er stengt da», for a time that `office_time` moved."""
    return f"kontoret {'kan være' if eve(day) else 'er'} stengt da"
