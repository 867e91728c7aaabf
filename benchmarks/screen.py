"""A screen whose pixels can be read: Xvfb keeps its picture in a file, which is mapped here."""

import mmap
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SIZE = (1366, 768)
SPOTS = ((683, 384), (683, 600), (300, 500))
HEAD_WORDS = 25
"""An XWD header is 25 big-endian words: 0 its length, 12 bytes a line, 19 colours in the map."""
PATIENCE = 20.0
LOOK_EVERY = 0.002


class Screen:
    """The X display `name`, and when something is painted on it."""

    def __init__(self, picture: Path, environment: dict[str, str]) -> None:
        self.environment = environment
        with picture.open("r+b") as file:
            self._picture = mmap.mmap(file.fileno(), 0)
        head = [self._picture[4 * n : 4 * n + 4] for n in range(HEAD_WORDS)]
        words = [int.from_bytes(word, "big") for word in head]
        self._start, self._line = words[0] + 12 * words[19], words[12]
        self._empty = self._spots()

    def is_empty(self) -> bool:
        return self._spots() == self._empty

    def wait(self, *, empty: bool) -> float:
        """The moment (perf_counter) at which the middle is painted, or empty again."""
        end = time.perf_counter() + PATIENCE
        while self.is_empty() is not empty:
            if time.perf_counter() > end:
                raise TimeoutError("the screen did not change")
            time.sleep(LOOK_EVERY)
        return time.perf_counter()

    def close(self) -> None:
        self._picture.close()

    def _spots(self) -> tuple[bytes, ...]:
        places = (self._start + y * self._line + x * 4 for x, y in SPOTS)
        return tuple(self._picture[place : place + 3] for place in places)


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """Xvfb, a D-Bus and a window manager of our own; all are stopped at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str, **more: Any) -> subprocess.Popen[bytes]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, **{**quiet, **more})
        started.append(process)
        return process

    try:
        display = _start_display(start, folder)
        bus = start("dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=subprocess.PIPE)
        environment = {
            **os.environ,
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": _line_from(bus),
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
            "SENTRALBORD_NO_KEYRING": "1",
            "XDG_CONFIG_HOME": str(folder / "config"),
        }
        start("openbox", env=environment)
        _await_window_manager(environment)
        shown = Screen(folder / "Xvfb_screen0", environment)
        yield shown
        shown.close()
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(10)
            if process.stdout is not None:
                process.stdout.close()


def _start_display(start: Any, folder: Path) -> str:
    read, write = os.pipe()
    start(
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        f"{SIZE[0]}x{SIZE[1]}x24",
        "-nolisten",
        "tcp",
        "-fbdir",
        str(folder),
        pass_fds=[write],
    )
    os.close(write)
    with os.fdopen(read) as number:
        return f":{number.readline().strip()}"


def _line_from(process: subprocess.Popen[bytes]) -> str:
    if process.stdout is None:
        raise RuntimeError("no pipe")
    return process.stdout.readline().decode().strip()


def _await_window_manager(environment: dict[str, str]) -> None:
    ask = ("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = subprocess.run(ask, env=environment, capture_output=True, check=False)
        if b"window id" in answer.stdout:
            time.sleep(0.3)  # it paints its root window
            return
        time.sleep(0.05)
    raise TimeoutError("the window manager did not come up")
