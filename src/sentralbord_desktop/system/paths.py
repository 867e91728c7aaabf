"""Where things are kept on this PC. Light to import: the window needs it before anything else."""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path

from sentralbord_desktop.domain.errors import FULL, NoSpaceError, SwitchboardError

LOCK_FILE = "sentralbord.lock"
"""Beside the register, held by the window that has it open."""
NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs", "fuse.sshfs"})
"""File systems of other machines, as /proc/mounts calls them."""
REMOTE = 4
"""What Windows' GetDriveTypeW answers for a network drive."""


def data_folder(*, practice: bool = False) -> Path:
    """Where the register lives: never on a network drive, the practice register on its own."""
    folder = user_data_path("Sentralbord", appauthor=False)
    return folder / "oving" if practice else folder


NO_ROOM_LEFT = frozenset({errno.ENOSPC, errno.EDQUOT})
PROBE = b"x" * 65_536
"""More than SQLite needs beside a register to open it."""
LEFT_SECONDS = 2
"""A lock that has stood so long without a word of who holds it is one that was left; a newer one is being made."""
LOCK_UNUSABLE = (
    "Låsefilen «{name}» kan ikke brukes. Flytt den til en annen mappe, og prøv igjen. Registeret er ikke rørt."
)


def is_writable(folder: Path) -> bool:
    """Whether a file can be made there; the folder is made when it is not there."""
    return why_unwritable(folder) is None


def is_full(folder: Path) -> bool:
    """Whether the disk, or this user's share of it, has no room for a small file in `folder`."""
    error = why_unwritable(folder)
    return error is not None and error.errno in NO_ROOM_LEFT


def why_unwritable(folder: Path) -> OSError | None:
    """What a small file in `folder` met; None when it could be written. The folder is made when it is not there."""
    probe = folder / ".sentralbord-prove"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            probe.write_bytes(PROBE)
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return error
    return None


def not_written(folder: Path, error: OSError) -> SwitchboardError:
    """Why nothing could be written in `folder`, in one sentence: a full disk is told as that."""
    if error.errno in NO_ROOM_LEFT:
        return NoSpaceError(FULL)
    return SwitchboardError(f"Får ikke skrevet i mappen {folder}. Spør IT.")


def put_aside(path: Path) -> Path:
    """What cannot be used, under another name beside it: nothing is deleted. Raises OSError."""
    aside, number = path.with_name(f"{path.name}.ubrukelig"), 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.ubrukelig-{number}")
    return path.rename(aside)


def free_left_lock(folder: Path) -> bool:
    """Put aside a lock file that says nothing of who holds it, and that nobody holds: left by a full disk, or no
    lock at all. True when it did; another try may get the lock then."""
    path = folder / LOCK_FILE
    try:
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and (time.time() - found.st_mtime < LEFT_SECONDS or _is_held(path)):
            return False
        put_aside(path)
    except OSError:
        return False
    return True


def is_lock(folder: Path) -> bool:
    """Whether a file lies there that may be somebody's lock: one that can be opened, which a folder cannot. Windows
    may keep one that is held from being opened."""
    path = folder / LOCK_FILE
    try:
        path.open("rb").close()
    except PermissionError:
        return sys.platform == "win32" and path.is_file()
    except OSError:
        return False
    return True


def _is_held(path: Path) -> bool:
    """Whether its words name a program, or somebody has the file locked. Raises OSError where that cannot be asked."""
    with path.open("rb") as file:
        if file.read(20).split(b"\n")[0].strip().isdigit():
            return True
        if sys.platform != "win32":  # there a file that is held cannot be renamed
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False


@contextmanager
def held_alone(folder: Path) -> Iterator[bool]:
    """The lock of the register for a program without Qt, as QLockFile takes it; False when a window has it. Raises
    SwitchboardError where the lock cannot be made."""
    path = folder / LOCK_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = _taken_or_freed(path)
    except OSError as error:
        if _is_anothers(error):
            yield False
            return
        raise why_no_lock(folder, error) from None
    try:
        yield True
    finally:
        if sys.platform == "win32":  # what is open is not deleted there, and what is closed is somebody else's here
            os.close(lock)
            path.unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)
            os.close(lock)


def why_no_lock(folder: Path, error: OSError | None = None) -> SwitchboardError:
    """Why the lock could not be made where nobody holds it: a full disk, a folder that cannot be written to, or
    something else under its name."""
    fault = why_unwritable(folder) or error
    if fault is not None and (fault.errno in NO_ROOM_LEFT or not is_writable(folder)):
        return not_written(folder, fault)
    return SwitchboardError(LOCK_UNUSABLE.format(name=LOCK_FILE))


def _is_anothers(error: OSError) -> bool:
    """Whether it says that another program has the lock."""
    return isinstance(error, BlockingIOError | FileExistsError) or (
        sys.platform == "win32" and isinstance(error, PermissionError)
    )


def _taken_or_freed(path: Path) -> int:
    try:
        return _taken(path)
    except OSError:
        if not free_left_lock(path.parent):
            raise
        return _taken(path)


def _taken(path: Path) -> int:
    """Raises OSError while another holds it. One that was left by a crash is taken over."""
    if sys.platform == "win32":
        path.unlink(missing_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    else:
        import fcntl

        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(lock, 0)
        except OSError:
            os.close(lock)
            raise
    import socket  # a window's lock is Qt's, and it shall not wait for this

    program = Path(sys.executable).resolve()  # a window that asks whether this one still runs compares the name
    name = program.stem if sys.platform == "win32" else program.name
    try:
        os.write(lock, f"{os.getpid()}\n{name}\n{socket.gethostname()}\n".encode())
    except OSError:  # a full disk: an empty lock would stand in the way of everybody
        path.unlink(missing_ok=True)
        os.close(lock)
        raise
    return lock


def on_network(folder: Path) -> bool:
    """Whether `folder` is on another machine's disk, where a database is not safe."""
    if sys.platform == "win32":
        return _on_windows_network(folder)
    try:
        return mounted_as(Path("/proc/mounts").read_text(encoding="utf-8"), folder) in NETWORKS
    except (OSError, ValueError):
        return False


def refuse_network(folder: Path) -> None:
    """Raises SwitchboardError for a place where no register may be."""
    if on_network(folder):
        raise SwitchboardError(
            f"Registeret kan ikke ligge på et nettverksområde ({folder}). En database som skrives "
            "fra to steder, blir ødelagt. Be IT velge en mappe på denne PC-en."
        )


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
