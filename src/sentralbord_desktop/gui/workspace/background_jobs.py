"""Periodic work while the workspace is open."""

from collections.abc import Callable
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.availability.calendar_timer import CalendarTimer
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.messages.send_timer import SendTimer
from sentralbord_desktop.services.office import Services

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


class BackgroundJobs(QObject):
    """Messages every few seconds; calendars every ten minutes; once a day backups, the copy of a server's register, the
    check of retention, the sources of members and what old imports kept. Practice has none of these. `failed`: a person
    can act on it. `due`: the number of rows to erase."""

    failed = Signal(Exception)
    due = Signal(object)

    def __init__(
        self,
        services: Services,
        send_tasks: TaskRunner,
        slow_tasks: TaskRunner,
        outside_tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._send_timer = SendTimer(services, send_tasks, self)
        self._calendar_timer = CalendarTimer(services, outside_tasks, self)
        self.backups = DailyJob(services.backups.daily, slow_tasks, self)
        self.copies = DailyJob(services.local_copy.daily, slow_tasks, self)
        self.erasings = DailyJob(services.retention.due_today, slow_tasks, self)
        self.imports = DailyJob(services.import_history.forget_old, slow_tasks, self)
        self._ending = Event()
        self.pulls = DailyJob(partial(services.pulls.daily, self._ending), slow_tasks, self)
        self._jobs = (self.backups, self.copies, self.erasings, self.imports, self.pulls)
        self.backups.failed.connect(self.failed)
        self.copies.failed.connect(self.failed)
        self.pulls.failed.connect(self.failed)
        self.erasings.done.connect(self.due)

    def begin(self) -> None:
        if self._services.practice:
            return
        self._send_timer.begin()
        self._calendar_timer.begin()
        for daily_job in self._jobs:
            daily_job.begin()

    def end(self) -> None:
        self._ending.set()
        self._send_timer.end()
        self._calendar_timer.end()
        for daily_job in self._jobs:
            daily_job.end()
