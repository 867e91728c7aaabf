"""How the calls are spread, for whoever plans the desk. Counts alone, no small ones (PR-15)."""

from datetime import timedelta
from pathlib import Path

from sentralbord_desktop.domain.statistics import (
    BY,
    Line,
    counted,
    deadlines_met,
    left_at,
    promises_kept,
    rows,
)
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.services.sheets import save_table
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.statistics import calls_since, left_since, promises_since


class StatisticsService:
    def __init__(self, database: Database, shift: Shift, categories: Categories) -> None:
        self._database = database
        self._shift = shift
        self._categories = categories

    def calls(self, by: str, days: int) -> list[Line]:
        """The calls of the last `days`, counted by a key of BY, or how promises and
        deadlines stand, or where they were left; empty when
        there are too few to show."""
        moment = self._shift.clock()
        since = moment - timedelta(days=days)
        with self._database.reading() as session:
            if by == "promises":
                return promises_kept(promises_since(session, since), moment)
            if by == "deadlines":
                return deadlines_met(promises_since(session, since), moment)
            if by == "left":
                return left_at(left_since(session, since), self._categories.title)
            found = calls_since(session, since)
        return counted(found, by, self._categories.title)

    def save(self, path: Path, lines: list[Line], by: str) -> int:
        """As CSV or Excel; gives how many lines. Logged first (PR-4)."""
        with self._database.transaction() as session:
            self._shift.log(session, "eksport", f"statistikk: {BY.get(by, by).lower()}")
        return save_table(path, iter(rows(lines, by)), total=len(lines))
