"""Shows whether the register is alone, shared, or without its server; work goes on."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_queue import SyncResult

AGAIN_MS = 30_000
"""Interval for retrying the offline queue, also when no lost connection was noticed."""
CONNECTION_LOST = "Ikke kontakt med tjeneren siden kl. {since}. {search}Det du skriver, blir stående. {finish}"
COPY = "Du søker i kopien fra {when}. "
FINISH_AS_USUAL = "Fullfør som vanlig: det ligger trygt på denne PC-en til kontakten er tilbake."
OUTGROWN = "Registeret er oppdatert for en nyere versjon av Sentralbord. Be IT om den, og start på nytt."
KEPT_TILL_THEN = "Fullfør som vanlig: det ligger trygt på denne PC-en til da."
NOT_KEPT = "Fullfør når kontakten er tilbake."
IN_AGAIN = "Kontakten er tilbake.", "Registeret er ledig igjen."
BACK = "Kontakten med tjeneren er tilbake. Listene er lest på nytt."


ALONE, TOGETHER, WITHOUT = "Alene på denne PC-en", "Felles register", "Uten tjeneren"
"""The state of the register, in the header."""


class ConnectionStatus(QObject):
    """Listening begins and ends with the workspace."""

    returned = Signal()  # the server is there again
    changed = Signal()  # the server went or came back
    _connection_changed = Signal(bool)
    _written = Signal()
    _outgrown = Signal()

    def __init__(self, services: Services, window: MainWindow, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._window, self._tasks = services, window, tasks
        self.is_lost = self._keeps = False
        self._sentence = ""
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._sync)
        self._connection_changed.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._written.connect(self._sync, Qt.ConnectionType.QueuedConnection)
        self._outgrown.connect(self._show_outgrown, Qt.ConnectionType.QueuedConnection)
        services.change_notices.listen(self._heard)

    def begin(self) -> None:
        self._show_standing()
        self._services.live.begin(self._connection_changed.emit, self._outgrown.emit)
        if self._services.live.is_shared:
            self._tasks.run(self, lambda: self._services.offline_queue.is_possible, self._set_keeps)
        self._sync()
        for ask in (self._services.shared_register.moved, self._services.offline_queue.elsewhere):
            self._tasks.run(self, ask, self._show_elsewhere)
        self._again.start()

    def end(self) -> None:
        self._again.stop()
        self._services.live.end()

    def _show_standing(self) -> None:
        if self._services.practice:
            return  # the whole window shows it
        if self.is_lost:
            self._window.header.show_standing(WITHOUT, "warn")
        else:
            self._window.header.show_standing(TOGETHER if self._services.live.is_shared else ALONE)

    def _heard(self, subjects: frozenset[str]) -> None:
        """Called on the thread that wrote: a large import has ended, so retry the offline queue now."""
        if "members" in subjects and self._services.offline_queue.holds_some and isValid(self):
            self._written.emit()

    def _show(self, there: bool) -> None:  # noqa: FBT001 - a signal's value
        self.is_lost = not there
        self._show_standing()
        self.changed.emit()
        if there:
            self._window.show_bar(BACK, "ok")
            self._sync()
            self.returned.emit()
            return
        finish = FINISH_AS_USUAL if self._keeps else NOT_KEPT
        now = self._services.session.clock()
        taken = self._services.local_copy.copied_at
        search = COPY.format(when=day_at_time(taken, now)) if taken else ""
        self._sentence = CONNECTION_LOST.format(since=clock(now), search=search, finish=finish)
        self._window.show_bar(self._sentence, "warn")

    def _show_outgrown(self) -> None:
        self._window.show_bar(f"{OUTGROWN} {KEPT_TILL_THEN if self._keeps else ''}".strip(), "warn")

    def show_again(self) -> None:
        """Report that something needs the server, which is away."""
        self._window.show_bar(f"Det må vente. {self._sentence}", "warn")

    def _set_keeps(self, keeps: bool) -> None:  # noqa: FBT001 - a result
        self._keeps = keeps

    def _sync(self) -> None:
        """Write the offline queue, on the worker; report what could not be written."""
        self._tasks.run(self, self._services.sync, self._show_synced)

    def _show_elsewhere(self, sentence: str) -> None:
        if sentence:
            self._window.show_bar(sentence, "warn")

    def _show_synced(self, done: SyncResult) -> None:
        if done.stopped:
            self._window.show_bar(f"Dette kunne ikke skrives inn: {' '.join(done.stopped)}", "warn")
        elif done.written or done.parked:
            count = counted(done.written, "samtale", "samtaler")
            said = f" {count} som ventet, er skrevet inn." if done.written else ""
            also = f" {done.parked} ligger under «Parkert»." if done.parked else ""
            again = IN_AGAIN[0 if self._services.live.is_shared else 1]
            self._window.show_bar(f"{again}{said}{also}", "ok")
