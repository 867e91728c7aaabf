"""python -m benchmarks [NAME]: each benchmark beside its baseline, measured in the same run. Each runs in a process of
its own, so that none inherits the memory or the caches of another. The exit code is 1 when a goal was missed."""

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.table import Table

NAMES = {
    "start": "starting",
    "search": "searching",
    "keys": "keys",
    "calls": "typed_calls",
    "topics": "topic_calls",
    "complete": "completing",
    "import": "importing",
    "backup": "backing_up",
    "memory": "memory",
    "stutter": "stutter",
    "server": "server",
}
"""Name of a benchmark -> the module that has its `measure(folder)`."""
ALONE = "--alone"
MISSED = 1


def run_alone(name: str) -> int:
    """Measure here, in this process, in a folder that is removed afterwards."""
    measure: Callable[[Path], Table | Iterator[Table]] = importlib.import_module(f"benchmarks.{NAMES[name]}").measure
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
        found = measure(Path(folder))
        met = True
        for table in [found] if isinstance(found, Table) else found:
            print(table.text(), flush=True)
            met = met and table.met
    return 0 if met else MISSED


def run(names: Sequence[str]) -> int:
    print(f"{machine()}\n", flush=True)
    codes = [
        subprocess.run([sys.executable, "-m", "benchmarks", name, ALONE], check=False).returncode for name in names
    ]
    return MISSED if any(codes) else 0


def main(words: Sequence[str]) -> int:
    names = [word for word in words if word != ALONE]
    if unknown := set(names) - set(NAMES):
        print(f"no such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}")
        return 2
    if ALONE in words and len(names) == 1:
        return run_alone(names[0])
    return run(names or list(NAMES))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
