"""Begins, completes («Fullfør») and reopens («Åpne igjen») an inquiry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from sentralbord_desktop.domain.access import READERS
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
from sentralbord_desktop.domain.imports import cells
from sentralbord_desktop.domain.inquiries.caller_kind import CALLED, CallerKind
from sentralbord_desktop.domain.inquiries.completed_inquiry import LEFT_OUT, CompletedInquiry, GivenAnswer, StoredAction
from sentralbord_desktop.domain.inquiries.inquiry import (
    Action,
    Facts,
    InvoiceFacts,
    MemberFacts,
    Receipt,
    Strength,
    sent_key,
)
from sentralbord_desktop.domain.inquiries.open_promise import OpenPromise
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.members.record import MemberRecord, hides
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.outputs.callback import CALLBACK_DONE
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.services.drafts import Draft, check_complete, check_promises, reviewed, who_is_free
from sentralbord_desktop.services.inquiries.completion import take_back_promises, write_inquiry
from sentralbord_desktop.services.inquiries.completion_context import Completion, nearest_deadline, without_member
from sentralbord_desktop.services.messages.sending_workstations import SendingWorkstations
from sentralbord_desktop.services.offline_queue import AlreadyCompletedError, OfflineQueue, Signature
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import callbacks, confirmations, outbox
from sentralbord_desktop.storage.inquiries import inquiries, parked, unmatched
from sentralbord_desktop.storage.members import field_text, members
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.privacy import access_log
from sentralbord_desktop.storage.privacy.blanking import NO_STATE


def completed_inquiry(session: Session, inquiry_id: str, *, is_blanked: bool) -> CompletedInquiry:
    """The answers that counted, and every action in the order of the review."""
    organisation = read_organisation(session)
    answers = [row for row in inquiries.answers_of(session, inquiry_id) if row["applied"] and row["answer"]]
    return CompletedInquiry(
        tuple(GivenAnswer(row["question"], row["answer"]) for row in answers),
        tuple(_stored(row, organisation) for row in inquiries.actions_of(session, inquiry_id)),
        tuple(outbox.of_inquiry(session, inquiry_id)),
        is_blanked,
    )


def _stored(row: dict[str, Any], organisation: Organisation) -> StoredAction:
    action = Action(
        id=str(row["id"]),
        kind=row["kind"],
        strength=Strength(row["strength"]),
        on=row["state"] != LEFT_OUT,
        to=row["target"],
        to_label=target_label(row["target"], organisation),
        template=row["template"],
        subject=row["subject"],
        text=row["content"],
        data=row["data"],
    )
    return StoredAction(action, row["reason"])


def undo_inquiry(session: Session, inquiry_id: str, author: str, moment: datetime) -> tuple[str, ...]:
    """Undo the inquiry; returns a sentence for each thing that cannot be undone."""
    inquiries.withdraw(session, inquiry_id, author=author, at=moment)
    for callback in callbacks.of_inquiry(session, inquiry_id):
        callbacks.change(session, callback, status="trukket")
    confirmations.withdraw_confirmations(session, inquiry_id, today(moment))
    left = []
    for message in outbox.of_inquiry(session, inquiry_id):
        if message.is_dropped:  # the call that is completed instead writes its own
            outbox.move(session, message, "trukket", answered=True)
        if message.waits and outbox.move(session, message, "trukket", not_before=None) and message.state != "apnet":
            continue
        if message.state != "trukket":
            left.append(_has_left(message))
    for change in reversed(inquiries.changes_of(session, inquiry_id)):
        if change.field not in {"henvendelse", "registrert"}:
            _put_back(session, change, author, moment, inquiry_id)
        elif change.field == "registrert":
            left.append(f"Medlemmet {change.after} er registrert og blir stående.")
    return tuple(left)


def with_messages_left(session: Session, draft: Draft) -> Draft:
    """`draft`, which reopens an inquiry, with the messages of it that a server took, or that a person has confirmed as
    sent, also before an earlier reopening."""
    sent = (m for m in outbox.of_inquiry(session, draft.reopens) if m.state in {"sendt", "overlatt"})
    left = draft.facts.already_left | {sent_key(message.kind, message.target) for message in sent}
    return draft.model_copy(update={"facts": draft.facts.model_copy(update={"already_left": left})})


def _has_left(message: Outgoing) -> str:
    word = {"epost": "E-posten", "sms": "SMS-en"}.get(message.kind, "Bestillingen")
    if message.state in {"usikker", "sender", "klar", "apnet"}:
        return f"{word} til {message.to_label} kan være sendt. Spør mottakeren."
    return f"{word} til {message.to_label} er allerede sendt og kan ikke hentes tilbake."


def _put_back(
    session: Session, change: inquiries.WrittenChange, author: str, moment: datetime, inquiry_id: str
) -> None:
    """Undo one change, unless the field was changed since."""
    member_id, field, before, after = change
    member = members.member_by_id(session, member_id)
    if member is None:
        return
    phones = field_text.phones_of(session, member_id)
    now = phones.get(field, "") if field in field_text.PHONES else cells.shown(getattr(member, field))
    if now == after:
        members.change_member(
            session, member_id, {field: before}, author=author, at=moment, inquiry_id=inquiry_id, source="åpnet igjen"
        )


def kept_promise(session: Session, inquiry_id: str) -> bool:
    """Whether this inquiry settled its callback."""
    return any(
        action["kind"] == CALLBACK_DONE.key and action["state"] == "gjort"
        for action in inquiries.actions_of(session, inquiry_id)
    )


def registered_in(session: Session, inquiry_id: str) -> int | None:
    for change in inquiries.changes_of(session, inquiry_id):
        if change.field == "registrert":
            return change.member_id
    return None


HIDDEN = "Saken er skjult for deg. Den som tar samtaler, kan åpne den igjen."
DELETED = "Samtalen er slettet etter lagringstiden. Les merknadene i medlemsbildet i stedet."


@dataclass(frozen=True)
class Reopened:
    """The draft with its answers, and a sentence for each thing that was sent already."""

    draft: Draft
    already_left: tuple[str, ...]


class InquiryService(Service):
    def __init__(
        self,
        operator_session: OperatorSession,
        library: Library,
        workstations: SendingWorkstations,
        offline_queue: OfflineQueue,
    ) -> None:
        super().__init__(operator_session)
        self._offline_queue = offline_queue
        self._workstations = workstations
        self.library = library

    def begin(
        self,
        category: str,
        *,
        member: Member | None,
        caller: CallerKind = CallerKind.MEMBER,
        closed_member_id: int | None = None,
        name: str = "",
        number: str = "",
        identity: bool = False,
        callback_id: int | None = None,
        board: Board | None = None,
        record: MemberRecord | None = None,
        promises: tuple[OpenPromise, ...] = (),
    ) -> Draft:
        """A new draft about `member`, or for a caller without an open record (`closed_member_id`: to whom it is closed)."""
        self._operator_session.need(*READERS)
        facts = _first_facts(
            self._operator_session,
            callback_id,
            caller=caller if member or caller != CallerKind.MEMBER else CallerKind.UNKNOWN,
            closed_member_id=closed_member_id,
            caller_name=name,
            caller_phone=number,
            identity_confirmed=identity,
            member=member_facts(member, record),
        ).model_copy(update=who_is_free(board, member.department if member else None))
        return Draft(
            id=str(uuid4()),
            member_id=member.id if member else None,
            title=(member.name if member else name) or number or CALLED.get(caller, "Ukjent innringer"),
            category=category,
            version=self.library.procedures[category].version,
            started=self._operator_session.clock(),
            facts=facts,
            seen=self._seen(member),
            callback_id=callback_id,
            promises=promises,
        )

    def _seen(self, member: Member | None) -> dict[str, str]:
        """The values of the fields that a procedure can change, to detect later changes by others."""
        fields = self.library.member_fields
        return {f: t for f, t in field_text.shown(member).items() if f in fields} if member else {}

    def complete(self, draft: Draft) -> Receipt:
        """Write everything in one transaction. Raises IncompleteError when something is missing, and ConflictError
        when another operator changed the same field since. While the server is away, the draft goes to the offline
        queue."""
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
        """As `complete`, without the offline queue. Raises DatabaseBusyError, and AlreadyCompletedError for a
        written inquiry. `signed`: author and time, if not this operator and now."""
        if signed is None:
            self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            inquiries.lock_inquiry(session, draft.id)
            if inquiries.inquiry(session, draft.id) is not None:  # pressed twice, or in two windows
                raise AlreadyCompletedError(
                    "Samtalen er allerede fullført. Skal noe rettes, skriv en merknad med Ctrl+M."
                )
            if draft.member_id is not None and not members.is_member(session, draft.member_id):
                raise MemberGoneError(MEMBER_GONE)
            organisation = read_organisation(session)
            run = draft.run(self.library, organisation)
            draft = without_member(draft.model_copy(update={"facts": run.facts}))
            actions = reviewed(run, draft.review)
            check_complete(run, actions, draft.review)
            check_promises(draft, self._operator_session.clock())
            author, at = signed or (self._operator_session.sign, self._operator_session.clock())
            reach = self._workstations.read()
            where = (draft.id, draft.member_id, reach.settings, self.library)
            completion = Completion(session, draft, organisation, author, at, *where, obstacle=reach.obstacle)
            completion.deadline = nearest_deadline(run.assessment)
            receipt = write_inquiry(completion, run, actions)
            parked.drop_parked(session, draft.id)
        self._change_notices.notify("inquiries", "members", "callbacks", "confirmations", "outbox", "parked")
        return receipt

    def resolve_conflict(self, draft: Draft, chosen: ConflictResolution) -> Draft:
        """The draft after a ConflictError, with the operator's choice for each field."""
        self._operator_session.need(*READERS)
        with self._database.reading() as session:
            run = draft.run(self.library, read_organisation(session))
        actions = reviewed(run, draft.review)
        return draft.with_resolution(
            chosen, {a.id: a.data["changes"] for a in actions if kind_of(a.kind).changes_member}
        )

    def is_there(self, inquiry_id: str) -> bool:
        with self._database.reading() as session:
            return inquiries.inquiry(session, inquiry_id) is not None

    def reopen(self, inquiry_id: str) -> Reopened:
        """Undo the inquiry and return its draft; logged (PR-4). Raises NotAllowedError for a hidden case (PR-1)."""
        self._operator_session.require(*READERS)
        author, moment = self._operator_session.sign, self._operator_session.clock()
        with self._database.transaction() as session:
            inquiries.lock_inquiry(session, inquiry_id)
            head = inquiries.inquiry(session, inquiry_id)
            if head is None or inquiries.is_reopened(session, inquiry_id):
                raise SwitchboardError("Samtalen er allerede åpnet igjen. Se blant de parkerte samtalene.")
            if head["state"] == NO_STATE:
                raise SwitchboardError(
                    "Det som ble svart, er slettet av hensyn til personvernet, så samtalen kan ikke "
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
            draft = with_messages_left(session, draft)
            left = undo_inquiry(session, inquiry_id, author, moment)
            take_back_promises(session, inquiry_id, head["completed"], moment)
            unmatched.unassign_member(session, inquiry_id)
            if draft.callback_id is not None and kept_promise(session, inquiry_id):
                callbacks.reopen(session, draft.callback_id)
            registered = registered_in(session, inquiry_id) or draft.registered_member_id
            draft = draft.model_copy(update={"registered_member_id": registered})
            if registered and (member := members.member_by_id(session, registered)):
                draft = draft.model_copy(update={"seen": field_text.shown(member)})
            parked.save_parked(session, draft.parked(author, moment, running=True))
        self._change_notices.notify("inquiries", "members", "callbacks", "confirmations", "outbox", "parked")
        return Reopened(draft, left)

    def _refuse_hidden(self, session: Session, head: Mapping[str, Any]) -> None:
        member = members.member_by_id(session, inquiries.member_of(session, head["id"]) or 0)
        if hides(self._operator_session.operator, head["category"], member.department if member else None):
            raise NotAllowedError(HIDDEN)

    def read_completed(self, inquiry_id: str) -> CompletedInquiry:
        """What was answered in a call and what came of it; the reading is logged (PR-4). Raises NotAllowedError when
        the case is hidden from the operator (PR-1)."""
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            head = inquiries.inquiry(session, inquiry_id)
            if head is None:
                raise SwitchboardError(DELETED)
            self._refuse_hidden(session, head)
            about = inquiries.member_of(session, inquiry_id)
            self._operator_session.log(session, "så samtalen", "henvendelse", about)
            return completed_inquiry(session, inquiry_id, is_blanked=head["state"] == NO_STATE)


def _first_facts(operator_session: OperatorSession, callback_id: int | None, **of_the_call: Any) -> Facts:
    """The facts before the first answer; `of_the_call` are those about the caller and the member."""
    operator, moment = operator_session.operator, operator_session.clock()
    return Facts(
        call_date=today(moment),
        call_time=clock(moment),
        received_on="callback" if callback_id else f"sloyfe:{operator.loop}",
        operator_loop=operator.loop,
        sign=operator.initials,
        operator_name=operator.name or operator.initials,
        **of_the_call,
    )


def member_facts(member: Member | None, record: MemberRecord | None = None) -> MemberFacts:
    """The facts about the member that procedures read; `record` is the member's record, where it is open."""
    if member is None:
        return MemberFacts()
    invoice = record.unpaid_invoice if record else None
    return MemberFacts(
        member_no=member.number,
        department=member.department,
        name=member.name,
        phone="" if member.is_dead else member.phone,
        address=member.postal_address,
        employer=member.employer,
        status=member.status,
        has_tillitsvalgt=bool(member.shop_steward) or None,
        shop_steward=member.shop_steward,
        insurance_codes=member.insurance_codes,
        no_sms=member.no_sms,
        missing_documentation=invoice.missing_documentation if invoice else "",
        invoice=InvoiceFacts(number=invoice.number, amount=invoice.amount, due=invoice.due) if invoice else None,
        changed=record.last_changes if record else {},
    )
