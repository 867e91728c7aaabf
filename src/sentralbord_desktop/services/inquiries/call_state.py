"""The call at this workstation as a value, without Qt: who calls, the inquiry under way, and what is on the screen. Each
event of the call is a method that gives the state after it; `gui/call/call_session.py` holds the present one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any, NamedTuple

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.inquiries.caller_kind import THIRD_PARTIES, CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts, Receipt
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import number_to_ring
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, promises_of
from sentralbord_desktop.services.inquiries.inquiries import member_facts

CALLER_FACTS = word_list(
    "caller caller_name caller_phone identity_confirmed member closed_member_id"
    " availability availability_words help_back people board"
)
"""The fields of a draft that depend on the caller, and who is free in the member's department; replaced when the caller
changes."""


class UnknownCaller(NamedTuple):
    """A caller without a record, or a third party; either is «» when it is missing."""

    number: str = ""
    name: str = ""


class BeforeMark(NamedTuple):
    """The caller before they were marked as a third party."""

    kind: CallerKind | None
    unknown_caller: UnknownCaller | None


@dataclass(frozen=True, repr=False)
class Caller:
    """A member whose record is open, a caller without a record, or none."""

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

    @classmethod
    def of_draft(cls, draft: Draft) -> "Caller":
        """The caller of a stored draft, whose record is not read yet."""
        facts = draft.facts
        is_told = draft.member_id is None and facts.caller not in {CallerKind.MEMBER, CallerKind.UNKNOWN}
        return cls(identity=facts.identity_confirmed, kind=facts.caller if is_told else None)

    def turned(self, ringing: str) -> "Caller":
        """Marked as a third party, or with the mark taken back (X-4); the identity is asked again. The number of a third
        party is never one that the member has."""
        if self.for_another:
            kind, unknown = self.before or BeforeMark(
                None if self.record else CallerKind.NOT_FOUND, self.unknown_caller
            )
            return replace(self, identity=False, kind=kind, before=None, unknown_caller=unknown)
        is_members = self.record is not None and ringing in [phone.number for phone in self.record.member.phones]
        return replace(
            self,
            identity=False,
            kind=CallerKind.ANOTHER,
            before=BeforeMark(self.kind, self.unknown_caller),
            unknown_caller=self.unknown_caller or UnknownCaller("" if is_members else ringing),
        )

    def after(self, inquiry: "Inquiry") -> "Caller":
        """With the identity that was confirmed in `inquiry`, and of a caller without a record the name and the number
        that were given: the next matter asks for none of them again."""
        unknown, library = self.unknown_caller, inquiry.run.library
        if unknown is not None:
            number, name = number_to_ring(inquiry.draft.number(library)), inquiry.draft.caller_name(library)
            unknown = UnknownCaller(number or unknown.number, name or unknown.name)
        return replace(self, identity=inquiry.run.is_identity_confirmed, unknown_caller=unknown)


NO_CALLER = Caller()


@dataclass(frozen=True, repr=False)
class Inquiry:
    """The inquiry under way: its draft and its run, which change together. No other module changes them while it is on
    the screen (`tests/architecture/test_owners.py`)."""

    draft: Draft
    run: ProcedureRun

    @classmethod
    def taken_up(
        cls, draft: Draft, library: Library, moment: datetime, organisation: Organisation, board: Board | None
    ) -> "Inquiry":
        """Run `draft`, new or stored; `board` is the present presence."""
        draft = draft.taken_up(library, moment, board)
        return cls(draft, draft.run(library, organisation))._ran()

    def _ran(self, run: ProcedureRun | None = None) -> "Inquiry":
        run = run or self.run
        return Inquiry(self.draft.with_run(run), run)

    def _with(self, **fields: Any) -> "Inquiry":
        return replace(self, draft=self.draft.model_copy(update=fields))

    def _with_facts(self, **facts: Any) -> "Inquiry":
        return self._ran(self.run.with_facts(self.run.facts.model_copy(update=facts)))

    def answered(self, step_id: str, answer: Answer) -> "Inquiry":
        """Raises AnswerError when the answer does not fit."""
        run = self.run.answer(step_id, answer)
        step = run.procedure.step(step_id)
        done = {step_id, *(step.confirm if step else ())}
        half = {key: text for key, text in self.draft.half_typed.items() if key.partition(".")[0] not in done}
        return self._with(half_typed=half)._ran(run)

    def missed(self, step_id: str, candidate: Candidate, at: str) -> "Inquiry":
        """After an attempt without answer; the step waits for the next candidate."""
        return self._ran(self.run.missed(step_id, candidate, at))

    def half_typed(self, key: str, text: str, caret: int) -> "Inquiry":
        """`key` is «step» or «step.field»; the text survives a crash, and a look at another step."""
        return self._with(half_typed={**self.draft.half_typed, key: text}, caret=caret)

    def switched(self, category: str) -> "Inquiry":
        """Keep the answers that fit. The caller is asked for again where only the category implied it: a prospect or
        the press may be a member."""
        if category == self.run.procedure.id:
            return self
        categories, facts = self.run.library.categories, self.run.facts
        caller = facts.caller
        if caller in categories.implied_callers:
            caller = CallerKind.MEMBER if facts.member.member_no else CallerKind.UNKNOWN
        facts = facts.model_copy(update={"caller": categories.caller_in(category, caller)})
        return self._ran(self.run.switched(category).with_facts(facts))

    def in_language(self, language: str) -> "Inquiry":
        """The language spoken with the caller; texts edited in another language are reset."""
        return self if language == self.run.facts.language else self._with_facts(language=language)

    def of_caller(self, fresh: Draft) -> "Inquiry":
        """Keep the answers, with the caller and the member of `fresh`, a new draft of this call (X-3, X-4)."""
        changed = {name: getattr(fresh.facts, name) for name in CALLER_FACTS}
        run = self.run.of_caller(self.run.facts.model_copy(update=changed))
        about = {name: getattr(fresh, name) for name in ("member_id", "title", "seen", "promises")}
        return self._with(**about)._ran(run)

    def cut(self, callback_id: int) -> "Inquiry":
        """The line was cut: the call goes on when this callback is answered, and settles it."""
        return self._with(callback_id=callback_id)._with_facts(received_on="callback")

    def with_promises(self, record: MemberRecord) -> "Inquiry":
        """After the member's record was read again: what another has settled is not asked about."""
        promises = promises_of(record)
        is_same = record.member.id != self.draft.member_id or promises == self.draft.promises
        return self if is_same else self._with(promises=promises)

    def _reviewed(self, **fields: Any) -> "Inquiry":
        return self.with_review(self.draft.review.model_copy(update=fields))

    def with_review(self, review: Review) -> "Inquiry":
        return replace(self, draft=self.draft.with_review(review, self.run))

    def promise_answered(self, key: str, answer: str) -> "Inquiry":
        """`answer` «» asks about it again."""
        return self._reviewed(promises={**self.draft.review.promises, key: answer})

    def said(self, action_ids: Collection[str], at: str) -> "Inquiry":
        """All that must be said was said, at `at`."""
        return self._reviewed(said=tuple(dict.fromkeys((*self.draft.review.said, *action_ids))), said_at=at)

    def unsaid(self, action_ids: Collection[str]) -> "Inquiry":
        return self._reviewed(said=tuple(one for one in self.draft.review.said if one not in action_ids), said_at="")

    def included(self, action_id: str) -> "Inquiry":
        return self._turned(action_id, is_on=True)

    def left_out(self, action_id: str) -> "Inquiry":
        return self._turned(action_id, is_on=False)

    def _turned(self, action_id: str, *, is_on: bool) -> "Inquiry":
        """Drops the former reason."""
        review = self.draft.review
        return self._reviewed(on={**review.on, action_id: is_on}, reasons=_without(review.reasons, action_id))

    def reasoned(self, action_id: str, reason: str) -> "Inquiry":
        return self._reviewed(reasons={**self.draft.review.reasons, action_id: reason})

    def struck(self, action_id: str, reason: str) -> "Inquiry":
        """Exclude what the procedure demands: only with its reason, in one change."""
        review = self.draft.review
        return self._reviewed(on={**review.on, action_id: False}, reasons={**review.reasons, action_id: reason})

    def edited(self, action_id: str, review: Review) -> "Inquiry":
        """`review` has the new text of a card; drops the reason for sensitive text in the former one."""
        return self.with_review(review.model_copy(update={"kept": _without(review.kept, action_id)}))

    def kept_sensitive(self, action_ids: Collection[str], reason: str) -> "Inquiry":
        return self._reviewed(kept={**self.draft.review.kept, **dict.fromkeys(action_ids, reason)})


