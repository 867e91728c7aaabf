"""Cold start: from the process to the frame on the screen, and to a search field that answers."""

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.registers import MEMBERS, filled
from benchmarks.screen import Screen, screen
from benchmarks.table import Row, Table

ROUNDS = 9
MOST_SECONDS = 1.5
BARE = """
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
qt = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.resize(1366, 688)
window.show()
qt.exec()
"""


def measure(folder: Path) -> Table:
    register = filled(folder)
    app = [sys.executable, "-m", "sentralbord_desktop", "--practice", "--data", str(register),
           "--tell-when-ready"]  # fmt: skip
    bare = [sys.executable, "-c", BARE]
    with screen(folder) as shown:
        for command in (bare, app):  # the first of each warms the file cache
            started(shown, command)
        pairs = [(started(shown, bare), started(shown, app)) for _ in range(ROUNDS)]
    plain = statistics.median(frame for (frame, _), _ in pairs)
    frames = [frame for _, (frame, _) in pairs]
    readies = [ready for _, (_, ready) in pairs]
    rows = [
        Row("frame painted on the screen", statistics.median(frames), "s", plain),
        Row("ready: the search field answers", statistics.median(readies), "s", plain, MOST_SECONDS),
    ]
    notes = [
        f"Medians of {ROUNDS}, from the start of the process; a round is one bare window, one app.",
        f"Frame {spread(frames)}, ready {spread(readies)}.",
        "A new process each time, with files in the cache of the system and bytecode compiled.",
    ]
    return Table(f"start: cold start, {MEMBERS:,} members".replace(",", " "),
                 "a bare QMainWindow with a QLineEdit, from the start of its process to painted",
                 rows, notes)  # fmt: skip


def started(shown: Screen, command: Sequence[str]) -> tuple[float, float]:
    """Seconds until the window is painted, and until it says ready (if it does)."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=shown.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        frame = shown.wait(empty=False) - begun
        says_ready = "--tell-when-ready" in command
        if says_ready and process.stdout and not process.stdout.readline().startswith(b"ready"):
            raise RuntimeError("the app did not become ready")
        ready = time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()
    shown.wait(empty=True)
    return frame, ready


def spread(values: Sequence[float]) -> str:
    return f"{min(values):.2f}–{max(values):.2f} s"
