"""Counts of calls for planning; small counts are left out (PR-15)."""

from datetime import timedelta
from pathlib import Path

from sentralbord_desktop.domain.statistics import (
    BY,
    StatisticsRow,
    counted,
    deadlines_met,
    left_at,
    promises_kept,
    rows,
)
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.statistics import calls_since, left_since, promises_since


class StatisticsService(Service):
    def __init__(self, operator_session: OperatorSession, categories: Categories) -> None:
        super().__init__(operator_session)
        self._categories = categories

    def calls(self, by: str, days: int) -> list[StatisticsRow]:
        """Calls of the last `days` by a key of BY, or promises, deadlines, discarded inquiries; empty when too few."""
        moment = self._operator_session.clock()
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

    def save(self, path: Path, lines: list[StatisticsRow], by: str) -> int:
        """Save as CSV or Excel; returns how many lines. Logged first (PR-4)."""
        self._log("eksport", f"statistikk: {BY.get(by, by).lower()}")
        return save_table(path, iter(rows(lines, by)), total=len(lines))