class View(Enum):
    """What the call page shows."""

    RESTING = auto()
    SEARCHING = auto()
    """The hits; a running inquiry is kept."""
    CALLER = auto()
    """The caller and the categories; of a running inquiry to choose its category again."""
    NEW_CALLER = auto()
    """«Hvem ringer?» of a caller whose number and name are asked for afterwards (Ctrl+N)."""
    FORM = auto()
    """A short form beside the caller."""
    STEP = auto()
    REVIEW = auto()


@dataclass(frozen=True, repr=False)
class CallState:
    caller: Caller = NO_CALLER
    suspended: Caller | None = None
    """The caller of the running inquiry, during a search for another."""
    ringing: str = ""
    """The number of the present call; «» when it is unknown."""
    inquiry: Inquiry | None = None
    view: View = View.RESTING
    opening: int = 0
    """The number of the latest opening; the answers to earlier ones come late."""
    written_id: str = ""
    """The inquiry that is being written; another may be on the screen."""
    receipt: Receipt | None = None
    """Of the inquiry that Ctrl+Z reopens."""
    left_id: str = ""
    """The inquiry that was parked by looking up this record; it may have been begun on the wrong member."""
    completed_for: Caller = NO_CALLER
    """The caller of the inquiry that was completed last."""

    @property
    def has_caller(self) -> bool:
        return self.caller.record is not None or self.caller.unknown_caller is not None

    @property
    def closed_member_id(self) -> int | None:
        """The member whose record is closed, because the caller rings for another (X-4)."""
        if not self.caller.for_another:
            return None
        return self.caller.member_id or (self.inquiry.draft.facts.closed_member_id if self.inquiry else None)

    def runs(self, draft: Draft) -> bool:
        return self.inquiry is not None and self.inquiry.draft.id == draft.id

    def is_writing(self, draft: Draft) -> bool:
        return draft.id == self.written_id

    def shown(self, view: View) -> "CallState":
        return replace(self, view=view)

    def of_caller(self, caller: Caller) -> "CallState":
        return replace(self, caller=caller)

    def opened(self, caller: Caller, left_id: str = "") -> "CallState":
        """The record of a member was read, or a caller without one was taken."""
        return replace(self, caller=caller, view=View.CALLER, left_id=left_id)

    def opening_another(self) -> "CallState":
        """The answers to the openings under way are late from now on."""
        return replace(self, opening=self.opening + 1)

    def hung_up(self) -> "CallState":
        return replace(self, caller=NO_CALLER, view=View.RESTING)

    def searching(self) -> "CallState":
        """Cleared for a search: an opening is cancelled, and Ctrl+Z does not reopen the last completed inquiry. The caller
        of the running inquiry is kept."""
        suspended = self.suspended or self.caller if self.inquiry else self.suspended
        cleared = replace(self.opening_another(), receipt=None, suspended=suspended)
        return replace(cleared, caller=NO_CALLER, view=View.SEARCHING)

    def restored(self) -> "CallState":
        """Back from a search to the caller of the running inquiry."""
        return replace(self, caller=self.suspended, suspended=None) if self.suspended else self

    def ran(self, inquiry: Inquiry) -> "CallState":
        """The inquiry has begun, or has another answer: its question is shown, or the review."""
        return replace(self, inquiry=inquiry, view=View.STEP if inquiry.run.current else View.REVIEW)

    def changed(self, inquiry: Inquiry | None) -> "CallState":
        """The same question and the same page."""
        return replace(self, inquiry=inquiry)

    def closed(self) -> "CallState":
        """The inquiry is parked or discarded."""
        return replace(self, inquiry=None, suspended=None)

    def writing(self, draft: Draft) -> "CallState":
        return replace(self, written_id=draft.id)

    def written(self, draft: Draft, receipt: Receipt) -> "CallState":
        """The inquiry is closed, unless another call began before a slow server answered."""
        done = replace(self, written_id="", receipt=receipt)
        if self.inquiry is None or not self.runs(draft):
            return done
        return replace(done.closed(), caller=NO_CALLER, completed_for=self.caller.after(self.inquiry))

    def reread(self, member_id: int, record: MemberRecord | None) -> "CallState":
        """The record as it is now, or the one that the member was merged into. A member who was erased, or removed with
        an undone import, is closed: nothing more can be written."""
        if self.caller.member_id != member_id:
            return self
        return self.of_caller(replace(self.caller, record=record) if record else NO_CALLER)

    @property
    def again(self) -> Caller | None:
        """For «Ett emne til»: who the last inquiry was about; None when another caller has been looked for since."""
        is_over = self.receipt is not None and self.inquiry is None and not self.has_caller
        return self.completed_for if is_over and self.completed_for != NO_CALLER else None


