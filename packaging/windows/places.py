"""Where the Windows lane reads, works and leaves its results; and how it calls a program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report import LaneError

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE_VARIABLE = "SENTRALBORD_WINDOWS_CACHE"
LAST_LINES = 25


@dataclass(frozen=True)
class Places:
    """`work` is made anew in each run; `cache` holds downloads; `out` is what is left behind."""

    uv: Path
    linux_python: Path
    work: Path = ROOT / ".cache/windows"
    out: Path = ROOT / "dist/windows"

    @property
    def cache(self) -> Path:
        asked = os.environ.get(CACHE_VARIABLE)
        return Path(asked) if asked else Path.home() / ".cache/sentralbord-windows"

    @property
    def python(self) -> Path:
        return self.work / "python/python.exe"

    @property
    def test_packages(self) -> Path:
        return self.work / "test-packages"

    @property
    def frozen(self) -> Path:
        return self.work / "frozen/Sentralbord"

    @property
    def built(self) -> Path:
        """The rows of the build, for the tests over it."""
        return self.work / "built.json"

    @property
    def bare(self) -> Path:
        return self.work / "bare/bare"

    @property
    def standins(self) -> Path:
        return self.work / "standins"

    @property
    def signing(self) -> Path:
        return self.work / "signing"

    def log(self, name: str) -> Path:
        folder = self.work / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.txt"


def must(
    command: Sequence[object],
    log: Path,
    *,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    timeout: float = 900,
) -> None:
    """Run it with its words in `log`; a LaneError with the last of them when it fails."""
    full = {**os.environ, **(environment or {})}
    with log.open("ab") as words:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=full,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=timeout,
        )
    if done.returncode != 0:
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        name = Path(str(command[0])).name
        raise LaneError(f"{name} ended with {done.returncode}:\n" + "\n".join(last))
