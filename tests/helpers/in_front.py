"""Acting in a menu or dialog that waits for an answer in an event loop of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

LOOK_EVERY_MS = 20


def once_in_front(owner: QObject, act: Callable[[], None]) -> None:
    """Call `act` as soon as a menu or a modal dialog is on the screen; never, when none comes while `owner` lives."""
    timer = QTimer(owner, interval=LOOK_EVERY_MS)

    def look() -> None:
        shown = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if shown is not None and shown.isVisible():
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start()
