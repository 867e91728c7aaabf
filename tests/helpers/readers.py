"""Readers of what comes from outside, run in a process with limits."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MAX_MB = 500
MAX_WORK = 20.0
"""Seconds of processor time; most take hundredths."""
LONGEST = 90.0
"""Seconds by the clock on a machine that is busy with other tests: what is attacked with never ends by itself."""
CASES: list[tuple[int, float]] = []


class Reader:
    """The process that reads."""

    def __init__(self) -> None:
        self.sockets = 0
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.reading_child"],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONUTF8": "1"},
        )

    def read(self, kind: str, place: str | Path) -> dict[str, Any]:
        """What it said, within the limits that hold for everything."""
        if self._process.poll() is not None:  # the test before is told already
            self.end()
            self._start()
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"kind": kind, "place": str(place)}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, "the process fell"
        told: dict[str, Any] = json.loads(line)
        assert told["kind"] != "crash", told
        assert told["peak"] < MAX_MB, told
        assert told["worked"] < MAX_WORK, told
        assert told["seconds"] < LONGEST, told
        self.sockets = told["sockets"]
        CASES.append((told["peak"], told["worked"]))
        return told

    def refuses(self, kind: str, place: str | Path) -> str:
        """One Norwegian sentence or two, none of them over more than one line, and not where it was looked for."""
        told = self.read(kind, place)
        said = str(told["said"])
        assert re.fullmatch(r"[A-ZÆØÅa-z][^\n]{10,300}[.?]", said), told
        assert str(place) not in said
        return said

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()
