"""Runs Python's cycle collector on the main thread only. A collection on a worker would delete widgets there, and Qt
crashes. So the automatic collector is off while the window is open, and a timer runs it on the main thread."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
MAX_NEW_OBJECTS = 30_000
"""More new objects since the last check than this come from an import only. Scanning them would block the window, and
reference counting frees them."""


class GcTimer(QObject):
    """The three generations and thresholds of Python's collector, run by a timer."""

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
        """Freeze the present objects once the window is built: they are not scanned again."""
        gc.freeze()

    def stop(self) -> None:
        """Collect at the end, so that no Qt object is left for another thread."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()
