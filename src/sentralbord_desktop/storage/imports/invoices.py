"""Fee invoices in bulk, and their values before an import changed them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.imports.compare import Present
from sentralbord_desktop.domain.imports.preview import Changed, ImportedRow
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.engine.bulk_insert import insert_many
from sentralbord_desktop.storage.imports.bulk_members import MEMBER, asked, member_ids, parts_of
from sentralbord_desktop.storage.tables import InvoiceBeforeRow, InvoiceRow

TABLES = SQLModel.metadata.tables
INVOICE = TABLES[InvoiceRow.__tablename__]
INVOICE_BEFORE = TABLES[InvoiceBeforeRow.__tablename__]
INVOICE_FIELDS = ("issued", "due", "amount", "paid", "missing_documentation")


def present_invoices(session: Session, numbers: Sequence[str]) -> dict[str, Present]:
    """The fee invoices of the register with these numbers, each with its member number."""
    columns = [INVOICE.c.id, INVOICE.c.number, MEMBER.c.number]
    columns += [INVOICE.c[name] for name in INVOICE_FIELDS]
    statement = select(*columns).join(MEMBER, MEMBER.c.id == INVOICE.c.member_id)
    return {
        row[1]: Present(
            row[0], 0, {"number": row[1], "member_no": row[2], **dict(zip(INVOICE_FIELDS, row[3:], strict=True))}
        )
        for part in asked(numbers)
        for row in session.execute(statement.where(INVOICE.c.number.in_(part)))
    }


def write_invoices(
    session: Session, new: Sequence[ImportedRow], changed: Sequence[Changed], *, run: int | None, progress: Progress
) -> None:
    """Write new and changed invoices. They have no change log; the earlier values are stored with the import `run`, if
    given."""
    every = [*(e.values for e in new), *(c.values for c in changed)]
    ids = member_ids(session, [v["member_no"] for v in every if "member_no" in v])
    total = len(new) + len(changed)
    for part in parts_of(new):
        progress.at(part.start, total)
        rows = [_invoice_row(entry.values, ids) for entry in part.rows]
        insert_many(session, INVOICE, rows)
        if run is not None:
            insert_many(session, INVOICE_BEFORE, [_before_row(run, row) for row in rows])
    for part in parts_of(changed):
        progress.at(len(new) + part.start, total)
        if run is not None:
            insert_many(session, INVOICE_BEFORE, _as_they_are(session, run, part.rows))
        for change in part.rows:
            values = {f: v for f, v in change.values.items() if f != "member_no"}
            if "member_no" in change.values:
                values["member_id"] = ids[change.values["member_no"]]
            session.execute(update(INVOICE).where(INVOICE.c.id == change.id).values(**values))


def _invoice_row(values: Mapping[str, Any], ids: Mapping[str, int]) -> dict[str, Any]:
    own = {f: v for f, v in values.items() if f != "member_no"}
    member_id = ids[values["member_no"]]
    return {"paid": 0, "missing_documentation": "", **own, "member_id": member_id}


def _as_they_are(session: Session, run: int, changed: Sequence[Changed]) -> list[dict[str, Any]]:
    """The present values of the fields that will be changed, for each of these invoices."""
    named = {change.id: change for change in changed}
    kept = []
    for part in asked(list(named)):
        for row in session.execute(select(INVOICE).where(INVOICE.c.id.in_(part))).mappings():
            fields = ["member_id" if f == "member_no" else f for f in named[row["id"]].values]
            kept.append(_before_row(run, dict(row), {f: _plain(row[f]) for f in fields}))
    return kept


def _before_row(run: int, row: Mapping[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"run_id": run, "number": row["number"], "member_id": row["member_id"], "before": before}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
