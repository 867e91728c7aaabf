"""When nobody is at the desk: the window locks by itself (design 4.12, PR-5)."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

LOOK_MS = 10_000
IN_A_CALL = 30 * 60.0
"""Seconds without keys after which even an inquiry under way locks."""
HANDS = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
}  # fmt: skip


def is_due(quiet: float, minutes: int, *, in_a_call: bool) -> bool:
    """Whether `quiet` seconds without a hand are enough; 0 minutes is never."""
    enough = max(minutes * 60.0, IN_A_CALL if in_a_call else 0.0)
    return minutes > 0 and quiet >= enough


class IdleWatch(QObject):
    """`due` is sent once when it is time; `begin` starts counting."""

    due = Signal()

    def __init__(
        self, minutes: Callable[[], int], in_a_call: Callable[[], bool], parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._minutes, self._in_a_call, self._clock = minutes, in_a_call, clock
        self._last = clock()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        self._last = self._clock()
        if application := QCoreApplication.instance():
            application.installEventFilter(self)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        if application := QCoreApplication.instance():
            application.removeEventFilter(self)

    def look(self) -> None:
        """Every ten seconds. After a sleep of the PC the clock has gone on, or the timer comes late;
        either way it is due at once."""
        if is_due(self._clock() - self._last, self._minutes(), in_a_call=self._in_a_call()):
            self.end()
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in HANDS:
            self._last = self._clock()
        return False
