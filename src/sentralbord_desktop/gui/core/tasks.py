"""Runs slow work off the main thread, and returns results to it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event, Thread
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from sentralbord_desktop.domain.errors import SwitchboardError

T = TypeVar("T")
LOOK_S = 0.05
"""Seconds between two checks of whether the work should be abandoned."""


class StoppedError(SwitchboardError):
    """Work that waits for something outside this PC was abandoned before the answer came."""

    def __init__(self) -> None:
        super().__init__("Stoppet før det kom svar. Prøv igjen når du vil.")


def until_stopped(work: Callable[[], T], stop: Event) -> T:
    """The result of `work`, which waits for something outside this PC. Raises StoppedError as soon as `stop` is set;
    `work` then ends by itself on its own thread, and its result is dropped."""
    answer: Future[T] = Future()

    def do() -> None:
        try:
            answer.set_result(work())
        except Exception as error:
            answer.set_exception(error)

    Thread(target=do, name="outside", daemon=True).start()
    while not wait([answer], LOOK_S).done:
        if stop.is_set():
            raise StoppedError
    return answer.result()


class TaskRunner(QObject):
    """One worker thread, so that database work runs in the order of the requests."""

    failed = Signal(Exception)
    ending = Signal()  # the program ends: abandon what waits for something outside
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, name: str = "db") -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._is_over = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], object],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` on the worker, then `on_done` with its result on the main thread. No work starts once the program
        is ending. An error goes to `on_error`, else to `failed`. Nothing is delivered once `owner` is deleted."""

        def deliver(future: Future[T]) -> None:
            if future.cancelled() or not isValid(owner):
                return
            error = future.exception()
            if error is None:
                on_done(future.result())
            elif isinstance(error, Exception):
                (on_error or self.failed.emit)(error)

        if self._is_over:
            return
        future = self._pool.submit(work)
        future.add_done_callback(lambda done: self._send(lambda: deliver(done)))

    def refusal(self, show: Callable[[str], object]) -> Callable[[Exception], None]:
        """An `on_error` that gives the sentence of a SwitchboardError to `show`, and other errors to `failed`."""

        def refused(error: Exception) -> None:
            if isinstance(error, SwitchboardError):
                show(f"{error} {getattr(error, 'reason', '')}".strip())  # the answer of a server
            else:
                self.failed.emit(error)

        return refused

    def shut_down(self) -> None:
        self._is_over = True
        self.ending.emit()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _send(self, callback: Callable[[], None]) -> None:
        if isValid(self):
            self._finished.emit(callback)

    @Slot(object)
    def _deliver(self, callback: Callable[[], None]) -> None:
        callback()
