"""Limits of texts: the length of the column, and no NUL. SQLite accepts both; PostgreSQL does not."""

from functools import cache
from typing import Any

from sqlalchemy import String, event, inspect
from sqlmodel import Session

from sentralbord_desktop.domain.errors import TooLongError

NUL = "\0"
"""Comes with pasted text."""


@event.listens_for(Session, "before_flush")
def keep_to_what_a_server_takes(session: Session, *_: object) -> None:
    """Remove NUL from texts; raises TooLongError before anything is written."""
    for row in (*session.new, *session.dirty):
        kind: Any = type(row)
        for name, most in _texts(kind):
            text = vars(row).get(name)
            if not isinstance(text, str):
                continue
            if NUL in text:
                setattr(row, name, text := text.replace(NUL, ""))
            if most and len(text) > most:
                raise TooLongError(most)


@cache
def _texts(kind: Any) -> tuple[tuple[str, int], ...]:
    """The text columns of a table's class with their length in characters; 0 is unlimited."""
    columns = ((column.key, column.columns[0].type) for column in inspect(kind).column_attrs)
    found = ((name, getattr(kept, "impl", kept)) for name, kept in columns)
    return tuple((name, kept.length or 0) for name, kept in found if isinstance(kept, String))
