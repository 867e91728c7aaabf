"""The latest time in the rows, from which the next pull asks. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

SUMMER = timezone(timedelta(hours=2))
"""Norway's summer, the farthest that a Norwegian time without a zone is ahead of UTC."""


def latest_of(texts: Iterable[str], now: datetime | None = None) -> str:
    """The latest of these times, as it is written; «» without one. Times that cannot be read are left out, and those
    after `now`."""
    read = [(_moment(text), text) for text in texts if now is None or not is_ahead(text, now)]
    return max(((moment, text) for moment, text in read if moment is not None), default=(None, ""))[1]


def later_of(one: str, other: str) -> str:
    """The later of two watermarks: it never goes back."""
    return latest_of((one, other)) or other or one


def is_ahead(text: str, now: datetime) -> bool:
    """Whether the time has not been yet: a year typed wrong, or one that stands for «never». With such a watermark no
    change would be asked for again."""
    moment = _moment(text, SUMMER)
    return moment is not None and moment > now


def as_watermark(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """A time without a zone counts as UTC: it is compared only with times of the same system."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)
