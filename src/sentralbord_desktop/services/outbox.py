"""What waits to be sent by hand: mailto, copied SMS, letter orders (sending comes with issue 3)."""

from sentralbord_desktop.domain.desk import Outgoing
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.database import Database


class OutboxService:
    def __init__(self, database: Database, shift: Shift, notices: Notices) -> None:
        self._database = database
        self._shift = shift
        self._notices = notices

    def all(self) -> list[Outgoing]:
        with self._database.reading() as session:
            return desk.outgoing(session)

    def handed_over(self, outgoing_id: str) -> None:
        """Given to the mail program, or copied: `overlatt`, never `sendt`."""
        with self._database.transaction() as session:
            desk.set_outgoing(session, outgoing_id, "overlatt", self._shift.clock())
        self._notices.tell("outbox")

    def not_after_all(self, outgoing_id: str) -> None:
        """Back to waiting: the mail program was closed without sending."""
        with self._database.transaction() as session:
            desk.set_outgoing(session, outgoing_id, "klar", None)
        self._notices.tell("outbox")
