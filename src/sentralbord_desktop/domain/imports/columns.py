"""The columns of a file: each described once, with the matching of headings to columns. Pure.

Import, export, forms and list tables read the same descriptions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sentralbord_desktop.domain.imports.cells import (
    CellError,
    Read,
    read_department,
    read_phone,
    read_short_phone,
    read_yes,
    shown,
)
from sentralbord_desktop.domain.imports.days import read_birth_day, read_day
from sentralbord_desktop.domain.text.folding import plain

Columns = dict[str, str | None]
"""Heading in the file -> field, or None for a column that is not read."""


@dataclass(frozen=True, eq=False)
class Column:
    """A field: its names, and how its cell is read and written.

    `also` are other headings, separated by |. `beside` are additional words that a heading may have (`headings.match`); a
    heading with a word of `rather` is preferred. Where the field `after` has no column, it gets this one's. `choices`
    is key -> word where the value is a key. `check` is called with a new value and its context, and raises CellError.
    `distinct`: most rows differ, so such cells are not cached while a file is read. `clears`: an empty cell empties the
    field. The value of a `secret` column is never shown.
    """

    field: str
    heading: str
    read: Read
    show: Callable[[Any], str] = shown
    also: str = ""
    beside: str = ""
    rather: str = ""
    after: str = ""
    choices: Mapping[str, str] | None = None
    check: Callable[[Any, Any], None] | None = None
    distinct: bool = False
    clears: bool = False
    secret: bool = False

    @property
    def is_phone(self) -> bool:
        return self.read in (read_phone, read_short_phone)

    @property
    def is_day(self) -> bool:
        return self.read in (read_day, read_birth_day)

    @property
    def is_yes_no(self) -> bool:
        return self.read is read_yes

    @property
    def is_coded(self) -> bool:
        """Whether the cells have a few words or codes, which can be mapped one by one."""
        return self.choices is not None or self.is_yes_no or self.read is read_department

    @property
    def called(self) -> tuple[str, ...]:
        """Its headings, the name on the screen first."""
        return (self.heading, *(word for word in self.also.split("|") if word))

    def text(self, value: Any) -> str:
        """The value in words, as it is exported and read back."""
        return (self.choices and self.choices.get(value)) or self.show(value)

    def differs(self, before: Any, after: Any) -> bool:
        """Whether two values differ in a file."""
        return before != after and (self.secret or self.show(before) != self.show(after))

    def why(self, error: CellError) -> str:
        return f"{self.heading} {error}."


class RowFault(NamedTuple):
    """A field of a row that was removed, in whole or in part, and the reason."""

    field: str
    why: str


NOTHING_WRONG = RowFault("", "")


def _finished(_: dict[str, Any], __: date) -> RowFault:
    return NOTHING_WRONG


@dataclass(frozen=True, eq=False)
class FileKind:
    """The kind of the rows of a file.

    `identity` are the fields that identify an entry, `needed` those that a file must have a column for. Of each group
    of `wanted`, a file should have one. `finish` may change the values of a row, gets today's date, and returns the
    field that it removed, in whole or in part, with the reason, or NOTHING_WRONG.
    """

    key: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    needed: tuple[str, ...] = ()
    wanted: tuple[tuple[str, ...], ...] = ()
    finish: Callable[[dict[str, Any], date], RowFault] = _finished

    @cached_property
    def by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns}

    @cached_property
    def names(self) -> dict[str, str]:
        """Field -> heading, in the order of an export."""
        return {column.field: column.heading for column in self.columns}

    @cached_property
    def headings(self) -> dict[str, str]:
        """Folded heading -> field; the first of two columns with the same heading."""
        return {plain(word): c.field for c in reversed(self.columns) for word in c.called}

    def field_called(self, text: str) -> str | None:
        """The field whose key or Norwegian name is `text`."""
        if text in self.names:
            return text
        return next((f for f, name in self.names.items() if plain(name) == plain(text)), None)

    def key_of(self, values: Mapping[str, Any]) -> Any:
        """The values that identify a row."""
        return values[self.identity[0]]
