"""The moment in which a new step takes no answer: the second half of a double press was meant for the step before."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtWidgets import QWidget

READ_MS = 150
"""From when a step is seen; a bounce of a key or a double click is over by then, and nobody has read it yet."""
UNSEEN_MS = 1000
"""From when a step is drawn, where nothing of it is ever painted."""


class DoublePressGuard(QObject):
    """Counts from the first painting of a panel after `begin`, not from the drawing, which may take longer than the
    moment: a press made meanwhile waits in the queue and comes before the painting."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._since = QElapsedTimer()
        self._is_seen = False
        panel.installEventFilter(self)

    @property
    def is_active(self) -> bool:
        """Whether an answer now comes too soon."""
        longest = READ_MS if self._is_seen else UNSEEN_MS
        return self._since.isValid() and self._since.elapsed() < longest

    def begin(self) -> None:
        """The panel shows something new."""
        self._is_seen = False
        self._since.start()
        self._panel.update()

    def end(self) -> None:
        """Whoever types into a step has read it."""
        self._since.invalidate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._is_seen and self._since.isValid():
            self._is_seen = True
            self._since.restart()
        return super().eventFilter(watched, event)
