"""A member's phone numbers by position; the first is the one to call."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.domain.members.member import phone_position
from sentralbord_desktop.domain.telephony import normal_number
from sentralbord_desktop.storage.tables import PhoneRow

LABELS = ("mobil", "hjemme", "arbeid")
NUMBERS_OF_MEMBER = text("SELECT position, number FROM member_phone WHERE member_id = :id ORDER BY position")
"""Compiled once: used at every edit."""


def numbers(session: Session, member_id: int) -> dict[int, str]:
    """Position -> number, sorted."""
    return dict(session.connection().execute(NUMBERS_OF_MEMBER, {"id": member_id}).all())


def with_these(
    session: Session, member_id: int, phones: Mapping[int, str], fields: Mapping[str, str]
) -> dict[int, str]:
    """Save the phones in `fields`; «» removes one. Returns all phones of the member."""
    wanted = {
        place: normal_number(typed) for field, typed in fields.items() if (place := phone_position(field)) is not None
    }
    for place, number in wanted.items():
        put(session, member_id, place, number)
    after = {**phones, **wanted}
    return {place: number for place, number in sorted(after.items()) if number}


def put(session: Session, member_id: int, place: int, number: str) -> None:
    """Save `number` at this position; «» removes it."""
    found = session.get(PhoneRow, (member_id, place))
    if found is not None and number:
        found.number = number
    elif found is not None:
        session.delete(found)
    elif number:
        label = LABELS[min(place, len(LABELS) - 1)]
        session.add(PhoneRow(member_id=member_id, label=label, number=number, position=place))
