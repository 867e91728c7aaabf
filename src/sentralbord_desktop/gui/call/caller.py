"""The caller: a member whose record is open, a caller without a record, or none."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.inquiries.caller_kind import THIRD_PARTIES, CallerKind
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.members.members import MemberService


class UnknownCaller(NamedTuple):
    """A caller without a record, or a third party; either is «» when it is missing."""

    number: str = ""
    name: str = ""


class BeforeMark(NamedTuple):
    """The caller before they were marked as a third party."""

    kind: CallerKind | None
    unknown_caller: UnknownCaller | None


@dataclass(frozen=True)
class Caller:
    record: MemberRecord | None = None
    unknown_caller: UnknownCaller | None = None
    identity: bool = False
    """Whether the identity is confirmed (X-3)."""
    kind: CallerKind | None = None
    """The kind that the operator chose; None until then."""
    before: BeforeMark | None = None

    @property
    def for_another(self) -> bool:
        """A third party calls, and the record is closed (X-4)."""
        return self.kind in THIRD_PARTIES

    @property
    def open_record(self) -> MemberRecord | None:
        return None if self.for_another else self.record

    @property
    def member(self) -> Member | None:
        return self.open_record.member if self.open_record else None

    @property
    def member_id(self) -> int | None:
        return self.record.member.id if self.record else None

    @property
    def caller(self) -> CallerKind:
        """The chosen kind; without one, a member when a record is open."""
        return self.kind or (CallerKind.MEMBER if self.record else CallerKind.UNKNOWN)

    @property
    def may_ask_about_membership(self) -> bool:
        """Whether the topics of one's own membership are open to this caller."""
        return self.kind in {None, CallerKind.MEMBER, CallerKind.NOT_FOUND}


NO_CALLER = Caller()


class CurrentCaller(QObject):
    looked_at = Signal(object)  # int | None: the member whose record is open
    reread = Signal(object)  # MemberRecord: the same member, changed
    gone = Signal()  # the member is no longer in the register

    def __init__(self, members: MemberService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._members, self._tasks = members, tasks
        self._now = NO_CALLER
        self._suspended: Caller | None = None

    @property
    def now(self) -> Caller:
        return self._now

    def set(self, who: Caller) -> None:
        before, self._now = self._now, who
        if who.member_id != before.member_id:
            self.looked_at.emit(who.member_id)

    def suspend(self) -> None:
        """Clear the caller for a search, but keep who the running inquiry is about."""
        if self._suspended is None:
            self._suspended = self._now

    def discard_suspended(self) -> None:
        self._suspended = None

    def restore(self) -> None:
        """Return to the former caller, and read what has changed."""
        if self._suspended is not None:
            back, self._suspended = self._suspended, None
            self.set(back)
            self.refresh()

    def refresh(self) -> None:
        member_id = self._now.member_id
        if member_id is not None:
            self._tasks.run(
                self, lambda: self._members.reread(member_id), lambda record: self._show_again(member_id, record)
            )

    def _show_again(self, member_id: int, record: MemberRecord | None) -> None:
        """Show the record as it is now, or the one that the member was merged into. A member who was erased, or removed
        with an undone import, is closed: nothing more can be written."""
        now = self._now
        if now.member_id != member_id:
            return
        if record is None:
            self.set(NO_CALLER)
            self.gone.emit()
        else:
            self.set(replace(now, record=record))
            if record != now.record:
                self.reread.emit(record)
