"""The number of the present call: used in the note, and can be added to the member (Ctrl+I)."""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import caller_in, can_be_rung
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.members.members import MemberService


class IncomingNumber(QObject):
    """«» when it is unknown. Cleared when the call is completed or parked."""

    offered = Signal(str, str)  # number, first name of the open member, who does not have it
    added = Signal(str, str, int)  # number, first name and id of the member who has it

    def __init__(self, call_session: CallSession, members: MemberService, tasks: TaskRunner) -> None:
        super().__init__(call_session)
        self._call_session = call_session
        self._members = members
        self._tasks = tasks
        call_session.record_opened.connect(self._offer)
        call_session.completed.connect(lambda _: self.forget())
        call_session.set_aside.connect(self.forget)

    def received(self, text: str) -> None:
        """Use a whole phone number that was received, pasted or typed."""
        number = caller_in(text.strip()).number
        if can_be_rung(number):
            self._call_session.set_ringing(number)

    @property
    def number(self) -> str:
        return self._call_session.state.ringing

    def forget(self) -> None:
        self._call_session.set_ringing("")

    def add(self) -> None:
        record = self._call_session.open_record
        if record is None or not self.can_add:
            return
        number, member = self.number, record.member

        def done(_: None) -> None:
            self._call_session.reread()
            self.added.emit(number, member.first_name, member.id)

        self._tasks.run(self, lambda: self._members.add_phone(member.id, number), done, self._call_session.refused.emit)

    def remove(self, number: str, member_id: int) -> None:
        self._tasks.run(
            self,
            lambda: self._members.remove_phone(member_id, number),
            lambda _: self._call_session.reread(),
            self._call_session.refused.emit,
        )

    @property
    def can_add(self) -> bool:
        """Whether Ctrl+I has a number, and a member to add it to."""
        record = self._call_session.open_record
        return record is not None and self._is_new(record)

    def _offer(self, record: MemberRecord) -> None:
        if self._is_new(record):
            self.offered.emit(self.number, record.member.first_name)

    def _is_new(self, record: MemberRecord) -> bool:
        return bool(self.number) and self.number not in [p.number for p in record.member.phones]
