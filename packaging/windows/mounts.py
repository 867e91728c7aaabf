"""Faults of a disk, made by Linux below Wine's C: a small one, one that fills up, one that cannot be written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from report import LaneError
from wine import until

MEGABYTE = bytes(2**20)


class NoMountsError(Exception):
    """This machine mounts nothing; the text says why."""


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[None]:
    """`folder` as a separate mount for the context; `words` are mount options."""
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
def on_its_own_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """The content of `folder`, on a disk of that size for the context."""
    kept = folder.with_name(f"{folder.name} for siden")
    folder.rename(kept)
    folder.mkdir()
    try:
        with mounted(folder, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"):
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            yield
    finally:
        folder.rmdir()
        kept.rename(folder)


@contextmanager
def read_only(folder: Path, *more: str) -> Iterator[None]:
    """The disk that `folder` is, without writing; `more` is "bind" for a part of a disk."""
    subprocess.run(["mount", "-o", ",".join(["remount", "ro", *more]), folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", ",".join(["remount", "rw", *more]), folder], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """The disk of `folder`, with no free space."""
    filler = folder / "alt-er-fullt"
    try:
        with filler.open("wb", buffering=0) as file, suppress(OSError):  # until there is no more
            while file.write(MEGABYTE):
                pass
        yield
    finally:
        filler.unlink()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """A folder that can be neither renamed nor deleted, as with an open file in it."""
    with mounted(folder, "--bind", str(folder)):
        yield
