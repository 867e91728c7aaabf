"""Writes what the operator answered about the open promises to the member, and takes it back."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from sentralbord_desktop.domain.callbacks.callback import DONE_IN_CALL, RANG_THEMSELVES
from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.open_promise import SETTLED, OpenPromise
from sentralbord_desktop.procedures.outputs.promise import PROMISE
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.storage import callbacks, confirmations
from sentralbord_desktop.storage.inquiries import inquiries

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
        yield WrittenPromise(_row(promise, answer), write(completion, promise, settled=answer == SETTLED))


def _row(promise: OpenPromise, answer: str) -> Action:
    """The row of an answered promise, without its subject: a colleague may be allowed to read this call, but not the
    case of the promise (PR-1)."""
    what = "Lovet oppringing" if promise.is_callback else "Skriftlig bekreftelse, bedt om"
    return Action(
        id=promise.key,
        kind=PROMISE.key,
        text=f"{what} {note_date(promise.made)}: {promise.word(answer).lower()}",
        data={"promise": promise.kind, "of": promise.id, "answer": answer},
    )


def _write_callback(completion: Completion, promise: OpenPromise, *, settled: bool) -> str:
    """The callback is settled, or keeps its time and owner; that the member rang is in its history."""
    session, found = completion.session, callbacks.get(completion.session, promise.id)
    if found is None or found.status != "apen":
        return DONE_BEFORE
    outcome = DONE_IN_CALL if settled else RANG_THEMSELVES
    callbacks.attempt(session, found, completion.author, completion.at, outcome)
    if settled:
        callbacks.change(session, found, status="gjort", claimed_by="", claimed_until=None)
        completion.done.append("Løftet om å ringe er gjort opp")
    else:
        callbacks.change(session, found, raised=found.raised + 1)
        completion.done.append("Løftet om å ringe står")
    return DONE


def _write_confirmation(completion: Completion, promise: OpenPromise, *, settled: bool) -> str:
    if not settled:
        return DONE
    found = confirmations.get_confirmation(completion.session, promise.id)
    if found is None or found.status != "venter":
        return DONE_BEFORE
    day = today(completion.at)
    confirmations.change_confirmation(
        completion.session, found, status="kommet", done=day, last_done=f"Kommet {note_date(day)}"
    )
    completion.done.append("Bekreftelsen er ført som kommet")
    return DONE


def take_back_promises(session: Session, inquiry_id: str, completed: datetime, at: datetime) -> None:
    """Open again what the inquiry that was completed then settled, unless it was changed since."""
    for row in inquiries.actions_of(session, inquiry_id):
        if row["kind"] != PROMISE.key or row["state"] != DONE:
            continue
        if row["data"]["promise"] == "oppringing":
            callbacks.take_back(session, row["data"]["of"], completed)
        elif row["data"]["answer"] == SETTLED:
            confirmations.reopen_confirmation(session, row["data"]["of"], today(at))
