"""Reads the calendars of colleagues every ten minutes."""

from threading import Event

from PySide6.QtCore import QObject, QTimer

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.office import Services

CALENDARS_MS = 10 * 60_000


class CalendarTimer(QObject):
    """A calendar that does not answer takes up to 15 seconds: it holds up no message."""

    def __init__(self, services: Services, outside_tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, outside_tasks
        self._ending = Event()
        self._round = QTimer(self, interval=CALENDARS_MS)
        self._round.timeout.connect(self._fetch)

    def begin(self) -> None:
        self._round.start()
        QTimer.singleShot(0, self, self._fetch)

    def end(self) -> None:
        """The calendar that is being read is the last one."""
        self._ending.set()
        self._round.stop()

    def _fetch(self) -> None:
        def work() -> str:
            staff = self._services.organisation.read().staff
            return self._services.availability.fetch_calendars(staff, self._ending)

        self._tasks.run(self, work, lambda _: None)