def _without(texts: Mapping[str, str], action_id: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key != action_id}


def with_record(draft: Draft, record: MemberRecord) -> Draft:
    """`draft` with the record as it is now, which may be a merged one."""
    about: dict[str, Any] = {"member_id": record.member.id}
    if not draft.facts.is_third_party:
        about["promises"] = promises_of(record)
        facts: Facts = draft.facts.model_copy(update={"member": member_facts(record.member, record)})
        about["facts"] = facts
    return draft.model_copy(update=about)


def moved(draft: Draft, fresh: Draft, library: Library, organisation: Organisation) -> Draft:
    """`draft`, begun on the wrong member, about the member of `fresh`: with what the caller has said. Nothing that was
    read of the wrong record follows: no confirmed value, no answer with the record beside it, nobody who was rung in
    that department, no text of the review."""
    read = {s.id for one in library.procedures.values() for s in one.steps if s.confirm or s.beside or s.transfer}
    said = {step_id: a for step_id, a in draft.answers.items() if step_id not in read and not a.source}
    facts = draft.facts.model_copy(update={"identity_failed": False, "held_back": None})
    nothing: dict[str, Any] = {
        "review": Review(),
        "fingerprints": {},
        "half_typed": {},
        "caret": 0,
        "callback_id": None,
    }
    kept = draft.model_copy(update={**nothing, "answers": said, "facts": facts})
    return Inquiry(kept, kept.run(library, organisation)).of_caller(fresh).draft
