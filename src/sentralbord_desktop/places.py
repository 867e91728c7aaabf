"""Where things are kept on this PC. Light to import: the window needs it before anything else."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path

LOCK_FILE = "sentralbord.lock"
"""Beside the register, held by the window that has it open."""
NETWORKS = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs", "fuse.sshfs",
})  # fmt: skip
"""File systems of other machines, as /proc/mounts calls them."""
REMOTE = 4
"""What Windows' GetDriveTypeW answers for a network drive."""


def data_folder(*, practice: bool = False) -> Path:
    """Where the register lives: never on a network drive, the practice register on its own."""
    folder = user_data_path("Sentralbord", appauthor=False)
    return folder / "oving" if practice else folder


def is_writable(folder: Path) -> bool:
    """Whether a file can be made there; the folder is made when it is not there."""
    probe = folder / ".sentralbord-prove"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return False
    return True


@contextmanager
def held_alone(folder: Path) -> Iterator[bool]:
    """The lock of the register for a program without Qt, as QLockFile takes it; False when a window has it."""
    path = folder / LOCK_FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = _taken(path)
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        if (
            sys.platform == "win32"
        ):  # what is open is not deleted there, and what is closed is somebody else's here
            os.close(lock)
            path.unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)
            os.close(lock)


def _taken(path: Path) -> int:
    """Raises OSError while another holds it. One that was left by a crash is taken over."""
    if sys.platform == "win32":
        path.unlink(missing_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    else:
        import fcntl

        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise
        os.ftruncate(lock, 0)
    import socket  # a window's lock is Qt's, and it shall not wait for this

    program = Path(
        sys.executable
    ).resolve()  # a window that asks whether this one still runs compares the name
    name = program.stem if sys.platform == "win32" else program.name
    os.write(lock, f"{os.getpid()}\n{name}\n{socket.gethostname()}\n".encode())
    return lock


def on_network(folder: Path) -> bool:
    """Whether `folder` is on another machine's disk, where a database is not safe."""
    if sys.platform == "win32":
        return _on_windows_network(folder)
    try:
        return mounted_as(Path("/proc/mounts").read_text(encoding="utf-8"), folder) in NETWORKS
    except (OSError, ValueError):
        return False


def mounted_as(mounts: str, folder: Path) -> str:
    """The file system that holds `folder`, by the lines of /proc/mounts; the deepest mount counts."""
    place, deepest, found = folder.resolve(), -1, ""
    for line in mounts.splitlines():
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        mount = Path(point.replace(r"\040", " "))
        if place.is_relative_to(mount) and len(mount.parts) >= deepest:
            deepest, found = len(mount.parts), kind
    return found


def is_share(path: str) -> bool:
    r"""Whether a Windows path names another machine: \\server\share, also as \\?\UNC\server\share."""
    if not path.startswith(("\\\\", "//")):
        return False
    return path[2:4] not in ("?\\", ".\\", "?/", "./") or path[4:8].upper() in ("UNC\\", "UNC/")


def _on_windows_network(folder: Path) -> bool:
    if is_share(str(folder)):
        return True
    import ctypes

    drive = folder.absolute().drive
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows' ctypes has it
    return bool(kernel.GetDriveTypeW(f"{drive}\\") == REMOTE)
