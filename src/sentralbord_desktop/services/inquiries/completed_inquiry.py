"""Reads a completed inquiry from the rows that `rows` makes."""

from typing import Any

from sqlmodel import Session

from sentralbord_desktop.domain.inquiries.completed_inquiry import LEFT_OUT, CompletedInquiry, GivenAnswer, StoredAction
from sentralbord_desktop.domain.inquiries.inquiry import Action, Strength
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.messages import outbox
from sentralbord_desktop.storage.organisation import read_organisation


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
