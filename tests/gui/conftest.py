"""The whole window over a practice register, in process, driven by real keys."""

import gc
import itertools
import shutil
import threading
import traceback
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QByteArray, QEvent, QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event
from sqlalchemy.engine import Engine

from sentralbord_desktop.gui.core.gc_timer import GcTimer
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import GEOMETRY_KEY
from tests.helpers.screen import Let, Screen, window_over
from tests.helpers.shared_window import SharedWindow
from tests.helpers.starter import Starter

WINDOWS = itertools.count(1)
LOOKED_THROUGH_EVERY = 50
"""Tests with a window. What one of them leaves in a ring after it was frozen is let go of only when all is looked through:
without that a worker holds 1.6 GB at its end."""

PLACE = QByteArray.fromHex(
    b"01d9d0cb00030000000000000000002000000559000002d3000000020000002200000557000002d1000000000000000003200000"
    b"00020000002200000557000002d1"
)
"""`saveGeometry` of 1366x688 at the top left."""

SHARED: list[SharedWindow] = []
"""The windows that tests of the module that runs have in common."""
STOOD: list[QWidget] = []
"""The windows that stood before the test that runs."""


@pytest.fixture(scope="session", autouse=True)
def settings_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Remembered widths and colours of the tests never touch those of this machine."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    place = str(tmp_path_factory.mktemp("innstillinger"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, place)


@pytest.fixture(autouse=True)
def settings_as_new(settings_elsewhere: None) -> None:
    """No test finds the widths, the sorting or the columns that another one left: which came before depends on the
    worker. The window has a place, as it has from its second start on: a first one would fill the small screen of the
    tests."""
    QSettings().clear()
    QSettings().setValue(GEOMETRY_KEY, PLACE)


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


PATIENCE_MS = 60_000
"""A disk that stands still takes a test nothing but time: a machine of CI has waited 20 s for a register to open."""


def wait_until(self: QtBot, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:
    """pytest-qt's own, which looks every 10 ms; some twenty of those are in each test here. And with one timer for all
    looks: to start one takes Wine nearly half a millisecond. A test may be more patient, never less."""
    loop, pulse = QEventLoop(), QTimer(interval=LOOK_AGAIN_MS)
    pulse.timeout.connect(loop.quit)

    def look_again(_: int) -> None:
        if not pulse.isActive():
            pulse.start()
        loop.exec()

    hurried = SimpleNamespace(wait=look_again)
    WAIT_UNTIL(cast("QtBot", hurried), callback, timeout=max(timeout, PATIENCE_MS))


@pytest.fixture(scope="session", autouse=True)
def looked_for_more_often() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QtBot, "waitUntil", wait_until)
        yield


def shares_window(item: pytest.Item) -> bool:
    """Not over a server, whose registers lie in the folder of each test; nor beside another window of the test."""
    fixtures = getattr(item, "fixturenames", ())
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return (
        "screen" in fixtures
        and not {"starter", "look", "windows"} & set(fixtures)
        and not item.get_closest_marker("own_window")
        and not item.get_closest_marker("text_scale")
        and params.get("text_scale", 1.0) == 1.0
        and not item.config.pluginmanager.has_plugin("tests.helpers.on_server")
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of each file first the tests that share its window: it is closed before another one opens."""
    at: dict[str, int] = {}
    for item in items:
        at.setdefault(item.nodeid.partition("::")[0], len(at))
    items.sort(key=lambda item: (at[item.nodeid.partition("::")[0]], not shares_window(item)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if not shares_window(item):
        for shared in SHARED:
            shared.close()


@pytest.fixture(scope="module")
def shared_window(
    qapp: QApplication, practised: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SharedWindow]:
    shared = SharedWindow(qapp, practised, tmp_path_factory.mktemp("felles"), 1.0)
    SHARED.append(shared)
    yield shared
    SHARED.remove(shared)
    shared.close()


@pytest.fixture
def screen(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, text_scale: float) -> Iterator[Screen]:
    """The window of the module, as new; one of its own for a test that is marked `own_window`."""
    if not shares_window(request.node):
        shutil.copytree(request.getfixturevalue("practised"), request.getfixturevalue("tmp_path") / "register")
        with window_over(qtbot, qapp, request.getfixturevalue("tmp_path") / "register", text_scale) as screen:
            yield screen
        return
    shared = request.getfixturevalue("shared_window")
    yield shared.screen(qtbot)
    if request.node.stash.get(FAILED, False):
        shared.close()


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Function) -> Iterator[None]:
    """What is left when the test has let go of everything stays, and is not looked through again."""
    STOOD.clear()
    STOOD.extend(QApplication.topLevelWidgets())
    result = yield
    if "qapp" in item.fixturenames and not QApplication.topLevelWidgets():
        if next(WINDOWS) % LOOKED_THROUGH_EVERY == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
    return result


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Function) -> Iterator[None]:
    """No window outlives its test: the next ones would be drawn, and fail, with it (under Wine they did). The
    one that stands for many tests (`test_layout.windows`) does."""
    result = yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = still_there() if not {"look", "windows"} & set(item.fixturenames) else []
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
    return [
        one.metaObject().className()
        for one in QApplication.topLevelWidgets()
        if one not in STOOD and not any(shared.has(one) for shared in SHARED)
    ]


@pytest.fixture
def tasks(qapp: object) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shut_down()


@pytest.fixture
def held(screen: Screen) -> Callable[[], Let]:
    """The worker stands still until the function that this gives is called; then all is settled."""

    def hold() -> Let:
        go = threading.Event()
        screen.application.tasks.run(screen.window, lambda: go.wait(20), lambda _: None)

        def let_go() -> None:
            go.set()
            screen.at_rest()

        return let_go

    return hold


@pytest.fixture
def starter(qtbot: QtBot, qapp: QApplication) -> Iterator[Starter]:
    starter = Starter(qtbot, qapp)
    yield starter
    for application in starter.made:
        starter.stop(application)
