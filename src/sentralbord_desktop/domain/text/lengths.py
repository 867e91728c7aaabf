"""Limits on the length of texts, and their error in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from sentralbord_desktop.domain.errors import TooLongError

TOO_LONG = "string_too_long"
MAX_CALLER_NAME_CHARS = 200
"""For a caller who is not a member."""


@contextmanager
def fitting() -> Iterator[None]:
    """Raises TooLongError for a value that was refused for its length; other refusals are bugs."""
    try:
        yield
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            if fault["type"] == TOO_LONG:
                raise TooLongError(fault["ctx"]["max_length"]) from None
        raise


def check_name(name: str) -> None:
    """Raises TooLongError for a caller's name that does not fit a record."""
    if len(name) > MAX_CALLER_NAME_CHARS:
        raise TooLongError(MAX_CALLER_NAME_CHARS)


MAX_NAME_CHARS, MAX_INITIALS_CHARS = 100, 5
