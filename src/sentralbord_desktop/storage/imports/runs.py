"""The history of imports: author, time, and number of rows."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.doubt import RunSize
from sentralbord_desktop.domain.imports.import_run import UNDO_DAYS, ImportRun, RunOutcome, superseded
from sentralbord_desktop.domain.imports.preview import ImportDone, Loss
from sentralbord_desktop.storage.engine.row_values import id_of
from sentralbord_desktop.storage.imports import losses
from sentralbord_desktop.storage.imports.invoices import INVOICE_BEFORE
from sentralbord_desktop.storage.members import corrections
from sentralbord_desktop.storage.members.import_origin import RUN
from sentralbord_desktop.storage.tables import ImportRunRow

TOO_LATE = f"Importen er for gammel til å angres ({UNDO_DAYS} dager). Rett medlemmene for hånd."
NOTHING = "Hentingen skrev ikke noe, så det er ingenting å angre. Velg en annen."
MAX_TEXT = 600
KEPT_ELSEWHERE = ("lost", "is_superseded")
"""Fields of ImportRun that are computed from other rows."""
ALREADY = "Importen er allerede angret. Se på listen over importer på nytt."


def log_run(
    session: Session,
    done: ImportDone,
    *,
    at: datetime,
    author: str,
    subject: str = "medlemmer",
    file: str = "",
    source: str = "",
    text: str = "",
) -> int:
    """Record an import; returns its id. `subject` is the key of the kind of file. `source` and `text`, for an automatic
    fetch: where it came from, and what waits for a decision."""
    run = ImportRunRow(at=at, author=author, subject=subject, file=file[:200], **asdict(done))
    run.source, run.text = source, text[:MAX_TEXT]
    session.add(run)
    session.flush()
    return id_of(run)


def log_ending(
    session: Session, ending: RunOutcome, lost: Sequence[Loss], *, at: datetime, author: str, subject: str
) -> bool:
    """Record a run that wrote nothing, and its losses. A run with the same result as the last of its source replaces
    that one. Returns whether the result is new."""
    text, file = ending.text[:MAX_TEXT], ending.file[:200]
    its = select(ImportRunRow).where(col(ImportRunRow.source) == ending.source, col(ImportRunRow.file) == file)
    last = session.execute(its.order_by(col(ImportRunRow.id).desc()).limit(1)).scalar_one_or_none()
    if last is not None and not (last.new or last.changed) and (last.text, last.is_failed) == (text, ending.is_failed):
        last.at, last.author = at, author
        session.add(last)
        return False
    run = ImportRunRow(at=at, author=author, subject=subject, file=file)
    run.source, run.text, run.is_failed = ending.source, text, ending.is_failed
    run.rejected = ending.rejected
    session.add(run)
    session.flush()
    losses.keep(session, id_of(run), lost)
    return True


def latest(session: Session, moment: datetime) -> list[ImportRun]:
    """The imports that can be undone at `moment`, undone ones, and runs of sources, the newest first."""
    columns = [RUN.c[field.name] for field in fields(ImportRun) if field.name not in KEPT_ELSEWHERE]
    lost = losses.counts(session)
    recent = select(*columns).where(RUN.c.file != "", RUN.c.at >= _first(moment))
    found = [ImportRun(*row) for row in session.execute(recent.order_by(RUN.c.at.desc(), RUN.c.id.desc()))]
    its = (replace(run, lost=lost.get(run.id, 0)) for run in found if run.new or run.changed or run.source)
    return superseded(its)


def sizes_of_source(session: Session, source: str, subject: str, since: datetime) -> list[RunSize]:
    """The number of new and changed rows of each run of `source` since then that is not undone, the oldest first."""
    its = select(RUN.c.new, RUN.c.changed).where(RUN.c.source == source, RUN.c.subject == subject, RUN.c.at >= since)
    return [RunSize(row[0], row[1]) for row in session.execute(its.where(RUN.c.undone.is_(None)).order_by(RUN.c.id))]


def forget_old(session: Session, moment: datetime) -> None:
    """Delete the data stored for imports that can no longer be undone."""
    old = select(RUN.c.id).where(RUN.c.at < _first(moment))
    session.execute(delete(INVOICE_BEFORE).where(INVOICE_BEFORE.c.run_id.in_(old)))
    losses.forget(session, old)
    corrections.forget(session, old)


def _first(moment: datetime) -> datetime:
    return moment - timedelta(days=UNDO_DAYS)


def to_be_undone(session: Session, run_id: int, moment: datetime, *, lock: bool = False) -> ImportRunRow:
    run = session.get(ImportRunRow, run_id, with_for_update=lock)
    if run is None or run.at < _first(moment):
        raise SwitchboardError(TOO_LATE)
    if run.undone is not None:
        raise SwitchboardError(ALREADY)
    if not (run.new or run.changed):
        raise SwitchboardError(NOTHING)
    return run
