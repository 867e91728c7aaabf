"""The call at this workstation: its state, and the operator's actions. All database work goes through the tasks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Receipt
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.call.parked_calls import ParkedCallList
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, promises_of
from sentralbord_desktop.services.inquiries.call_state import (
    Caller,
    CallState,
    Inquiry,
    UnknownCaller,
    View,
    moved,
    with_record,
)
from sentralbord_desktop.services.inquiries.inquiries import Reopened
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_queue import AlreadyCompletedError

NO_MORE = "Medlemmet er ikke lenger i registeret. Søk på nytt."
KEEP_AFTER_MS = 250
LOOKED_UP = "oppslag"
"""Why a record was opened, in the access log: the operator looked it up."""


class HeldCall(QObject):
    """The one holder of the state. Pages read it; `CallSession` and `RunningInquiry` make the changes. Signals are in
    the past tense."""

    changed = Signal()  # the state; comes before the signal that says what happened
    record_opened = Signal(object)  # MemberRecord
    record_reread = Signal(object)  # MemberRecord: the same member, changed
    member_changed = Signal(object)  # int | None: the member whose record is open
    unknown_caller_opened = Signal(str, str)  # number, name
    identity_changed = Signal()
    run_changed = Signal(object)  # ProcedureRun, with a question left
    review_reached = Signal(object)  # ProcedureRun, without one
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

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._state = CallState()

    @property
    def state(self) -> CallState:
        return self._state

    def become(self, state: CallState) -> None:
        before, self._state = self._state, state
        if state is before:
            return
        self.changed.emit()
        if state.caller.member_id != before.caller.member_id:
            self.member_changed.emit(state.caller.member_id)

    def show(self, view: View) -> None:
        self.become(self.state.shown(view))

    @property
    def caller(self) -> Caller:
        return self.state.caller

    @property
    def record(self) -> MemberRecord | None:
        return self.caller.record

    @property
    def open_record(self) -> MemberRecord | None:
        """The record, unless it is closed because the caller rings for another (X-4)."""
        return self.caller.open_record

    @property
    def unknown_caller(self) -> UnknownCaller | None:
        return self.caller.unknown_caller

    @property
    def has_caller(self) -> bool:
        return self.state.has_caller

    @property
    def identity(self) -> bool:
        return self.caller.identity

    @property
    def for_another(self) -> bool:
        return self.caller.for_another

    @property
    def closed_member_id(self) -> int | None:
        return self.state.closed_member_id

    @property
    def draft(self) -> Draft | None:
        return self.state.inquiry.draft if self.state.inquiry else None

    @property
    def run(self) -> ProcedureRun | None:
        return self.state.inquiry.run if self.state.inquiry else None

    @property
    def receipt(self) -> Receipt | None:
        return self.state.receipt


class RunningInquiry(QObject):
    """The changes of the running inquiry; a draft is written to the register 250 ms after its last change."""

    review_changed = Signal(object)  # Draft, changed on the review page
    half_typed_kept = Signal(object)  # Draft
    texts_renewed = Signal()  # an edited text no longer fits the answers
    procedure_changed = Signal(str, int)  # title, the version it will be completed by

    def __init__(self, services: Services, call: HeldCall, tasks: TaskRunner) -> None:
        super().__init__(call)
        self._library, self._parking = services.inquiries.library, services.parking
        self._clock, self._call, self._tasks = services.session.clock, call, tasks
        self._keep_soon = QTimer(self, interval=KEEP_AFTER_MS, singleShot=True)
        self._keep_soon.timeout.connect(self._keep)

    def take_up(self, draft: Draft, organisation: Organisation, board: Board | None) -> None:
        """Run `draft`, new or stored; `board` is the present presence."""
        procedure = self._library.procedures.get(draft.category)
        if procedure and draft.version != procedure.version:
            self.procedure_changed.emit(procedure.title, procedure.version)
        self._ran(Inquiry.taken_up(draft, self._library, self._clock(), organisation, board), draft.review)

    def stop_keeping(self) -> None:
        """Cancel the pending write, because the draft is written elsewhere."""
        self._keep_soon.stop()

    def keep_now(self) -> None:
        if self._keep_soon.isActive():
            self._keep_soon.stop()
            self._keep()

    def _keep(self) -> None:
        draft = self._call.draft
        if draft is not None:
            self._tasks.run(self, lambda: self._parking.keep(draft, running=True), lambda _: None)

    def _ran(self, inquiry: Inquiry, before: Review) -> None:
        """`before` is the review of the former answers."""
        self._call.become(self._call.state.ran(inquiry))
        self._keep_soon.start()
        if inquiry.run.current is not None:
            self._call.run_changed.emit(inquiry.run)
            return
        self._call.review_reached.emit(inquiry.run)
        if before.texts.keys() - inquiry.draft.review.texts.keys():
            self.texts_renewed.emit()

    def change(self, event: Callable[..., Inquiry], *fields: object) -> None:
        """`event` is a method of `Inquiry`; `fields` is what it takes. Raises AnswerError when an answer does not fit.
        Nothing happens without an inquiry, or where the event leaves it as it is."""
        before = self._call.state.inquiry
        after = event(before, *fields) if before else None
        if before is None or after is None or after is before:
            return
        if after.run is not before.run:
            self._ran(after, before.draft.review)
            return
        self._call.become(self._call.state.changed(after))
        self._keep_soon.start()
        is_typed = after.draft.review is before.draft.review and after.draft.promises is before.draft.promises
        (self.half_typed_kept if is_typed else self.review_changed).emit(after.draft)

    def switch_category(self, category: str) -> None:
        self.change(Inquiry.switched, category)

    def change_caller(self, fresh: Draft) -> None:
        """Written at once: a kill must not bring the record back open."""
        if (now := self._call.state.inquiry) is not None:
            self._call.become(self._call.state.changed(now.of_caller(fresh)))
            self._keep_soon.stop()
            self._keep()


class CallSession(HeldCall):
    """A method for each action of the operator; `inquiry` has those that change the running inquiry."""

    def __init__(
        self, services: Services, organisation: Organisation, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._inquiries, self._members = services.inquiries, services.members
        self._clock, self._availability, self._tasks = services.session.clock, services.availability, tasks
        self.organisation = organisation
        self.board: Board | None = None
        self.sending = SendingSettings()
        self.inquiry = RunningInquiry(services, self, tasks)
        self.parked_calls = ParkedCallList(
            services.parking, services.inquiries.library, lambda: self.draft.id if self.draft else "", tasks, self
        )
        self.parked_calls.refused.connect(self.refused)

    @property
    def categories(self) -> Categories:
        return self._inquiries.library.categories

    @property
    def parked(self) -> list[Draft]:
        return self.parked_calls.drafts

    # ------------------------------------------------------------------ the caller

    def open_hit(self, hit: Hit, why: str = LOOKED_UP) -> None:
        self.open_member(hit.id, why)

    def open_member(
        self, member_id: int, why: str = LOOKED_UP, then: Callable[[MemberRecord], None] = lambda _: None
    ) -> None:
        """Read and log the record; a running inquiry is parked. `then` is called when this member is the caller, unless
        another was opened first."""
        left_id = self.draft.id if self.draft and why == LOOKED_UP else ""
        self.park()
        asked = self._take_line()

        def opened(record: MemberRecord) -> None:
            if asked == self.state.opening:
                self.become(self.state.opened(Caller(record), left_id))
                self.record_opened.emit(record)
                then(record)

        self._tasks.run(self, lambda: self._members.open(member_id, why), opened, self.refused.emit)

    def open_unknown_caller(self, number: str, name: str = "", kind: CallerKind | None = None) -> None:
        self.park()
        self._take_line()
        self.become(self.state.opened(Caller(unknown_caller=UnknownCaller(number, name), kind=kind)))
        self.unknown_caller_opened.emit(number, name)

    def set_ringing(self, number: str) -> None:
        """The number of the present call; «» when it is unknown."""
        self.become(replace(self.state, ringing=number))

    def confirm_identity(self) -> None:
        """Confirm the identity; only with an open record."""
        if not self.for_another:
            self._set_caller(replace(self.caller, identity=not self.identity))

    def set_kind(self, kind: CallerKind) -> None:
        """The answer to «Hvem ringer?»."""
        self._set_caller(replace(self.caller, kind=kind))

    def ring_for_another(self) -> None:
        """Close the record: a third party calls. Again: it was the member after all (X-4)."""
        self._restore()  # from a search during the call
        closed = self.draft.facts.closed_member_id if self.draft else None
        if self.for_another and self.record is None and closed is not None:  # a parked call that was taken up again
            self._open_closed(closed)
        else:
            self._set_caller(self.caller.turned(self.state.ringing))

    def _open_closed(self, member_id: int) -> None:
        """Read and log the record that was closed."""
        asked = self.caller

        def read(record: MemberRecord) -> None:
            if self.caller == asked:
                self._set_caller(Caller(record))

        self._tasks.run(self, lambda: self._members.open(member_id, "fortsatt samtale"), read, self.refused.emit)

    def _set_caller(self, caller: Caller) -> None:
        """Keep the answers of the running inquiry, and make it about this caller (X-3, X-4)."""
        self.become(self.state.of_caller(caller))
        if self.draft is not None:
            self.inquiry.change_caller(self._begun(self.draft.category, self.draft.callback_id))
        self.identity_changed.emit()

    def note_no_answer(self, who: str) -> None:
        """«Ringt, ingen svar» on the board, for half an hour and for everyone."""
        self._tasks.run(self, lambda: self._availability.no_answer(who), lambda _: None, self.refused.emit)

    def search(self) -> None:
        self.become(self.state.searching())

    def come_back(self) -> None:
        """Return from a search to the caller of the running inquiry, and read changes in the record."""
        self._restore()
        self.line_taken.emit()

    def _restore(self) -> None:
        if (restored := self.state.restored()) is not self.state:
            self.become(restored)
            self.reread()

    def reread(self) -> None:
        """Show what has changed in the record."""
        if (member_id := self.caller.member_id) is not None:
            self._tasks.run(self, lambda: self._members.reread(member_id), partial(self._show_again, member_id))

    def _show_again(self, member_id: int, record: MemberRecord | None) -> None:
        before = self.caller
        self.become(self.state.reread(member_id, record))
        if before.member_id != member_id:
            return
        if record is None:
            self.record_gone.emit()
            self.refused.emit(SwitchboardError(NO_MORE))
        elif record != before.record:
            self.inquiry.change(Inquiry.with_promises, record)
            self.record_reread.emit(record)

    def _take_line(self) -> int:
        """Cancel an opening; returns the number of its successor."""
        self.become(self.state.opening_another())
        self.line_taken.emit()
        return self.state.opening

    def hang_up(self) -> None:
        """The line is empty, and an opening under way is given up."""
        self._take_line()
        self.become(self.state.hung_up())

    def another_matter(self) -> bool:
        """«Ett emne til»: the caller of the inquiry that was completed last, with record and identity as before; False
        when another caller has been looked for since."""
        again = self.state.again
        if again is None:
            return False
        self.become(self.state.opened(again))
        if again.open_record is not None:
            self.record_opened.emit(again.open_record)
            self.reread()
        elif again.unknown_caller is not None:
            self.unknown_caller_opened.emit(*again.unknown_caller)
        self.identity_changed.emit()
        return True

    # ------------------------------------------------------------------ the inquiry

    def begin(self, category: str, callback: Callback | None = None) -> None:
        """Start the wizard for the caller; a running inquiry is parked."""
        self.park()
        self._take_line()
        self.forget_receipt()
        self._take_up(self._begun(category, callback.id if callback else None))

    def _begun(self, category: str, callback_id: int | None) -> Draft:
        who = self.caller
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
            self.inquiry.change(Inquiry.answered, step_id, answer)

    def take_out_numbers(self) -> None:
        """Remove every fødselsnummer from the answers, the half-typed text and the review (PR-3)."""
        if self.draft is not None:
            self._take_up(self.draft.without_numbers())

    def _take_up(self, draft: Draft) -> None:
        self.inquiry.take_up(draft, self.organisation, self.board)

    def forget_receipt(self) -> None:
        self.become(replace(self.state, receipt=None))

    def complete(self) -> None:
        """Fullfør: one transaction on the worker, then the receipt."""
        draft = self.draft
        if draft is not None and not self.state.is_writing(draft):
            self.inquiry.stop_keeping()
            self.become(self.state.writing(draft))
            done, failed = partial(self._completed, draft), partial(self._not_completed, draft)
            self._tasks.run(self, lambda: self._inquiries.complete(draft), done, failed)

    def resolve_conflict(self, chosen: ConflictResolution) -> None:
        """Complete again after the operator resolved a conflict."""
        draft = self.draft
        if draft is None:
            return

        def settled(settled: Draft) -> None:
            if self.state.runs(settled):
                self._take_up(settled)
                self.complete()

        self._tasks.run(self, lambda: self._inquiries.resolve_conflict(draft, chosen), settled, self.refused.emit)

    def reopen(self, inquiry_id: str = "") -> None:
        """Ctrl+Z: reopen this inquiry with all its answers, or else the one completed last."""
        inquiry_id = inquiry_id or (self.receipt.inquiry_id if self.receipt else "")
        if not inquiry_id:
            return
        self.park()
        done = partial(self._reopened, self._take_line())
        self._tasks.run(self, lambda: self._inquiries.reopen(inquiry_id), done, self.refused.emit)

    def _completed(self, draft: Draft, receipt: Receipt) -> None:
        self.line_taken.emit()
        is_on_screen = self.state.runs(draft)
        if is_on_screen:
            self.inquiry.stop_keeping()
        self.become(self.state.written(draft, receipt))
        (self.completed if is_on_screen else self.completed_aside).emit(receipt)
        self.parked_calls.read()

    def _not_completed(self, draft: Draft, error: Exception) -> None:
        self.become(replace(self.state, written_id=""))
        if not self.state.runs(draft):  # another call has begun
            self._set_aside(draft)
        elif not isinstance(error, ConflictError | AlreadyCompletedError):
            self.not_saved.emit(draft)
        (self.conflicted if isinstance(error, ConflictError) else self.refused).emit(error)

    def _reopened(self, asked: int, reopened: Reopened) -> None:
        self.forget_receipt()
        self.reopened.emit(reopened)
        if asked == self.state.opening:
            self._open_draft(reopened.draft)
        else:  # another caller has been opened
            self._set_aside(reopened.draft)

    def park(self) -> None:
        draft = self._close()
        if draft is not None and not self.state.is_writing(draft):
            self._set_aside(draft)
        if draft is not None:
            self.set_aside.emit()

    def park_cut(self, draft: Draft, callback: Callback) -> None:
        """The line of `draft` was cut, and `callback` goes on with it. Where another call runs by now, it is parked
        already."""
        if self.state.runs(draft):
            self.inquiry.change(Inquiry.cut, callback.id)
            self.park()
            self.hang_up()

    def _close(self) -> Draft | None:
        """Close the running inquiry, with what its pages have in hand; returns its draft."""
        if self.draft is not None:
            self.before_parking.emit()
        draft = self.draft
        self.inquiry.stop_keeping()
        self.become(self.state.closed())
        return draft

    def _set_aside(self, draft: Draft) -> None:
        self.parked_calls.put(put_aside(draft, self._clock()))

    def discard(self, draft: Draft | None = None) -> None:
        """Discard the running inquiry, or a parked one; it can be restored."""
        if self.draft is not None and (draft is None or self.state.runs(draft)):
            if self.state.is_writing(self.draft):
                return  # Ctrl+Z reopens it
            draft = self._close()
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

    @property
    def parked_here(self) -> list[Draft]:
        """The parked calls of the member whose record is open, when no call runs."""
        record = self.open_record if self.draft is None else None
        return [one for one in self.parked if record and one.member_id == record.member.id]

    @property
    def may_move_here(self) -> Draft | None:
        """The call that was parked by looking up this record, and is not this member's already. A third party's stays
        where it is: of whom they ring is not known."""
        asked = self.state.left_id if self.open_record is not None and self.draft is None else ""
        left = next((one for one in self.parked if one.id == asked), None)
        return None if left is None or left.facts.is_third_party or left in self.parked_here else left

    def move_here(self) -> None:
        """The call that was begun on the wrong member goes on about this one. Written at once: a kill must not bring it
        back on the other."""
        if (left := self.may_move_here) is not None:
            library = self._inquiries.library
            draft = moved(left, self._begun(left.category, None), library, self.organisation)
            self._take_line()
            self.forget_receipt()
            self.parked_calls.take(draft)
            self._take_up(draft)
            self.inquiry.keep_now()

    def _open_draft(self, draft: Draft) -> None:
        """Open the member of a stored draft, before it runs again; where that fails, or comes late, it is parked again."""
        self.become(self.state.of_caller(Caller.of_draft(draft)))
        asked = self._take_line()
        self.record_gone.emit()  # digits must not start a category for the former caller
        if (member_id := draft.member_id) is None:
            unknown_caller = UnknownCaller(draft.facts.caller_phone, draft.facts.caller_name)
            self.become(self.state.of_caller(replace(self.caller, unknown_caller=unknown_caller)))
            self._take_up(draft)
            return

        def opened(record: MemberRecord) -> None:
            if asked != self.state.opening:
                self.parked_calls.put_back(draft)
                return
            self.become(self.state.of_caller(replace(self.caller, record=record)))
            self._take_up(with_record(draft, record))

        def failed(error: Exception) -> None:  # for example while the server is away
            self.parked_calls.put_back(draft)
            self.refused.emit(error)

        self._tasks.run(self, lambda: self._members.open(member_id, "fortsatt samtale"), opened, failed)


def put_aside(draft: Draft, moment: datetime) -> Draft:
    return draft.model_copy(update={"put_aside": moment})
