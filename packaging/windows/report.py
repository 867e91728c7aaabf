"""The table of checks and times. Complete: it also lists what could not run."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

OK, FAILED, NOT_RUN, FACT = "ok", "FAILED", "not run", "·"
TITLES = {
    "build": "The build",
    "frozen": "The frozen app",
    "by keyboard": "The installed app, by keyboard",
    "CurrentUser": "For one user (`/CurrentUser`)",
    "AllUsers": "For everyone (`/AllUsers`)",
    "pytest": "pytest under the Windows Python",
    "start": "Start",
}
"""A part of the lane -> its heading in docs/windows.md."""
MIN_TOLD_SECONDS = 0.05
"""Seconds."""


class LaneError(Exception):
    """The lane cannot go on; the text says why."""


@dataclass(frozen=True)
class Row:
    part: str
    what: str
    outcome: str
    seconds: float
    detail: str = ""

    def __str__(self) -> str:
        time_taken = f"{self.seconds:7.1f} s" if self.seconds >= MIN_TOLD_SECONDS else " " * 9
        detail = f"  ({self.detail})" if self.detail else ""
        return f"{self.outcome:8} {time_taken}  {self.part:13} {self.what}{detail}"

    @property
    def markdown(self) -> str:
        """A row of a table: what did not simply pass says so."""
        outcome = f"**{self.outcome}**: " if self.outcome in (FAILED, NOT_RUN) else ""
        detail = f" ({' '.join(self.detail.split())})" if self.detail else ""
        time_taken = f"{self.seconds:.1f}" if self.seconds >= MIN_TOLD_SECONDS else ""
        return f"| {outcome}{self.what}{detail} | {time_taken} |".replace("|  |", "| |")


@dataclass
class Report:
    rows: list[Row] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, row: Row) -> None:
        with self._lock:
            self.rows.append(row)
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()

    @property
    def failures(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == FAILED]

    def summary(self) -> str:
        counts = {kind: sum(row.outcome == kind for row in self.rows) for kind in (OK, FAILED, NOT_RUN)}
        taken = time.monotonic() - self.begun
        return (
            f"{counts[OK]} checks passed, {counts[FAILED]} failed, {counts[NOT_RUN]} not run, "
            f"{taken:.0f} s. Tested under Wine, which is not Windows: see docs/it.md."
        )

    def save(self, path: Path) -> None:
        """As JSON, and as the tables of docs/windows.md beside it."""
        rows = [asdict(row) for row in self.rows]
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        path.with_suffix(".md").write_text(self.markdown(), encoding="utf-8")

    def take_over(self, path: Path) -> None:
        """The rows of the build that an earlier run saved."""
        saved = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        for row in saved:
            self.add(Row(**row))

    def markdown(self) -> str:
        """A table for each part, in the order of TITLES, whichever was done first."""
        lines = []
        for part, title in TITLES.items():
            rows = [row.markdown for row in self.rows if row.part == part]
            if rows:
                lines += [f"### {title}", "", "| check | seconds |", "|---|---|", *rows, ""]
        return "\n".join(lines)


class Part:
    """The checks of one part of the lane, written into the report as they are made. Each thread has its own: a row's
    time is that since its last one."""

    def __init__(self, report: Report, name: str) -> None:
        self._report = report
        self.name = name
        self._since = time.monotonic()

    def check(self, what: str, true: object, detail: str = "") -> bool:
        """A row that passes or fails; its time is the time since the row before."""
        outcome = OK if true else FAILED
        self._report.add(Row(self.name, what, outcome, self._lap(), detail))
        return bool(true)

    def fact(self, what: str, detail: str) -> None:
        self._report.add(Row(self.name, what, FACT, 0.0, detail))

    def not_run(self, what: str, why: str) -> None:
        self._report.add(Row(self.name, what, NOT_RUN, 0.0, why))

    def _lap(self) -> float:
        now = time.monotonic()
        taken, self._since = now - self._since, now
        return taken

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """A step of building: what it raises is a failed row, and ends the lane."""
        self._lap()
        try:
            yield
        except Exception as error:
            self.check(what, true=False, detail=f"{type(error).__name__}: {error}")
            raise LaneError(f"{self.name}: {what}") from error
        self.check(what, true=True)
