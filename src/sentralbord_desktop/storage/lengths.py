"""No text is longer than its column. SQLite would take it; a server would not, nor a register that moves
to one."""

from functools import cache
from typing import Any

from sqlalchemy import event, inspect
from sqlmodel import Session

from sentralbord_desktop.domain.errors import TooLongError


@event.listens_for(Session, "before_flush")
def refuse_too_long(session: Session, *_: object) -> None:
    """Raises TooLongError before anything is written."""
    for row in (*session.new, *session.dirty):
        kind: Any = type(row)
        for name, most in _limits(kind):
            text = vars(row).get(name)
            if isinstance(text, str) and len(text) > most:
                raise TooLongError(most)


@cache
def _limits(kind: Any) -> tuple[tuple[str, int], ...]:
    """The texts of a table's class, and how many characters each has room for."""
    columns = ((column.key, column.columns[0].type) for column in inspect(kind).column_attrs)
    return tuple((name, kept.length) for name, kept in columns if getattr(kept, "length", None))
