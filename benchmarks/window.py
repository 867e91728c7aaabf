"""The real window in this process, on Qt's offscreen screen, and the fingers on its keyboard."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["SENTRALBORD_NO_KEYRING"] = "1"

from PySide6.QtCore import QEvent, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.workspace.workspace import Workspace
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments, make_qt

SIZE = (1366, 688)
PATIENCE_MS = 20_000


class Seat:
    """Where the operator sits: one furnished window over one register."""

    def __init__(self, qt: QApplication, register: Path) -> None:
        self.qt = qt
        self.app = Application(qt, arguments(["--practice", "--data", str(register)]))
        self.app.window.resize(*SIZE)
        self.app.show()
        until(lambda: self.app.workspace is not None)
        wait(300)

    @property
    def workspace(self) -> Workspace:
        if self.app.workspace is None:
            raise RuntimeError("the desk is not furnished")
        return self.app.workspace

    def type(self, text: str) -> None:
        """Each sign pressed and let go; QTest.keyClicks ends the process at an «å»."""
        for sign in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
                QApplication.sendEvent(self.app.window.ui.search, event)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.app.window.ui.search, key)

    def close(self) -> None:
        self.app.window.close()
        self.app.close()


@contextmanager
def seat(folder: Path, register: Path) -> Iterator[Seat]:
    """A seat with its settings in `folder`; closed at the end."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    taken = Seat(make_qt(), register)
    try:
        yield taken
    finally:
        taken.close()


def wait(milliseconds: int) -> None:
    """Process events; QTest.qWait holds the interpreter's lock, which stops the workers."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(true: Callable[[], bool], what: str = "the window") -> None:
    if true():
        return
    loop = QEventLoop()
    look = QTimer(interval=2)
    look.timeout.connect(lambda: loop.quit() if true() else None)
    look.start()
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    loop.exec()
    look.stop()
    if not true():
        raise TimeoutError(f"{what} did not come")
