"""Python's cycle collector runs on the main thread only.

A collection that happens to start on a worker would delete widgets there, and Qt crashes. So the
automatic collector is off while the window is up, and a timer does its work where Qt lives.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
MAX_NEW_OBJECTS = 30_000
"""Objects made since the last look that only an import makes. Looking through them would hold the
window, and they go by themselves when they are done with."""


class GcTimer(QObject):
    """The same three generations and thresholds as Python's own, by a timer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        timer = QTimer(self, interval=EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()
        self._timer = timer

    def look(self) -> None:
        """Collect the oldest generation that is over its threshold."""
        counts = gc.get_count()
        if counts[0] > MAX_NEW_OBJECTS:
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def settle(self) -> None:
        """The window is furnished: what there is now stays, and is not looked through again."""
        gc.freeze()

    def stop(self) -> None:
        """At the end: nothing of Qt is left for another thread to find."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()
