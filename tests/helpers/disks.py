"""A disk that is full."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.figures import size

SIZE = size(60_000_000, 6_000_000)
"""Forty times full makes the register itself grow."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes, our own; needs root."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield disk
    # a window that is on its way out may still hold the log of it for a moment
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, left: int) -> Path:
    """A file that takes all but `left` bytes."""
    ballast = disk / "ballast"
    room = os.statvfs(disk)
    ballast.write_bytes(b"x" * (room.f_bavail * room.f_frsize - left))
    return ballast
