"""The reading position of each source, the workstation that is reading it, and the files of watched folders that were
read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col

from sentralbord_desktop.storage.tables import ImportFileRow, ImportSourceRow

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


def is_read(session: Session, name: str, *digests: str) -> bool:
    return any(session.get(ImportFileRow, (name, digest)) is not None for digest in digests)


def mark_read(session: Session, name: str, digest: str, moment: datetime) -> None:
    session.merge(ImportFileRow(source=name, digest=digest, at=moment))


def forget(session: Session, name: str) -> None:
    """Delete the state of a removed source."""
    session.execute(delete(ImportSourceRow).where(col(ImportSourceRow.name) == name))
    session.execute(delete(ImportFileRow).where(col(ImportFileRow.source) == name))
