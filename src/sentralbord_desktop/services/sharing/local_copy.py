"""Finding members while the server is away: in yesterday's copy on this PC, where IT allows one."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.policies.policies import Policies
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
"""So old a copy is taken again: once a working day, whenever the PC is turned on."""
GONE_MEANWHILE = "Kopien er ikke på denne PC-en lenger. Vent til tjeneren svarer."
NOT_IN_COPY = "Medlemmet er ikke i kopien på denne PC-en. Skriv ned navn og nummer med Ctrl+N."


class LocalCopyService:
    """Looked in only while the server is away. An opening is logged when it is back (PR-4)."""

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
        """The PINs that were seen to fit in this process, which a server does not show."""
        self._allowed = database.is_server and policies.text(POLICY) == ALLOWED

    @property
    def copied_at(self) -> datetime | None:
        """When the copy was taken; None when there is none, or it may not be used."""
        return self._copy.copied_at if self._allowed else None

    def daily(self) -> None:
        """Take today's, when it is time; one that IT no longer allows goes. Nothing without a keyring, or
        while the server is away."""
        if not self._allowed:
            self._copy.remove()
            return
        taken = self._copy.copied_at
        is_old = taken is None or self._clock() - taken >= COPY_INTERVAL
        if is_old and self._offline_queue.is_possible and not self._live.is_lost:
            with suppress(ImportCancelledError):
                self._copy.take(self._database, Progress(None, self._over), self.pin_of)

    def with_fallback(self, on_server: Callable[[], T], on_copy: Callable[[], T]) -> T:
        """What the server says, or the copy while it is away. Raises DatabaseBusyError without one."""
        if self.copied_at is None:
            return on_server()
        if self._live.is_lost:
            return on_copy()
        try:
            return on_server()
        except DatabaseBusyError:
            return on_copy()

    def read(self, ask: Callable[..., T], *more: object) -> T:
        """`ask` of a session over the copy."""
        with self._copy.reading() as session:
            return ask(session, *more)

    def open(self, member_id: int, why: str) -> MemberRecord:
        """The record as it was; the opening waits to be logged. Raises SwitchboardError when it cannot."""
        record = self.read(record_of, member_id)
        if record is None:
            raise SwitchboardError(NOT_IN_COPY)
        self._offline_queue.queue_access_log(member_id, f"{why}, i kopien på PC-en")
        return record

    def stop(self) -> None:
        """The program is on its way out: a copy that is being taken is given up."""
        self._over.set()

    def close(self) -> None:
        """The server is back: the file is let go of."""
        self._copy.close()

    def end(self) -> None:
        """The file is let go of, and not opened again."""
        self._allowed = False
        self._copy.close()
