"""Slow work in a settings panel: progress, a cancel button, and the result."""

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.progress import ReportProgress
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner, until_stopped
from sentralbord_desktop.gui.widgets.form_foot import TiedError
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import label, row

SHOWN_AFTER_MS = 300
"""No progress is shown before this."""
WORKING = "Arbeider …"
HALF = 50
"""Per cent after which long work is announced once more."""
Work = Callable[[ReportProgress, Event], Any]
"""Takes the progress callback and the cancel event."""


class ProgressRow(QWidget):
    """One work at a time; `locked` are the buttons that start others."""

    progressed = Signal(int, int)

    def __init__(self, tasks: TaskRunner, locked: Sequence[QWidget], outside: TaskRunner | None = None) -> None:
        """`outside` is the runner of `check`."""
        super().__init__()
        self._tasks, self._outside = tasks, outside or tasks
        self._checks = False
        self._outside.ending.connect(self._leave_check)
        self.fail: Callable[[Exception], None] = tasks.refusal(lambda sentence: self.show_result(sentence, "danger"))
        """Shows a SwitchboardError here; bugs go to the common handler."""
        self.locked = list(locked)
        self._stop = Event()
        self._works = self._was_half = False
        self._stops = True
        self._started_by: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Arbeider")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Framdrift")
        self._halt = QPushButton()
        show_key(self._halt, "Stopp", "Esc")
        self._halt.clicked.connect(self._stop.set)
        self.said = label("", wrap=True)
        self.said.hide()
        self._tied = TiedError(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(self._bar, self._halt))
        layout.addWidget(self.said)
        self._soon = QTimer(self, interval=SHOWN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(lambda: self._show_bar(shown=True))
        self.progressed.connect(self._show)
        self._show_bar(shown=False)

    def showEvent(self, event: QShowEvent) -> None:
        give_role(self, Role.Grouping)
        super().showEvent(event)

    def run(
        self, work: Work, done: Callable[[Any], None], *, stops: bool = True, tasks: TaskRunner | None = None
    ) -> None:
        """`done` gets the result; a SwitchboardError is shown here. Work that does not check for cancellation has no
        cancel button."""
        self._checks = False
        self._stop.clear()
        self._stops = stops
        self.show_result("")
        self._busy(busy=True)

        def finished(result: Any) -> None:
            self._busy(busy=False)
            done(result)

        def failed(error: Exception) -> None:
            self._busy(busy=False)
            self.fail(error)

        (tasks or self._tasks).run(self, lambda: work(self.progressed.emit, self._stop), finished, failed)

    def check(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Run work that waits for something outside this PC, which may never answer. It delays no other work, and is
        abandoned at once when it is cancelled or the program ends. `work` then ends on its own thread, so it must hold
        no widget."""
        self.run(lambda _, stop: until_stopped(work, stop), done, tasks=self._outside)
        self._checks = True

    def _leave_check(self) -> None:
        if self._checks:
            self._stop.set()

    def do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """As `run`, for work without progress, which has no cancel button."""
        self.run(lambda *_: work(), done, stops=False)

    def show_result(self, sentence: str, tone: str = "ok") -> None:
        theme.restyle(self.said, tone=tone)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self._tied.show(sentence if tone == "danger" else "")
        if sentence:
            announce(self.said, sentence)

    def _busy(self, *, busy: bool) -> None:
        """Keep the focus here during work, where Esc cancels; then return it to the button, unless the user has moved
        it."""
        self._works = busy
        self._was_half = False
        if busy:
            self._started_by = next((b for b in self.locked if b.hasFocus()), None)
            if self._started_by is not None:
                self.setFocus()
            self._soon.start()
        for button in self.locked:
            button.setEnabled(not busy)
        if not busy:
            self._soon.stop()
            if self._started_by is not None and (self.hasFocus() or self._halt.hasFocus()):
                self._started_by.setFocus()
            self._show_bar(shown=False)

    def _show_bar(self, *, shown: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(shown)
        self._halt.setVisible(shown and self._stops)
        if shown:
            announce(self, f"{WORKING} Esc stopper." if self._stops else WORKING, about="progress")
        if shown and self._stops and self.hasFocus():
            self._halt.setFocus()

    def _show(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        is_half = total > 0 and done * 100 >= total * HALF
        if is_half and not self._was_half and self._bar.isVisible():
            announce(self, f"Halvveis: {done} av {total}.", about="progress")
        self._was_half = is_half

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._works:
            self._stop.set()
        else:
            super().keyPressEvent(event)
