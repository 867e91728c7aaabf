"""Locks the window after a period without input (PR-5)."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

LOOK_MS = 10_000
IN_A_CALL = 30 * 60.0
"""Seconds without input after which the window locks even during an inquiry."""
HANDS = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}
"""Input events. Of a shortcut, only the key release reaches the window."""


def is_due(quiet: float, minutes: int, *, in_a_call: bool) -> bool:
    """Whether `quiet` seconds without input are enough to lock; 0 minutes is never."""
    enough = max(minutes * 60.0, IN_A_CALL if in_a_call else 0.0)
    return minutes > 0 and quiet >= enough


class IdleTimer(QObject):
    """`due` is emitted once when it is time to lock; `begin` starts counting. Filters events of the program's windows,
    not of the application: a filter on the application is called for every event, some 25 000 for a change of colours,
    which took a third of the time."""

    due = Signal()

    def __init__(
        self,
        minutes: Callable[[], int],
        in_a_call: Callable[[], bool],
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._in_a_call, self._clock = minutes, in_a_call, clock
        self._last = clock()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        self.end()
        self._last = self._clock()
        self._watch()
        self._application().focusWindowChanged.connect(self._watch)
        self._timer.start()

    def end(self) -> None:
        if not self._timer.isActive():
            return
        self._timer.stop()
        self._application().focusWindowChanged.disconnect(self._watch)
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)

    def _watch(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)

    @staticmethod
    def _application() -> QGuiApplication:
        application = QGuiApplication.instance()
        if not isinstance(application, QGuiApplication):
            raise TypeError("there is no application yet")
        return application

    def look(self) -> None:
        """Runs every ten seconds. After a sleep of the PC the clock has moved on, or the timer is late; either way it
        is due at once."""
        if is_due(self._clock() - self._last, self._minutes(), in_a_call=self._in_a_call()):
            self.end()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in HANDS:
            self._last = self._clock()
        return False
