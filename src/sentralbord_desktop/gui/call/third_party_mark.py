"""«Ringer for en annen» and «Medlemmet selv likevel»: how they change the caller (X-4)."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.call.caller import BeforeMark, Caller, CurrentCaller, UnknownCaller
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.members.members import MemberService


class ThirdPartyMark(QObject):
    """The identity is to be confirmed again, whichever way the mark is turned."""

    changed = Signal(object)  # Caller
    refused = Signal(object)  # Exception

    def __init__(self, members: MemberService, caller: CurrentCaller, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._members, self._caller, self._tasks = members, caller, tasks
        self.rings_from: Callable[[], str] = lambda: ""
        """The number of the present call, «» when it is unknown."""

    def turn(self, draft: Draft | None) -> None:
        """Mark the caller as a third party, or take the mark back. `draft` is the running inquiry."""
        now = self._caller.now
        closed = draft.facts.closed_member_id if draft else None
        if not now.for_another:
            self.changed.emit(
                replace(
                    now,
                    identity=False,
                    kind=CallerKind.ANOTHER,
                    before=BeforeMark(now.kind, now.unknown_caller),
                    unknown_caller=now.unknown_caller or self._unknown(now),
                )
            )
        elif now.record is None and closed is not None:  # a parked call that was taken up again
            self._open(closed)
        else:
            kind, unknown = now.before or BeforeMark(None if now.record else CallerKind.NOT_FOUND, now.unknown_caller)
            self.changed.emit(replace(now, identity=False, kind=kind, before=None, unknown_caller=unknown))

    def _unknown(self, now: Caller) -> UnknownCaller:
        """The number of the third party is never one that the member has (X-4)."""
        number = self.rings_from()
        is_members = now.record is not None and number in [phone.number for phone in now.record.member.phones]
        return UnknownCaller("" if is_members else number)

    def _open(self, member_id: int) -> None:
        """Read and log the record that was closed."""
        asked = self._caller.now

        def read(record: MemberRecord) -> None:
            if self._caller.now == asked:
                self.changed.emit(Caller(record))

        self._tasks.run(self, lambda: self._members.open(member_id, "fortsatt samtale"), read, self.refused.emit)
