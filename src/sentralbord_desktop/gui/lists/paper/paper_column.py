"""The columns of a list for printing and saving: complete values, not the words of the screen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sentralbord_desktop.domain.dates.calendar import short_date
from sentralbord_desktop.domain.dates.clock import clock, oslo, today
from sentralbord_desktop.domain.imports.cells import guarded
from sentralbord_desktop.gui.lists.paper.list_sheets import PaperList
from sentralbord_desktop.gui.lists.paper.paper_head import PaperHead
from sentralbord_desktop.gui.widgets.table_model import Column

V = TypeVar("V")
Value = str | int | date | datetime | None
REST = 260
"""The share of a column that takes the remaining width on the screen."""


@dataclass(frozen=True)
class PaperColumn(Generic[V]):
    """`value` is a text, a number, a day or a moment. `share` is its part of the width; `unit` follows a number on
    paper («av 3»), not in a file; `none` is printed for a missing value. A `strong` column is printed semibold."""

    title: str
    value: Callable[[V], Value]
    share: int = 100
    unit: str = ""
    none: str = ""
    strong: bool = False

    def printed(self, row: V, moment: datetime) -> str:
        """Days as «ons. 02.12.», with the year when it is another than that of `moment`; moments with the time."""
        value = self.value(row)
        if isinstance(value, datetime):
            return f"{_day(today(value), moment)} {clock(value)}"
        if isinstance(value, date):
            return _day(value, moment)
        if isinstance(value, int):
            return f"{value} {self.unit}".strip()
        return value or self.none

    def filed(self, row: V) -> str:
        """2026-12-02 and 2026-11-27T15:00, local time, and numbers without a unit: a spreadsheet sorts them."""
        value = self.value(row)
        if isinstance(value, datetime):
            return oslo(value).strftime("%Y-%m-%dT%H:%M")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int):
            return str(value)
        return guarded((value or "").replace("\n", ", "), phone=True)


def _day(day: date, moment: datetime) -> str:
    return short_date(day, year=day.year != today(moment).year)


class HeadedRow(NamedTuple, Generic[V]):
    """A row, and its heading; «» for none."""

    heading: str
    row: V


def paper_of(
    title: str, shown: str, head: PaperHead, columns: Sequence[PaperColumn[V]], rows: Iterable[HeadedRow[V]]
) -> PaperList:
    """`shown` is «alle, 14 oppringinger»."""
    groups: dict[str, list[list[str]]] = {}
    for heading, row in rows:
        groups.setdefault(heading, []).append([column.printed(row, head.moment) for column in columns])
    return PaperList(
        title,
        head.line(shown),
        head.union,
        [column.title for column in columns],
        [column.share for column in columns],
        list(groups.items()),
        frozenset(place for place, column in enumerate(columns) if column.strong),
    )


def as_on_screen(columns: Sequence[Column[Any]]) -> list[PaperColumn[Any]]:
    """Columns with the texts of the screen, for a list with text columns only."""

    def text(column: Column[Any]) -> Callable[[Any], str]:
        return lambda row: (column.spoken or column.text)(row).replace("\n", ", ")

    return [PaperColumn(c.title, text(c), c.width or REST, strong=c.strong) for c in columns]
