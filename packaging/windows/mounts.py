"""Faults of a disk, made by Linux below Wine's C: a small one, one that fills up, one that cannot be written."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from report import LaneError
from wine import until


class NoMountsError(Exception):
    """This machine mounts nothing; the text says why."""


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[None]:
    """`folder` as a mount of its own while it lasts; `words` are of what kind."""
    command = ["mount", *words, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise NoMountsError(done.stderr.strip())
    try:
        yield
    finally:
        left = until(lambda: subprocess.run(["umount", folder], check=False).returncode == 0, 30)
        if not left:
            raise LaneError(f"{folder} cannot be unmounted")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """A folder that can be neither renamed nor deleted, as when something has a file open in it."""
    with mounted(folder, "--bind", str(folder)):
        yield
