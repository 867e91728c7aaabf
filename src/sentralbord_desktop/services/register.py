"""The register in and out."""

from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage.database import Database


class RegisterService:
    def __init__(self, database: Database, shift: Shift, notices: Notices) -> None:
        self._database = database
        self._shift = shift
        self._notices = notices
