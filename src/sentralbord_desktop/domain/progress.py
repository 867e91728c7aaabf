"""Progress of a long task, and its cancellation."""

from collections.abc import Callable
from threading import Event

from sentralbord_desktop.domain.errors import SwitchboardError

ReportProgress = Callable[[int, int], None]


Cancel = Callable[[], bool] | Event


REPORT_EVERY_ROWS = 2000
"""Rows between two progress reports (and two checks for cancellation)."""


class ImportCancelledError(SwitchboardError):
    """The operator pressed Avbryt; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Avbrutt. Ingenting er endret.")


class Progress:
    """Reports the progress of a task, and stops it when it is cancelled."""

    def __init__(self, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> None:
        self._progress = progress
        self._cancelled = cancel.is_set if isinstance(cancel, Event) else cancel

    @property
    def quiet(self) -> "Progress":
        """The same cancellation, without reports."""
        return Progress(None, self._cancelled)

    def part(self, number: int, of: int) -> "Progress":
        """Progress of part `number` (from 0) of `of` equal parts."""
        told = self._progress
        if told is None:
            return self
        return Progress(lambda done, total: told(number * total + done, of * total), self._cancelled)

    def rest(self, number: int, of: int) -> "Progress":
        told = self._progress
        if told is None:
            return self
        share = of - number
        return Progress(lambda done, total: told(number * total + done * share, of * total), self._cancelled)

    def at(self, done: int, total: int) -> None:
        """Raises ImportCancelledError when cancelled."""
        if self._cancelled and self._cancelled():
            raise ImportCancelledError
        if self._progress:
            self._progress(done, max(total, done))
