"""The whole window over a practice register, in process, driven by real keys."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.workspace.workspace import Workspace
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments, show_norwegian

CHAINED = 3
"""A key writes, the notice of it reads, and what was read may be looked up: no chain is longer."""


class Screen:
    """The window and what a hand can do with it."""

    def __init__(self, qtbot: QtBot, application: Application) -> None:
        self.bot = qtbot
        self.application = application
        self.window = application.window

    @property
    def workspace(self) -> Workspace:
        assert self.application.workspace is not None
        return self.application.workspace

    @property
    def services(self) -> Services:
        assert self.application.services is not None
        return self.application.services

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        combined = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            combined |= modifier
        self.bot.keyClick(self.focus, key, combined)

    def control(self, key: Qt.Key) -> None:
        """Ctrl+Enter as by somebody who has read what stands there; see `digits`."""
        if key == Qt.Key.Key_Return and self.application.workspace is not None:
            self.workspace.call.wizard.step.double_press_guard.end()
            self.workspace.call.inquiry.double_press_guard.end()
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        self.bot.keyClicks(self.focus, text)

    def digits(self, text: str) -> None:
        """One answer after another, as by somebody who has read each step: the moment in which a new one takes no
        answer is over. tests/gui/test_wizard.py has a test of that moment."""
        for digit in text:
            self.workspace.call.wizard.step.double_press_guard.end()
            self.bot.keyClicks(self.focus, digit)

    def confirm(self) -> None:
        """Enter on what the register proposes, as by somebody who has read it."""
        self.workspace.call.wizard.step.double_press_guard.end()
        self.key(Qt.Key.Key_Return)

    def search(self, text: str) -> None:
        self.key(Qt.Key.Key_F3)
        self.bot.keyClicks(self.window.ui.search, text)

    def open(self, name: str) -> None:
        """Search, Enter, and the record is there, laid out: its page is 972 wide for a moment on the way to 690."""
        self.search(name)
        self.key(Qt.Key.Key_Return)
        call_session = self.workspace.call_session
        self.bot.waitUntil(lambda: call_session.record is not None and call_session.run is None, timeout=10_000)
        QApplication.processEvents()

    def at_rest(self) -> None:
        """All that was asked of the workers is done and shown, and what an answer asked for in its turn:
        each does its work in the order asked, and answers in it."""
        app = self.application
        for _ in range(CHAINED):
            self.answered(app.tasks, app.search_tasks, app.import_tasks, app.send_tasks, app.outside_tasks)

    def answered(self, *runners: TaskRunner) -> None:
        """All that these workers have been asked by now is done and shown."""
        came: list[None] = []
        for runner in runners:
            runner.run(self.window, lambda: None, came.append)
        self.bot.waitUntil(lambda: len(came) == len(runners), timeout=10_000)

    def settle_promises(self, digit: str = "1") -> None:
        """Answer each open promise to the member that the review asks about."""
        promises = self.workspace.call.review.promises
        while promises.is_open:
            promises.take_focus()
            self.bot.keyClicks(self.focus, digit)

    def finish(self) -> None:
        """Fullfør, with what was promised before settled in this call."""
        if self.workspace.call.currentWidget() is self.workspace.call.review:
            self.settle_promises()
        self.control(Qt.Key.Key_Return)
        self.bot.waitUntil(lambda: self.workspace.call_session.receipt is not None, timeout=10_000)


@contextmanager
def window_over(bot: QtBot, qapp: QApplication, folder: Path, text_scale: float) -> Iterator[Screen]:
    """The window over a new practice register, with its lists read."""
    if not qapp.findChildren(QTranslator):  # one more for each window would be asked for each text
        show_norwegian(qapp)
    options = arguments(["--practice", "--data", str(folder), "--look", "lyst", "--text-scale", str(text_scale)])
    application = Application(qapp, options)
    application.window.resize(1366, 688)
    application.show()
    try:
        bot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
        application.window.resize(1366, 688)
        application.window.activateWindow()
        screen = Screen(bot, application)
        screen.answered(application.tasks)
        QApplication.processEvents()  # what was made for the rows is shown
        yield screen
    finally:  # or the next window would be drawn by this one's theme
        dismantle(application)


def dismantle(application: Application) -> None:
    """Close as a person would, then let every widget go on this thread, not on a later worker.

    Whoever asks at the door about what is left over would wait for an answer for ever.
    """
    application.window.may_close = lambda: True
    application.window.close()
    application.close()
    application.window.deleteLater()
    application.theme.setParent(None)
    application.theme.deleteLater()  # or it would hear of the next palette, with widgets that are gone
    application.setParent(None)
    application.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()


Let = Callable[[], None]
