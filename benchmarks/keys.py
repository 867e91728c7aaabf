"""From a key in the search field of the real window to the painted hits, against LIKE '%…%'."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal

from benchmarks.like import Like
from benchmarks.queries import KINDS, Query, queries
from benchmarks.registers import MEMBERS, filled
from benchmarks.table import Row, Table, many, percentile
from benchmarks.window import Seat, seat, wait

FEW, PATIENCE_MS = 2, 20_000
T = TypeVar("T")
MAX_MS: dict[str, dict[int, float]] = {
    "key to painted hits": {95: 50.0},
    "the search alone": {50: 0.8, 95: 3.0, 99: 5.0},
}
"""Unnoticeable delays, and the search's own goals at 30 000 members."""


@dataclass
class Times:
    """Milliseconds for each key: as the operator waits, the search alone, and LIKE."""

    waited: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    like: list[float] = field(default_factory=list)
    found: int = 0
    found_by_like: int = 0


class Eye(QObject):
    saw = Signal()

    def __init__(self, taken: Seat) -> None:
        super().__init__()
        self._call = taken.workspace.call
        self.text = ""
        self.painted = 0.0
        self._list = self._call.ui.hits.viewport()
        self._list.installEventFilter(self)

    def begin(self, text: str) -> None:
        self.text, self.painted = text, 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._list
            and event.type() == QEvent.Type.Paint
            and self._call.hits.model.text == self.text.strip()
        ):
            QTimer.singleShot(0, self, self._has_painted)  # after the whole window was painted
        return False

    def _has_painted(self) -> None:
        is_of_this = self._call.hits.model.text == self.text.strip()  # else of the key before
        if self.painted == 0.0 and is_of_this:
            self.painted = time.perf_counter()
            self.saw.emit()

    def wait(self) -> None:
        loop = QEventLoop()
        self.saw.connect(loop.quit)
        QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
        if self.painted == 0.0:
            loop.exec()
        if self.painted == 0.0:
            raise TimeoutError("the hits did not come")


def measure(folder: Path) -> Table:
    times = Times()
    with seat(folder, filled(folder)) as taken:
        services = taken.app.services
        if services is None:
            raise RuntimeError("no office")
        asked = queries(services)
        eye, like = Eye(taken), Like(services)
        for query in asked:
            type_out(taken, eye, like, query, times)
    return as_table(times, len(asked))


def type_out(taken: Seat, eye: Eye, like: Like, query: Query, times: Times) -> None:
    """One query key by key; each key waits for its hits. Then the same texts without a window."""
    services = taken.app.services
    if services is None:
        raise RuntimeError("no office")
    taken.press(Qt.Key.Key_Escape)
    taken.app.window.ui.search.clear()
    taken.workspace.call.search.type("")
    wait(5)
    for end, sign in enumerate(query.text, 1):
        text = query.text[:end]
        eye.begin(text)
        begun = time.perf_counter()
        taken.type(sign)
        if not sign.isspace():
            eye.wait()
            times.waited.append((eye.painted - begun) * 1000)
            if end <= FEW:
                times.first.append(times.waited[-1])
    for end, sign in enumerate(query.text, 1):
        if not sign.isspace():
            hits = clocked(times.alone, services.members.search, query.text[:end])
            ids = clocked(times.like, like.search, query.text[:end])
    times.found += query.member_id in [hit.id for hit in hits]
    times.found_by_like += query.member_id in ids


def clocked(times: list[float], search: Callable[[str], T], text: str) -> T:
    begun = time.perf_counter()
    found = search(text)
    times.append((time.perf_counter() - begun) * 1000)
    return found


def as_table(times: Times, asked: int) -> Table:
    rows: list[Row] = []
    for what, ours, baseline in (
        ("key to painted hits", times.waited, times.like),
        ("the search alone", times.alone, times.like),
    ):
        for share in (50, 95, 99):
            beside = percentile(baseline, share / 100) if baseline else None
            most = MAX_MS[what].get(share)
            rows.append(Row(f"{what}, p{share}", percentile(ours, share / 100), "ms", beside, most))
    notes = [
        f"{len(times.waited)} keys in {asked} queries: {'; '.join(sorted(KINDS))}.",
        f"The first {FEW} keys of a query, which half the register fits: p50 "
        f"{percentile(times.first, 0.5):.0f} ms, p95 {percentile(times.first, 0.95):.0f} ms.",
        "LIKE is timed from the text to its rows, without a window; 51 rows at most, as ours.",
        f"The member that was meant is among the hits of the whole query: ours {times.found} of "
        f"{asked}, LIKE {times.found_by_like} of {asked}.",
    ]
    return Table(
        f"keys: typing in the search field, {many(MEMBERS)} members",
        "LIKE '%…%' for each word over the columns of the same encrypted database",
        rows,
        notes,
    )
