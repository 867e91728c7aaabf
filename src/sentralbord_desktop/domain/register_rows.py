"""From the rows of an import file to entries that can be compared with the register. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from sentralbord_desktop.domain.register import EVERY, Entry, RegisterTable, Rejected, Watch
from sentralbord_desktop.domain.register_columns import (
    FULL_NAME,
    Columns,
    has_birth_number,
    is_true_birth_number,
)
from sentralbord_desktop.domain.register_values import CellError, readers, split_name, tidy

ELEVEN_DIGITS = re.compile(r"\d{6}[ .-]?\d{5}")


def entries_of(
    table: RegisterTable, columns: Columns, watch: Watch
) -> tuple[list[Entry], list[Rejected]]:
    """The rows that can be used, and those that cannot; a number twice: the later is rejected."""
    reader = _RowReader(table, columns)
    entries: list[Entry] = []
    rejected: list[Rejected] = []
    first_at: dict[str, int] = {}
    total = len(table.rows)
    for place, (number, cells) in enumerate(zip(table.numbers, table.rows, strict=True)):
        if place % EVERY == 0:
            watch.at(place, total)
        try:
            values = reader.read(cells)
        except _RowError as error:
            rejected.append(Rejected(number, error.column, error.why))
            continue
        earlier = first_at.setdefault(values["number"], number)
        if earlier != number:
            why = f"Nummeret står også på rad {earlier}. Bare den første er lest."
            rejected.append(Rejected(number, reader.key_heading, why))
            continue
        entries.append(Entry(number, values))
    watch.at(total, total)
    return entries, rejected


class _RowError(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


class _RowReader:
    """Reads rows by one mapping of columns."""

    def __init__(self, table: RegisterTable, columns: Columns) -> None:
        known = readers(table.subject)
        chosen = [(place, columns.get(h)) for place, h in enumerate(table.headings)]
        self._cells = [(place, f, known[f]) for place, f in chosen if f]
        self._headings = table.headings
        self._subject = table.subject
        self._clears = "missing_documentation" in columns.values()
        self.key_heading = next(h for h, f in columns.items() if f == "number")

    def read(self, cells: Sequence[str]) -> dict[str, Any]:
        """The values of one row; raises _RowError."""
        width = len(cells)
        if width > len(self._headings) and any(cells[len(self._headings) :]):
            raise _RowError("", "Raden har flere celler enn overskriften. Er et skilletegn feil?")
        if ELEVEN_DIGITS.search("\t".join(cells)):
            self._refuse_birth_numbers(cells)
        values: dict[str, Any] = {}
        for place, name, read in self._cells:
            if place >= width or not cells[place]:
                continue
            text = tidy(cells[place])
            if not text or text == "-":
                continue
            try:
                values[name] = read(text)
            except CellError as error:
                heading = self._headings[place]
                raise _RowError(heading, f"{self._subject.names[name]} {error}.") from None
        return self._whole(values)

    def _whole(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("number"):
            raise _RowError(self.key_heading, f"{self._subject.names['number']} mangler.")
        if full := values.pop(FULL_NAME, ""):
            first, last = split_name(full)
            for name, part in (("first_name", first), ("last_name", last)):
                if part and name not in values:
                    values[name] = part[:100]
        born = values.get("birth_date")
        if born and born > date.today():  # noqa: DTZ011 - a coarse bound, any zone will do
            raise _RowError("", "Fødselsdato er i fremtiden.")
        if self._clears:
            values.setdefault("missing_documentation", "")
        return values

    def _refuse_birth_numbers(self, cells: Sequence[str]) -> None:
        for place, name, _ in self._cells:
            text = cells[place] if place < len(cells) else ""
            is_one = is_true_birth_number if name in {"phone", "phone2"} else has_birth_number
            if is_one(text):
                why = "Cellen ligner et fødselsnummer. Det lagres aldri her."
                raise _RowError(self._headings[place], why)
