"""A second start sends a message to the first window, which is raised, and exits.

The lock file decides which process has the register; the local socket only carries the message (reliability, finding
8). Each message has an id, so that one sent twice to a slow window arrives once.

Imports nothing that only a second start needs: it would delay the first window.
"""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCryptographicHash, QLockFile, QUuid

from sentralbord_desktop.system.paths import LOCK_FILE, free_left_lock, is_lock

ATTEMPTS, WAIT_MS, LISTEN_TIMEOUT = 20, 700, 60.0
"""Attempts to reach a window that does not answer, ms per attempt, and seconds until it listens. Long: at logon on a slow
PC the first window takes seconds to be built, and a second one then would only say that the register is taken."""


def lock_of(folder: Path) -> QLockFile:
    """The lock of the register in `folder`; never stale by age."""
    lock = QLockFile(str(folder / LOCK_FILE))
    lock.setStaleLockTime(0)
    return lock


def took(lock: QLockFile, folder: Path) -> bool:
    """Whether this process has the lock now. A lock file without an owner is moved aside."""
    return lock.tryLock(0) or (free_left_lock(folder) and lock.tryLock(0))


def is_held(lock: QLockFile, folder: Path) -> bool:
    """After a failed attempt: whether another program has the lock, rather than a full disk or a folder in its
    place."""
    has_failed = lock.error() == QLockFile.LockError.LockFailedError
    return has_failed and is_lock(folder)


def server_name(folder: Path) -> str:
    """One per user (by the socket's rights) and register."""
    return f"sentralbord-{fingerprint(str(folder.resolve()).casefold())[:24]}"


def fingerprint(place: str) -> str:
    """SHA-256 in hexadecimal, from Qt, which is loaded already; OpenSSL's is slower to load."""
    kind = QCryptographicHash.Algorithm.Sha256
    return bytes(QCryptographicHash.hash(place.encode(), kind).toHex().data()).decode()


class FirstStart(NamedTuple):
    """`lock` is of the register when this start is the first; otherwise whether the first window has answered."""

    lock: QLockFile | None
    answered: bool


def notify_running_instance(folder: Path, number: str = "", *, misread: bool = False) -> FirstStart:
    """Give the first window `number`, the calling number, or the report of an unreadable link.

    Of many starts at once, one gets the lock, and the others wait until it listens. A folder that cannot be written to
    gives neither: opening it reports why.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():  # Qt for Windows would print a warning
        return FirstStart(None, answered=False)
    lock = lock_of(folder)
    if took(lock, folder):
        return FirstStart(lock, answered=False)
    if not is_held(lock, folder):
        return FirstStart(None, answered=False)
    _let_come_forward()
    told = {"id": QUuid.createUuid().toString(QUuid.StringFormat.Id128), "number": number}
    message = json.dumps(told | ({"misread": True} if misread else {})).encode() + b"\n"
    until = time.monotonic() + LISTEN_TIMEOUT
    deaf = 0
    while time.monotonic() < until and deaf < ATTEMPTS:
        heard = _ring(folder, message)
        if heard:
            return FirstStart(None, answered=True)
        if heard is None and took(lock, folder):  # the first start ended before it listened
            return FirstStart(lock, answered=False)
        deaf += heard is False
    return FirstStart(None, answered=False)


def _ring(folder: Path, message: bytes) -> bool | None:
    """Whether it answered; None when it has the lock and does not listen yet."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(server_name(folder))
    if not socket.waitForConnected(WAIT_MS):
        time.sleep(WAIT_MS / 1000 / ATTEMPTS)
        return None
    socket.write(message)
    socket.flush()
    return socket.waitForReadyRead(WAIT_MS) and bytes(socket.read(2).data()) == b"ok"


def _let_come_forward() -> None:
    """Windows lets only the foreground program pass on the foreground."""
    import sys

    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
