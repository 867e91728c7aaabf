"""From a frame on the screen to an open register: the lock, then the key. Who sits down there is `sign_in_flow`.

Each thing that can stand in the way has a page of its own that says why, and the ways on.
"""

import argparse
import logging
import os
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSettings, Signal

from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.single_instance.client import fingerprint, is_held, lock_of, took
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.startup.command_line import folder_of
from sentralbord_desktop.startup.sign_in_flow import EntryMode, SignInFlow
from sentralbord_desktop.system.log_setup import begin_log, end_log
from sentralbord_desktop.system.paths import not_written, why_no_lock

if TYPE_CHECKING:
    from sentralbord_desktop.gui.startup.open_failure_page import OpenFailurePage
    from sentralbord_desktop.services.office import Services
    from sentralbord_desktop.startup.offline_start import OfflineStart

log = logging.getLogger("sentralbord")
FETCHING = "Henter sikkerhetskopien: {share} %. Det som var her, legges til side."
LEFT_LOCKED = "laas"
"""The registers of this PC that were left locked; nothing about members."""


class RegisterOpener(QObject):
    """`held`: the register's folder is ours alone. `locked_again`: start again, locked. Who sits down in the
    office that is opened, `sign_in_flow` says."""

    held = Signal()
    locked_again = Signal()
    fetched = Signal(int, int)
    """How far a backup that is brought back has come, from the worker."""

    def __init__(
        self,
        window: MainWindow,
        tasks: TaskRunner,
        options: argparse.Namespace,
        policies: Policies,
        lock: QLockFile | None,
    ) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._options, self._policies = options, policies
        self.lock = lock
        self.services: Services | None = None
        self._waits: OpenFailurePage | None = None
        self._failure_page: OpenFailurePage | None = None
        self._offline_start: OfflineStart | None = None
        self._by_code = self._by_words = False
        self._stop = Event()
        self._fetched = -1
        self.fetched.connect(self._show_fetched)
        self._offices: list[Services] = []
        self._log: logging.Handler | None = None
        self.sign_in_flow = SignInFlow(window, tasks, self)
        self.sign_in_flow.operator_known.connect(self.come_back)
        self.sign_in_flow.lock_asked.connect(self.locked_again)
        self.sign_in_flow.failed.connect(self._not_entered)

    @property
    def folder(self) -> Path:
        return folder_of(self._options, self._policies)

    @property
    def is_locked(self) -> bool:
        """Also when somebody closed the locked window and started the program anew."""
        return self._options.locked or QSettings().contains(self._left_locked)

    def leave_locked(self) -> None:
        """Also the next start is locked, whoever makes it."""
        settings = QSettings()
        settings.setValue(self._left_locked, 1)
        settings.sync()  # the process may be ended at once

    def come_back(self) -> None:
        """Whoever locked it is back: the next start is not locked."""
        QSettings().remove(self._left_locked)

    @property
    def _left_locked(self) -> str:
        """The setting of this register alone, however its folder is written."""
        place = os.path.normcase(self.folder.resolve())
        return f"{LEFT_LOCKED}/{fingerprint(place)[:16]}"

    def wait_locked(self) -> None:
        """Nobody else opens the register meanwhile."""
        self.leave_locked()
        self._tasks.run(self, lambda: self._hold(self.folder), lambda _: self.held.emit(), self._not_opened)

    def open(self, passphrase: str | None, code: str | None = None, *, without_log: bool = False) -> None:
        """Open the register off the main thread; the search field takes text meanwhile."""
        self._by_code, self._by_words = bool(code), bool(passphrase)
        self._stop.clear()
        self._tasks.run(
            self, lambda: self._open(passphrase, code, without_log=without_log), self._opened, self._not_opened
        )

    def _open(self, passphrase: str | None, code: str | None, *, without_log: bool) -> "Services":
        from sentralbord_desktop.bootstrap import open_services
        from sentralbord_desktop.domain.progress import Progress

        practice = self._options.practice
        folder = self.folder
        self._hold(folder)
        if self._log is None:  # one file, however often it is tried
            with suppress(OSError):  # a log is no reason not to work
                self._log = begin_log(folder)
        for fault in self._policies.faults:
            log.warning("policy ignored: %s", fault)
        return self._opened_here(
            open_services(
                folder,
                passphrase=passphrase,
                practice=practice,
                policies=self._policies,
                code=code,
                alone=True,
                without_log=without_log,
                progress=Progress(self.fetched.emit, self._stop),
            )
        )

    def stop_fetching(self) -> None:
        """The backup that is being brought back is let be: everything is where it was."""
        self._stop.set()

    def _show_fetched(self, done: int, total: int) -> None:
        """In the bar, or on the page that stands alone."""
        share = 10 * (10 * done // max(total, 1))  # not each per cent is read aloud
        if share == self._fetched or self.services is not None:
            return
        self._fetched = share
        sentence = FETCHING.format(share=share)
        self._window.show_bar(sentence, "ok", "Stopp", self.stop_fetching)
        if self._failure_page is not None and self._window.is_shown(self._failure_page):
            self._failure_page.fail(sentence)

    def _opened_here(self, services: "Services") -> "Services":
        """On the worker: whatever happens to the result, `close` knows of it. Raises NotAllowedError for one
        who has left."""
        self._offices.append(services)
        services.people.let_in()
        return services

    def _hold(self, folder: Path) -> None:
        """One writer for each register: a second start is told, and leaves."""
        from sentralbord_desktop.domain.errors import SwitchboardError

        if self.lock is not None:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_written(folder, error) from None
        lock = lock_of(folder)
        if not took(lock, folder):
            if not is_held(lock, folder):
                raise why_no_lock(folder)
            raise SwitchboardError("Sentralbord er allerede åpent på denne PC-en. Bruk vinduet som er oppe.")
        self.lock = lock

    def _opened(self, services: "Services") -> None:
        if self.services is not None:  # another try was faster
            services.close()
            return
        self.held.emit()
        self._window.hide_bar("ok")
        self.services = services
        if self._offline_start is not None:
            self._offline_start.hand_over()

        entry_mode = EntryMode(locked=self.is_locked, by_words=self._by_words, by_code=self._by_code)
        self.sign_in_flow.begin(services, entry_mode)

    def _not_entered(self, error: Exception) -> None:
        """The register was opened, and could not be read after all: a server that went away meanwhile."""
        self.services = None
        self._not_opened(error)

    def _not_opened(self, error: Exception) -> None:
        """Why, and the ways out; nothing when another try has opened it meanwhile."""
        if self.services is not None:
            return
        from sentralbord_desktop.domain.progress import ImportCancelledError
        from sentralbord_desktop.startup.open_failure import OpenFailure, passes

        self._window.hide_bar("ok")
        if isinstance(error, ImportCancelledError):
            self.open(None)  # what there was is there again
            return

        self.held.emit()
        if passes(error) and self._offline_start is not None and self._offline_start.still_away():
            return  # somebody looks in the copy
        if passes(error) and self._waits is not None and self._window.is_shown(self._waits):
            self._waits.sentence.setText(str(error))
            self._waits.try_again()  # the same page: what is being written in it stands
            return
        open_failure = OpenFailure(self.folder, self._policies, self._tasks, self.open, self.stop_fetching)
        page = open_failure.page(error, practice=self._options.practice, is_ours=self.lock is not None)
        if self._offline_start is not None:
            self._offline_start.leave()
        self._window.show_alone(page)
        self._failure_page = page
        page.begin()
        open_failure.show_again(page, error)
        self._waits = page if passes(error) else None
        if self._waits is not None:
            self._waits.try_again()
            self._offer_copy(self._waits)

    def _offer_copy(self, page: "OpenFailurePage") -> None:
        """The server is away: there may be a copy of its register on this PC."""
        from sentralbord_desktop.startup.offline_start import OfflineStart

        if self._options.practice:
            return
        if self._offline_start is None:
            self._offline_start = OfflineStart(self._window, self._policies, self)
            self._offline_start.tried.connect(self.open)
            self._offline_start.lock_asked.connect(self.locked_again)
        self._offline_start.offer(page, self.folder, is_locked=self.is_locked)

    def close(self) -> None:
        if self._offline_start is not None:
            self._offline_start.close()
        for services in self._offices:
            services.close()
        if self.lock is not None:
            self.lock.unlock()
        if self._log is not None:
            end_log(self._log)
