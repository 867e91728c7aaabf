"""A process that is killed while it works."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[2]


class Child:
    """The process that completes inquiries, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.busy_child"],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._rest = b""

    def run_until_killed(self, acknowledged: int, wait: float) -> list[str]:
        """Let it acknowledge so much, and kill -9 at most `wait` seconds later; what it said."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._folder}\n".encode())
        said, pid = [self._line()], 0
        while len(said) <= acknowledged:
            said.append(self._line())
            assert said[-1] != "ended", "the child died by itself"
        pid = next(int(line.split()[1]) for line in said if line.startswith("pid"))
        select.select([], [], [], wait)  # the moment of the kill, not a wait for a result
        os.kill(pid, signal.SIGKILL)
        while said[-1] != "ended":
            said.append(self._line())
        return said

    def _line(self) -> str:
        assert self._process.stdout is not None
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._process.stdout], [], [], 60)
            assert ready, "the child says nothing"
            more = os.read(self._process.stdout.fileno(), 65536)
            assert more, "the child ended by itself"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()
