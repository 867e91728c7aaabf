"""Ignores answers for 150 ms after a step is first painted, so that a double press does not answer two steps."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtWidgets import QWidget

READ_MS = 150
"""Milliseconds after a step is painted; a key bounce or double click is over, and the step cannot have been read."""
UNSEEN_MS = 1000
"""Milliseconds after a step is drawn, where it is never painted."""


class DoublePressGuard(QObject):
    """Counts from the first paint event of a panel after `begin`: drawing may take longer than the guard, and a press
    during it is delivered before the paint."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._since = QElapsedTimer()
        self._is_seen = False
        panel.installEventFilter(self)

    @property
    def is_active(self) -> bool:
        longest = READ_MS if self._is_seen else UNSEEN_MS
        return self._since.isValid() and self._since.elapsed() < longest

    def begin(self) -> None:
        self._is_seen = False
        self._since.start()
        self._panel.update()

    def end(self) -> None:
        """End the guard at the first typed character: the step has been read."""
        self._since.invalidate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._is_seen and self._since.isValid():
            self._is_seen = True
            self._since.restart()
        return super().eventFilter(watched, event)
