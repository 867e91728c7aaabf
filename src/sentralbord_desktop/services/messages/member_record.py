"""Writes what happened to a message in the record of the member it is about."""

from datetime import datetime

from sqlmodel import Session

from sentralbord_desktop.domain.members.member import RemarkFields
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.storage.inquiries import inquiries

WITHOUT_INQUIRY = "annet"
"""The category of a remark about a message that no inquiry wrote."""


def add_delivery_remark(session: Session, message: Outgoing, text: str, *, author: str, at: datetime) -> None:
    """A remark of its own, with the category of the inquiry, so that it is read by those who may read the case, and
    erased with it. «Åpne igjen» does not take it back: `inquiries.withdraw` takes what the call wrote, not what happened
    later. Without a member there is no record, and nothing is written."""
    if message.member_id is None:
        return
    head = inquiries.inquiry(session, message.inquiry_id) if message.inquiry_id else None
    category = head["category"] if head else WITHOUT_INQUIRY
    remark = RemarkFields(written=at, author=author, text=text, category=category)
    inquiries.add_remark(session, message.member_id, remark, message.inquiry_id, message.id)
