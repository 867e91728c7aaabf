"""Writes a completed inquiry: the member, the inquiry, the rows of each action, and the call."""

from collections.abc import Callable, Sequence

from sentralbord_desktop.domain.inquiries.inquiry import Action, Receipt
from sentralbord_desktop.domain.members.member import PhoneCallFields
from sentralbord_desktop.procedures.facts import is_overflow
from sentralbord_desktop.procedures.outputs.callback import CALLBACK, CALLBACK_DONE
from sentralbord_desktop.procedures.outputs.confirmation import AWAIT_CONFIRMATION
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.letter import LETTER_ORDER
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER, UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.sms import SMS
from sentralbord_desktop.procedures.outputs.transfer import TRANSFER, put_through_to
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.inquiries.callback_writers import caller_of, close_callback, write_callback
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.services.inquiries.confirmation_writer import write_confirmation
from sentralbord_desktop.services.inquiries.member_writers import (
    register_member,
    write_changes,
    write_log,
    write_note,
    write_registration,
)
from sentralbord_desktop.services.inquiries.message_writer import write_message
from sentralbord_desktop.services.inquiries.promise_writer import write_promises
from sentralbord_desktop.services.inquiries.rows import action_row, answer_rows, head_row
from sentralbord_desktop.services.inquiries.transfer_writer import write_transfer
from sentralbord_desktop.storage.inquiries import inquiries

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
    return completion.receipt(caller_of(completion))


def _log_call(completion: Completion, run: ProcedureRun, chosen: Sequence[Action]) -> None:
    draft, facts = completion.draft, completion.draft.facts
    inquiries.add_call(
        completion.session,
        PhoneCallFields(
            caller_name=facts.caller_name or ("" if draft.member_id else caller_of(completion) or draft.title),
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
