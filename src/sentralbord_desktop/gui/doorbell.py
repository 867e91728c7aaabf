"""A second start rings at the first window, which comes forward, and leaves again.

The lock file says who has the register; the local socket only carries the message (reliability,
finding 8). Each message has an id, so one that was sent again to a slow window arrives once.
"""

import hashlib
import json
import time
import uuid
from collections import deque
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from sentralbord_desktop.domain.phones import is_phone_number, normal_number
from sentralbord_desktop.places import LOCK_FILE

ATTEMPTS, WAIT_MS, PATIENCE = 5, 700, 10.0
"""How often a window that does not answer is rung, how long each time, and seconds until it listens."""
LONGEST_MESSAGE = 1000
REMEMBERED = 64


def lock_of(folder: Path) -> QLockFile:
    """The lock of the register in `folder`; never stale by age."""
    lock = QLockFile(str(folder / LOCK_FILE))
    lock.setStaleLockTime(0)
    return lock


def server_name(folder: Path) -> str:
    """One for each user (the socket's own rights) and register."""
    place = str(folder.resolve()).casefold().encode()
    return f"sentralbord-{hashlib.sha256(place).hexdigest()[:24]}"


def arrive(
    folder: Path, number: str = "", *, misread: bool = False
) -> tuple[QLockFile | None, bool]:
    """The lock of the register when this start is the first; else whether the window that has it has
    answered, and been given `number`, the one that rings, or been told that there was one in the link
    that could not be read.

    Of many starts at once one gets the lock, and the others wait until it listens. A folder that cannot
    be written to gives neither: opening it says why.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():  # Qt for Windows would warn of it, and knows no more
        return None, False
    lock = lock_of(folder)
    if lock.tryLock(0):
        return lock, False
    if lock.error() != QLockFile.LockError.LockFailedError:
        return None, False
    _let_come_forward()
    message = (
        json.dumps(
            {"id": uuid.uuid4().hex, "number": number} | ({"misread": True} if misread else {})
        ).encode()
        + b"\n"
    )
    until = time.monotonic() + PATIENCE
    deaf = 0
    while time.monotonic() < until and deaf < ATTEMPTS:
        heard = _ring(folder, message)
        if heard:
            return None, True
        deaf += heard is False
    return None, False


def _ring(folder: Path, message: bytes) -> bool | None:
    """Whether it answered; None when it has the lock and does not listen yet."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(folder))
    if not socket.waitForConnected(WAIT_MS):
        time.sleep(WAIT_MS / 1000 / ATTEMPTS)
        return None
    socket.write(message)
    socket.flush()
    return socket.waitForReadyRead(WAIT_MS) and bytes(socket.readAll().data()).startswith(b"ok")


def _let_come_forward() -> None:
    """Windows lets only the program in front hand over its place."""
    import sys

    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


class Doorbell(QObject):
    """Listens as long as the register is ours."""

    rang = Signal(str)  # the number, or «» when the window shall only come forward
    misread = Signal()  # by a link that could not be used

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._heard: deque[str] = deque(maxlen=REMEMBERED)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._come)
        name = server_name(folder)
        QLocalServer.removeServer(name)  # one that was killed left its socket; the lock is ours
        self._server.listen(name)

    def close(self) -> None:
        self._server.close()

    def _come(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda s=socket: self._read(s))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > LONGEST_MESSAGE:
            socket.abort()
            return
        if not socket.canReadLine():
            return
        try:
            ring, number, misread = _understood(bytes(socket.readLine().data()))
        except ValueError:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        socket.disconnectFromServer()
        if ring not in self._heard:
            self._heard.append(ring)
            self.rang.emit(number)
            if misread:
                self.misread.emit()


def _understood(line: bytes) -> tuple[str, str, bool]:
    """Id and number of a message, and whether its link was misread; raises ValueError for anything else."""
    try:
        message = json.loads(line)
        ring, number = message["id"], message["number"]
    except (ValueError, TypeError, KeyError):
        raise ValueError("not a message") from None
    misread = message.pop("misread", False)
    if (
        set(message) != {"id", "number"}
        or not isinstance(ring, str)
        or misread not in (True, False)
    ):
        raise ValueError("not a message of ours")
    if number != "" and not (isinstance(number, str) and is_phone_number(number)):
        raise ValueError("not a message of ours")
    return ring[:64], normal_number(number), bool(misread)
