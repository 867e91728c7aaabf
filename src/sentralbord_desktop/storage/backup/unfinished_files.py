"""What is being made and is not whole yet: under a name of its own until it is, and gone at the next start if it never was."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sentralbord_desktop.domain.progress import Progress

HALF = ".uferdig"
PART = 1 << 20
"""Bytes between two looks at whether somebody cancelled."""


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Held by the system as long as this process works on it: another one lets it be. Raises OSError while another
    holds it. On Windows what is open is not deleted anyway."""
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
    """Nobody makes on them any more: what a kill left of backups in `folder`, which would be opened by an older code."""
    with suppress(OSError):
        for half in list(folder.glob(f"*{HALF}")):
            with suppress(OSError):
                if not half.is_dir() or half.is_symlink():
                    half.unlink()
                    continue
                with held(half):
                    shutil.rmtree(half)


def let_go(whole: Path) -> None:
    """A whole folder is none before the first file of it goes; what cannot go now goes with the halves."""
    half = whole.with_name(f"{whole.name}{HALF}")
    with suppress(OSError):
        whole.replace(half)
        shutil.rmtree(half)


def copied(file: Path, new: Path, sha256: str, progress: Progress) -> None:
    """A copy that is on the disk and is what it was when `sha256` was made; else there is none. Raises OSError, and
    ImportCancelledError when cancelled."""
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
            raise OSError  # noqa: TRY301 - it did not arrive as it was sent
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def synced(file: Path) -> None:
    """On the disk, also after a power cut."""
    with file.open("rb+") as whole:
        os.fsync(whole.fileno())


def sync_folder(folder: Path) -> None:
    """That a file has got its name stands on the disk; Windows writes names down by itself and opens no folder."""
    if os.name == "nt":
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def write_whole(file: Path, text: str) -> None:
    """The whole text or the old file, also after a power cut."""
    new = file.with_name(f"{file.name}.ny")
    new.write_text(text, encoding="utf-8")
    synced(new)
    new.replace(file)
    sync_folder(file.parent)
