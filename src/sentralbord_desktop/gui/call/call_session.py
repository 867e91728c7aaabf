"""The operator's actions in a call: open, begin, answer, complete, park. All database work goes through the tasks."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Receipt
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.call.call_state import CallState
from sentralbord_desktop.gui.call.caller import NO_CALLER, Caller, UnknownCaller
from sentralbord_desktop.gui.call.inquiry.draft_opening import DraftOpening
from sentralbord_desktop.gui.call.inquiry.running_inquiry import put_aside
from sentralbord_desktop.gui.call.third_party_mark import ThirdPartyMark
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.promises import promises_of
from sentralbord_desktop.services.inquiries.inquiries import Reopened
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_queue import AlreadyCompletedError

NO_MORE = "Medlemmet er ikke lenger i registeret. Søk på nytt."


class CallSession(CallState):
    """A method for each action of the operator; `inquiry` has those that change the draft and its run."""

    def __init__(
        self, services: Services, organisation: Organisation, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(services, organisation, tasks, parent)
        self._clock = services.session.clock
        self._members = services.members
        self._availability = services.availability
        self._tasks = tasks
        self._draft_opening = DraftOpening(services.members, self.caller, self.parked_calls, tasks, self)
        self._asked = object()
        """The latest opening; answers to earlier ones are ignored."""
        self._completed_for = NO_CALLER
        self.third_party_mark = ThirdPartyMark(services.members, self.caller, tasks, self)
        self._connect()

    def _connect(self) -> None:
        self.caller.looked_at.connect(self.member_changed)
        self.caller.reread.connect(self.inquiry.renew_promises)
        self.caller.reread.connect(self.record_reread)
        self.caller.gone.connect(self._member_gone)
        self.inquiry.run_changed.connect(self.run_changed)
        self.inquiry.review_reached.connect(self.review_reached)
        self.third_party_mark.changed.connect(self._set_caller)
        for part in (self.parked_calls, self._draft_opening, self._completion, self.third_party_mark):
            part.refused.connect(self.refused)
        self._draft_opening.opened.connect(self._take_up)
        self._completion.completed.connect(self._completed)
        self._completion.not_completed.connect(self._not_completed)

    def open_hit(self, hit: Hit, why: str = "oppslag") -> None:
        self.open_member(hit.id, why)

    def open_member(
        self, member_id: int, why: str = "oppslag", then: Callable[[MemberRecord], None] = lambda _: None
    ) -> None:
        """Read and log the record; a running inquiry is parked. `then` is called when this member is the caller, unless
        another was opened first."""
        self.park()
        asked = self._take_line()

        def opened(record: MemberRecord) -> None:
            if asked is self._asked:
                self._show_record(record)
                then(record)

        self._tasks.run(self, lambda: self._members.open(member_id, why), opened, self.refused.emit)

    def open_unknown_caller(self, number: str, name: str = "", kind: CallerKind | None = None) -> None:
        self.park()
        self._take_line()
        self.caller.set(Caller(unknown_caller=UnknownCaller(number, name), kind=kind))
        self.unknown_caller_opened.emit(number, name)

    def confirm_identity(self) -> None:
        """Confirm the identity; only with an open record."""
        if not self.for_another:
            self._set_caller(replace(self.caller.now, identity=not self.identity))

    def set_kind(self, kind: CallerKind) -> None:
        """The answer to «Hvem ringer?»."""
        self._set_caller(replace(self.caller.now, kind=kind))

    def ring_for_another(self) -> None:
        """Close the record: a third party calls. Again: it was the member after all (X-4)."""
        self.caller.restore()  # from a search during the call
        self.third_party_mark.turn(self.draft)

    def _set_caller(self, caller: Caller) -> None:
        """Keep the answers of the running inquiry, and make it about this caller (X-3, X-4)."""
        self.caller.set(caller)
        if self.draft is not None:
            self.inquiry.change_caller(self._begun(self.draft.category, self.draft.callback_id))
        self.identity_changed.emit()

    def note_no_answer(self, who: str) -> None:
        """«Ringt, ingen svar» on the board, for half an hour and for everyone."""
        self._tasks.run(self, lambda: self._availability.no_answer(who), lambda _: None, self.refused.emit)

    def search(self) -> None:
        """Clear the caller for a new search: cancels an opening, and Ctrl+Z does not reopen the last completed inquiry.
        The caller of the running inquiry is kept."""
        self._asked = object()
        self.forget_receipt()
        if self.run is not None:
            self.caller.suspend()
        self.caller.set(NO_CALLER)

    def come_back(self) -> None:
        """Return from a search to the caller of the running inquiry, and read changes in the record."""
        self.caller.restore()
        self.line_taken.emit()

    def reread(self) -> None:
        self.caller.refresh()

    def _take_line(self) -> object:
        """Cancel an opening; returns the mark of its successor."""
        self._asked = object()
        self.line_taken.emit()
        return self._asked

    def hang_up(self) -> None:
        """The line is empty, and an opening under way is given up."""
        self._take_line()
        self.caller.set(NO_CALLER)

    def _show_record(self, record: MemberRecord) -> None:
        self.caller.set(Caller(record))
        self.record_opened.emit(record)

    def _member_gone(self) -> None:
        self.record_gone.emit()
        self.refused.emit(SwitchboardError(NO_MORE))

    def forget_receipt(self) -> None:
        self._completion.receipt = None

    def begin(self, category: str, callback: Callback | None = None) -> None:
        """Start the wizard for the caller; a running inquiry is parked."""
        self.park()
        self._take_line()
        self.forget_receipt()
        self._take_up(self._begun(category, callback.id if callback else None))

    def _begun(self, category: str, callback_id: int | None) -> Draft:
        who = self.caller.now
        number, name = who.unknown_caller or UnknownCaller()
        return self._inquiries.begin(
            category,
            member=who.member,
            caller=self.categories.caller_in(category, who.caller),
            closed_member_id=who.member_id if who.for_another else None,
            name=name,
            number=number,
            identity=who.identity,
            callback_id=callback_id,
            board=self.board,
            record=who.open_record,
            promises=promises_of(who.open_record) if who.open_record else (),
        )

    def answer(self, step_id: str, answer: Answer) -> None:
        """Raises AnswerError when the answer does not fit; nothing is changed then. «Ringer for en annen» marks the call."""
        chosen = step.choice(answer.choice) if self.run and (step := self.run.procedure.step(step_id)) else None
        if chosen and chosen.third_party:
            self.ring_for_another()
        else:
            self.inquiry.answer(step_id, answer)

    def take_out_numbers(self) -> None:
        self.inquiry.take_out_numbers(self.organisation, self.board)

    def _take_up(self, draft: Draft) -> None:
        self.inquiry.take_up(draft, self.organisation, self.board)

    def complete(self) -> None:
        """Fullfør: one transaction on the worker, then the receipt."""
        if self.draft is not None and not self._completion.is_writing(self.draft):
            self.inquiry.stop_keeping()
            self._completion.complete(self.draft)

    def resolve_conflict(self, chosen: ConflictResolution) -> None:
        """Complete again after the operator resolved a conflict."""
        if self.draft is None:
            return

        def settled(draft: Draft) -> None:
            if self.runs(draft):
                self._take_up(draft)
                self.complete()

        self._completion.resolve_conflict(self.draft, chosen, settled)

    def reopen(self, inquiry_id: str = "") -> None:
        """Ctrl+Z: reopen this inquiry with all its answers, or else the one completed last."""
        inquiry_id = inquiry_id or (self.receipt.inquiry_id if self.receipt else "")
        if not inquiry_id:
            return
        self.park()
        asked = self._take_line()
        self._completion.reopen(inquiry_id, lambda reopened: self._reopened(reopened, asked))

    def _completed(self, draft: Draft, receipt: Receipt) -> None:
        """Close the inquiry, unless another call began before a slow server answered."""
        self.line_taken.emit()
        if self.runs(draft):
            self.inquiry.close()
            self.caller.discard_suspended()
            self._completed_for = self.caller.now
            self.caller.set(NO_CALLER)
            self.completed.emit(receipt)
        else:
            self.completed_aside.emit(receipt)
        self.parked_calls.read()

    def another_matter(self) -> bool:
        """«Ett emne til»: the caller of the inquiry that was completed last, with record and identity as before; False
        when another caller has been looked for since."""
        again = self._completed_for
        if self.receipt is None or self.run is not None or self.has_caller or again == NO_CALLER:
            return False
        self.caller.set(again)
        if again.open_record is not None:
            self.record_opened.emit(again.open_record)
            self.caller.refresh()
        elif again.unknown_caller is not None:
            self.unknown_caller_opened.emit(*again.unknown_caller)
        self.identity_changed.emit()
        return True

    def _not_completed(self, draft: Draft, error: Exception) -> None:
        if not self.runs(draft):  # another call has begun
            self._set_aside(draft)
        elif not isinstance(error, ConflictError | AlreadyCompletedError):
            self.not_saved.emit(draft)
        (self.conflicted if isinstance(error, ConflictError) else self.refused).emit(error)

    def _reopened(self, reopened: Reopened, asked: object) -> None:
        self.reopened.emit(reopened)
        if asked is self._asked:
            self._open_draft(reopened.draft)
        else:  # another caller has been opened
            self._set_aside(reopened.draft)

    def park(self) -> None:
        self.caller.discard_suspended()
        if self.draft is None:
            return
        self.before_parking.emit()
        draft = self.inquiry.close()
        if draft is not None and not self._completion.is_writing(draft):
            self._set_aside(draft)
        self.set_aside.emit()

    def _set_aside(self, draft: Draft) -> None:
        self.parked_calls.put(put_aside(draft, self._clock()))

    def discard(self, draft: Draft | None = None) -> None:
        """Discard the running inquiry, or a parked one; it can be restored."""
        if self.draft is not None and (draft is None or self.runs(draft)):
            if self._completion.is_writing(self.draft):
                return  # Ctrl+Z reopens it
            self.before_parking.emit()
            draft = self.inquiry.close()
            self.caller.discard_suspended()
            self.set_aside.emit()
        if draft is not None:
            self.parked_calls.discard(draft)

    def resume_after_unlock(self, draft: Draft) -> None:
        """Resume the inquiry parked at the lock, if nothing else was opened; the register is not read."""
        self.parked_calls.take(draft)
        self._take_up(draft)

    def resume(self, draft: Draft) -> None:
        self.park()
        self.parked_calls.take(draft)
        self._open_draft(draft)

    def _open_draft(self, draft: Draft) -> None:
        self._draft_opening.clear_line(draft)
        asked = self._take_line()
        self.record_gone.emit()  # digits must not start a category for the former caller
        self._draft_opening.open(draft, lambda: asked is self._asked)
