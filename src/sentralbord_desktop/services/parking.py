"""Unfinished inquiries: kept after every answer, parked, resumed exactly, also after a kill."""

from uuid import uuid4

from sentralbord_desktop.domain.desk import Parked
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.database import Database


class ParkingService:
    def __init__(self, database: Database, shift: Shift, notices: Notices) -> None:
        self._database = database
        self._shift = shift
        self._notices = notices

    def keep(self, draft: Draft, *, running: bool) -> None:
        """Write the inquiry as it stands. `running` is the one on the screen."""
        parked = draft.parked(self._shift.sign, self._shift.clock(), running=running)
        with self._database.transaction() as session:
            desk.save_parked(session, parked)
        if not running:
            self._notices.tell("parked")

    def all(self) -> list[Parked]:
        """Newest first; what was on the screen at a kill is here too."""
        with self._database.reading() as session:
            return desk.all_parked(session, self._shift.sign)

    def drafts(self) -> list[Draft]:
        return [Draft.model_validate_json(parked.state) for parked in self.all()]

    def drop(self, draft_id: str) -> None:
        with self._database.transaction() as session:
            desk.drop_parked(session, draft_id)
        self._notices.tell("parked")

    def release_running(self) -> None:
        """At start: an inquiry that was on the screen when the program ended becomes parked."""
        running = [parked for parked in self.all() if parked.running]
        with self._database.transaction() as session:
            for parked in running:
                desk.save_parked(session, parked.model_copy(update={"running": False}))


def new_draft_id() -> str:
    return str(uuid4())
