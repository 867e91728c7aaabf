"""Many rows at once."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, bindparam, insert
from sqlmodel import Session


def insert_many(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many rows straight to the driver: SQLAlchemy compiles, but does not handle, each row.

    The columns are those of the first row that `table` has; halves the time of a large import.
    """
    if not rows:
        return
    connection = session.connection()
    names = [name for name in rows[0] if name in table.c]
    compiled = insert(table).values({n: bindparam(n) for n in names}).compile(connection)
    order = [n for n in compiled.positiontup or names if n in names]
    ready = [
        (name, table.c[name].type.dialect_impl(connection.dialect).bind_processor(
            connection.dialect))
        for name in order
    ]  # fmt: skip
    values = [tuple(p(row[n]) if p else row[n] for n, p in ready) for row in rows]
    if compiled.positional:
        connection.exec_driver_sql(str(compiled), values)
    else:
        connection.exec_driver_sql(
            str(compiled), [dict(zip(order, row, strict=True)) for row in values]
        )


@contextmanager
def garbage_let_be() -> Iterator[None]:
    """What is in memory already is not looked through again and again: a tenth of the time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
