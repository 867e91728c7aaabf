"""A call typed into the installed app, keys only, as on the phone; and how fast windows come up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from installed import PROGRAMS, Installation
from places import ROOT, Places
from report import LaneError, Part
from wine import Wine, until

READER = ROOT / "tests/windows/read_register.py"
REGISTER = r"C:\kall"
LOG = "logg/sentralbord.log"
TITLE = "Sentralbord"
LINK = "sentralbord:ring?nummer=99000422"
CALLER = "fjeldheim"
PATIENCE = 30.0
BLINK = 600
"""Pixels that may differ between two pictures of an idle screen: a caret."""
KEY_PAUSE = 0.25
"""A finger takes a fifth of a second; the app itself ignores keys for 150 ms after a new step."""
TROUBLE = ["7", "1", "Return", "=-4", "2", "1", "1", "1", "=vet ikke", "2", "Return", "0", "0", "Return", "space"]
"""Trøbbel, dismissed, a letter four days ago, … as tests/window plays call S26."""
STARTS = 7
SLOWEST_START = 1.5
"""Times a bare app, as in the issue."""
SLOWEST_REGISTER = 180.0
"""Seconds until the practice register must be open."""


class Fingers:
    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}

    def window(self, title: str) -> str | None:
        """The X number of the visible window with `title` in its name."""
        done = self._xdotool("search", "--onlyvisible", "--name", title)
        return done.stdout.split()[0] if done.stdout.split() else None

    def keys(self, *names: str) -> None:
        for name in names:
            time.sleep(KEY_PAUSE)
            self._xdotool("key", "--clearmodifiers", name)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "40", "--", text)

    def picture(self, path: Path, window: str = "root") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        command = ["import", "-window", window, str(path)]
        subprocess.run(command, env=self._environment, check=True, timeout=30)
        return path

    def settle(self, folder: Path) -> None:
        """Wait until two pictures in a row are equal, except for a caret."""
        before, after = folder / "before.png", folder / "after.png"
        self.picture(before)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            time.sleep(0.2)
            self.picture(after)
            if differing(before, after) <= BLINK:
                return
            shutil.copy2(after, before)
        raise LaneError("the screen never came to rest")

    def _xdotool(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False)


def differing(one: Path, other: Path) -> float:
    command = ["compare", "-metric", "AE", str(one), str(other), "null:"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.match(r"[\d.e+]+", done.stderr)
    if not found:
        raise LaneError(f"compare: {done.stderr}")
    return float(found.group())


def take_a_call(there: Installation, places: Places, part: Part) -> None:
    """Open the practice register, find the caller, Trøbbel, Fullfør; then read what is written."""
    fingers, pictures = Fingers(there.wine.display), places.out / "pictures"
    scratch = places.work / "pictures"
    process = there.wine.start(
        there.folder / PROGRAMS[0], "--practice", "--data", REGISTER, "--tell-when-ready", output=subprocess.PIPE
    )
    try:
        ready = first_line(process)
        if not part.check("practice register is open", ready.startswith("ready"), ready or log_of(there.wine)[-200:]):
            raise LaneError("the installed app did not open its register")
        fingers.settle(scratch)
        type_the_call(fingers, scratch, pictures)
        ring_by_link(there, fingers, scratch, pictures, part)
        part.fact("pictures", f"{len(list(pictures.glob('*.png')))} in {pictures.relative_to(ROOT)}")
    finally:
        there.wine.end_program(PROGRAMS[0])
        process.wait(30)
        if process.stdout:
            process.stdout.close()
        if process.stderr:
            process.stderr.close()
    check_what_is_written(there.wine, places, part)


def first_line(process: subprocess.Popen[str]) -> str:
    """What the program writes first; «» when it says nothing in time."""
    lines: list[str] = []
    reader = threading.Thread(
        target=lambda: lines.extend([process.stdout.readline()] if process.stdout else []), daemon=True
    )
    reader.start()
    reader.join(SLOWEST_REGISTER)
    return lines[0].strip() if lines else ""


def log_of(wine: Wine) -> str:
    log = wine.path(REGISTER) / LOG
    return log.read_text(encoding="utf-8") if log.exists() else ""


def type_the_call(fingers: Fingers, scratch: Path, pictures: Path) -> None:
    def step(name: str) -> None:
        fingers.settle(scratch)
        fingers.picture(pictures / f"{name}.png", fingers.window(TITLE) or "root")

    step("1-start")
    fingers.keys("F3")
    fingers.type(CALLER)
    step("2-search")
    fingers.keys("Return")
    fingers.settle(scratch)
    fingers.keys("space")
    step("3-member")
    for key in TROUBLE:
        if key.startswith("="):
            fingers.type(key[1:])
            fingers.keys("Return")
        else:
            fingers.keys(key)
        fingers.settle(scratch)
    step("4-review")
    fingers.keys("ctrl+Return")
    step("5-completed")


def ring_by_link(there: Installation, fingers: Fingers, scratch: Path, pictures: Path, part: Part) -> None:
    """The command that the link is registered with, on the register that is open."""
    before = fingers.picture(scratch / "no-link.png")
    words = ["--practice", "--data", REGISTER, LINK]
    code, said = there.wine.run(there.folder / PROGRAMS[0], *words, timeout=30)
    fingers.settle(scratch)
    after = fingers.picture(pictures / "6-link.png", fingers.window(TITLE) or "root")
    moved = differing(before, fingers.picture(scratch / "link.png")) > 10 * BLINK
    part.check(
        "a link rings in the open window",
        code == 0 and moved and after.exists(),
        f"the second start ended with {code} {said.strip()[-100:]}",
    )


def check_what_is_written(wine: Wine, places: Places, part: Part) -> None:
    code, said = wine.run(places.python, str(READER), REGISTER, CALLER)
    lines = said.splitlines()
    note = next((line for line in lines if "oppsigelse" in line and line.startswith("remark")), "")
    part.check("the note is in the register", code == 0 and note, note or said[-300:])
    call = next((line for line in lines if line.startswith("call: trobbel")), "")
    part.check("the call is in the log", call, call)
    words = log_of(wine)
    kept = (wine.path(REGISTER) / LOG).exists()
    part.check("no error in the app's log", kept and "ERROR" not in words, words[-200:])


def time_to_window(wine: Wine, program: Path, title: str, words: Sequence[str]) -> float:
    """Seconds from the start of the process to its window on the screen."""
    fingers = Fingers(wine.display)
    begun = time.monotonic()
    process = wine.start(program, *words)
    if not until(lambda: fingers.window(title), PATIENCE, 0.02):
        raise LaneError(f"no window called {title}")
    seconds = time.monotonic() - begun
    wine.end_program(program.name)
    process.wait(30)
    until(lambda: fingers.window(title) is None, 10)
    return seconds


def compare_starts(there: Installation, places: Places, part: Part) -> None:
    """By turns, the middle of each: one lucky start of the bare app says nothing."""
    bare, ours = [], []
    program, words = there.folder / PROGRAMS[0], ["--practice", "--data", REGISTER]
    for _ in range(STARTS):
        bare.append(time_to_window(there.wine, places.bare / "bare.exe", "Bare PySide6", []))
        ours.append(time_to_window(there.wine, program, TITLE, words))
    ratio = median(ours) / median(bare)
    part.fact("window of a bare app, of ours", f"{median(bare):.2f} s, {median(ours):.2f} s")
    part.check(
        f"window within {SLOWEST_START} times a bare app",
        ratio <= SLOWEST_START,
        f"{ratio:.2f} times, of {len(ours)} starts",
    )
