"""Paths on this PC, and the lock file of a register. Light to import: the window needs it first."""

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
from sentralbord_desktop.system.windows_ctypes import windows_ctypes

LOCK_FILE = "sentralbord.lock"
"""The lock file beside the register, held by the process that has it open."""
NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs", "fuse.sshfs"})
"""Network file systems, by their names in /proc/mounts."""
REMOTE = 4
"""GetDriveTypeW's value for a network drive."""


def data_folder(*, practice: bool = False) -> Path:
    """The folder of the register: never on a network drive, and separate for practice."""
    folder = user_data_path("Sentralbord", appauthor=False)
    return folder / "oving" if practice else folder


NO_ROOM_LEFT = frozenset({errno.ENOSPC, errno.EDQUOT})
PROBE = b"x" * 65_536
"""More bytes than SQLite needs beside a register to open it."""
LEFT_SECONDS = 2
"""A lock file without an owner's name is abandoned after this time; a newer one is being written."""
LOCK_UNUSABLE = (
    "Låsefilen «{name}» kan ikke brukes. Flytt den til en annen mappe, og prøv igjen. Registeret er ikke rørt."
)


def is_writable(folder: Path) -> bool:
    """Whether a file can be made in `folder`, which is created if it is missing."""
    return why_unwritable(folder) is None


def is_full(folder: Path) -> bool:
    """Whether the disk or the user's quota has no room for a small file in `folder`."""
    error = why_unwritable(folder)
    return error is not None and error.errno in NO_ROOM_LEFT


def why_unwritable(folder: Path) -> OSError | None:
    """The error of writing a small file in `folder`, which is created if it is missing; None when it succeeded."""
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
    """Why `folder` cannot be written to, in one sentence; a full disk is named as such."""
    if error.errno in NO_ROOM_LEFT:
        return NoSpaceError(FULL)
    return SwitchboardError(f"Får ikke skrevet i mappen {folder}. Spør IT.")


def put_aside(path: Path) -> Path:
    """Rename what cannot be used; nothing is deleted. Raises OSError."""
    aside, number = path.with_name(f"{path.name}.ubrukelig"), 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.ubrukelig-{number}")
    return path.rename(aside)


def free_left_lock(folder: Path) -> bool:
    """Move aside a lock file without an owner's name that is not held: left by a full disk, or not a lock. True when
    moved, so that a new try may get the lock."""
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
    """Whether the path is a file that may be a lock: one that can be opened. Windows may refuse to open one that is
    held."""
    path = folder / LOCK_FILE
    try:
        path.open("rb").close()
    except PermissionError:
        return sys.platform == "win32" and path.is_file()
    except OSError:
        return False
    return True


def _is_held(path: Path) -> bool:
    """Whether the lock file names another program, or is locked. Our own number in it is of one that is dead: after a
    power cut a system gives the same numbers again, and Qt takes us for the owner. Raises OSError where that cannot be
    found out."""
    with path.open("rb") as file:
        owner = file.read(20).split(b"\n")[0].strip()
        if owner.isdigit() and int(owner) != os.getpid():
            return True
        if sys.platform != "win32":  # on Windows a file that is held cannot be renamed
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False


@contextmanager
def held_alone(folder: Path) -> Iterator[bool]:
    """Take the register's lock without Qt, compatible with QLockFile; False when a window has it. Raises
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
        if (
            sys.platform == "win32"
        ):  # Windows does not delete open files; elsewhere a closed one may already belong to another process
            os.close(lock)
            path.unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)
            os.close(lock)


def why_no_lock(folder: Path, error: OSError | None = None) -> SwitchboardError:
    """Why the lock could not be made although it is free: a full disk, no write access, or another file under its
    name."""
    fault = why_unwritable(folder) or error
    if fault is not None and (fault.errno in NO_ROOM_LEFT or not is_writable(folder)):
        return not_written(folder, fault)
    return SwitchboardError(LOCK_UNUSABLE.format(name=LOCK_FILE))


def _is_anothers(error: OSError) -> bool:
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
    """Take the lock. Raises OSError while another process holds it; one left by a crash is taken over."""
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
    import socket  # slow to import, and only the command line needs it

    program = Path(sys.executable).resolve()  # a window compares this name to see whether the process still runs
    name = program.stem if sys.platform == "win32" else program.name
    try:
        os.write(lock, f"{os.getpid()}\n{name}\n{socket.gethostname()}\n".encode())
    except OSError:  # a full disk: an empty lock would block every program
        path.unlink(missing_ok=True)
        os.close(lock)
        raise
    return lock


def on_network(folder: Path) -> bool:
    """Whether `folder` is on a network drive, where a database is not safe."""
    if sys.platform == "win32":
        return _on_windows_network(folder)
    try:
        return mounted_as(Path("/proc/mounts").read_text(encoding="utf-8"), folder) in NETWORKS
    except (OSError, ValueError):
        return False


def refuse_network(folder: Path) -> None:
    """Raises SwitchboardError for a folder that cannot hold a register."""
    if on_network(folder):
        raise SwitchboardError(
            f"Registeret kan ikke ligge på et nettverksområde ({folder}). En database som skrives "
            "fra to steder, blir ødelagt. Be IT velge en mappe på denne PC-en."
        )


def mounted_as(mounts: str, folder: Path) -> str:
    """The file system of `folder`, from /proc/mounts; the deepest mount counts."""
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
    drive = folder.absolute().drive
    kernel = windows_ctypes().windll.kernel32
    return bool(kernel.GetDriveTypeW(f"{drive}\\") == REMOTE)
