"""The call on the desk: whose record is open, which inquiry runs, what is parked.

The pages show it and send it what the operator does; all database work goes through the tasks.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.desk import Callback, Confirmation
from sentralbord_desktop.domain.inquiries import Answer, Receipt, Review
from sentralbord_desktop.domain.members import Hit
from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.domain.record import MemberRecord
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.callbacks import CallbackService, ConfirmationService
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.inquiries import InquiryService, Reopened, member_facts
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.parking import ParkingService

KEEP_AFTER_MS = 250


class CallFlow(QObject):
    """What happens to a call, step by step. Signals are past tense."""

    record_opened = Signal(object)  # MemberRecord
    stranger_opened = Signal(str, str)  # number, name
    identity_changed = Signal()
    run_changed = Signal(object)  # ProcedureRun
    review_reached = Signal(object)  # ProcedureRun
    completed = Signal(object)  # Receipt
    reopened = Signal(object)  # what had already left
    parked_changed = Signal(object)  # list[Draft]
    set_aside = Signal()
    refused = Signal(object)  # Exception

    def __init__(
        self, members: MemberService, inquiries: InquiryService, parking: ParkingService,
        callbacks: CallbackService, confirmations: ConfirmationService,
        organisation: OrganisationService, tasks: TaskRunner, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._members = members
        self._inquiries = inquiries
        self._parking = parking
        self._callbacks = callbacks
        self._confirmations = confirmations
        self._organisation_service = organisation
        self._tasks = tasks
        self.organisation: Organisation = organisation.read()
        self.record: MemberRecord | None = None
        self.stranger: tuple[str, str] | None = None
        self.identity = False
        self.for_another = False
        self.draft: Draft | None = None
        self.run: ProcedureRun | None = None
        self.parked: list[Draft] = []
        self.receipt: Receipt | None = None
        self._keep_soon = QTimer(self, interval=KEEP_AFTER_MS, singleShot=True)
        self._keep_soon.timeout.connect(self._keep)

    # ------------------------------------------------------------------ who calls

    def open_hit(self, hit: Hit, why: str = "oppslag") -> None:
        self.open_member(hit.id, why)

    def open_member(self, member_id: int, why: str = "oppslag") -> None:
        """Read the record, which is logged; a running inquiry is parked by itself."""
        self.park()
        self._tasks.run(
            self, lambda: self._members.open(member_id, why), self._show_record, self.refused.emit
        )

    def open_stranger(self, number: str, name: str = "") -> None:
        """A caller without a record: press, employer, relative, prospect."""
        self.park()
        self.record, self.stranger = None, (number, name)
        self.identity = self.for_another = False
        self.stranger_opened.emit(number, name)

    def confirm_identity(self) -> None:
        self.identity, self.for_another = not self.identity, False
        self.identity_changed.emit()

    def ring_for_another(self) -> None:
        """X-4: the record closes to general information."""
        self.for_another, self.identity = not self.for_another, False
        self.identity_changed.emit()

    def reread(self) -> None:
        """The open record again, after something changed."""
        if self.record is not None:
            member_id = self.record.member.id
            self._tasks.run(self, lambda: self._members.reread(member_id), self._show_again)

    def refresh_organisation(self) -> None:
        self._tasks.run(self, self._organisation_service.read, self._set_organisation)

    def _set_organisation(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def _show_record(self, record: MemberRecord) -> None:
        self.record, self.stranger = record, None
        self.identity = self.for_another = False
        self.record_opened.emit(record)

    def _show_again(self, record: MemberRecord | None) -> None:
        if record is not None and self.record and record.member.id == self.record.member.id:
            self.record = record
            if self.run is None:
                self.record_opened.emit(record)

    # ------------------------------------------------------------------ the inquiry

    def begin(self, category: str, callback: Callback | None = None) -> None:
        """Start the wizard for whoever is on the line."""
        number, name = self.stranger or ("", "")
        member = self.record.member if self.record and not self.for_another else None
        caller = "tredjepart" if self.for_another else ("medlem" if member else "ukjent")
        if category == "media":
            caller = "media"
        elif member is None and category == "innmelding":
            caller = "ikke_medlem"
        draft = self._inquiries.begin(
            category, member=member, caller=caller, name=name, number=number,
            identity=self.identity, callback_id=callback.id if callback else None,
        )  # fmt: skip
        if self.for_another:
            draft = draft.model_copy(
                update={"facts": draft.facts.model_copy(update={"caller": "tredjepart"})}
            )
        self.receipt = None
        self._take(draft)

    def answer(self, step_id: str, answer: Answer) -> None:
        """Raises AnswerError when the answer does not fit; nothing is lost then."""
        if self.run is None or self.draft is None:
            return
        self._set_run(self.run.answer(step_id, answer))

    def take_back(self, step_id: str) -> None:
        if self.run is not None:
            self._set_run(self.run.without(step_id))

    def switch_category(self, category: str) -> None:
        if self.run is not None and category != self.run.procedure.id:
            self._set_run(self.run.switched(category))

    def half_typed(self, step_id: str, text: str, caret: int) -> None:
        """Keep what stands in the field, so that a kill loses nothing."""
        if self.draft is not None:
            typed = {**self.draft.half_typed, step_id: text}
            self.draft = self.draft.model_copy(update={"half_typed": typed, "caret": caret})
            self._keep_soon.start()

    def set_review(self, review: Review) -> None:
        if self.draft is not None:
            self.draft = self.draft.model_copy(update={"review": review})
            self._keep_soon.start()

    def complete(self) -> None:
        """Fullfør: one transaction on the worker, then the receipt."""
        if self.draft is None:
            return
        draft = self.draft
        self._keep_soon.stop()
        self._tasks.run(
            self, lambda: self._inquiries.complete(draft), self._completed, self.refused.emit
        )

    def reopen(self) -> None:
        """Ctrl+Z: the last completed inquiry again, with all its answers."""
        if self.receipt is None:
            return
        inquiry_id = self.receipt.inquiry_id
        self.park()
        self._tasks.run(
            self, lambda: self._inquiries.reopen(inquiry_id), self._reopened, self.refused.emit
        )

    def _completed(self, receipt: Receipt) -> None:
        self.draft = self.run = None
        self.record = self.stranger = None
        self.receipt = receipt
        self.completed.emit(receipt)
        self.read_parked()

    def _reopened(self, reopened: Reopened) -> None:
        self.receipt = None
        self.reopened.emit(reopened.already_left)
        self._take(reopened.draft)

    def _take(self, draft: Draft) -> None:
        self.draft = draft
        self._set_run(draft.run(self._inquiries.library, self.organisation))

    def _set_run(self, run: ProcedureRun) -> None:
        if self.draft is None:
            return
        self.run = run
        self.draft = self.draft.with_run(run)
        self._keep_soon.start()
        if run.current is None:
            self.review_reached.emit(run)
        else:
            self.run_changed.emit(run)

    # ------------------------------------------------------------------ parking

    def park(self) -> None:
        """Put the running inquiry aside; nothing when none runs."""
        if self.draft is None:
            return
        draft, self.draft, self.run = self.draft, None, None
        self._keep_soon.stop()
        self.parked.insert(0, draft)
        self._tasks.run(self, lambda: self._parking.keep(draft, running=False), lambda _: None)
        self.parked_changed.emit(self.parked)
        self.set_aside.emit()

    def resume(self, draft: Draft) -> None:
        """Exactly as it was left: step, caret, half-typed text."""
        self.park()
        self.parked = [other for other in self.parked if other.id != draft.id]
        self.record = self.stranger = None
        self.parked_changed.emit(self.parked)
        if draft.member_id is not None:
            member_id = draft.member_id
            self._tasks.run(
                self, lambda: self._members.open(member_id, "fortsatt henvendelse"),
                lambda record: self._resumed(draft, record), self.refused.emit,
            )  # fmt: skip
        else:
            self._take(draft)

    def _resumed(self, draft: Draft, record: MemberRecord) -> None:
        self.record = record
        facts = draft.facts.model_copy(update={"member": member_facts(record.member)})
        if draft.facts.caller != "tredjepart":
            draft = draft.model_copy(update={"facts": facts})
        self._take(draft)

    def read_parked(self) -> None:
        self._tasks.run(self, self._parking.drafts, self._set_parked)

    def _set_parked(self, drafts: Sequence[Draft]) -> None:
        running = self.draft.id if self.draft else ""
        self.parked = [draft for draft in drafts if draft.id != running]
        self.parked_changed.emit(self.parked)

    def leave(self) -> None:
        """The window closes: what stands half-typed is kept first."""
        if self._keep_soon.isActive():
            self._keep_soon.stop()
            self._keep()

    def _keep(self) -> None:
        if self.draft is not None:
            draft = self.draft
            self._tasks.run(self, lambda: self._parking.keep(draft, running=True), lambda _: None)

    # ------------------------------------------------------------------ promises

    def promise_arrived(self, confirmation: Confirmation) -> None:
        self._tasks.run(
            self, lambda: self._confirmations.arrived(confirmation), lambda _: None,
            self.refused.emit,
        )  # fmt: skip
