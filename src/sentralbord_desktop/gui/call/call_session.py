"""The call on the desk: whose record is open, which inquiry runs, what is parked.

The pages show it and send it what the operator does; all database work goes through the tasks.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.confirmations.confirmation import Confirmation
from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Receipt, Review
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.call.caller import NO_CALLER, Caller, CurrentCaller
from sentralbord_desktop.gui.call.parked_calls import ParkedCallList
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.inquiries.inquiries import Reopened, member_facts
from sentralbord_desktop.services.office import Services

KEEP_AFTER_MS = 250


NO_MORE = "Medlemmet er ikke lenger i registeret. Søk på nytt."


class CallSession(QObject):
    """What happens to a call, step by step. Signals are past tense."""

    record_opened = Signal(object)  # MemberRecord
    record_reread = Signal(object)  # MemberRecord: the same member, something changed
    member_changed = Signal(object)  # int | None: the member whose record is open now
    unknown_caller_opened = Signal(str, str)  # number, name
    identity_changed = Signal()
    run_changed = Signal(object)  # ProcedureRun
    review_reached = Signal(object)  # ProcedureRun
    texts_renewed = Signal()  # an edited text did not fit the answers any more
    completed = Signal(object)  # Receipt
    completed_aside = Signal(object)  # Receipt, while another call is on the line
    reopened = Signal(object)  # what had already left
    conflicted = Signal(object)  # ConflictError: nothing was written, what shall stand is asked
    before_parking = Signal()  # the running inquiry: what is half-written in it is kept now
    set_aside = Signal()
    record_gone = Signal()
    procedure_changed = Signal(str, int)  # title, the version it is completed by
    refused = Signal(object)  # Exception

    def __init__(
        self, services: Services, organisation: Organisation, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._operator_session = services.session
        self._members = services.members
        self._inquiries = services.inquiries
        self._parking = services.parking
        self._confirmations = services.confirmations
        self._case_handover = services.case_handover
        self._tasks = tasks
        self._completing = ""  # the id of the inquiry that is being written
        self.organisation = organisation
        self.board: Board | None = None
        self.sending = SendingSettings()
        self.caller = CurrentCaller(services.members, tasks, self)
        self.caller.looked_at.connect(self.member_changed)
        self.caller.reread.connect(self.record_reread)
        self.caller.gone.connect(self._member_gone)
        self._asked = object()
        """Who was asked for last: an answer about somebody before them comes too late."""
        self.draft: Draft | None = None
        self.run: ProcedureRun | None = None
        self.receipt: Receipt | None = None
        self._completed_for = NO_CALLER
        """Who the inquiry that was completed last was about."""
        self.parked_calls = ParkedCallList(
            services.parking, services.inquiries.library, lambda: self.draft.id if self.draft else "", tasks, self
        )
        self.parked_calls.refused.connect(self.refused)
        self._keep_soon = QTimer(self, interval=KEEP_AFTER_MS, singleShot=True)
        self._keep_soon.timeout.connect(self._keep)

    # ------------------------------------------------------------------ who calls

    def open_hit(self, hit: Hit, why: str = "oppslag") -> None:
        self.open_member(hit.id, why)

    def open_member(
        self, member_id: int, why: str = "oppslag", then: Callable[[MemberRecord], None] = lambda _: None
    ) -> None:
        """Read the record, which is logged; a running inquiry is parked by itself. `then` is done when this member is
        on the line, and never when another came meanwhile."""
        self.park()
        asked = self._asked = object()

        def opened(record: MemberRecord) -> None:
            if asked is self._asked:
                self._show_record(record)
                then(record)

        self._tasks.run(self, lambda: self._members.open(member_id, why), opened, self.refused.emit)

    def open_unknown_caller(self, number: str, name: str = "") -> None:
        """A caller without a record: press, employer, relative, prospect."""
        self.park()
        self._asked = object()
        self.caller.set(Caller(unknown_caller=(number, name)))
        self.unknown_caller_opened.emit(number, name)

    def confirm_identity(self) -> None:
        self.caller.set(replace(self.caller.now, identity=not self.identity, for_another=False))
        self._who_changed()
        self.identity_changed.emit()

    def ring_for_another(self) -> None:
        """X-4: the record closes to general information."""
        self.caller.set(replace(self.caller.now, identity=False, for_another=not self.for_another))
        self._who_changed()
        self.identity_changed.emit()

    def _who_changed(self) -> None:
        """The inquiry that stands is about whoever calls now, with its answers (X-3, X-4)."""
        if self.draft is None or self.run is None:
            return
        now = self._begun(self.draft.category, self.draft.callback_id)
        told = ("caller", "caller_name", "caller_phone", "identity_confirmed", "member")
        facts = self.run.facts.model_copy(update={name: getattr(now.facts, name) for name in told})
        self.run = self.run.with_facts(facts)
        about = {"member_id": now.member_id, "title": now.title, "seen": now.seen}
        self.draft = self.draft.model_copy(update=about).with_run(self.run)
        self._keep_soon.start()

    @property
    def record(self) -> MemberRecord | None:
        return self.caller.now.record

    @property
    def unknown_caller(self) -> tuple[str, str] | None:
        return self.caller.now.unknown_caller

    @property
    def identity(self) -> bool:
        return self.caller.now.identity

    @property
    def for_another(self) -> bool:
        return self.caller.now.for_another

    @property
    def open_record(self) -> MemberRecord | None:
        """The record, unless it is closed because the caller rings for another (X-4)."""
        return self.caller.now.open_record

    def search(self) -> None:
        """Somebody else is looked for: nobody is on the line, and what was completed last is no more undone by
        Ctrl+Z. Whom the running inquiry is about stays with it."""
        self.receipt, self._asked = None, object()
        if self.run is not None:
            self.caller.suspend()
        self.caller.set(replace(self.caller.now, record=None, unknown_caller=None))

    def come_back(self) -> None:
        """From a search, to whom the running inquiry is about; what changed about them meanwhile is read."""
        self.caller.restore()

    def reread(self) -> None:
        """The open record again, after something changed."""
        self.caller.refresh()

    def _show_record(self, record: MemberRecord) -> None:
        self.caller.set(Caller(record))
        self.record_opened.emit(record)

    def _member_gone(self) -> None:
        self.record_gone.emit()
        self.refused.emit(SwitchboardError(NO_MORE))

    # ------------------------------------------------------------------ the inquiry

    @property
    def categories(self) -> Categories:
        """What a call can be about."""
        return self._inquiries.library.categories

    def begin(self, category: str, callback: Callback | None = None) -> None:
        """Start the wizard for whoever is on the line; one that runs is parked."""
        self.park()
        self._asked, self.receipt = object(), None
        self._take(self._begun(category, callback.id if callback else None))

    def _begun(self, category: str, callback_id: int | None) -> Draft:
        """A new inquiry for whoever is on the line."""
        who = self.caller.now
        caller = who.caller if who.for_another else self.categories.caller_in(category, who.caller)
        number, name = who.unknown_caller or ("", "")
        return self._inquiries.begin(
            category,
            member=who.member,
            caller=caller,
            name=name,
            number=number,
            identity=who.identity,
            callback_id=callback_id,
            board=self.board,
            missing=who.open_record.missing_documentation if who.open_record else "",
        )

    def answer(self, step_id: str, answer: Answer) -> None:
        """Raises AnswerError when the answer does not fit; nothing is lost then."""
        if self.run is None or self.draft is None:
            return
        run = self.run.answer(step_id, answer)
        half = {key: text for key, text in self.draft.half_typed.items() if key.partition(".")[0] != step_id}
        self.draft = self.draft.model_copy(update={"half_typed": half})
        self._set_run(run)

    def clear_answer(self, step_id: str) -> None:
        if self.run is not None:
            self._set_run(self.run.without(step_id))

    def switch_category(self, category: str) -> None:
        """Who calls is asked again where only the category had told it: whoever wished to join, or called
        from the press, may be a member."""
        if self.run is None or category == self.run.procedure.id:
            return
        facts, run = self.run.facts, self.run.switched(category)
        known = facts.caller
        if known in self.categories.told_callers:
            known = "medlem" if facts.member.member_no else "ukjent"
        facts = facts.model_copy(update={"caller": self.categories.caller_in(category, known)})
        self._set_run(run.with_facts(facts))

    def half_typed(self, step_id: str, text: str, caret: int) -> None:
        """Keep what stands in the field, so that a kill loses nothing."""
        if self.draft is not None:
            typed = {**self.draft.half_typed, step_id: text}
            self.draft = self.draft.model_copy(update={"half_typed": typed, "caret": caret})
            self._keep_soon.start()

    def take_out_numbers(self) -> None:
        """Every fødselsnummer out of the answers and the review, as if it had never been typed."""
        if self.draft is not None:
            self._take(self.draft.without_numbers())

    def set_review(self, review: Review) -> None:
        if self.draft is not None and self.run is not None:
            self.draft = self.draft.with_review(review, self.run)
            self._keep_soon.start()

    def complete(self) -> None:
        """Fullfør: one transaction on the worker, then the receipt."""
        if self.draft is None:
            return
        draft = self.draft
        if draft.id == self._completing:
            return
        self._keep_soon.stop()
        self._completing = draft.id
        self._tasks.run(
            self,
            lambda: self._inquiries.complete(draft),
            lambda receipt: self._completed(draft, receipt),
            lambda error: self._not_completed(draft, error),
        )

    def resolve_conflict(self, chosen: ConflictResolution) -> None:
        """What shall stand where two changed the same field; then Fullfør again."""
        if self.draft is None:
            return
        draft = self.draft

        def settled(settled: Draft) -> None:
            if self.draft is not None and self.draft.id == draft.id:
                self._take(settled)
                self.complete()

        self._tasks.run(self, lambda: self._inquiries.resolve_conflict(draft, chosen), settled, self.refused.emit)

    def _not_completed(self, draft: Draft, error: Exception) -> None:
        self._completing = ""
        if self.draft is None or self.draft.id != draft.id:  # another call came meanwhile
            self._set_aside(draft)
        (self.conflicted if isinstance(error, ConflictError) else self.refused).emit(error)

    def reopen(self, inquiry_id: str = "") -> None:
        """Ctrl+Z: this inquiry again with all its answers, or else the one that was completed last."""
        inquiry_id = inquiry_id or (self.receipt.inquiry_id if self.receipt else "")
        if not inquiry_id:
            return
        self.park()
        asked = self._asked = object()
        self._tasks.run(
            self,
            lambda: self._inquiries.reopen(inquiry_id),
            lambda reopened: self._reopened(reopened, asked),
            self.refused.emit,
        )

    def _completed(self, draft: Draft, receipt: Receipt) -> None:
        """A slow server may answer when the next call is on the line: that one is let be."""
        self._completing = ""
        self.receipt = receipt
        if self.draft is not None and self.draft.id == draft.id:
            self.draft = self.run = None
            self.caller.discard_suspended()
            self._completed_for = self.caller.now
            self.caller.set(replace(self.caller.now, record=None, unknown_caller=None))
            self.completed.emit(receipt)
        else:
            self.completed_aside.emit(receipt)
        self.parked_calls.read()

    def _reopened(self, reopened: Reopened, asked: object) -> None:
        self.receipt = None
        self.reopened.emit(reopened.already_left)
        if asked is self._asked:
            self._open_draft(reopened.draft)
        else:  # somebody else is on the line by now
            self._set_aside(reopened.draft)

    def _take(self, draft: Draft) -> None:
        procedure = self._inquiries.library.procedures.get(draft.category)
        if procedure and draft.version != procedure.version:
            self.procedure_changed.emit(procedure.title, procedure.version)
        self.draft = draft = draft.taken_up(self._inquiries.library, self._operator_session.clock(), self.board)
        self._set_run(draft.run(self._inquiries.library, self.organisation))

    def _set_run(self, run: ProcedureRun) -> None:
        if self.draft is None:
            return
        self.run, written = run, self.draft.review
        self.draft = self.draft.with_run(run)
        self._keep_soon.start()
        if run.current is None:
            self.review_reached.emit(run)
            if written.texts.keys() - self.draft.review.texts.keys():
                self.texts_renewed.emit()
        else:
            self.run_changed.emit(run)

    # ------------------------------------------------------------------ parking

    @property
    def parked(self) -> list[Draft]:
        return self.parked_calls.drafts

    def hang_up(self) -> None:
        """Nobody is on the line any more."""
        self.caller.set(NO_CALLER)

    def park(self) -> None:
        """Put the running inquiry aside; nothing when none runs."""
        self.caller.discard_suspended()
        if self.draft is None:
            return
        self.before_parking.emit()
        draft = self.draft
        self.draft = self.run = None
        self._keep_soon.stop()
        if draft.id != self._completing:  # what is being completed is not parked too
            self._set_aside(draft)
        self.set_aside.emit()

    def _set_aside(self, draft: Draft) -> None:
        self.parked_calls.put(draft.model_copy(update={"put_aside": self._operator_session.clock()}))

    def discard(self, draft: Draft | None = None) -> None:
        """The running inquiry, or a parked one; it can be brought back."""
        if self.draft is not None and (draft is None or draft.id == self.draft.id):
            if self.draft.id == self._completing:
                return  # it is being written, and is reopened by Ctrl+Z
            self.before_parking.emit()
            running = self.draft
            draft, self.draft, self.run = running, None, None
            self.caller.discard_suspended()
            self._keep_soon.stop()
            self.set_aside.emit()
        if draft is not None:
            self.parked_calls.discard(draft)

    def resume_after_unlock(self, draft: Draft) -> None:
        """Parked when the window was locked, and nothing was opened since: the register need not be asked."""
        self.parked_calls.take(draft)
        self._take(draft)

    def resume(self, draft: Draft) -> None:
        """Exactly as it was left: step, caret, half-typed text."""
        self.park()
        self.parked_calls.take(draft)
        self._open_draft(draft)

    def _open_draft(self, draft: Draft) -> None:
        """Whom it is about comes on the line, and then it stands."""
        self.caller.set(Caller(identity=draft.facts.identity_confirmed))
        asked = self._asked = object()
        self.record_gone.emit()  # no digit begins anything on the page of whoever was there
        if draft.member_id is not None:
            member_id = draft.member_id
            self._tasks.run(
                self,
                lambda: self._members.open(member_id, "fortsatt henvendelse"),
                lambda record: self._resumed(draft, record, asked),
                lambda error: self._not_resumed(draft, error),
            )
        else:
            facts = draft.facts
            self.caller.set(replace(self.caller.now, unknown_caller=(facts.caller_phone, facts.caller_name)))
            self._take(draft)

    def _resumed(self, draft: Draft, record: MemberRecord, asked: object) -> None:
        if asked is not self._asked:  # somebody else is on the line by now
            self.parked_calls.put_back(draft)
            return
        self.caller.set(replace(self.caller.now, record=record))
        facts = draft.facts.model_copy(update={"member": member_facts(record.member, record.missing_documentation)})
        if draft.facts.caller != "tredjepart":
            draft = draft.model_copy(update={"facts": facts})
        self._take(draft.model_copy(update={"member_id": record.member.id}))  # merged meanwhile

    def _not_resumed(self, draft: Draft, error: Exception) -> None:
        """The member cannot be opened now (the server is away): it is parked as before."""
        self.parked_calls.put_back(draft)
        self.refused.emit(error)

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

    def another_matter(self) -> bool:
        """«Ett emne til»: the caller of the inquiry that was completed last, with record and identity as before; False
        when somebody else has been looked for since."""
        again, now = self._completed_for, self.caller.now
        is_free = self.run is None and now.record is None and now.unknown_caller is None
        if self.receipt is None or not is_free or (again.record is None and again.unknown_caller is None):
            return False
        self.caller.set(again)
        if again.record is not None:
            self.record_opened.emit(again.record)
            self.caller.refresh()
        elif again.unknown_caller is not None:
            self.unknown_caller_opened.emit(*again.unknown_caller)
        self.identity_changed.emit()
        return True

    def promise_arrived(self, confirmation: Confirmation) -> None:
        self._tasks.run(self, lambda: self._confirmations.arrived(confirmation), lambda _: None, self.refused.emit)

    def case_chosen(self, case: Case) -> None:
        """«DS har overtatt» where it waits, else «Angre» (PR-8)."""
        service = self._case_handover
        act = service.confirm if case.handed_over_at is None else service.withdraw
        self._tasks.run(self, lambda: act(case), lambda _: None, self.refused.emit)
