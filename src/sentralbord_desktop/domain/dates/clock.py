"""Points in time: UTC in the database, Europe/Oslo on the screen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

OSLO = ZoneInfo("Europe/Oslo")
NO_DIFFERENCE = timedelta(seconds=2)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime. SQLite stores no offset, so it is stored as UTC and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a point in time needs its offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def now() -> datetime:
    """The current time in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


class ServerClock:
    """The current time by the server's clock, so that a lease ends at the same time at every workstation. The server's
    last answer is kept as an offset from this PC's clock; less than two seconds counts as latency, and is ignored."""

    def __init__(self, base: Callable[[], datetime] = now) -> None:
        self._base = base
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return self._base() + self.ahead

    def correct(self, server: datetime) -> None:
        difference = server.replace(microsecond=0) - self._base()
        self.ahead = difference if abs(difference) >= NO_DIFFERENCE else timedelta(0)


def oslo(moment: datetime) -> datetime:
    """The moment in Norwegian local time."""
    return moment.astimezone(OSLO)


def today(moment: datetime) -> date:
    return oslo(moment).date()


def clock(moment: datetime) -> str:
    """14.06, the format of times on the screen."""
    return oslo(moment).strftime("%H.%M")
