from threading import Event

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from sentralbord_desktop.gui.tasks import TaskRunner


def test_results_arrive_in_the_order_asked_for(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner = QObject()
    arrived: list[int] = []
    for number in range(20):
        tasks.run(owner, lambda number=number: number, arrived.append)  # type: ignore[misc]  # mypy cannot infer it

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


def test_ten_thousand_signals_do_not_bring_python_down() -> None:
    """PySide6 6.12.0 aborts on CPython 3.11 here (bool_dealloc); 6.11.2 does not."""

    class Speaker(QObject):
        said = Signal(bool)

    speaker = Speaker()
    heard: list[bool] = []
    speaker.said.connect(heard.append)
    for _ in range(10_000):
        speaker.said.emit(True)
    assert len(heard) == 10_000
