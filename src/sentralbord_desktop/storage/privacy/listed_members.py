"""Logs members shown in a list one by one, so that each one's access report includes it (PR-4)."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.storage.tables import InvoiceRow

ACCESS = SQLModel.metadata.tables["access"]
IN_PREVIEW, IN_PAIRS = "sett i forhåndsvisning", "sett som dobbelt registrert"
ONE_BY_ONE = (IN_PREVIEW, IN_PAIRS)
"""Thousands of rows; the general view of the access log shows only their summary row."""
PART = 500
MAX_NAMED = 20


def log_seen(session: Session, ids: Iterable[int], *, author: str, at: datetime, what: str, why: str) -> None:
    """A row of the access log for each member; `what` is one of ONE_BY_ONE."""
    rows = [{"author": author, "at": at, "member_id": one, "what": what, "why": why[:400]} for one in sorted(set(ids))]
    session.flush()  # the summary row comes first
    for start in range(0, len(rows), PART):
        session.connection().execute(ACCESS.insert(), rows[start : start + PART])


def owners(session: Session, invoice_ids: Iterable[int]) -> list[int]:
    ids = sorted(set(invoice_ids))
    found: list[int] = []
    for start in range(0, len(ids), PART):
        part = col(InvoiceRow.id).in_(ids[start : start + PART])
        found += session.exec(select(InvoiceRow.member_id).where(part)).all()
    return found


def named(numbers: Iterable[str]) -> str:
    """«3 medlemmer: 204118, 204119, 204120», with at most MAX_NAMED numbers."""
    every = list(numbers)
    word = "medlem" if len(every) == 1 else "medlemmer"
    more = f" og {len(every) - MAX_NAMED} til" if len(every) > MAX_NAMED else ""
    told = f": {', '.join(every[:MAX_NAMED])}{more}" if every else ""
    return f"{len(every)} {word}{told}"
