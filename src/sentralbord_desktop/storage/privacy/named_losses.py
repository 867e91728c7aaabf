"""Rows of files that were lost in an import, about a member who is erased (`import_loss`)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.text.folding import words_once
from sentralbord_desktop.storage.privacy.row_statements import delete_rows
from sentralbord_desktop.storage.tables import ImportLossRow, MemberRow

TABLES = SQLModel.metadata.tables
LOSS, MEMBER = TABLES[ImportLossRow.__tablename__], TABLES[MemberRow.__tablename__]


def erase_losses(session: Session, member_id: int) -> None:
    """Delete the rows with the member's number, and those with the member's name and no member number. A loss has no
    birth date, so rows of namesakes are deleted too. Only inside `erasing`."""
    asked = select(MEMBER.c.number, MEMBER.c.first_name, MEMBER.c.middle_name, MEMBER.c.last_name)
    row = session.execute(asked.where(MEMBER.c.id == member_id)).first()
    if row is None:
        return
    number, *parts = row
    delete_rows(session, "import_loss", "number", [number])
    named = LOSS.c.who != "", LOSS.c.number.not_in(select(MEMBER.c.number))
    unnumbered = session.execute(select(LOSS.c.id, LOSS.c.who).where(*named))
    delete_rows(session, "import_loss", "id", [loss for loss, who in unnumbered if _is_name(who, parts)])


def _is_name(who: str, parts: Sequence[str]) -> bool:
    """Whether `who` is the name with these parts, in any order, with the first word of it and the last."""
    name, words = words_once(" ".join(part or "" for part in parts)), set(words_once(who))
    return bool(name) and {name[0], name[-1]} <= words <= set(name)
