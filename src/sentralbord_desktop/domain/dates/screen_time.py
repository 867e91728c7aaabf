"""A point in time as every page shows it: the day and the clock, and how far away that is."""

from datetime import date, datetime, timedelta

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.dates.working_days import working_days_left
from sentralbord_desktop.domain.text.norwegian import counted

HOUR = 60


def day_and_time(moment: datetime, now: datetime) -> str:
    """«i dag 15.00», «fredag 15.00», «30. oktober 15.00», «30. oktober 2025 15.00»."""
    return f"{near_day(today(moment), today(now))} {clock(moment)}"


def day_at_time(moment: datetime, now: datetime) -> str:
    """As `day_and_time`, within a sentence: «fredag kl. 15.00»."""
    return f"{near_day(today(moment), today(now))} kl. {clock(moment)}"


def time_left(due: datetime, now: datetime) -> str:
    """How far away it is what we owe: «om 51 min», «36 min over», «3 t 39 min over», «om 2 virkedager», «1 virkedag over»."""
    is_over = due < now
    if today(due) == today(now):
        return _over(_hours(abs(due - now)), is_over=is_over)
    days = working_days_left(*sorted((today(due), today(now))))
    if days == 0:  # a weekend
        apart = abs((today(due) - today(now)).days)
        return _over(counted(apart, "dag", "dager"), is_over=is_over)
    return _over(counted(days, "virkedag", "virkedager"), is_over=is_over)


def time_waited(since: date, day: date) -> str:
    """How long we have waited for it on `day`: «for 31 dager siden», «i går», «i dag»."""
    days = (day - since).days
    return near_day(since, day) if days < 2 else f"for {days} dager siden"


def until_time(end: datetime, now: datetime) -> str:
    """When it is over: «15.00» today, «i morgen», «torsdag», «4. desember»."""
    return clock(end) if today(end) == today(now) else near_day(today(end), today(now))


def said_at(moment: datetime, now: datetime) -> str:
    """«09.40» today, else «fredag 15.10»."""
    return clock(moment) if today(moment) == today(now) else day_and_time(moment, now)


def time_since(moment: datetime, now: datetime) -> str:
    """«for 8 min siden», «for 5 t siden»; from 24 hours on by days: «i går», «for 3 dager siden»."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes >= 24 * HOUR:
        return time_waited(today(moment), today(now))
    return f"for {minutes} min siden" if minutes < HOUR else f"for {minutes // HOUR} t siden"


def minutes_since(since: datetime, now: datetime) -> str:
    """«i 7 min», «i 2 t 5 min», «nå nettopp»."""
    passed = now - since
    return f"i {_hours(passed)}" if passed >= timedelta(minutes=1) else "nå nettopp"


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    hours, rest = divmod(minutes, HOUR)
    return f"{rest} min" if not hours else f"{hours} t {rest} min" if rest else f"{hours} t"


def _over(distance: str, *, is_over: bool) -> str:
    return f"{distance} over" if is_over else f"om {distance}"
