"""Receives messages from a second start, or from a link of the phone system (`arriving` sends them)."""

import json
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from sentralbord_desktop.domain.telephony import is_phone_number, normal_number
from sentralbord_desktop.gui.single_instance import server_name

MAX_MESSAGE_BYTES = 1000
PATIENCE_MS = 5000
REMEMBERED = 64


class SingleInstanceServer(QObject):
    """Listens as long as this process holds the register."""

    rang = Signal(str)  # the number, or «» to raise the window only
    misread = Signal()  # a link could not be used

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._heard: deque[str] = deque(maxlen=REMEMBERED)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._come)
        name = server_name(folder)
        QLocalServer.removeServer(name)  # a killed process left its socket; the lock is ours
        self._server.listen(name)

    def close(self) -> None:
        self._server.close()

    def _come(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(MAX_MESSAGE_BYTES + 1)
            QTimer.singleShot(PATIENCE_MS, socket, socket.abort)  # drop a silent connection
            socket.readyRead.connect(lambda s=socket: self._read(s))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > MAX_MESSAGE_BYTES:
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
    if set(message) != {"id", "number"} or not isinstance(ring, str) or misread not in (True, False):
        raise ValueError("not a message of ours")
    if number != "" and not (isinstance(number, str) and is_phone_number(number)):
        raise ValueError("not a message of ours")
    return ring[:64], normal_number(number), bool(misread)
