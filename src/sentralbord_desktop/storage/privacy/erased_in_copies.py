"""Members erased here that may still be in copies of this register; recorded until all copies are done."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.storage import settings

SETTING = "slettet"


def mark_of(number: str) -> str:
    """A hash that identifies a member number in a copy without showing it."""
    return hashlib.sha256(f"{SETTING} {number}".encode()).hexdigest()[:24]


def ask(session: Session, who: Sequence[int]) -> None:
    """Record members to erase from copies (`storage/backup/copies.py`). Copies of a server are out of reach."""
    if session.get_bind().dialect.name != "sqlite":
        return
    asked = text("SELECT number FROM member WHERE id = :who")
    marks = [mark_of(str(session.execute(asked, {"who": one}).scalar())) for one in who]
    settings.save_setting(session, SETTING, {"marks": [*asked_for(session), *marks]})


def asked_for(session: Session) -> list[str]:
    return list(settings.setting(session, SETTING).get("marks", []))


def done(session: Session, count: int) -> None:
    """Remove the first `count` marks: every reachable copy is done."""
    settings.save_setting(session, SETTING, {"marks": asked_for(session)[count:]})
