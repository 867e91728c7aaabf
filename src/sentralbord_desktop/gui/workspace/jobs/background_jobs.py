"""Periodic work while the workspace is open."""

from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.gui.availability.calendar_timer import CalendarTimer
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.messages.send_timer import SendTimer
from sentralbord_desktop.gui.workspace.jobs.daily_job import DailyJob
from sentralbord_desktop.services.office import Services


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
