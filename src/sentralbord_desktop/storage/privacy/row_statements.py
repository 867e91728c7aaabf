"""The SQL that erases rows: chains of corrections, and statements over ids. Only inside `erasure.erasing`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session


def chain_of(session: Session, table: str, row_id: int) -> list[int]:
    """Ids of a row, of the rows that it corrects, and of those that correct it."""
    chain = [row_id]
    for one in chain:
        asked = f"SELECT corrects FROM {table} WHERE id = :who AND corrects IS NOT NULL"
        around = (
            *read_ids(session, asked, one),
            *read_ids(session, f"SELECT id FROM {table} WHERE corrects = :who", one),
        )
        chain += [other for other in around if other not in chain]
    return chain


def set_null(session: Session, table: str, column: str, ids: Sequence[Any]) -> None:
    run_on(session, f"UPDATE {table} SET {column} = NULL WHERE {column} IN :ids", ids)


def delete_rows(session: Session, table: str, column: str, ids: Sequence[Any]) -> None:
    run_on(session, f"DELETE FROM {table} WHERE {column} IN :ids", ids)


def run_on(session: Session, statement: str, ids: Sequence[Any]) -> None:
    if ids:
        session.execute(text(statement).bindparams(bindparam("ids", expanding=True)), {"ids": list(ids)})


def read_ids(session: Session, statement: str, who: int) -> list[Any]:
    return [row[0] for row in session.execute(text(statement), {"who": who})]


def run(session: Session, statement: str, **values: object) -> int:
    return max(0, session.connection().execute(text(statement), values).rowcount)
