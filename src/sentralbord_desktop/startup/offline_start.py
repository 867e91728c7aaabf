"""The server of a shared register is away when the program starts: the copy on this PC is offered, and looked in
until the server answers."""

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel

from sentralbord_desktop.bootstrap import open_meanwhile
from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.record import when
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.gui.access import windows_logon
from sentralbord_desktop.gui.access.idle_timer import IdleTimer
from sentralbord_desktop.gui.access.sign_in_page import SignInPage, WindowsSignInPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.sharing.offline_page import OfflinePage
from sentralbord_desktop.gui.startup.open_failure_page import OpenFailurePage
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.offline_session import OfflineSession

log = logging.getLogger("sentralbord")
OPEN_COPY = "Se i kopien"
THERE = "Kopien fra {when} er på denne PC-en. I den kan du søke og lese til tjeneren svarer"
BUG = "Noe gikk galt da kopien skulle åpnes. Si fra til IT."


class OfflineStart(QObject):
    """`tried`: ask the server again. `lock_asked`: start again, locked. A thread of its own: the one that asks the
    server may wait for it."""

    tried = Signal(object)  # no passphrase, as from OpenFailurePage
    lock_asked = Signal()

    def __init__(self, window: MainWindow, policies: Policies, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._policies = window, policies
        self._tasks = TaskRunner(self, "copy")
        self._tasks.failed.connect(self._failed)
        self._offline_session: OfflineSession | None = None
        self._failure_page: OpenFailurePage | None = None
        self._said: QLabel | None = None
        self._idle: IdleTimer | None = None
        self.page: OfflinePage | None = None
        self._is_begun = self._is_locked = False

    def offer(self, failure_page: OpenFailurePage, folder: Path, *, is_locked: bool) -> None:
        """On `failure_page`, where IT allows a copy and one is there. `is_locked`: whoever comes shows who they are."""
        self._failure_page, self._is_locked = failure_page, is_locked

        def found(offline_session: OfflineSession | None) -> None:
            if offline_session is None or self._failure_page is not failure_page:
                return
            self._offline_session = offline_session
            self._said = failure_page.offer(OPEN_COPY, self._words(offline_session), lambda: self._begin())

        self._tasks.run(failure_page, lambda: open_meanwhile(folder, self._policies), found, _missed)

    def _words(self, offline_session: OfflineSession) -> str:
        return (
            THERE.format(when=when(offline_session.copied_at, offline_session.operator_session.clock()))
            if offline_session.copied_at
            else ""
        )

    def still_away(self) -> bool:
        """The server was asked once more; whether somebody looks in the copy, or is about to."""
        if self.page is not None:
            self.page.still_away()
        elif self._said is not None and self._offline_session is not None:
            self._said.setText(f"{self._words(self._offline_session)}.")
        return self._is_begun

    def _begin(self) -> None:
        """A key that is held down begins once."""
        offline_session = self._offline_session
        if offline_session is None or self._is_begun:
            return
        self._is_begun = True
        windows = windows_logon.is_possible()

        def who() -> Sequence[Operator]:
            offline_session.here()
            return offline_session.who_sign_in(windows=windows)

        self._tasks.run(self, who, lambda people: self._ask(offline_session, people), self._refused)

    def _ask(self, offline_session: OfflineSession, people: Sequence[Operator]) -> None:
        """Who shares a PC shows a PIN; who comes back to a locked window, what Windows knows."""
        if offline_session is not self._offline_session:  # the server was faster
            return
        windows = windows_logon.fits if windows_logon.is_possible() else None
        page: SignInPage | WindowsSignInPage
        if people:
            page = SignInPage(
                people,
                lambda who, shown, _: offline_session.sign_in(who, shown, windows),
                self._tasks,
                windows=windows is not None,
            )
            page.signed_in.connect(lambda: self._show(offline_session))
        elif self._is_locked and windows is not None:
            page = WindowsSignInPage(windows, self._tasks)
            page.signed_in.connect(lambda: self._sit_down(offline_session))
        else:
            self._sit_down(offline_session)
            return
        page.given_up.connect(self.lock_asked)
        self._window.show_alone(page)
        page.begin()

    def _sit_down(self, offline_session: OfflineSession) -> None:
        offline_session.sit_down()
        self._show(offline_session)

    def _show(self, offline_session: OfflineSession) -> None:
        if offline_session is not self._offline_session or self.page is not None:
            return
        page = self.page = OfflinePage(offline_session, self._tasks)
        page.tried.connect(self.tried)
        page.lock_asked.connect(self.lock_asked)
        self._window.show_alone(page)
        page.begin()
        self._idle = IdleTimer(lambda: offline_session.operator_session.operator.lock_minutes, lambda: False, self)
        self._idle.due.connect(self.lock_asked)
        self._idle.begin()

    def _refused(self, error: Exception) -> None:
        """On the page where it was asked for, which goes on trying the server."""
        self._is_begun = False
        if self._failure_page is not None:
            self._failure_page.fail(_sentence(error))
            self._failure_page.try_again()

    def _failed(self, error: Exception) -> None:
        if self.page is not None:
            self.page.fail(_sentence(error))

    def hand_over(self) -> None:
        """The server has answered: what was searched is searched there."""
        if self.page is not None:
            self._window.ui.search.setText(self.page.search.text())
        self.leave()

    def leave(self) -> None:
        """The copy is let go of, and the page goes when another has come."""
        offline_session, page = self._offline_session, self.page
        self._offline_session = self._failure_page = self._said = self.page = None
        self._is_begun = False
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


def _missed(error: Exception) -> None:
    """There is no copy to offer then; why the register does not open is said already."""
    log.warning("no copy is offered: %s", type(error).__name__)


def _sentence(error: Exception) -> str:
    if isinstance(error, SwitchboardError):
        return str(error)
    log.error("bug in the copy: %s", type(error).__name__)
    return BUG
