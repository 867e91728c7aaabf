"""Fullfør and «Åpne igjen»: one set of answers leaves everything the procedure demands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from sentralbord_desktop.domain.access.operator import READERS
from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.conflicts import ConflictResolution
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.errors import (
    MEMBER_GONE,
    DatabaseBusyError,
    MemberGoneError,
    NotAllowedError,
    SwitchboardError,
)
from sentralbord_desktop.domain.inquiries.inquiry import Action, Facts, MemberFacts, Receipt
from sentralbord_desktop.domain.members.member import Member, PhoneCallFields
from sentralbord_desktop.domain.members.record import hides
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.facts import is_overflow
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.transfer import TRANSFER
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.drafts.draft import Draft, who_is_free
from sentralbord_desktop.services.drafts.review import check_complete, reviewed
from sentralbord_desktop.services.inquiries.completion import Completion
from sentralbord_desktop.services.inquiries.reopening import kept_promise, registered_in, undo_inquiry
from sentralbord_desktop.services.inquiries.rows import action_row, answer_rows, head_row
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.offline_queue import AlreadyCompletedError, OfflineQueue, Signature
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import callbacks
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.inquiries import inquiries, parked, unmatched
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.privacy import access_log
from sentralbord_desktop.storage.privacy.erasure import NO_STATE

HIDDEN = "Saken er skjult for deg. Den som tar samtaler, kan åpne den igjen."
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Reopened:
    """The inquiry with its answers again, and what had already left the house."""

    draft: Draft
    already_left: tuple[str, ...]


class InquiryService:
    def __init__(
        self,
        database: Database,
        operator_session: OperatorSession,
        change_notices: ChangeNotices,
        library: Library,
        sending: MessageSettingsService,
        offline_queue: OfflineQueue,
    ) -> None:
        self._database = database
        self._offline_queue = offline_queue
        self._operator_session = operator_session
        self._change_notices = change_notices
        self._sending = sending
        self.library = library

    def begin(
        self,
        category: str,
        *,
        member: Member | None,
        caller: str = "medlem",
        name: str = "",
        number: str = "",
        identity: bool = False,
        callback_id: int | None = None,
        board: Board | None = None,
        missing: str = "",
    ) -> Draft:
        """A new inquiry about `member`, or for a caller without a record; `board` knows who is free, and
        `missing` is what the member's fee invoice waits for."""
        self._operator_session.need(*READERS)
        moment = self._operator_session.clock()
        operator = self._operator_session.operator
        department = member.department if member else None
        facts = Facts(
            call_date=today(moment),
            call_time=clock(moment),
            received_on="callback" if callback_id else f"sloyfe:{operator.loop}",
            operator_loop=operator.loop,
            caller=caller if member or caller != "medlem" else "ukjent",
            caller_name=name,
            caller_phone=number,
            identity_confirmed=identity,
            member=member_facts(member, missing),
            sign=operator.initials,
            operator_name=operator.name or operator.initials,
            callback_id=callback_id,
        ).model_copy(update=who_is_free(board, department))
        return Draft(
            id=str(uuid4()),
            member_id=member.id if member else None,
            title=(member.name if member else name) or number or "Ukjent innringer",
            category=category,
            version=self.library.procedures[category].version,
            started=moment,
            facts=facts,
            seen=self._seen(member),
            callback_id=callback_id,
        )

    def _seen(self, member: Member | None) -> dict[str, str]:
        """What stands in the fields that a procedure can change, to know it from what comes later."""
        fields = self.library.member_fields
        return {f: t for f, t in members.shown(member).items() if f in fields} if member else {}

    def complete(self, draft: Draft) -> Receipt:
        """Write everything in one transaction; raises IncompleteError when something is missing, and
        ConflictError when another has changed the same field of the member since. While the server
        of a shared register is away, it is kept on this PC and written later."""
        self._operator_session.need(*READERS)
        try:
            receipt = self.complete_now(draft)
        except DatabaseBusyError:
            if not self._offline_queue.is_possible:
                raise
            return self._offline_queue.complete_later(draft)
        self._offline_queue.forget(draft.id)
        return receipt

    def complete_now(self, draft: Draft, signed: Signature | None = None) -> Receipt:
        """The same, or DatabaseBusyError. Raises AlreadyCompletedError for one that is there. `signed` is
        whose it is, and when it was completed, where that is not here and now."""
        if signed is None:
            self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            inquiries.lock_inquiry(session, draft.id)
            if inquiries.inquiry(session, draft.id) is not None:  # pressed twice, or in two windows
                raise AlreadyCompletedError(
                    "Henvendelsen er allerede fullført. Skal noe rettes, skriv en merknad med Ctrl+M."
                )
            if draft.member_id is not None and not members.is_member(session, draft.member_id):
                raise MemberGoneError(MEMBER_GONE)
            organisation = read_organisation(session)
            run = draft.run(self.library, organisation)
            actions = reviewed(run, draft.review)
            check_complete(run, actions, draft.review)
            receipt = self._write(session, draft, run, organisation, actions, signed)
            parked.drop_parked(session, draft.id)
        self._change_notices.notify("inquiries", "members", "callbacks", "confirmations", "outbox", "parked")
        return receipt

    def resolve_conflict(self, draft: Draft, chosen: ConflictResolution) -> Draft:
        """The inquiry after a ConflictError, with what the operator chose for each field."""
        self._operator_session.need(*READERS)
        with self._database.reading() as session:
            run = draft.run(self.library, read_organisation(session))
        actions = reviewed(run, draft.review)
        return draft.with_resolution(
            chosen, {a.id: a.data["changes"] for a in actions if kind_of(a.kind).changes_member}
        )

    def is_there(self, inquiry_id: str) -> bool:
        """Whether it was completed."""
        with self._database.reading() as session:
            return inquiries.inquiry(session, inquiry_id) is not None

    def reopen(self, inquiry_id: str) -> Reopened:
        """Take the whole inquiry back with its answers; what has left is named. It is logged (PR-4). Raises
        NotAllowedError for one from whom the case is hidden (PR-1)."""
        self._operator_session.require(*READERS)
        author, moment = self._operator_session.sign, self._operator_session.clock()
        with self._database.transaction() as session:
            inquiries.lock_inquiry(session, inquiry_id)
            head = inquiries.inquiry(session, inquiry_id)
            if head is None or inquiries.is_reopened(session, inquiry_id):
                raise SwitchboardError("Henvendelsen er allerede åpnet igjen. Se blant de parkerte samtalene.")
            if head["state"] == NO_STATE:
                raise SwitchboardError(
                    "Det som ble svart, er slettet av hensyn til personvernet, så henvendelsen kan ikke "
                    "åpnes igjen. Skriv en merknad med Ctrl+M."
                )
            self._refuse_hidden(session, head)
            access_log.log_access(
                session,
                author=author,
                at=moment,
                member_id=inquiries.member_of(session, inquiry_id),
                what="åpnet igjen",
                why="henvendelse",
            )
            draft = Draft.model_validate_json(head["state"]).model_copy(
                update={"id": str(uuid4()), "reopens": inquiry_id, "started": moment}
            )
            left = undo_inquiry(session, inquiry_id, author, moment)
            unmatched.unassign_member(session, inquiry_id)
            if draft.callback_id is not None and kept_promise(session, inquiry_id):
                callbacks.reopen(session, draft.callback_id)
            registered = registered_in(session, inquiry_id) or draft.registered_member_id
            draft = draft.model_copy(update={"registered_member_id": registered})
            if registered and (member := members.member_by_id(session, registered)):
                draft = draft.model_copy(update={"seen": members.shown(member)})
            parked.save_parked(session, draft.parked(author, moment, running=True))
        self._change_notices.notify("inquiries", "members", "callbacks", "confirmations", "outbox", "parked")
        return Reopened(draft, left)

    def _refuse_hidden(self, session: Session, head: Mapping[str, Any]) -> None:
        member = members.member_by_id(session, inquiries.member_of(session, head["id"]) or 0)
        if hides(self._operator_session.operator, head["category"], member.department if member else None):
            raise NotAllowedError(HIDDEN)

    def answers_of(self, inquiry_id: str) -> Rows:
        """Raises NotAllowedError for one from whom the case is hidden (PR-1)."""
        return self._of(inquiry_id, inquiries.answers_of)

    def actions_of(self, inquiry_id: str) -> Rows:
        return self._of(inquiry_id, inquiries.actions_of)

    def _of(self, inquiry_id: str, ask: Callable[[Session, str], Rows]) -> Rows:
        self._operator_session.require(*READERS)
        with self._database.reading() as session:
            if head := inquiries.inquiry(session, inquiry_id):
                self._refuse_hidden(session, head)
            return ask(session, inquiry_id)

    def _write(
        self,
        session: Session,
        draft: Draft,
        run: ProcedureRun,
        organisation: Organisation,
        actions: tuple[Action, ...],
        signed: Signature | None,
    ) -> Receipt:
        author, moment = signed or (self._operator_session.sign, self._operator_session.clock())
        inquiry_id = draft.id
        completion = Completion(
            session,
            draft,
            organisation,
            author,
            moment,
            inquiry_id,
            draft.member_id,
            self._sending.read(),
            self.library,
        )
        states = [{"kind": a.kind, "state": "utelatt"} for a in actions]
        inquiries.add_inquiry(session, head_row(draft, run, inquiry_id, moment, author))
        for action in actions:
            if action.on and action.kind == REGISTER_MEMBER.key:
                completion.register(action)
        notes = (a.text for a in actions if a.on and a.kind == NOTE.key)
        completion.noted = next(notes, "")
        for state, action in zip(states, actions, strict=True):
            if action.on:
                state["state"] = completion.write(action)
        self._raise_promises(session, draft, run, completion)
        self._log_call(session, draft, run, actions, completion)
        rows = [action_row(a, s["state"], draft.review) for a, s in zip(actions, states, strict=True)]
        inquiries.add_details(session, inquiry_id, list(answer_rows(run)), rows)
        return Receipt(
            inquiry_id=inquiry_id,
            title=f"Fullført for {draft.title}",
            done=(*dict.fromkeys(completion.done), "Telefonlogg er ført"),
            waiting=tuple(dict.fromkeys(completion.waiting)),
            by_hand=tuple(what for what, _ in completion.by_hand),
            hand_pages=tuple(page for _, page in completion.by_hand),
            completed=moment,
        )

    def _raise_promises(self, session: Session, draft: Draft, run: ProcedureRun, completion: Completion) -> None:
        """A second call about a promise that is late: it is noted, and goes first."""
        if completion.member_id is None or draft.callback_id is not None:
            return
        late = callbacks.escalate_overdue(
            session, completion.member_id, run.procedure.id, completion.author, completion.at
        )
        if late:
            completion.done.append("Løftet om å ringe er purret på")

    def _log_call(
        self, session: Session, draft: Draft, run: ProcedureRun, actions: tuple[Action, ...], completion: Completion
    ) -> None:
        transfers = [a for a in actions if a.kind == TRANSFER.key and a.on]
        facts = draft.facts
        outcome = f"satt over til {transfers[0].to_label}" if transfers else "fullført"
        if any(a.on and a.kind == LOG.key and "logg" in a.where for a in actions):
            outcome = _words(completion.noted) or outcome
        told = next((a.text for a in actions if a.on and a.kind == LOG.key and a.text), "")
        if told and not completion.noted:  # what no remark has is read here
            outcome = f"{outcome}: {told}"
        inquiries.add_call(
            session,
            PhoneCallFields(
                caller_name=facts.caller_name or ("" if draft.member_id else completion.caller() or draft.title),
                caller_kind=facts.caller,
                number=facts.caller_phone or facts.phone,
                started=draft.started,
                ended=completion.at,
                category=run.procedure.id,
                outcome=outcome[:200],
                author=completion.author,
                loop=facts.loop,
                overflow=is_overflow(facts, run.procedure),
            ),
            completion.member_id,
            completion.inquiry_id,
        )


def member_facts(member: Member | None, missing: str = "") -> MemberFacts:
    """What the procedures may know about this member."""
    if member is None:
        return MemberFacts()
    return MemberFacts(
        member_no=member.number,
        department=member.department,
        name=member.name,
        phone=member.phone,
        address=member.postal_address,
        employer=member.employer,
        status=member.status,
        has_tillitsvalgt=bool(member.shop_steward) or None,
        insurance_codes=member.insurance_codes,
        no_sms=member.no_sms,
        missing_documentation=missing,
    )


def _words(note: str) -> str:
    """A remark without its date and its signature, for a log that has columns for both (KF-2)."""
    return note.partition(": ")[2].rpartition(" ")[0]
