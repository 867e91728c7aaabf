"""Locking the window: hidden at once, then the program starts again without register and key (PR-5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.gui.idle import IdleWatch
from sentralbord_desktop.gui.main_window import MainWindow
from sentralbord_desktop.gui.tasks import TaskRunner

if TYPE_CHECKING:
    from sentralbord_desktop.gui.desk import Desk
    from sentralbord_desktop.services.draft import Draft
    from sentralbord_desktop.services.office import Office

ROUND_MS, PATIENCE = 3_000, 40
"""How often it is looked at whether the last messages have left, and how many times."""


class Locking(QObject):
    """`locked`: nothing is shown from now on, and the next start is locked too, also when the process is
    ended before it has put away what it has. `restart_asked`: start again, locked."""

    locked = Signal()
    restart_asked = Signal()

    def __init__(self, window: MainWindow, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._tasks = window, tasks
        self._office: Office | None = None
        self._desk: Desk | None = None
        self._idle: IdleWatch | None = None
        self._is_locking = self._is_kept = False
        self._parked: Draft | None = None

    def watch(self, office: "Office", desk: "Desk") -> None:
        """From now on the window locks by its key, and when nobody is there."""
        self._office, self._desk = office, desk
        desk.lock_asked.connect(self.lock)
        self._idle = IdleWatch(
            lambda: office.shift.operator.lock_minutes, lambda: _is_busy(desk), self
        )
        self._idle.due.connect(self.lock)
        self._idle.begin()

    def end(self) -> None:
        if self._idle is not None:
            self._idle.end()

    def lock(self) -> None:
        """Nothing about members is shown from now on; the inquiry is parked. What is on its way out
        leaves first."""
        if self._desk is None or self._office is None or self._is_locking:
            return
        self._is_locking = True
        self.locked.emit()
        self._desk.call.review.keep_edited()
        self._desk.half_forms.keep()
        self._parked = self._park(self._desk)
        self._desk.hide_names()
        self._window.clear_search()
        self.show(lambda: self.restart_asked.emit() if self._is_kept else None)
        self._drop_when_sent(self._office, PATIENCE)

    def _park(self, desk: "Desk") -> "Draft | None":
        """Put the running inquiry aside, and give it; those that were parked before are whose they were."""
        running = desk.flow.draft
        desk.flow.park()
        parked = (one for one in desk.flow.parked if running is not None and one.id == running.id)
        return next(parked, None)

    def show(self, unlock: Callable[[], object]) -> None:
        """The calm page; `unlock` is what its button does."""
        from sentralbord_desktop.gui.settings.sign_in import LockPage

        page = LockPage()
        page.unlock_asked.connect(unlock)
        self._window.show_alone(page)
        page.begin()

    def _drop_when_sent(self, office: "Office", rounds: int) -> None:
        draft, forms = self._parked, self._desk.half_forms if self._desk else None

        def keep_and_ask() -> int:
            """The inquiry is written, once more if need be, before the process may go."""
            if draft is not None:
                office.parking.keep(draft, running=False)
            return office.outbox.leaving_soon()

        def told(leaving: int) -> None:
            if forms is not None and forms.waits:
                away(None)
                return
            self._parked, self._is_kept = None, True
            if not leaving or rounds <= 0:
                self.restart_asked.emit()
            else:
                QTimer.singleShot(ROUND_MS, self, lambda: self._drop_when_sent(office, rounds - 1))

        def away(_: Exception | None) -> None:
            """Nothing can be written now: the process, and the inquiry in it, stay until it can."""
            if forms is not None:
                forms.keep()
            QTimer.singleShot(ROUND_MS, self, lambda: self._drop_when_sent(office, rounds))

        self._tasks.run(self, keep_and_ask, told, away)


def _is_busy(desk: "Desk") -> bool:
    """An inquiry is open, or a form beside it that has not been kept."""
    return desk.flow.draft is not None or desk.call.forms.panel.isVisible()
