"""Who was erased here and may still be in copies of this register: kept with the erasing, until the copies are done."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.storage import settings

SETTING = "slettet"


def mark_of(number: str) -> str:
    """What is kept of a member number to know it again in a copy, and not to say it."""
    return hashlib.sha256(f"{SETTING} {number}".encode()).hexdigest()[:24]


def ask(session: Session, who: Sequence[int]) -> None:
    """Those with these ids, who are being erased, must be taken out of the copies too (`storage/backup/copies.py`). The copies
    of a server's register are not ours."""
    if session.get_bind().dialect.name != "sqlite":
        return
    asked = text("SELECT number FROM member WHERE id = :who")
    marks = [mark_of(str(session.execute(asked, {"who": one}).scalar())) for one in who]
    settings.save_setting(session, SETTING, {"marks": [*asked_for(session), *marks]})


def asked_for(session: Session) -> list[str]:
    """The marks of those who are to be taken out."""
    return list(settings.setting(session, SETTING).get("marks", []))


def done(session: Session, count: int) -> None:
    """The first `count` of them are out of every copy that can be reached."""
    settings.save_setting(session, SETTING, {"marks": asked_for(session)[count:]})
