"""The losses of imports, kept as long as the imports can be undone."""

from collections.abc import Sequence

from sqlalchemy import Select, delete, func, select
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.imports.file_lines import SheetLine
from sentralbord_desktop.domain.imports.preview import Loss
from sentralbord_desktop.storage.engine.bulk_insert import insert_many
from sentralbord_desktop.storage.tables import ImportLossRow

LOSS = SQLModel.metadata.tables[ImportLossRow.__tablename__]
MAX_KEPT = 5_000
"""The order of the losses of one import: rejected rows first."""
COLUMNS = ("line", "number", "who", "heading", "cell", "why", "detail", "is_in", "field")
"""The columns, in the order of the fields of `Loss`."""
MAX_CHARS = {"number": 40, "who": 200, "heading": 100, "cell": 200, "why": 400, "detail": 400, "field": 40}


def keep(session: Session, run: int, losses: Sequence[Loss]) -> None:
    insert_many(session, LOSS, [{"run_id": run, **_as_row(loss)} for loss in losses[:MAX_KEPT]])


def _as_row(loss: Loss) -> dict[str, object]:
    line, column = loss.row, loss.column
    if isinstance(loss.row, SheetLine):
        line, column = loss.row.line, f"{loss.row.sheet}: {column}".removesuffix(": ")
    values = (*(line, loss.number, loss.who, column, loss.text, loss.why, loss.detail), *(loss.is_in, loss.field))
    named = dict(zip(COLUMNS, values, strict=True))
    return {name: str(value)[: MAX_CHARS[name]] if name in MAX_CHARS else value for name, value in named.items()}


def of_run(session: Session, run: int) -> list[Loss]:
    columns = [LOSS.c[name] for name in COLUMNS]
    return [Loss(*row) for row in session.execute(select(*columns).where(LOSS.c.run_id == run).order_by(LOSS.c.id))]


def counts(session: Session) -> dict[int, int]:
    """Import -> number of stored losses."""
    kept = select(LOSS.c.run_id, func.count()).group_by(LOSS.c.run_id)
    return {row[0]: row[1] for row in session.execute(kept)}


def forget(session: Session, runs: Select[tuple[int]]) -> None:
    session.execute(delete(LOSS).where(LOSS.c.run_id.in_(runs)))
