"""Who is on the line: a member whose record is open, a caller without a record, or nobody."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.domain.record import MemberRecord
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.services.members import MemberService


@dataclass(frozen=True)
class OnLine:
    record: MemberRecord | None = None
    stranger: tuple[str, str] | None = None
    """Number and name of one without a record."""
    identity: bool = False
    """Confirmed (X-3)."""
    for_another: bool = False
    """The caller is not the member, whose record is closed to general information (X-4)."""

    @property
    def open_record(self) -> MemberRecord | None:
        return None if self.for_another else self.record

    @property
    def member(self) -> Member | None:
        """Who calls, when it is a member."""
        return self.open_record.member if self.open_record else None

    @property
    def member_id(self) -> int | None:
        return self.record.member.id if self.record else None

    @property
    def caller(self) -> str:
        """Who calls, in the rulebook's words."""
        if self.for_another:
            return "tredjepart"
        return "medlem" if self.record else "ukjent"


NOBODY = OnLine()


class Line(QObject):
    looked_at = Signal(object)  # int | None: the member whose record is open now
    reread = Signal(object)  # MemberRecord: the same member, something changed
    gone = Signal()  # the member is not in the register any more

    def __init__(self, members: MemberService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._members, self._tasks = members, tasks
        self._now = NOBODY
        self._aside: OnLine | None = None

    @property
    def now(self) -> OnLine:
        return self._now

    def put(self, who: OnLine) -> None:
        before, self._now = self._now, who
        if who.member_id != before.member_id:
            self.looked_at.emit(who.member_id)

    def put_aside(self) -> None:
        """Somebody else is looked for; whom the running inquiry is about is kept."""
        if self._aside is None:
            self._aside = self._now

    def forget_aside(self) -> None:
        self._aside = None

    def come_back(self) -> None:
        """To whom was put aside; what changed about them meanwhile is read."""
        if self._aside is not None:
            back, self._aside = self._aside, None
            self.put(back)
            self.read_again()

    def read_again(self) -> None:
        """The open record, after something changed."""
        member_id = self._now.member_id
        if member_id is not None:
            self._tasks.run(
                self, lambda: self._members.reread(member_id),
                lambda record: self._show_again(member_id, record),
            )  # fmt: skip

    def _show_again(self, member_id: int, record: MemberRecord | None) -> None:
        """Also when the member was merged into another meanwhile: that one is shown. One who was erased, or came
        with an import that was undone, is put away: nothing more can be written on them."""
        now = self._now
        if now.member_id != member_id:
            return
        if record is None:
            self.put(NOBODY)
            self.gone.emit()
        else:
            self.put(replace(now, record=record))
            if record != now.record:
                self.reread.emit(record)
