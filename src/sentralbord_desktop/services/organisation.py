"""The house as the procedures see it."""

from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.organisation import read_organisation, save_organisation


class OrganisationService:
    def __init__(self, database: Database, notices: Notices) -> None:
        self._database = database
        self._notices = notices

    def read(self) -> Organisation:
        with self._database.reading() as session:
            return read_organisation(session)

    def start_with(self, default: Organisation) -> None:
        """Put the default roles and targets in a register that has none."""
        with self._database.transaction() as session:
            if not read_organisation(session).roles:
                save_organisation(session, default)

    def save(self, organisation: Organisation) -> None:
        with self._database.transaction() as session:
            save_organisation(session, organisation)
        self._notices.tell("organisation")
