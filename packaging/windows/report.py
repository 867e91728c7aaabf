"""The table of checks and times. Nothing is left out of it: what could not run stands there too."""

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
        time_taken = f"{self.seconds:7.1f} s" if self.seconds >= 0.05 else " " * 9
        detail = f"  ({self.detail})" if self.detail else ""
        return f"{self.outcome:8} {time_taken}  {self.part:13} {self.what}{detail}"


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
        counts = {
            kind: sum(row.outcome == kind for row in self.rows) for kind in (OK, FAILED, NOT_RUN)
        }
        taken = time.monotonic() - self.begun
        return (
            f"{counts[OK]} checks passed, {counts[FAILED]} failed, {counts[NOT_RUN]} not run, "
            f"{taken:.0f} s. Tested under Wine, which is not Windows: see docs/it.md."
        )

    def save(self, path: Path) -> None:
        rows = [asdict(row) for row in self.rows]
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


class Part:
    """The checks of one part of the lane, written into the report as they are made."""

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
