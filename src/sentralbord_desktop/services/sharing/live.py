"""Live notices of changes by other workstations, and whether the server is there."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sentralbord_desktop.domain.dates.clock import ServerClock
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.record import OtherViewer
from sentralbord_desktop.domain.messages.sending_reach import SendingWorkstation
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.session import Clock
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.search.vocabulary_cache import refresh
from sentralbord_desktop.storage.sharing.listener import NAMES_CHANNEL, Listener
from sentralbord_desktop.storage.sharing.open_records import OpenRecord, others_at, sending_at


class LiveService:
    """Does nothing for a register on this PC."""

    def __init__(self, database: Database, change_notices: ChangeNotices, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._change_notices = change_notices
        self._listener: Listener | None = None
        self.is_lost = False

    @property
    def is_shared(self) -> bool:
        return self._database.is_server

    def begin(self, line: Callable[[bool], None], outgrown: Callable[[], None] = lambda: None) -> None:
        """Start listening. On another thread, `line` is called when the server goes and comes, and `outgrown` once a
        newer program has migrated the tables: nothing is written from then on."""

        def changed(there: bool) -> None:  # noqa: FBT001 - a state
            self.is_lost = self._database.is_away = not there
            line(there)

        def grown() -> None:
            if not self._database.is_outgrown:
                self._database.is_outgrown = True
                outgrown()

        if self.is_shared and self._listener is None:
            self._listener = Listener(self._database, self._heard, changed, self._correct, grown)
            self._listener.start()

    def _heard(self, subjects: frozenset[str]) -> None:
        """Add new search words before notifying the listeners."""
        if NAMES_CHANNEL in subjects:
            with suppress(SwitchboardError), self._database.reading() as session:
                refresh(session)
        self._change_notices.notify(*subjects - {NAMES_CHANNEL})

    def _correct(self, server: datetime) -> None:
        if isinstance(self._clock, ServerClock):
            self._clock.correct(server)

    def look_at(self, member_id: int | None, sign: str) -> None:
        """Set the member open here; other workstations see it within a second."""
        if self._listener is not None:
            self._listener.look_at(OpenRecord(member_id, sign) if member_id is not None else None)

    def elsewhere(self, member_id: int) -> tuple[OtherViewer, ...]:
        """Other viewers of the member, the longest first; empty for a register on this PC."""
        if self._listener is None:
            return ()
        with self._database.reading() as session:
            return others_at(session, member_id, self._listener.backend)

    def announce_sending(self, sending: SendingWorkstation | None) -> None:
        """What this workstation can send, None for nothing; the other workstations see it within a second."""
        if self._listener is not None:
            self._listener.announce_sending(sending)

    def sending_elsewhere(self) -> tuple[SendingWorkstation, ...]:
        """The other workstations that are up and can send; none for a register on this PC."""
        if not self.is_shared:
            return ()
        with self._database.reading() as session:
            return sending_at(session, self._listener.backend if self._listener else 0)

    def end(self) -> None:
        if self._listener is not None:
            self._listener.end()
            self._listener = None
            self._database.is_away = False
