"""Which register this PC uses: its own, or a shared one on a server."""

from dataclasses import dataclass
from pathlib import Path

from sentralbord_desktop.domain.errors import DatabaseNewerError, SwitchboardError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.domain.progress import Cancel, Progress, ReportProgress
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.services.offline_queue import OfflineQueue
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.services.sharing.transfer import move, moved_to, open_server
from sentralbord_desktop.storage.engine.server_accounts import rights_too_wide
from sentralbord_desktop.storage.sharing.server_choice import ServerChoice

POLICY = "register.database_url"
TOO_WIDE = (
    "Databasebrukeren på denne PC-en kan mer enn en pult skal ({why}). Be IT kjøre sentralbord-cli server rights."
)
EMPTY = "Basen er tom. Flytt registeret dit først."
DECIDED = "Adressen er bestemt av IT, og endres der."


def shared_url(policies: Policies, folder: Path) -> str:
    """The address from the policy, else the one chosen here; «» for the register on this PC."""
    return policies.text(POLICY) or ServerChoice(folder).url()


def is_chosen_here(policies: Policies, folder: Path) -> bool:
    return not policies.text(POLICY) and ServerChoice(folder).is_chosen


def leave(folder: Path) -> None:
    """Use this PC's own register from the next start; no data is moved or deleted."""
    ServerChoice(folder).forget()


@dataclass(frozen=True)
class ServerProbe:
    """The state of an address: `members` is None without a register."""

    members: int | None
    secured: bool
    older: bool = False


def probe(address: SharedAddress, password: str) -> ServerProbe:
    """Test the server without writing. Raises SwitchboardError with the obstacle."""
    address.check()
    with open_server(address.url(password)) as server:
        stands = server.stands()
        if stands.revision.is_newer:
            raise DatabaseNewerError(
                "Registeret på tjeneren er laget av en nyere versjon av Sentralbord. Oppdater programmet "
                "på denne PC-en først."
            )
        return ServerProbe(stands.members, stands.secured, older=stands.revision.is_older)


def begin_shared(folder: Path, address: SharedAddress, password: str) -> None:
    """Use the shared register on a PC that has no register yet. Raises SwitchboardError without a change."""
    if probe(address, password).members is None:
        raise SwitchboardError(EMPTY)
    ServerChoice(folder).keep(address, password)


class SharedRegisterService(Service):
    """Test, choose, transfer and leave a shared register; administrators only."""

    def __init__(
        self, operator_session: OperatorSession, folder: Path, offline_queue: OfflineQueue, *, practice: bool
    ) -> None:
        super().__init__(operator_session)
        self._server_choice = ServerChoice(folder)
        self._offline_queue = offline_queue
        self.is_decided = bool(self.policies.text(POLICY))
        self.is_possible = not practice
        self.is_shared = self._database.is_server

    def read(self) -> SharedAddress | None:
        return None if self.is_decided else self._server_choice.read()

    def moved(self) -> str:
        """A sentence when this PC still uses a register that was transferred; «» otherwise."""
        return moved_to(self._database) if self.is_possible else ""

    def too_wide(self) -> str:
        """A warning when the database user has more rights than needed; «» otherwise."""
        if not self.is_shared:
            return ""
        with self._database.reading() as session:
            wide = rights_too_wide(session)
        return TOO_WIDE.format(why=wide) if wide else ""

    def try_it(self, address: SharedAddress, password: str) -> ServerProbe:
        """Test the server without writing; administrators only. Raises SwitchboardError with the obstacle."""
        self._operator_session.require("administrator")
        return probe(address, password)

    def choose(self, address: SharedAddress, password: str) -> None:
        """Use the shared register from the next start. Raises SwitchboardError and NotAllowedError."""
        self._may_change()
        if self.try_it(address, password).members is None:
            raise SwitchboardError(EMPTY)
        self._log("valgte felles register", address.shown)
        self._server_choice.keep(address, password)

    def move_there(
        self,
        address: SharedAddress,
        password: str,
        *,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> int:
        """Copy this PC's register to an empty database, verified, and choose it; returns the number of rows. The
        local register is kept. Raises as `choose`, without a change."""
        self._may_change()
        address.check()
        if self.is_shared:
            raise SwitchboardError("Registeret er felles fra før. Flytt det fra tjeneren det ligger på.")
        self._log("flytter registeret", address.shown)
        with open_server(address.url(password)) as server:
            rows = move(self._database, server, Progress(progress, cancel))
        self._server_choice.keep(address, password)
        return sum(rows.values())

    def go_home(self) -> None:
        """Use this PC's own register from the next start. Raises SwitchboardError unless the offline queue is empty."""
        self._may_change()
        self._log("valgte registeret på PC-en")
        self._server_choice.forget()

    def _may_change(self) -> None:
        self._operator_session.require("administrator")
        if self.is_decided:
            raise SwitchboardError(DECIDED)
        self._offline_queue.require_empty()
