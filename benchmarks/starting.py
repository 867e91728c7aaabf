"""Cold start: from the process to the frame on the screen, and to a search field that answers."""

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.registers import MEMBERS, filled
from benchmarks.screen import Screen, screen
from benchmarks.table import Row, Table, many

ROUNDS = 11
MAX_SECONDS = 1.5
BARE = """
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
qt = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.resize(1366, 688)
window.show()
qt.exec()
"""


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process; `work` is the processor time it had used then."""

    frame: float
    ready: float
    work: float


def measure(folder: Path) -> Table:
    register = filled(folder)
    app = [sys.executable, "-m", "sentralbord_desktop", "--practice", "--data", str(register), "--tell-when-ready"]
    bare = [sys.executable, "-c", BARE]
    with screen(folder) as shown:
        for command in (bare, app):  # the first of each warms the file cache
            started(shown, command)
        pairs = [(started(shown, bare), started(shown, app)) for _ in range(ROUNDS)]
    plain, ours = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    shown_at = median(start.ready for start in plain)
    rows = [
        Row("frame painted on the screen", median(s.frame for s in ours), "s", shown_at),
        Row("ready: the search field answers", median(s.ready for s in ours), "s", shown_at, MAX_SECONDS),
        Row("processor time until ready", median(s.work for s in ours), "s", median(s.work for s in plain)),
    ]
    notes = [
        f"Medians of {ROUNDS}, from the start of the process; a round is one bare window, one app.",
        f"Frame {spread([s.frame for s in ours])}, ready {spread([s.ready for s in ours])}, bare "
        f"window {spread([s.frame for s in plain])}.",
        "A new process each time, with files in the cache of the system and bytecode compiled.",
    ]
    return Table(
        f"start: cold start, {many(MEMBERS)} members",
        "a bare QMainWindow with a QLineEdit, from the start of its process to painted",
        rows,
        notes,
    )


median = statistics.median


def started(shown: Screen, command: Sequence[str]) -> Start:
    """Start it, wait until the window is painted and (the app) says ready, and end it."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=shown.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        frame = ready = shown.wait(empty=False) - begun
        if "--tell-when-ready" in command:
            if process.stdout is None or not process.stdout.readline().startswith(b"ready"):
                raise RuntimeError("the app did not become ready")
            ready = time.perf_counter() - begun
        used = psutil.Process(process.pid).cpu_times()
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()
    shown.wait(empty=True)
    return Start(frame, ready, used.user + used.system)


def spread(values: Sequence[float]) -> str:
    return f"{min(values):.2f}–{max(values):.2f} s"
