"""Work that runs once a day: soon after the start, then checked every hour."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.core.tasks import TaskRunner

FIRST_MS = 60_000
"""The start is over by then."""
EVERY_MS = 3_600_000


class DailyJob(QObject):
    """`work` knows whether today's is done: a backup, a copy of the server's register. `failed` carries an error that
    an operator can act on; once until one succeeds. `done` carries its result."""

    failed = Signal(Exception)
    done = Signal(object)

    def __init__(self, work: Callable[[], object], tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._tasks = tasks
        self._told = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._first = QTimer(self, interval=FIRST_MS, singleShot=True)
        self._first.timeout.connect(self.look)

    def begin(self) -> None:
        self._first.start()
        self._timer.start()

    def end(self) -> None:
        self._first.stop()
        self._timer.stop()

    def look(self) -> None:
        self._tasks.run(self, self._work, self._done, self._failed)

    def _done(self, found: object) -> None:
        self._told = False
        self.done.emit(found)

    def _failed(self, error: Exception) -> None:
        if not self._told or not isinstance(error, SwitchboardError):
            self.failed.emit(error)
        self._told = True
