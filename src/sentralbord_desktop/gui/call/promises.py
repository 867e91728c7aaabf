"""The promised callbacks and awaited confirmations of the open record, and their actions."""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.inquiries.case_handover import TAKE, Case
from sentralbord_desktop.domain.members.record import ImportantRow
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.office import Services


class MemberPromises(QObject):
    """A callback is closed by an inquiry that begins from it; a confirmation and a case are closed here."""

    undoable = Signal(str, object)  # a sentence about what was done, and what reverts it

    def __init__(self, call_session: CallSession, services: Services, tasks: TaskRunner) -> None:
        super().__init__(call_session)
        self._call_session, self._tasks = call_session, tasks
        self._confirmations, self._case_handover = services.confirmations, services.case_handover

    def take(self, row: ImportantRow | None = None) -> None:
        """Ctrl+R: start from the callback of `row`, or the first one."""
        record = self._call_session.open_record
        if record is None:
            return
        wanted = row.callback_id if row else None
        callback = next((c for c in record.callbacks if wanted in (None, c.id)), None)
        if callback is not None:
            self.begin(callback)

    def begin(self, callback: Callback) -> None:
        self._call_session.begin(self._call_session.categories.or_other(callback.category), callback)

    def answer(self, callback: Callback) -> None:
        """Open the member, or the unknown caller, and begin from the callback."""
        if callback.member_id is None:
            self._call_session.open_unknown_caller(callback.number, callback.name)
            self.begin(callback)
        else:
            self._call_session.open_member(callback.member_id, "oppringing", lambda _: self.begin(callback))

    def confirm_arrival(self, row: ImportantRow | None = None) -> None:
        """Ctrl+B: register the confirmation of `row`, or the first one, as arrived."""
        record = self._call_session.open_record
        if record is None:
            return
        wanted = row.confirmation_id if row else None
        found = next((c for c in record.confirmations if wanted in (None, c.id)), None)
        if found is not None:
            self._tasks.run(
                self, lambda: self._confirmations.arrived(found), lambda _: None, self._call_session.refused.emit
            )

    def switch_handover(self, case: Case) -> None:
        """«DS har overtatt» where DS has not confirmed it, which Ctrl+Z reverts; else «Angre» (PR-8)."""
        service, refused = self._case_handover, self._call_session.refused.emit
        if case.handed_over_at is not None:
            self._tasks.run(self, lambda: service.withdraw(case), lambda _: None, refused)
            return

        def done(_: object) -> None:
            self.undoable.emit(f"{case.title}: {TAKE}.", lambda: service.withdraw(case))

        self._tasks.run(self, lambda: service.confirm(case), done, refused)

    def take_case(self) -> None:
        """From Ctrl+K: take over the newest case that no DS has confirmed."""
        record = self._call_session.open_record
        case = next((one for one in record.cases if one.handed_over_at is None), None) if record else None
        if case is not None:
            self.switch_handover(case)
