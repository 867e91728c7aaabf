"""Finds members in the local copy while the server is away, when the policy allows a copy."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.domain.progress import ImportCancelledError, Progress
from sentralbord_desktop.services.offline_queue import OfflineQueue
from sentralbord_desktop.services.session import Clock
from sentralbord_desktop.services.sharing.live import LiveService
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.record import record_of
from sentralbord_desktop.storage.sharing.local_copy import LocalCopy, PinOf

T = TypeVar("T")
POLICY, ALLOWED = "register.local_copy", "ja"
COPY_INTERVAL = timedelta(hours=20)
"""Age from which a copy is replaced: once per working day."""
GONE_MEANWHILE = "Kopien er ikke på denne PC-en lenger. Vent til tjeneren svarer."
NOT_IN_COPY = "Medlemmet er ikke i kopien på denne PC-en. Skriv ned navn og nummer med Ctrl+N."


class LocalCopyService:
    """Used only while the server is away. Openings are logged when it is back (PR-4)."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        clock: Clock,
        live: LiveService,
        offline_queue: OfflineQueue,
        policies: Policies,
    ) -> None:
        self._database = database
        self._clock = clock
        self._live = live
        self._offline_queue = offline_queue
        self._copy = LocalCopy(folder, database.place.mark)
        self._over = Event()
        self.pin_of: PinOf = lambda _: ""
        """The PINs that were correct in this process; a server does not show them."""
        self._allowed = database.is_server and policies.text(POLICY) == ALLOWED

    @property
    def copied_at(self) -> datetime | None:
        """The time of the copy; None without one, or when it is forbidden."""
        return self._copy.copied_at if self._allowed else None

    def daily(self) -> None:
        """Take a new copy when due; delete one that the policy forbids. Requires a keyring and the server."""
        if not self._allowed:
            self._copy.remove()
            return
        taken = self._copy.copied_at
        is_old = taken is None or self._clock() - taken >= COPY_INTERVAL
        if is_old and self._offline_queue.is_possible and not self._live.is_lost:
            with suppress(ImportCancelledError):
                self._copy.take(self._database, Progress(None, self._over), self.pin_of)

    def with_fallback(self, on_server: Callable[[], T], on_copy: Callable[[], T]) -> T:
        """The server's answer, or the copy's while it is away. Raises DatabaseBusyError without a copy."""
        if self.copied_at is None:
            return on_server()
        if self._live.is_lost:
            return on_copy()
        try:
            return on_server()
        except DatabaseBusyError:
            return on_copy()

    def read(self, ask: Callable[..., T], *more: object) -> T:
        with self._copy.reading() as session:
            return ask(session, *more)

    def open(self, member_id: int, why: str) -> MemberRecord:
        """The record in the copy; its opening is queued for the log. Raises SwitchboardError when that fails."""
        record = self.read(record_of, member_id)
        if record is None:
            raise SwitchboardError(NOT_IN_COPY)
        self._offline_queue.queue_access_log(member_id, f"{why}, i kopien på PC-en")
        return record

    def stop(self) -> None:
        self._over.set()

    def close(self) -> None:
        self._copy.close()

    def end(self) -> None:
        self._allowed = False
        self._copy.close()
