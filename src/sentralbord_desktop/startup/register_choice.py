"""The ways to a register on a PC that has none: a new one, a backup, or the shared one on a server."""

from collections.abc import Callable
from pathlib import Path

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.startup import RegisterChoicePage
from sentralbord_desktop.services.backup.restore_request import ask_for_one_in
from sentralbord_desktop.services.sharing.shared_register import POLICY, begin_shared

BUG = "Noe gikk galt. Prøv igjen, og si fra til IT hvis det skjer på nytt."


class RegisterChoice:
    """`open_` opens the register once it is chosen. The page keeps this object alive through its callables."""

    def __init__(self, folder: Path, policies: Policies, tasks: TaskRunner, open_: Callable[..., None]) -> None:
        self._folder, self._tasks, self._open = folder, tasks, open_
        self.page = RegisterChoicePage(may_share=not policies.locks(POLICY))
        self.page.new_chosen.connect(lambda: self._open(new=True))
        self.page.backup_chosen.connect(lambda place: self._bring_back(place))
        self.page.shared_chosen.connect(lambda address, password: self._share(address, password))

    def _bring_back(self, place: Path) -> None:
        """Restore a backup before the register is opened; then ask for the backup's passphrase or code."""
        self._run(lambda: ask_for_one_in(place, self._folder / DATABASE_FILE))

    def _share(self, address: SharedAddress, password: str) -> None:
        self._run(lambda: begin_shared(self._folder, address, password))

    def _run(self, work: Callable[[], object]) -> None:
        self.page.wait()
        self._tasks.run(self.page, work, lambda _: self._open(), self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, SwitchboardError):
            self.page.fail(str(error))
        else:
            self._tasks.failed.emit(error)
            self.page.fail(BUG)
