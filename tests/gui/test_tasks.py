"""Workers: results in order, nothing late, and no question to the register on the thread that draws the window."""

from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from sentralbord_desktop.domain.progress import ImportCancelledError, ReportProgress
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.startup import states
from tests.helpers.figures import Say
from tests.helpers.screen import Screen, window_over
from tests.helpers.starter import Starter, welcomed
from tests.helpers.window_calls import complete_a_resignation


def test_results_arrive_in_the_order_asked_for(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner = QObject()
    arrived: list[int] = []
    for number in range(20):
        tasks.run(owner, partial(int, number), arrived.append)

    qtbot.waitUntil(lambda: arrived == list(range(20)))


def test_a_closed_page_gets_no_late_result(qtbot: QtBot, tasks: TaskRunner) -> None:
    page, other = QObject(), QObject()
    may_finish = Event()
    arrived: list[str] = []
    tasks.run(page, lambda: may_finish.wait(5), lambda _: arrived.append("page"))
    tasks.run(other, lambda: None, lambda _: arrived.append("other"))

    delete(page)
    may_finish.set()

    qtbot.waitUntil(lambda: arrived != [])
    assert arrived == ["other"]


def test_an_error_goes_to_whoever_asked_for_it(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner = QObject()
    told: list[Exception] = []

    def fail() -> None:
        raise ConnectionError

    tasks.run(owner, fail, lambda _: None, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    with qtbot.waitSignal(tasks.failed):
        tasks.run(owner, fail, lambda _: None)


@pytest.mark.figures("R16")
def test_ten_thousand_signals_do_not_bring_python_down(figure: Say) -> None:
    """PySide6 6.12.0 aborts on CPython 3.11 here (bool_dealloc); 6.11.2 does not."""

    class Speaker(QObject):
        said = Signal(bool)

    speaker = Speaker()
    heard: list[bool] = []
    speaker.said.connect(heard.append)
    for _ in range(10_000):
        speaker.said.emit(True)
    assert len(heard) == 10_000
    figure("R16", "10 000 Qt signals with bool: all heard")


def slow(progress: ReportProgress, stop: Event) -> None:
    progress(1, 10)
    if stop.wait(10):
        raise ImportCancelledError
    raise TimeoutError


def test_long_work_is_stopped_by_esc_and_the_focus_comes_back(qtbot: QtBot, tasks: TaskRunner, screen: Screen) -> None:
    """Inside the whole window, where Esc means other things elsewhere."""
    page, start, field = QWidget(), QPushButton("Begynn"), QLineEdit()
    bar = ProgressRow(tasks, (start,))
    layout = QVBoxLayout(page)
    for part in (start, bar, field):
        layout.addWidget(part)
    start.clicked.connect(lambda: bar.run(slow, lambda _: None))
    screen.window.show_alone(page)
    start.setFocus()
    screen.key(Qt.Key.Key_Space)
    assert not start.isEnabled()
    qtbot.waitUntil(bar._halt.isVisible)  # after 300 ms, not before
    assert screen.focus is bar._halt
    screen.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(start.isEnabled)
    assert bar.said.text() == str(ImportCancelledError())
    assert screen.focus is start


def test_from_the_start_to_the_end_of_a_call_and_on_every_page(
    asked: list[str], request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path
) -> None:
    with window_over(QtBot(request), qapp, tmp_path / "side" / "register", 1.0) as screen:
        assert asked == []
        screen.open("ingunn fjeldheim")
        complete_a_resignation(screen)
        screen.control(Qt.Key.Key_Z)
        screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
        every_page(screen)
    assert asked == []


def every_page(screen: Screen) -> None:
    for page in (spec.name for spec in PAGES):
        screen.window.show_page(page)
        screen.at_rest()
    parts = screen.workspace.settings.ui.sections
    for row in range(parts.count()):
        parts.setCurrentRow(row)
        screen.at_rest()


def test_a_first_start_asks_nothing_either(asked: list[str], qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    starter = Starter(qtbot, qapp)
    application = starter.start(tmp_path / "kontor")
    try:
        welcome = welcomed(starter, qtbot, application)
        application.sequence.report(
            states.Event.CHOICES_MADE, {"name": "Maja", "initials": "", "loop": 1, "help_level": "ny"}
        )
        qtbot.waitUntil(lambda: "Skriv initialene" in welcome.ui.sub.text())
        for _ in range(2):  # a key that was held down
            application.sequence.report(
                states.Event.CHOICES_MADE, {"name": "Maja", "initials": "MA", "loop": 1, "help_level": "ny"}
            )
        code = starter.wait_for(application, RecoveryCodePage)
        assert isinstance(code, RecoveryCodePage)
        code.part.drop.click()
        qtbot.waitUntil(lambda: application.workspace is not None, timeout=15_000)
        assert asked == []
    finally:
        starter.stop(application)
