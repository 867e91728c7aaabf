"""The icon beside the clock: raises the window, locks, quits, and notifies of what falls due."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from sentralbord_desktop.gui.window.main_window import MainWindow

CLICKS = (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick)
"""A right click opens the menu."""


class Tray(QSystemTrayIcon):
    """Shown with the workspace, not in a locked window. Never shows a member's name."""

    lock_asked = Signal()

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(window.windowIcon(), parent)
        self._window = window
        self.setToolTip(window.windowTitle())
        menu = self._menu = QMenu(window)  # the icon does not own its menu
        menu.addAction("Åpne Sentralbord", window.come_forward)
        menu.addAction("Lås", self.lock_asked.emit)
        menu.addSeparator()
        menu.addAction("Avslutt", self._leave)
        self.setContextMenu(menu)
        self.activated.connect(self._clicked)
        self.messageClicked.connect(self._show_due)

    def begin(self) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.show()

    def show_message(self, sentence: str) -> None:
        self.showMessage("Sentralbord", sentence, self._window.windowIcon())

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in CLICKS:
            self._window.come_forward()

    def _show_due(self) -> None:
        self._window.come_forward()
        self._window.go_to("callbacks")

    def _leave(self) -> None:
        """Raise the window first: it may ask about unfinished work."""
        self._window.come_forward()
        self._window.close()
