"""«Åpen hos LT siden 14.03»: other workstations that have the member open."""

from PySide6.QtCore import QObject

from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.members.record import OtherViewer, open_at
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.record_panel import RecordPanel
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.office import Services


class OtherViewers(QObject):
    """Publishes the member that is open here, and shows where else it is open."""

    def __init__(self, services: Services, call_session: CallSession, panel: RecordPanel, tasks: TaskRunner) -> None:
        super().__init__(panel)
        self._live, self._copy = services.live, services.local_copy
        self._operator_session, self._call_session = services.session, call_session
        self._panel, self._tasks = panel, tasks
        call_session.member_changed.connect(self._look_at)

    def read(self) -> None:
        """Ask the server, when a member is open. While the server is away, show the age of the copy."""
        if self._live.is_lost and (taken := self._copy.copied_at):
            self._panel.show_elsewhere(f"Fra kopien {day_at_time(taken, now())}")
        elif self._live.is_shared and self._call_session.record is not None:
            member_id = self._call_session.record.member.id
            self._tasks.run(
                self,
                lambda: self._live.elsewhere(member_id),
                lambda others: self._show(member_id, others),
                lambda _: self._panel.show_elsewhere(""),
            )

    def _look_at(self, member_id: int | None) -> None:
        self._panel.show_elsewhere("")
        self._live.look_at(member_id, self._operator_session.sign)
        self.read()

    def _show(self, member_id: int, others: tuple[OtherViewer, ...]) -> None:
        record = self._call_session.record
        if record is None or record.member.id != member_id:
            return
        words = open_at(others)
        if words and words != self._panel.ui.elsewhere.text():
            announce(self._panel, words)
        self._panel.show_elsewhere(words)
