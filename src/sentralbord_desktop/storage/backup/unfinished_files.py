"""Files under construction: under a temporary name until complete, and removed at the next start otherwise."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sentralbord_desktop.domain.progress import Progress

HALF = ".uferdig"
PART = 1 << 20
"""Bytes between two checks for cancellation."""


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Lock `place`. Raises OSError while another process holds it. Windows never deletes open files: no lock."""
    if os.name == "nt":
        yield
        return
    import fcntl

    opened = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(opened)


def forget_halves(folder: Path) -> None:
    """Delete incomplete backups in `folder` without a running process: an older code would open them."""
    with suppress(OSError):
        for half in list(folder.glob(f"*{HALF}")):
            with suppress(OSError):
                if not half.is_dir() or half.is_symlink():
                    half.unlink()
                    continue
                with held(half):
                    shutil.rmtree(half)


def let_go(whole: Path) -> None:
    """Delete a folder. It is renamed first, so that a partly deleted one never counts as complete."""
    half = whole.with_name(f"{whole.name}{HALF}")
    with suppress(OSError):
        whole.replace(half)
        shutil.rmtree(half)


def copied(file: Path, new: Path, sha256: str, progress: Progress) -> None:
    """Copy and sync a file; no copy remains unless it has `sha256`. Raises OSError and ImportCancelledError."""
    whole, done = hashlib.sha256(), 0
    try:
        size = file.stat().st_size
        with file.open("rb") as source, new.open("wb") as target:
            while part := source.read(PART):
                progress.at(done, size)
                whole.update(part)
                target.write(part)
                done += len(part)
        synced(new)
        if whole.hexdigest() != sha256:
            raise OSError  # noqa: TRY301 - the copy differs
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def synced(file: Path) -> None:
    with file.open("rb+") as whole:
        os.fsync(whole.fileno())


def sync_folder(folder: Path) -> None:
    """fsync a folder after a rename. Windows does this itself and cannot open a folder."""
    if os.name == "nt":
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def write_whole(file: Path, text: str) -> None:
    """Write atomically: the whole text or the old file, also after a power cut."""
    new = file.with_name(f"{file.name}.ny")
    new.write_text(text, encoding="utf-8")
    synced(new)
    new.replace(file)
    sync_folder(file.parent)
