"""Opens the member of a stored draft, before the draft runs again."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.call.caller import Caller, CurrentCaller, UnknownCaller
from sentralbord_desktop.gui.call.inquiry.parked_calls import ParkedCallList
from sentralbord_desktop.gui.call.inquiry.running_inquiry import with_record
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.members.members import MemberService


class DraftOpening(QObject):
    """A draft that cannot run is parked again."""

    opened = Signal(object)  # Draft: its caller is open
    refused = Signal(object)  # Exception

    def __init__(
        self,
        members: MemberService,
        caller: CurrentCaller,
        parked_calls: ParkedCallList,
        tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._members, self._caller, self._parked_calls, self._tasks = members, caller, parked_calls, tasks

    def open(self, draft: Draft, is_last: Callable[[], bool]) -> None:
        """`is_last` is false when another was opened before the answer came."""
        if draft.member_id is None:
            unknown_caller = UnknownCaller(draft.facts.caller_phone, draft.facts.caller_name)
            self._caller.set(replace(self._caller.now, unknown_caller=unknown_caller))
            self.opened.emit(draft)
            return
        member_id = draft.member_id
        self._tasks.run(
            self,
            lambda: self._members.open(member_id, "fortsatt samtale"),
            lambda record: self._show(draft, record) if is_last() else self._parked_calls.put_back(draft),
            lambda error: self._fail(draft, error),
        )

    def clear_line(self, draft: Draft) -> None:
        """Replace the caller by the draft's: their kind, and whether the identity is confirmed."""
        facts = draft.facts
        is_told = draft.member_id is None and facts.caller not in {CallerKind.MEMBER, CallerKind.UNKNOWN}
        self._caller.set(Caller(identity=facts.identity_confirmed, kind=facts.caller if is_told else None))

    def _show(self, draft: Draft, record: MemberRecord) -> None:
        self._caller.set(replace(self._caller.now, record=record))
        self.opened.emit(with_record(draft, record))

    def _fail(self, draft: Draft, error: Exception) -> None:
        """Park the draft again, for example while the server is away."""
        self._parked_calls.put_back(draft)
        self.refused.emit(error)
