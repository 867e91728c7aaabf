"""No stutter at a million: the longest block of the GUI thread for each key that is typed in the real window, and the
same while an import is written."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.keys import Eye
from benchmarks.queries import KINDS, Query, queries
from benchmarks.registers import filled, write_members
from benchmarks.table import Row, Table, many, percentile
from benchmarks.window import Seat, seat, until, wait
from sentralbord_desktop.domain.imports.decide import with_resigned
from sentralbord_desktop.domain.imports.preview import release_in_parts

MEMBERS = 1_000_000
MORE = 150_000
"""Rows of the concurrent import."""
BEAT_MS = 2
BLOCK_P99_MS, BLOCK_MOST_MS = 16.0, 50.0
BUSY_P99_MS, BUSY_MOST_MS = 50.0, 100.0
"""The issue sets no limits during an import: the limits of hardly noticed, and of noticed once."""
KEY_P95_MS = 50.0


class Pulse(QObject):
    """Beats in the event loop; what it is late is how long the GUI thread was held."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def begin(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - BEAT_MS)
        self._last = now


@dataclass
class Typed:
    """Milliseconds for each key: the longest block until its hits were painted, and until then."""

    blocks: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)

    def rows(self, when: str, p99: float | None = None, most: float | None = None) -> list[Row]:
        return [
            Row(f"longest block for a key, {when}, p50", percentile(self.blocks, 0.5), "ms"),
            Row(f"longest block for a key, {when}, p99", percentile(self.blocks, 0.99), "ms", most=p99),
            Row(f"longest block of all keys, {when}", max(self.blocks), "ms", most=most),
            Row(f"key to painted hits, {when}, p50", percentile(self.keys, 0.5), "ms"),
            Row(f"key to painted hits, {when}, p95", percentile(self.keys, 0.95), "ms", most=KEY_P95_MS),
        ]


def measure(folder: Path) -> Table:
    calm, busy = Typed(), Typed()
    register = filled(folder, MEMBERS)
    more = write_members(folder / "more.csv", MEMBERS + MORE)
    tail = only_new(more, folder / "tail.csv", MORE)
    with seat(folder, register) as taken:
        services = taken.app.services
        if services is None:
            raise RuntimeError("no office")
        asked = queries(services)
        eye, pulse = Eye(taken), Pulse()
        for query in asked:
            type_out(taken, eye, pulse, query, calm)
        seconds = import_meanwhile(taken, eye, pulse, asked, tail, busy)
    notes = [
        f"{len(calm.keys)} keys in {len(asked)} queries ({'; '.join(sorted(KINDS))}), "
        f"{len(busy.keys)} of them again while {many(MORE)} members were read, compared and written "
        f"({seconds:.0f} s).",
        f"A timer of {BEAT_MS} ms in the event loop: what it is late is the block.",
    ]
    return Table(
        f"stutter: the window over {many(MEMBERS)} members",
        "none",
        [*calm.rows("at rest", BLOCK_P99_MS, BLOCK_MOST_MS), *busy.rows("during an import", BUSY_P99_MS, BUSY_MOST_MS)],
        notes,
    )


def type_out(taken: Seat, eye: Eye, pulse: Pulse, query: Query, typed: Typed) -> None:
    taken.press(Qt.Key.Key_Escape)
    taken.app.window.ui.search.clear()
    taken.workspace.call.search.type("")
    wait(5)
    for end, sign in enumerate(query.text, 1):
        eye.begin(query.text[:end])
        pulse.begin()
        begun = time.perf_counter()
        taken.type(sign)
        done = time.perf_counter()
        if not sign.isspace():
            eye.wait()
            typed.keys.append((eye.painted - begun) * 1000)
            typed.blocks.append(max(pulse.longest, (done - begun) * 1000))


def import_meanwhile(taken: Seat, eye: Eye, pulse: Pulse, asked: Sequence[Query], file: Path, typed: Typed) -> float:
    """Type until the import is written; gives its seconds."""
    services = taken.app.services
    if services is None:
        raise RuntimeError("no office")
    member_imports = services.member_imports
    ended: list[float] = []
    begun = time.perf_counter()

    def work() -> int:
        table = member_imports.read(file)
        preview = member_imports.preview(table)
        done = member_imports.write(with_resigned(preview))
        release_in_parts(table, preview)  # as the page does
        return done.new

    taken.app.import_tasks.run(
        pulse, work, lambda new: ended.append(time.perf_counter() - begun if new == MORE else -1.0)
    )
    for query in cycle(asked):
        if ended:
            break
        type_out(taken, eye, pulse, query, typed)
    until(lambda: bool(ended))
    if ended[0] < 0:
        raise RuntimeError("the import did not bring what it should")
    return ended[0]


def only_new(whole: Path, part: Path, count: int) -> Path:
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    part.write_text("".join([lines[0], *lines[-count:]]), encoding="utf-8")
    return part
