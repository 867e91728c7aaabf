"""The daily round without an administrator: the program reads the sources that an administrator has set up."""

from sentralbord_desktop.domain.access.initials import PROGRAM
from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.imports.members import MemberImportService
from sentralbord_desktop.services.imports.sources.pull import PullService
from sentralbord_desktop.services.imports.sources.settings import SourceSettings
from sentralbord_desktop.services.session import OperatorSession


class UnattendedSession(OperatorSession):
    """Requires no role, so only the daily round gets it, and only for this PC's own register: on a server the database
    requires an administrator's rights, which the user at the PC may not have."""

    def __init__(self, of: OperatorSession) -> None:
        super().__init__(of.database, of.change_notices, of.os_user, of.clock, of.policies)
        self.operator = Operator(id=0, initials=PROGRAM, name="", os_user=of.os_user)

    def may(self, role: str) -> bool:
        return True

    def require(self, *roles: str) -> None:
        """Requires nothing."""


def unattended_pulls(operator_session: OperatorSession, backups: BackupService, *, never: bool) -> PullService | None:
    """The service for the round while no administrator is signed in; None on a server."""
    if operator_session.database.is_server:
        return None
    program = UnattendedSession(operator_session)
    imports = MemberImportService(program, backups)
    return PullService(program, imports, SourceSettings(program, never=never), never=never)
