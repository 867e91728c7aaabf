"""The whole window over a practice register, in process, driven by real keys."""

import gc
import shutil
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event
from sqlalchemy.engine import Engine

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.gui.core.gc_timer import GcTimer
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.workspace.workspace import Workspace
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments, show_norwegian

CHAINED = 3
"""A key writes, the notice of it reads, and what was read may be looked up: no chain is longer."""
STOOD: list[QWidget] = []
"""The windows that stood before the test that runs."""


@pytest.fixture(scope="session", autouse=True)
def settings_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Remembered widths and colours of the tests never touch those of this machine."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    place = str(tmp_path_factory.mktemp("innstillinger"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, place)


@pytest.fixture(scope="session", autouse=True)
def collector_of_tests() -> Iterator[None]:
    """The window's collector looks through all there is when it stops, a fifth of each test. Here what stays from
    test to test is frozen, that of pytest itself first, and only what a window brought is looked through."""
    gc.collect()
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GcTimer, "settle", lambda self: None)
        patch.setattr(GcTimer, "stop", lambda self: self._timer.stop())
        yield


LOOK_AGAIN_MS = 1
WAIT_UNTIL = QtBot.waitUntil


def wait_until(self: QtBot, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:
    """pytest-qt's own, which looks every 10 ms; some twenty of those are in each test here. And with one timer for all
    looks: to start one takes Wine nearly half a millisecond."""
    loop, pulse = QEventLoop(), QTimer(interval=LOOK_AGAIN_MS)
    pulse.timeout.connect(loop.quit)

    def look_again(_: int) -> None:
        if not pulse.isActive():
            pulse.start()
        loop.exec()

    hurried = SimpleNamespace(wait=look_again)
    WAIT_UNTIL(cast("QtBot", hurried), callback, timeout=timeout)


@pytest.fixture(scope="session", autouse=True)
def looked_for_more_often() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QtBot, "waitUntil", wait_until)
        yield


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
        answer is over. `test_behaviour` has a test of that moment."""
        for digit in text:
            self.workspace.call.wizard.step.double_press_guard.end()
            self.bot.keyClicks(self.focus, digit)

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
            for runner in (app.tasks, app.search_tasks, app.import_tasks, app.send_tasks):
                self.answered(runner)

    def answered(self, runner: TaskRunner) -> None:
        """All that this worker has been asked by now is done and shown."""
        came: list[None] = []
        runner.run(self.window, lambda: None, came.append)
        self.bot.waitUntil(lambda: bool(came), timeout=10_000)

    def finish(self) -> None:
        self.control(Qt.Key.Key_Return)
        self.bot.waitUntil(lambda: self.workspace.call_session.receipt is not None, timeout=10_000)


@pytest.fixture
def text_scale() -> float:
    """1.5 is text at 150 %; a test that is run at several sizes gives its own."""
    return 1.0


@contextmanager
def window_over(bot: QtBot, qapp: QApplication, folder: Path, text_scale: float) -> Iterator[Screen]:
    """The window over a new practice register, with its lists read."""
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


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice register, to be copied: inventing its people takes ten times as long as opening it."""
    folder = tmp_path_factory.mktemp("mal") / "register"
    open_services(folder, practice=True).close()
    return folder


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path, text_scale: float) -> Iterator[Screen]:
    shutil.copytree(practised, tmp_path / "register")
    with window_over(qtbot, qapp, tmp_path / "register", text_scale) as screen:
        yield screen


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Where in our code a question was asked on this thread."""
    found: list[str] = []

    def seen(*_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            ours = [f for f in traceback.extract_stack() if "sentralbord_desktop" in f.filename]
            gui = [
                f
                for f in ours
                if "/gui/" in f.filename
                or f.filename.endswith(("open_register.py", "start_sequence.py", "first_run.py", "application.py"))
            ]
            if gui:
                found.append(f"{gui[-1].filename.rpartition('/')[2]}:{gui[-1].lineno} {gui[-1].name}")

    event.listen(Engine, "before_cursor_execute", seen)
    yield found
    event.remove(Engine, "before_cursor_execute", seen)


def dismantle(application: Application) -> None:
    """Close as a person would, then let every widget go on this thread, not on a later worker.

    Whoever asks at the door about what is left over would wait for an answer for ever.
    """
    application.window.may_close = lambda: True
    application.window.close()
    application.close()
    application.window.deleteLater()
    application.theme.setParent(None)
    application.setParent(None)
    application.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Function) -> Iterator[None]:
    """What is left when the test has let go of everything stays, and is not looked through again."""
    STOOD.clear()
    STOOD.extend(QApplication.topLevelWidgets())
    result = yield
    if "qapp" in item.fixturenames and not QApplication.topLevelWidgets():
        gc.collect()
        gc.freeze()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Function) -> Iterator[None]:
    """No window outlives its test: the next ones would be drawn, and fail, with it (under Wine they did). The
    one that stands for many tests (`test_looks.standing`) does."""
    result = yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = still_there() if "standing" not in item.fixturenames else []
    if left:  # the collector rests while a window is up: what only hangs in a ring is there yet
        gc.unfreeze()
        gc.collect()
        left = still_there()
    STOOD.clear()
    if left:
        pytest.fail(f"{item.name} leaves {', '.join(left)}", pytrace=False)
    return result


def still_there() -> list[str]:
    """Qt's names of the windows that did not stand before the test."""
    return [one.metaObject().className() for one in QApplication.topLevelWidgets() if one not in STOOD]


@pytest.fixture
def tasks(qapp: object) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shut_down()
