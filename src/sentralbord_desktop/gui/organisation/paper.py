"""The lists of the catalogue on paper and in a file."""

from dataclasses import replace
from typing import Any

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.lists.paper.paper_column import as_on_screen
from sentralbord_desktop.gui.organisation.kinds import CONFIRMED, UNCONFIRMED, AnyEntry, Kind

OTHERWISE: dict[str, dict[str, Any]] = {
    CONFIRMED: {"value": lambda e: e.confirmed, "none": UNCONFIRMED},
    "E-post": {"share": 250},
}
"""Title of a column -> what is not as on the screen: a day that a spreadsheet sorts, room for a whole address."""


def put_on_paper(made: ListTable[AnyEntry], kind: Kind) -> None:
    made.paper = [replace(column, **OTHERWISE.get(column.title, {})) for column in as_on_screen(kind.columns)]
    made.paper_line = lambda count: f"alle, {counted(count, kind.one, kind.title.lower())}"
