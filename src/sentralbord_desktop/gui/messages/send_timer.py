"""The sending timer: sends due messages on a separate thread."""

from PySide6.QtCore import QObject, QTimer

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.office import Services

ROUND_MS, ANNOUNCE_MS = 5_000, 30_000


class SendTimer(QObject):
    """Has its own thread, so that a slow mail server does not delay search or Fullfør."""

    def __init__(self, services: Services, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._busy = False
        self._round = QTimer(self, interval=ROUND_MS)
        self._round.timeout.connect(self._send)
        self._announcing = QTimer(self, interval=ANNOUNCE_MS)
        self._announcing.timeout.connect(self._announce)

    def begin(self) -> None:
        """First mark messages as doubtful that were being sent when the program last ended."""
        self._tasks.run(self, self._services.sender.start, lambda _: None)
        self._round.start()
        self._announcing.start()
        QTimer.singleShot(0, self, self._announce)

    def end(self) -> None:
        self._round.stop()
        self._announcing.stop()

    def _send(self) -> None:
        if not self._busy:
            self._busy = True
            self._tasks.run(self, self._services.sender.send_due, lambda _: self._free(), self._failed)

    def _announce(self) -> None:
        """Announce again what this workstation can send: a password may have been saved, or another operator signed
        in."""
        self._tasks.run(self, self._services.sending_workstations.announce, lambda _: None, lambda _: None)

    def _free(self) -> None:
        self._busy = False

    def _failed(self, error: Exception) -> None:
        """Report an error: the next round tries again, and a bug is shown once."""
        self._busy = False
        self._tasks.failed.emit(error)
