"""The running inquiry. Only this module changes a draft and its run (`tests/architecture/test_owners.py`); a draft is
written to the register 250 ms after its last change."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.wizard.card_fields import Mended
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.promises import promises_of
from sentralbord_desktop.services.inquiries.inquiries import member_facts
from sentralbord_desktop.services.office import Services

KEEP_AFTER_MS = 250

CALLER_FACTS = word_list(
    "caller caller_name caller_phone identity_confirmed member closed_member_id"
    " availability availability_words help_back people board"
)
"""The fields of a draft that depend on the caller, and who is free in the member's department; replaced when the caller
changes."""


class RunningInquiry(QObject):
    """Pages read `draft` and `run`, which are frozen, and call a method for each action."""

    run_changed = Signal(object)  # ProcedureRun, with a question left
    review_reached = Signal(object)  # ProcedureRun, without one
    review_changed = Signal(object)  # Draft, changed on the review page
    half_typed_kept = Signal(object)  # Draft
    texts_renewed = Signal()  # an edited text no longer fits the answers
    procedure_changed = Signal(str, int)  # title, the version it will be completed by

    def __init__(self, services: Services, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._library = services.inquiries.library
        self._parking = services.parking
        self._clock = services.session.clock
        self._tasks = tasks
        self._draft: Draft | None = None
        self._run: ProcedureRun | None = None
        self._keep_soon = QTimer(self, interval=KEEP_AFTER_MS, singleShot=True)
        self._keep_soon.timeout.connect(self._keep)

    @property
    def draft(self) -> Draft | None:
        return self._draft

    @property
    def run(self) -> ProcedureRun | None:
        return self._run

    def take_up(self, draft: Draft, organisation: Organisation, board: Board | None) -> None:
        """Run `draft`, new or stored; `board` is the present presence."""
        procedure = self._library.procedures.get(draft.category)
        if procedure and draft.version != procedure.version:
            self.procedure_changed.emit(procedure.title, procedure.version)
        self._draft = draft = draft.taken_up(self._library, self._clock(), board)
        self._set_run(draft.run(self._library, organisation))

    def close(self) -> Draft | None:
        draft, self._draft, self._run = self._draft, None, None
        self.stop_keeping()
        return draft

    def stop_keeping(self) -> None:
        """Cancel the pending write, because the draft is written elsewhere."""
        self._keep_soon.stop()

    def keep_now(self) -> None:
        if self._keep_soon.isActive():
            self._keep_soon.stop()
            self._keep()

    def _keep(self) -> None:
        if self._draft is not None:
            draft = self._draft
            self._tasks.run(self, lambda: self._parking.keep(draft, running=True), lambda _: None)

    def answer(self, step_id: str, answer: Answer) -> None:
        """Raises AnswerError when the answer does not fit; nothing is changed then."""
        if self._run is None or self._draft is None:
            return
        run = self._run.answer(step_id, answer)
        half = {key: text for key, text in self._draft.half_typed.items() if key.partition(".")[0] != step_id}
        self._draft = self._draft.model_copy(update={"half_typed": half})
        self._set_run(run)

    def miss(self, step_id: str, candidate: Candidate, at: str) -> None:
        """Record an attempt without answer; the step waits for the next candidate."""
        if self._run is not None:
            self._set_run(self._run.missed(step_id, candidate, at))

    def keep_half_typed(self, key: str, text: str, caret: int) -> None:
        """`key` is «step» or «step.field»; the text survives a crash, and a look at another step."""
        if self._draft is None:
            return
        typed = {**self._draft.half_typed, key: text}
        self._draft = self._draft.model_copy(update={"half_typed": typed, "caret": caret})
        self._keep_soon.start()
        self.half_typed_kept.emit(self._draft)

    def switch_category(self, category: str) -> None:
        """Keep the answers that fit. The caller is asked for again where only the category implied it: a prospect or
        the press may be a member."""
        if self._run is None or category == self._run.procedure.id:
            return
        categories = self._library.categories
        facts, run = self._run.facts, self._run.switched(category)
        caller = facts.caller
        if caller in categories.implied_callers:
            caller = CallerKind.MEMBER if facts.member.member_no else CallerKind.UNKNOWN
        facts = facts.model_copy(update={"caller": categories.caller_in(category, caller)})
        self._set_run(run.with_facts(facts))

    def choose_language(self, language: str) -> None:
        """Choose the language spoken with the caller; texts edited in another language are reset."""
        if self._run is not None and language != self._run.facts.language:
            self._set_run(self._run.with_facts(self._run.facts.model_copy(update={"language": language})))

    def take_out_numbers(self, organisation: Organisation, board: Board | None) -> None:
        """Remove every fødselsnummer from the answers, the half-typed text and the review (PR-3)."""
        if self._draft is not None:
            self.take_up(self._draft.without_numbers(), organisation, board)

    def change_caller(self, fresh: Draft) -> None:
        """Keep the answers, with the caller and the member of `fresh`, a new draft of this call (X-3, X-4). Written at once:
        a kill must not bring the record back open."""
        if self._draft is None or self._run is None:
            return
        changed = {name: getattr(fresh.facts, name) for name in CALLER_FACTS}
        self._run = self._run.of_caller(self._run.facts.model_copy(update=changed))
        about = {name: getattr(fresh, name) for name in ("member_id", "title", "seen", "promises")}
        self._draft = self._draft.model_copy(update=about).with_run(self._run)
        self._keep_soon.stop()
        self._keep()

    def renew_promises(self, record: MemberRecord) -> None:
        """The member's record was read again: what another has settled is not asked about."""
        promises = promises_of(record)
        if self._draft is not None and record.member.id == self._draft.member_id and promises != self._draft.promises:
            self._draft = self._draft.model_copy(update={"promises": promises})
            self._keep_soon.start()
            self.review_changed.emit(self._draft)

    def answer_promise(self, key: str, answer: str) -> None:
        """`answer` «» asks about it again."""
        if self._draft is not None:
            self._change_review(promises={**self._draft.review.promises, key: answer})

    def _set_run(self, run: ProcedureRun) -> None:
        if self._draft is None:
            return
        self._run, before = run, self._draft.review
        self._draft = self._draft.with_run(run)
        self._keep_soon.start()
        if run.current is not None:
            self.run_changed.emit(run)
            return
        self.review_reached.emit(run)
        if before.texts.keys() - self._draft.review.texts.keys():
            self.texts_renewed.emit()

    def confirm_said(self, action_ids: Collection[str]) -> None:
        """All that must be said was said, now."""
        if self._draft is not None:
            said = tuple(dict.fromkeys((*self._draft.review.said, *action_ids)))
            self._change_review(said=said, said_at=clock(self._clock()))

    def withdraw_said(self, action_ids: Collection[str]) -> None:
        if self._draft is not None:
            left = tuple(one for one in self._draft.review.said if one not in action_ids)
            self._change_review(said=left, said_at="")

    def include_action(self, action_id: str) -> None:
        self._switch_action(action_id, is_on=True)

    def leave_out_action(self, action_id: str) -> None:
        self._switch_action(action_id, is_on=False)

    def _switch_action(self, action_id: str, *, is_on: bool) -> None:
        """Include or exclude an action; drops the former reason."""
        if self._draft is not None:
            review = self._draft.review
            self._change_review(on={**review.on, action_id: is_on}, reasons=_without(review.reasons, action_id))

    def give_reason(self, action_id: str, reason: str) -> None:
        if self._draft is not None:
            self._change_review(reasons={**self._draft.review.reasons, action_id: reason})

    def strike_action(self, action_id: str, reason: str) -> None:
        """Exclude what the procedure demands: only with its reason, in one change."""
        if self._draft is not None:
            review = self._draft.review
            on, reasons = {**review.on, action_id: False}, {**review.reasons, action_id: reason}
            self._change_review(on=on, reasons=reasons)

    def edit_action(self, action: Action, mended: Mended) -> None:
        """Change the text of a card; drops the reason for sensitive text in the former one."""
        if self._draft is not None:
            review = mended.into(self._draft.review, action)
            self._set_review(review.model_copy(update={"kept": _without(review.kept, action.id)}))

    def keep_sensitive(self, action_ids: Collection[str], reason: str) -> None:
        if self._draft is not None:
            self._change_review(kept={**self._draft.review.kept, **dict.fromkeys(action_ids, reason)})

    def _change_review(self, **fields: Any) -> None:
        if self._draft is not None:
            self._set_review(self._draft.review.model_copy(update=fields))

    def _set_review(self, review: Review) -> None:
        if self._draft is None or self._run is None:
            return
        self._draft = self._draft.with_review(review, self._run)
        self._keep_soon.start()
        self.review_changed.emit(self._draft)


def _without(texts: dict[str, str], action_id: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key != action_id}


def put_aside(draft: Draft, moment: datetime) -> Draft:
    return draft.model_copy(update={"put_aside": moment})


def with_record(draft: Draft, record: MemberRecord) -> Draft:
    """`draft` with the record as it is now, which may be a merged one."""
    about: dict[str, Any] = {"member_id": record.member.id}
    if not draft.facts.is_third_party:
        about["promises"] = promises_of(record)
        facts = member_facts(record.member, record)
        about["facts"] = draft.facts.model_copy(update={"member": facts})
    return draft.model_copy(update=about)
