"""R11: many starts at once are one window; after a kill the register is open again at once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers.figures import Say, size

HERE = Path(__file__).parents[2]
PATIENCE = 180


def start(data: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "sentralbord_desktop", "--practice", "--data", str(data), "--tell-when-ready", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=HERE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def until_ready(data: Path) -> "tuple[subprocess.Popen[str], float]":
    """A start, and its seconds from the process to a desk that answers."""
    begun = time.monotonic()
    process = start(data)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("ready"), line
    return process, time.monotonic() - begun


@pytest.mark.night
@pytest.mark.figures("R11")
def test_many_starts_at_once_are_one_window_and_a_kill_is_forgotten(tmp_path: Path, figure: Say) -> None:
    first, took = until_ready(tmp_path)
    first.kill()
    first.wait()
    again, after_kill = until_ready(tmp_path)
    again.send_signal(signal.SIGKILL)
    again.wait()
    many = size(12, 4)
    began = [start(tmp_path) for _ in range(many)]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and sum(p.poll() is None for p in began) > 1:
        time.sleep(0.1)
    alive = [process for process in began if process.poll() is None]
    codes = [process.returncode for process in began if process.poll() is not None]
    for process in alive:
        process.kill()
    for process in (first, again, *began):
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    left = ", ".join(str(code) for code in sorted(set(codes)))
    figure(
        "R11",
        f"{many} starts at once: {len(alive)} window, the others left with {left}; ready "
        f"{after_kill:.2f} s after a kill -9, {took:.2f} s the first time (a new register)",
        met=after_kill < 1,
    )
    assert len(alive) == 1
    assert set(codes) == {0}
    assert after_kill < took + 1
