"""The reading position of each source, the workstation that is reading it, and the files of watched folders that were
read."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col

from sentralbord_desktop.storage.tables import ImportFileRow, ImportSourceRow

MARK_CHARS = 40
"""Characters of the digest in a mark; the others are of the name."""
CLAIM_LASTS = timedelta(minutes=30)
"""An older claim belongs to a program that has ended, and one that far ahead to a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class SourceState:
    etag: str = ""
    done: datetime | None = None
    not_before: datetime | None = None


def state(session: Session, name: str, fingerprint: str) -> SourceState:
    """The reading position with these settings; with other settings, everything is read again."""
    row = session.get(ImportSourceRow, name)
    if row is None:
        return SourceState()
    if row.fingerprint != fingerprint:
        return SourceState(done=row.done, not_before=row.not_before)
    return SourceState(row.etag, row.done, row.not_before)


def claim(session: Session, name: str, moment: datetime) -> bool:
    """Claim the source. False while another workstation is reading it."""
    if session.get(ImportSourceRow, name) is None:
        session.add(ImportSourceRow(name=name))
        session.flush()
    claimed = col(ImportSourceRow.claimed)
    free = or_(claimed.is_(None), claimed < moment - CLAIM_LASTS, claimed > moment + CLAIM_LASTS)
    taken = update(ImportSourceRow).where(col(ImportSourceRow.name) == name, free).values(claimed=moment)
    return bool(session.execute(taken).rowcount)  # type: ignore[attr-defined]  # of an UPDATE


def release(session: Session, name: str, *, done: datetime | None, not_before: datetime | None) -> None:
    """End the claim; `done` is the time of success, None after a failure."""
    row = session.get(ImportSourceRow, name)
    if row is not None:
        row.claimed, row.done, row.not_before = None, done, not_before
        session.add(row)


def keep_place(session: Session, name: str, fingerprint: str, etag: str) -> None:
    """Save the reading position."""
    row = session.get(ImportSourceRow, name) or ImportSourceRow(name=name)
    row.fingerprint, row.etag = fingerprint, etag
    session.add(row)


def is_read(session: Session, name: str, file: str, *digests: str) -> bool:
    """Whether one of these was the last to be read under the name of the `file`, or from the source at all. One that was
    read before the last is read again: what came between may have changed the register."""
    marks = (_place(of) + digest[:MARK_CHARS] for of in (file, "") for digest in digests)
    return any(session.get(ImportFileRow, (name, mark)) is not None for mark in marks)


def mark_read(session: Session, name: str, file: str, digest: str, moment: datetime) -> None:
    for place in (_place(file), _place("")):
        its = (col(ImportFileRow.source) == name, col(ImportFileRow.digest).startswith(place))
        session.execute(delete(ImportFileRow).where(*its))
        session.add(ImportFileRow(source=name, digest=place + digest[:MARK_CHARS], at=moment))
    session.flush()


def _place(file: str) -> str:
    """The beginning of the mark of a file with this name; «» for the last of the source."""
    return hashlib.sha256(file.encode(errors="surrogateescape")).hexdigest()[: 64 - MARK_CHARS]


def forget(session: Session, name: str) -> None:
    """Delete the state of a removed source."""
    session.execute(delete(ImportSourceRow).where(col(ImportSourceRow.name) == name))
    session.execute(delete(ImportFileRow).where(col(ImportFileRow.source) == name))
