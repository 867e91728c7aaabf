"""Opens the register on the worker: the lock file, then the key, the connection and the services."""

import argparse
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSettings, Signal

from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.single_instance import fingerprint, is_held, lock_of, took
from sentralbord_desktop.startup.command_line import folder_of
from sentralbord_desktop.system.log_setup import begin_log, end_log
from sentralbord_desktop.system.paths import not_written, why_no_lock

if TYPE_CHECKING:
    from sentralbord_desktop.services.office import Services

log = logging.getLogger("sentralbord")
LEFT_LOCKED = "laas"
"""Settings group for the registers of this PC that were left locked."""


@dataclass(frozen=True)
class OpenRequest:
    """How to open the register: by this PC's key, a passphrase or the printed code; or without the log beside it.
    `new`: create it where there is none, as the person has chosen."""

    passphrase: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    without_log: bool = False
    new: bool = False

    @property
    def may_make(self) -> bool:
        """A passphrase is asked for only after that choice."""
        return self.new or self.passphrase is not None


class RegisterOpener(QObject):
    """`held`: this process holds the lock of the folder. `opened`: the services, and their request. `fetched`: bytes
    restored from a backup, and the total; sent from the worker."""

    held = Signal()
    opened = Signal(object, object)
    not_opened = Signal(Exception)
    fetched = Signal(int, int)

    def __init__(
        self,
        parent: QObject,
        tasks: TaskRunner,
        options: argparse.Namespace,
        policies: Policies,
        lock: QLockFile | None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._options, self._policies = options, policies
        self.lock = lock
        self.services: Services | None = None
        """None until the register is open."""
        self._stop = Event()
        self._offices: list[Services] = []
        self._log: logging.Handler | None = None

    @property
    def folder(self) -> Path:
        return folder_of(self._options, self._policies)

    @property
    def is_locked(self) -> bool:
        """True also when a locked window was closed and the program started again."""
        return self._options.locked or QSettings().contains(self._left_locked)

    def leave_locked(self) -> None:
        settings = QSettings()
        settings.setValue(self._left_locked, 1)
        settings.sync()  # the process may be ended at once

    def come_back(self) -> None:
        QSettings().remove(self._left_locked)

    @property
    def _left_locked(self) -> str:
        """The settings key of this register, independent of how its folder is spelt."""
        place = os.path.normcase(self.folder.resolve())
        return f"{LEFT_LOCKED}/{fingerprint(place)[:16]}"

    def hold_locked(self) -> None:
        """Hold the register's lock without opening it."""
        self.leave_locked()
        self._tasks.run(self, lambda: self._hold(self.folder), lambda _: self.held.emit(), self._not_opened)

    def open(self, request: OpenRequest) -> None:
        """Open the register off the main thread; the search field remains usable."""
        self._stop.clear()
        self._tasks.run(
            self, lambda: self._open(request), lambda services: self._opened(services, request), self._not_opened
        )

    def _open(self, request: OpenRequest) -> "Services":
        """On the worker. Raises SwitchboardError, and NotAllowedError for a person who has left."""
        from sentralbord_desktop.bootstrap import open_services
        from sentralbord_desktop.domain.progress import Progress

        folder = self.folder
        self._hold(folder)
        if self._log is None:
            with suppress(OSError):  # the program works without a log file
                self._log = begin_log(folder)
        for fault in self._policies.faults:
            log.warning("policy ignored: %s", fault)
        services = open_services(
            folder,
            passphrase=request.passphrase,
            practice=self._options.practice,
            policies=self._policies,
            code=request.code,
            alone=True,
            without_log=request.without_log,
            may_make=request.may_make or self._options.practice,
            progress=Progress(self.fetched.emit, self._stop),
        )
        self._offices.append(services)  # closed by `close` in any case
        services.people.let_in()
        return services

    def stop_fetching(self) -> None:
        self._stop.set()

    def _hold(self, folder: Path) -> None:
        """Take the lock of the register's folder. Raises SwitchboardError where another program has it."""
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

    def _opened(self, services: "Services", request: OpenRequest) -> None:
        if self.services is not None:  # another try opened it first
            services.close()
            return
        self.held.emit()
        self.services = services
        self.opened.emit(services, request)

    def _not_opened(self, error: Exception) -> None:
        """Emit nothing when another try has opened the register."""
        if self.services is None:
            self.held.emit()
            self.not_opened.emit(error)

    def close(self) -> None:
        for services in self._offices:
            services.close()
        if self.lock is not None:
            self.lock.unlock()
        if self._log is not None:
            end_log(self._log)
