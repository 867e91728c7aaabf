"""Size and position of the window from the last time: kept, restored, and fitted to the screen by Qt."""

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

FIRST_SIZE = QSize(1366, 688)
"""Size without a stored one, where the screen has room."""
MIN_SIZE = QSize(683, 480)
"""Least size, on a screen that has room for it: a laptop at 200 %."""
TITLE_BAR = 32
KEY = "vindu/form"
SETTLED_MS = 400
"""A move is over when nothing more has come for this long."""


class WindowGeometry(QObject):
    """Keeps the geometry while the window is used, so that it also survives a kill of the program."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._moved = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._moved.timeout.connect(self.keep)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)
        if moved and self._window.isVisible():
            self._moved.start()
        return super().eventFilter(watched, event)

    def restore(self) -> None:
        """The last geometry; else FIRST_SIZE, or the whole of a small screen."""
        window, room = self._window, self._window.screen().availableSize()
        window.setMinimumSize(MIN_SIZE.boundedTo(room - QSize(0, TITLE_BAR)))
        kept = QSettings().value(KEY)
        if isinstance(kept, QByteArray) and window.restoreGeometry(kept):
            return
        window.resize(FIRST_SIZE)
        if not has_room(room):
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def keep(self) -> None:
        self._moved.stop()
        if not self._window.isMinimized():
            QSettings().setValue(KEY, self._window.saveGeometry())


def has_room(room: QSize) -> bool:
    """Whether the first window fits with its frame, a little from the corner, where Windows opens it."""
    return room.width() > FIRST_SIZE.width() and room.height() >= FIRST_SIZE.height() + TITLE_BAR
