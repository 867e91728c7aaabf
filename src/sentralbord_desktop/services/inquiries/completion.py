"""Writes a completed inquiry: the member, the inquiry, the rows of each action, and the call."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from sqlmodel import Session

from sentralbord_desktop.domain.callbacks import DONE_IN_CALL, RANG_THEMSELVES, CallbackFields
from sentralbord_desktop.domain.confirmations import HAS_COME, REMIND_AFTER_WORKING_DAYS, ConfirmationFields
from sentralbord_desktop.domain.dates.calendar import is_far, long_date, note_date
from sentralbord_desktop.domain.dates.clock import OSLO, clock, today
from sentralbord_desktop.domain.dates.working_days import add_working_days
from sentralbord_desktop.domain.inquiries.case_handover import TAKE
from sentralbord_desktop.domain.inquiries.inquiry import CALLBACK_SAVED, NOTE_SAVED, Action, Receipt
from sentralbord_desktop.domain.inquiries.open_promise import KEPT_NEW, SETTLED, OpenPromise
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import PhoneCallFields, RemarkFields
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.telephony import normal_number
from sentralbord_desktop.procedures.facts import is_overflow
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outputs.callback import CALLBACK, CALLBACK_DONE
from sentralbord_desktop.procedures.outputs.confirmation import AWAIT_CONFIRMATION
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.letter import LETTER_ORDER
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER, UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.procedures.outputs.promise import PROMISE
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.sms import SMS
from sentralbord_desktop.procedures.outputs.transfer import HANDED_OVER, TRANSFER, put_through_to
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.services.callbacks import at_any_time
from sentralbord_desktop.services.drafts import Draft, is_sms
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.services.messages.addressing import address_of
from sentralbord_desktop.storage import callbacks, confirmations, outbox
from sentralbord_desktop.storage.inquiries import case_handover, inquiries
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.members.record import awaited


def write_callback(completion: Completion, action: Action) -> str:
    due_text = action.data.get("due")
    due = datetime.fromisoformat(due_text).replace(tzinfo=OSLO) if due_text else None
    window = action.data.get("window", "")[:60]
    deadline = action.data.get("deadline")
    number = completion.number(action)
    callbacks.add(
        completion.session,
        CallbackFields(
            name=completion.draft.caller_name(completion.library)[:200],
            number=number,
            subject=action.text[:200],
            category=completion.draft.category,
            due=due or at_any_time(completion.organisation, completion.at),
            window=window,
            deadline=date.fromisoformat(deadline) if deadline else None,
            owner=action.to_label[:60],
            promised_by=completion.author,
            created=completion.at,
        ),
        member_id=completion.member_id,
        inquiry_id=completion.inquiry_id,
    )
    if not number:
        completion.leave("Oppringingen mangler et nummer: skriv det i Ring tilbake", "callbacks")
    when = window or "når det passer"
    if due:
        day = today(due)
        when = f"{long_date(day, year=is_far(day, today(completion.at)))} kl. {clock(due)}"
    completion.done.append(f"{CALLBACK_SAVED}{when}")
    return "gjort"


def close_callback(completion: Completion, action: Action) -> str:
    """The caller was spoken with: close the callback, unless the review keeps it."""
    draft = completion.draft
    if draft.callback_id is None:
        return "gjort"
    callback = callbacks.get(completion.session, draft.callback_id)
    if callback is not None and callback.status == "apen":
        callbacks.attempt(completion.session, callback, completion.author, completion.at, "svarte")
        if draft.keeps_callback:
            callbacks.change(completion.session, callback, claimed_by="", claimed_until=None)
            completion.done.append("Løftet om å ringe står")
            return "utelatt"
        callbacks.change(completion.session, callback, status="gjort")
        completion.done.append("Løftet om å ringe er gjort opp")
        return "gjort"
    return "gjort_for"


def write_confirmation(completion: Completion, action: Action) -> str:
    """Write a confirmation unless the same one is already awaited."""
    if completion.member_id is None:
        completion.leave(f"Venter på bekreftelse ({action.text}), når medlemsbildet er funnet", "confirmations")
        return "uten_medlem"
    asked, kind, detail = today(completion.at), action.data["kind"], action.data.get("detail", "")[:200]
    remind = action.data.get("remind")
    for one in awaited(completion.session, [completion.member_id]):
        if (one.kind, one.detail) == (kind, detail):
            if one.id not in _come_now(completion):
                completion.to_come.append(f"Venter på den skriftlige bekreftelsen fra {note_date(one.asked)}")
            return "gjort_for"
    confirmations.add_confirmation(
        completion.session,
        ConfirmationFields(
            kind=kind,
            department=completion.draft.facts.member.department,
            detail=detail,
            asked=asked,
            method=action.data.get("method", "")[:60],
            remind=date.fromisoformat(remind) if remind else add_working_days(asked, REMIND_AFTER_WORKING_DAYS),
        ),
        member_id=completion.member_id,
        inquiry_id=completion.inquiry_id,
    )
    completion.to_come.append("Venter på skriftlig bekreftelse")
    return "gjort"


def _come_now(completion: Completion) -> set[int]:
    """The ids of the confirmations that the review says have come."""
    draft = completion.draft
    return {one.id for one in draft.promises_asked if not one.is_callback and draft.answer_to(one) == SETTLED}


def register_member(completion: Completion, action: Action) -> None:
    """Register the new member, or correct the one that this inquiry registered before it was reopened (IN-2)."""
    changes = dict(action.data["changes"])
    changes["department"] = int(action.data["department"])
    changes["workplace"] = completion.text_of(StepRole.WORKPLACE)
    registered = completion.draft.registered_member_id
    if registered is not None:
        changes["department"] = str(changes["department"])
        members.change_member(
            completion.session,
            registered,
            changes,
            author=completion.author,
            at=completion.at,
            inquiry_id=completion.inquiry_id,
            seen=completion.draft.seen,
            source="åpnet igjen",  # OA-4 applies to a member who had a department before this call
        )
        completion.member_id = registered
        return
    member = members.add_member(
        completion.session,
        {**changes, "status": "yrkesaktiv", "joined": today(completion.at)},
        author=completion.author,
        at=completion.at,
        inquiry_id=completion.inquiry_id,
        source="samtale",
    )
    completion.member_id = member.id


def write_registration(completion: Completion, action: Action) -> str:
    completion.done.append(f"Medlemmet er registrert i avdeling {action.data['department']}")
    return "gjort"


def write_note(completion: Completion, action: Action) -> str:
    if completion.member_id is None:
        completion.leave("Merknaden, når medlemsbildet er funnet", "confirmations")
        return "uten_medlem"
    inquiries.add_remark(
        completion.session,
        completion.member_id,
        RemarkFields(
            written=completion.at, author=completion.author, text=action.text, category=completion.draft.category
        ),
        completion.inquiry_id,
    )
    completion.done.append(NOTE_SAVED)
    return "gjort"


def write_log(completion: Completion, action: Action) -> str:
    if "logg" in action.where and completion.member_id is not None:
        inquiries.add_log_line(
            completion.session,
            completion.member_id,
            completion.noted or completion.draft.category,
            author=completion.author,
            at=completion.at,
            inquiry_id=completion.inquiry_id,
        )
        completion.done.append("Logg er ført")
    return "gjort"


def write_changes(completion: Completion, action: Action) -> str:
    changes = action.data["changes"]
    if not changes:
        return "gjort"
    if completion.member_id is None:
        words = ", ".join(words_of(changes))
        completion.leave(f"Endringen ({words}), når medlemsbildet er funnet", "confirmations")
        return "uten_medlem"
    changed = members.change_member(
        completion.session,
        completion.member_id,
        changes,
        author=completion.author,
        at=completion.at,
        inquiry_id=completion.inquiry_id,
        seen=completion.draft.seen,
    )
    if changed:
        completion.done.append(f"Medlemsbildet er endret ({len(changed)} felt)")
    return "gjort"


def write_message(completion: Completion, action: Action) -> str:
    kind, organisation = kind_of(action.kind).message, completion.organisation
    address = _address(completion, action)
    copies = ", ".join(address_of(copy, organisation) or target_label(copy, organisation) for copy in action.copy_to)
    state, not_before = _sending_state(completion, kind, f"{address}, {copies}")
    outbox.add(
        completion.session,
        str(uuid4()),
        OutgoingFields(
            kind=kind,
            target=action.to,
            to_label=action.to_label or action.to,
            to_address=address,
            copy_to=copies,
            subject=action.subject,
            body=action.text,
            created=completion.at,
            state=state,
            not_before=not_before,
            letter=action.data.get("letter_text", ""),
            letter_to=action.data.get("letter_to", ""),
            strength=action.strength,
            deadline=completion.deadline,
        ),
        member_id=completion.member_id,
        inquiry_id=completion.inquiry_id,
    )
    if kind == "sms" and not address:
        completion.leave("SMS-en mangler et nummer: skriv det i Utboks")
    _add_to_receipt(completion, action, state, not_before, completion.obstacle(kind))
    return "klar" if not_before else "for_hand"


def _add_to_receipt(
    completion: Completion, action: Action, state: str, not_before: datetime | None, obstacle: str
) -> None:
    name, to_label = kind_of(action.kind).receipt, action.to_label or action.to
    for copy in action.copy_to:
        if not address_of(copy, completion.organisation):
            label = target_label(copy, completion.organisation)
            completion.leave(f"Kopi til {label}, som ikke har noen adresse i Katalog")
    if state == "bekreft":
        completion.leave(f"Bekreft {name.lower()} til {to_label}: adressen er utenfor forbundet")
    elif not_before is None:
        completion.leave(f"{name} til {to_label}")
    elif obstacle:  # it leaves when such a workstation is up, or by hand before that
        completion.leave(f"{name} til {to_label} ({obstacle[:1].lower()}{obstacle[1:].rstrip('.')})")
    else:
        completion.to_come.append(f"{name} til {to_label} sendes kl. {clock(not_before)}")


def _sending_state(completion: Completion, kind: str, addresses: str) -> tuple[str, datetime | None]:
    """State of the message, and when it is sent; None when an operator must send or confirm it."""
    if not completion.sending.sends(kind):
        return "klar", None
    if kind != "sms" and completion.sending.is_outside(addresses):
        return "bekreft", None
    return "klar", completion.at + timedelta(seconds=completion.sending.undo_seconds)


def _address(completion: Completion, action: Action) -> str:
    if is_sms(action):
        return completion.number(action)
    return address_of(action.to, completion.organisation, action.to_label)


DONE, DONE_BEFORE = "gjort", "gjort_for"
"""State of the row: this call wrote it; another had settled it already."""


class WrittenPromise(NamedTuple):
    action: Action
    state: str


def write_promises(completion: Completion) -> Iterator[WrittenPromise]:
    """Settle or keep each promise that is answered; gives a row for each, with its state."""
    draft = completion.draft
    for promise in draft.promises_asked:
        answer = draft.answer_to(promise)
        if not answer or (promise.is_callback and promise.id == draft.callback_id):
            continue  # the callback of this call has an output of its own
        write = _write_callback if promise.is_callback else _write_confirmation
        yield WrittenPromise(_row(promise, answer), write(completion, promise, answer))


def _row(promise: OpenPromise, answer: str) -> Action:
    """The row of an answered promise, without its subject: a colleague may be allowed to read this call, but not the
    case of the promise (PR-1)."""
    what = "Lovet oppringing" if promise.is_callback else "Skriftlig bekreftelse, bedt om"
    data: dict[str, Any] = {"promise": promise.kind, "of": promise.id, "answer": answer}
    return Action(
        id=promise.key,
        kind=PROMISE.key,
        text=f"{what} {note_date(promise.made)}: {promise.choices[answer].lower()}",
        data={**data, "number": promise.number} if answer == KEPT_NEW else data,
    )


def _write_callback(completion: Completion, promise: OpenPromise, answer: str) -> str:
    """The callback is settled, or keeps its time and owner; that the member rang is in its history."""
    settled = answer == SETTLED
    session, found = completion.session, callbacks.get(completion.session, promise.id)
    if found is None or found.status != "apen":
        return DONE_BEFORE
    outcome = DONE_IN_CALL if settled else RANG_THEMSELVES
    callbacks.attempt(session, found, completion.author, completion.at, outcome)
    if settled:
        callbacks.change(session, found, status="gjort", claimed_by="", claimed_until=None)
        completion.done.append("Løftet om å ringe er gjort opp")
    else:
        number = normal_number(promise.new_number) if answer == KEPT_NEW else found.number
        callbacks.change(session, found, raised=found.raised + 1, number=number)
        completion.done.append("Løftet om å ringe står")
    return DONE


def _write_confirmation(completion: Completion, promise: OpenPromise, answer: str) -> str:
    if answer != SETTLED:
        return DONE
    found = confirmations.get_confirmation(completion.session, promise.id)
    if found is None or found.status != "venter":
        return DONE_BEFORE
    day = today(completion.at)
    confirmations.change_confirmation(
        completion.session, found, status="kommet", done=day, last_done=f"Kommet {note_date(day)}"
    )
    outbox.withdraw_reminders(completion.session, found.id, completion.author, HAS_COME)
    completion.done.append("Bekreftelsen er ført som kommet")
    return DONE


def take_back_promises(session: Session, inquiry_id: str, completed: datetime, at: datetime) -> None:
    """Open again what the inquiry that was completed then settled, unless it was changed since."""
    for row in inquiries.actions_of(session, inquiry_id):
        if row["kind"] != PROMISE.key or row["state"] != DONE:
            continue
        if row["data"]["promise"] == "oppringing":
            number = row["data"].get("number")
            callbacks.take_back(session, row["data"]["of"], completed, number)
        elif row["data"]["answer"] == SETTLED:
            confirmations.reopen_confirmation(session, row["data"]["of"], today(at))


def head_row(draft: Draft, run: ProcedureRun, inquiry_id: str, moment: datetime, author: str) -> dict[str, Any]:
    """The inquiry's row; `state` has answers and review for reopening, but nothing about a member when a third party
    called."""
    facts = draft.facts
    kept = draft.of_third_party(run) if facts.is_third_party else draft
    return {
        "id": inquiry_id,
        "member_id": draft.member_id,
        "caller_name": facts.caller_name,
        "caller_kind": facts.caller,
        "caller_phone": facts.caller_phone,
        "category": run.procedure.id,
        "procedure_id": run.procedure.id,
        "procedure_version": run.procedure.version,
        "switched_from": ",".join(run.switched_from),
        "received_on": facts.received_on,
        "loop": facts.loop,
        "overflow": is_overflow(facts, run.procedure),
        "started": draft.started,
        "completed": moment,
        "author": author,
        "state": kept.model_dump_json(exclude={"facts": {"board", "closed_member_id", "held_back"}}),
    }


def answer_rows(run: ProcedureRun) -> Iterator[dict[str, Any]]:
    """Every answer with its question; `applied` when it counted. Of a third party none about the member."""
    for line in run.trail:
        is_closed = run.facts.is_third_party and line.standing is Standing.GONE
        if line.answer is not None and not is_closed:
            yield {
                "step": line.step.id,
                "question": line.step.ask,
                "choice": line.answer.choice,
                "answer": line.shown,
                "source": line.answer.source or "svar",
                "applied": line.standing is Standing.ANSWERED,
            }


def action_row(action: Action, state: str, review: Review) -> dict[str, Any]:
    """One action: done, left out or edited, and its rules."""
    return {
        "kind": action.kind,
        "strength": action.strength.value,
        "state": state,
        "target": action.to,
        "template": action.template,
        "subject": action.subject,
        "content": action.text,
        "reason": review.reasons.get(action.id, "") or review.kept.get(action.id, ""),
        "rules": ",".join(action.rules),
        "data": {
            **action.data,
            "where": list(action.where),
            "urgent": action.urgent,
            "said": action.id in review.said,
            "edited": action.id in review.texts,
        },
    }


def write_transfer(completion: Completion, action: Action) -> str:
    """The transfer never means that a case is taken over: only what the DS said does, in an event of its own."""
    completion.done.append(f"{TRANSFER.receipt} {put_through_to(action)}".rstrip())
    if action.data.get(HANDED_OVER):
        case_handover.add_event(
            completion.session, completion.inquiry_id, handed_over=True, author=completion.author, at=completion.at
        )
        completion.done.append(TAKE)
    return "gjort"


Writer = Callable[[Completion, Action], str]
"""Writes the rows of an action; returns its state: gjort, klar, for_hand, gjort_for or uten_medlem."""
WRITERS: dict[str, Writer] = {
    NOTE.key: write_note,
    UPDATE_MEMBER.key: write_changes,
    EMAIL.key: write_message,
    SMS.key: write_message,
    LETTER_ORDER.key: write_message,
    CALLBACK.key: write_callback,
    AWAIT_CONFIRMATION.key: write_confirmation,
    CALLBACK_DONE.key: close_callback,
    LOG.key: write_log,
    REGISTER_MEMBER.key: write_registration,
    TRANSFER.key: write_transfer,
}
"""Kind of an action -> its writer; other kinds only have a line in the receipt."""


def write_action(completion: Completion, action: Action) -> str:
    if writer := WRITERS.get(action.kind):
        return writer(completion, action)
    if words := kind_of(action.kind).receipt:
        completion.done.append(f"{words} {action.to_label or action.to}".rstrip())
    return "gjort"


def write_inquiry(completion: Completion, run: ProcedureRun, actions: Sequence[Action]) -> Receipt:
    """Write the inquiry with its answers, its actions and its call, the new member first."""
    session, draft, inquiry_id = completion.session, completion.draft, completion.inquiry_id
    chosen = [action for action in actions if action.on]
    inquiries.add_inquiry(session, head_row(draft, run, inquiry_id, completion.at, completion.author))
    for action in chosen:
        if action.kind == REGISTER_MEMBER.key:
            register_member(completion, action)
    completion.noted = next((action.text for action in chosen if action.kind == NOTE.key), "")
    states = [write_action(completion, action) if action.on else "utelatt" for action in actions]
    _log_call(completion, run, chosen)
    written = (*zip(actions, states, strict=True), *write_promises(completion))
    rows = [action_row(action, state, draft.review) for action, state in written]
    inquiries.add_details(session, inquiry_id, list(answer_rows(run)), rows)
    return completion.receipt(completion.draft.caller_name(completion.library))


def _log_call(completion: Completion, run: ProcedureRun, chosen: Sequence[Action]) -> None:
    draft, facts = completion.draft, completion.draft.facts
    inquiries.add_call(
        completion.session,
        PhoneCallFields(
            caller_name=facts.caller_name
            or ("" if draft.member_id else completion.draft.caller_name(completion.library) or draft.title),
            caller_kind=facts.caller,
            number=facts.caller_phone or facts.phone,
            started=draft.started,
            ended=completion.at,
            category=run.procedure.id,
            outcome=_outcome(completion, chosen)[:200],
            author=completion.author,
            loop=facts.loop,
            overflow=is_overflow(facts, run.procedure),
        ),
        completion.member_id,
        completion.inquiry_id,
    )


def _outcome(completion: Completion, chosen: Sequence[Action]) -> str:
    """How the call ended, for the log: its remark, the transfer, or «fullført»."""
    transfers = [action for action in chosen if action.kind == TRANSFER.key]
    outcome = f"satt over til {put_through_to(transfers[0])}" if transfers else "fullført"
    if any(action.kind == LOG.key and "logg" in action.where for action in chosen):
        return _without_signature(completion.noted) or outcome
    told = next((action.text for action in chosen if action.kind == LOG.key and action.text), "")
    return f"{outcome}: {told}" if told and not completion.noted else outcome  # what no remark has is read here


def _without_signature(note: str) -> str:
    """A remark without its date and its initials, for which the log has columns (KF-2)."""
    return note.partition(": ")[2].rpartition(" ")[0]
