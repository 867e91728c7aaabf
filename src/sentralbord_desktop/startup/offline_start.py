"""Start from this PC's copy of a shared register while the server is away: offered on the failure page, then read-only
until the server answers."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.gui.access import windows_logon
from sentralbord_desktop.gui.access.idle_timer import IdleTimer
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.startup.sign_in_flow import proof_for_copy
from sentralbord_desktop.startup.states import Event

if TYPE_CHECKING:
    from sentralbord_desktop.domain.access import Operator
    from sentralbord_desktop.gui.sharing.offline_page import OfflinePage
    from sentralbord_desktop.gui.startup import OpenFailurePage
    from sentralbord_desktop.services.offline_session import OfflineSession

log = logging.getLogger("sentralbord")
OPEN_COPY = "Se i kopien"
THERE = "Kopien fra {when} er på denne PC-en. I den kan du søke og lese til tjeneren svarer"
BUG = "Noe gikk galt da kopien skulle åpnes. Si fra til IT."


class OfflineStart(QObject):
    """`chosen`: open the copy. Uses its own thread: the one that connects to the server may block."""

    chosen = Signal()

    def __init__(self, window: MainWindow, policies: Policies, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._policies = window, policies
        self._tasks = TaskRunner(self, "copy")
        self._tasks.failed.connect(self._failed)
        self._offline_session: OfflineSession | None = None
        self._failure_page: OpenFailurePage | None = None
        self._offer: QLabel | None = None
        self._idle: IdleTimer | None = None
        self.page: OfflinePage | None = None

    def offer(self, failure_page: "OpenFailurePage", folder: Path) -> None:
        """Offer the copy on `failure_page`, if IT allows one and it exists."""
        from sentralbord_desktop.bootstrap import open_meanwhile

        self._failure_page = failure_page

        def found(offline_session: "OfflineSession | None") -> None:
            if offline_session is None or self._failure_page is not failure_page:
                return
            self._offline_session = offline_session
            self._offer = failure_page.offer(OPEN_COPY, _age(offline_session), self.chosen.emit)

        self._tasks.run(failure_page, lambda: open_meanwhile(folder, self._policies), found, _missed)

    def still_away(self) -> None:
        """Show the age of the copy again, after a new attempt to connect."""
        if self.page is not None:
            self.page.still_away()
        elif self._offer is not None and self._offline_session is not None:
            self._offer.setText(f"{_age(self._offline_session)}.")

    def identify(self, report: Callable[..., None], *, locked: bool) -> None:
        """Report whether the person must identify themselves before the copy is shown, or why it is not opened.
        `locked`: the window was left locked."""
        offline_session = self._offline_session
        if offline_session is None:
            return

        def read() -> "Sequence[Operator]":
            offline_session.here()
            return offline_session.who_sign_in(windows=windows_logon.is_possible())

        def found(people: "Sequence[Operator]") -> None:
            if offline_session is not self._offline_session:  # the server answered first
                return
            if proof := proof_for_copy(offline_session, people, self._tasks, locked=locked):
                report(Event.COPY_PROOF_NEEDED, proof)
            else:
                report(Event.COPY_IDENTIFIED)

        self._tasks.run(self, read, found, lambda error: report(Event.COPY_REFUSED, SwitchboardError(_sentence(error))))

    def open(self) -> "OfflinePage | None":
        """The page over the copy; None when the server has answered."""
        from sentralbord_desktop.gui.sharing.offline_page import OfflinePage

        offline_session = self._offline_session
        if offline_session is None:
            return None
        if offline_session.operator_session.is_new:
            offline_session.sit_down()
        page = self.page = OfflinePage(offline_session, self._tasks)
        self._idle = IdleTimer(lambda: offline_session.operator_session.operator.lock_minutes, lambda: False, self)
        self._idle.due.connect(page.lock_asked)
        self._idle.begin()
        return page

    def _failed(self, error: Exception) -> None:
        if self.page is not None:
            self.page.fail(_sentence(error))

    def hand_over(self) -> None:
        """The server has answered: search for the text of the search field there."""
        if self.page is not None:
            self._window.ui.search.setText(self.page.search.text())
        self.leave()

    def leave(self) -> None:
        """Close the copy; its page is removed when another is shown."""
        offline_session, page = self._offline_session, self.page
        self._offline_session = self._failure_page = self._offer = self.page = None
        if self._idle is not None:
            self._idle.end()
            self._idle = None
        if page is not None:
            page.end()
            once = Qt.ConnectionType.SingleShotConnection
            self._window.ui.pages.currentChanged.connect(page.deleteLater, once)
        if offline_session is not None:
            self._tasks.run(self, offline_session.close, lambda _: None)

    def close(self) -> None:
        offline_session = self._offline_session
        self.leave()
        self._tasks.shut_down()
        if offline_session is not None:
            offline_session.close()


def _age(offline_session: "OfflineSession") -> str:
    from sentralbord_desktop.domain.dates.screen_time import day_at_time

    if not offline_session.copied_at:
        return ""
    return THERE.format(when=day_at_time(offline_session.copied_at, offline_session.operator_session.clock()))


def _missed(error: Exception) -> None:
    """Offer no copy; the page already says why the register does not open."""
    log.warning("no copy is offered: %s", type(error).__name__)


def _sentence(error: Exception) -> str:
    if isinstance(error, SwitchboardError):
        return str(error)
    log.error("bug in the copy: %s", type(error).__name__)
    return BUG
