"""The call at this workstation, as pages read it: the caller, the running inquiry, the parked ones."""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.call.caller import CurrentCaller, UnknownCaller
from sentralbord_desktop.gui.call.inquiry.completion import InquiryCompletion
from sentralbord_desktop.gui.call.inquiry.parked_calls import ParkedCallList
from sentralbord_desktop.gui.call.inquiry.running_inquiry import RunningInquiry
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.office import Services


class CallState(QObject):
    """Read-only; `CallSession` makes the changes. Signals are in the past tense."""

    record_opened = Signal(object)  # MemberRecord
    record_reread = Signal(object)  # MemberRecord: the same member, changed
    member_changed = Signal(object)  # int | None: the member whose record is open
    unknown_caller_opened = Signal(str, str)  # number, name
    identity_changed = Signal()
    run_changed = Signal(object)  # ProcedureRun
    review_reached = Signal(object)  # ProcedureRun
    completed = Signal(object)  # Receipt
    completed_aside = Signal(object)  # Receipt, while another call is open
    reopened = Signal(object)  # Reopened
    conflicted = Signal(object)  # ConflictError: nothing was written, and the operator decides
    not_saved = Signal(object)  # Draft of the inquiry on the screen: nothing was written
    before_parking = Signal()  # pages add half-typed text to the draft
    set_aside = Signal()
    line_taken = Signal()  # a member is being opened, an inquiry began or was completed: the search ends
    record_gone = Signal()
    refused = Signal(object)  # Exception

    def __init__(
        self, services: Services, organisation: Organisation, tasks: TaskRunner, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._inquiries = services.inquiries
        self.organisation = organisation
        self.board: Board | None = None
        self.sending = SendingSettings()
        self.caller = CurrentCaller(services.members, tasks, self)
        self.inquiry = RunningInquiry(services, tasks, self)
        self.parked_calls = ParkedCallList(
            services.parking, services.inquiries.library, lambda: self.draft.id if self.draft else "", tasks, self
        )
        self._completion = InquiryCompletion(services.inquiries, tasks, self)

    @property
    def record(self) -> MemberRecord | None:
        return self.caller.now.record

    @property
    def open_record(self) -> MemberRecord | None:
        """The record, unless it is closed because the caller rings for another (X-4)."""
        return self.caller.now.open_record

    @property
    def unknown_caller(self) -> UnknownCaller | None:
        return self.caller.now.unknown_caller

    @property
    def has_caller(self) -> bool:
        return self.record is not None or self.unknown_caller is not None

    @property
    def identity(self) -> bool:
        return self.caller.now.identity

    @property
    def for_another(self) -> bool:
        return self.caller.now.for_another

    @property
    def closed_member_id(self) -> int | None:
        """The member whose record is closed, because the caller rings for another (X-4)."""
        if not self.for_another:
            return None
        return self.caller.now.member_id or (self.draft.facts.closed_member_id if self.draft else None)

    @property
    def categories(self) -> Categories:
        return self._inquiries.library.categories

    @property
    def draft(self) -> Draft | None:
        return self.inquiry.draft

    @property
    def run(self) -> ProcedureRun | None:
        return self.inquiry.run

    def runs(self, draft: Draft) -> bool:
        return self.draft is not None and self.draft.id == draft.id

    @property
    def receipt(self) -> Receipt | None:
        return self._completion.receipt

    @property
    def parked(self) -> list[Draft]:
        return self.parked_calls.drafts
