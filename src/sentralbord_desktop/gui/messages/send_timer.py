"""The round of sending: due messages are sent, on a thread of their own."""

from PySide6.QtCore import QObject, QTimer

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.office import Services

ROUND_MS, ANNOUNCE_MS = 5_000, 30_000


class SendTimer(QObject):
    """A slow mail server holds up no search and no Fullfør."""

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
        """What was being sent when the program ended last is put in doubt first."""
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
        """A password may have been written here since, and another operator may be at this workstation."""
        self._tasks.run(self, self._services.sending_workstations.announce, lambda _: None, lambda _: None)

    def _free(self) -> None:
        self._busy = False

    def _failed(self, error: Exception) -> None:
        """The next round tries again; a bug is shown once."""
        self._busy = False
        self._tasks.failed.emit(error)
