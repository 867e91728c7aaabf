"""The latest time in the rows, from which the next pull asks. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime


def latest_of(texts: Iterable[str]) -> str:
    """The latest of these times, as it is written; «» without one. Times that cannot be read are left out."""
    read = [(_moment(text), text) for text in texts]
    return max(((moment, text) for moment, text in read if moment is not None), default=(None, ""))[1]


def later_of(one: str, other: str) -> str:
    """The later of two watermarks: it never goes back."""
    return latest_of((one, other)) or other or one


def as_watermark(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime | None:
    """A time without a zone counts as UTC: it is compared only with times of the same system."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
