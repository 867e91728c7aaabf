"""Imports that were done: who did them, when, and how many rows they touched."""

from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.import_run import UNDO_DAYS, ImportRun
from sentralbord_desktop.domain.imports.preview import ImportDone
from sentralbord_desktop.storage.imports import losses
from sentralbord_desktop.storage.imports.invoices import INVOICE_BEFORE
from sentralbord_desktop.storage.members.import_origin import RUN
from sentralbord_desktop.storage.tables import ImportRunRow

TOO_LATE = f"Importen er for gammel til å angres ({UNDO_DAYS} dager). Rett medlemmene for hånd."
ALREADY = "Importen er allerede angret. Se på listen over importer på nytt."


def log_run(
    session: Session, done: ImportDone, *, at: datetime, author: str, subject: str = "medlemmer", file: str = ""
) -> int:
    """Keep what an import did; gives its id. `subject` is the key of the kind of file."""
    run = ImportRunRow(at=at, author=author, subject=subject, file=file[:200], **asdict(done))
    session.add(run)
    session.flush()
    assert run.id is not None  # noqa: S101 - flushed above
    return run.id


def latest(session: Session, moment: datetime) -> list[ImportRun]:
    """The imports that can be undone at `moment`, and those that were, the newest first."""
    columns = [RUN.c[field.name] for field in fields(ImportRun) if field.name != "lost"]
    lost = losses.counts(session)
    recent = select(*columns).where(RUN.c.file != "", RUN.c.at >= _first(moment))
    found = [ImportRun(*row) for row in session.execute(recent.order_by(RUN.c.id.desc()))]
    return [replace(run, lost=lost.get(run.id, 0)) for run in found if run.new or run.changed]


def forget_old(session: Session, moment: datetime) -> None:
    """What was kept with imports that cannot be undone any more."""
    old = select(RUN.c.id).where(RUN.c.at < _first(moment))
    session.execute(delete(INVOICE_BEFORE).where(INVOICE_BEFORE.c.run_id.in_(old)))
    losses.forget(session, old)


def _first(moment: datetime) -> datetime:
    return moment - timedelta(days=UNDO_DAYS)


def to_be_undone(session: Session, run_id: int, moment: datetime, *, lock: bool = False) -> ImportRunRow:
    run = session.get(ImportRunRow, run_id, with_for_update=lock)
    if run is None or not run.file or run.at < _first(moment):
        raise SwitchboardError(TOO_LATE)
    if run.undone is not None:
        raise SwitchboardError(ALREADY)
    return run
