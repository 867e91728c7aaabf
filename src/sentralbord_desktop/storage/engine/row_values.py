"""From rows to domain values: no row leaves storage."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeVar

from sqlalchemy import Executable
from sqlmodel import Session, SQLModel

V = TypeVar("V", bound=SQLModel)


class HasId(Protocol):
    @property
    def id(self) -> int | None: ...


def id_of(row: HasId) -> int:
    """The id of a flushed row."""
    if row.id is None:
        raise ValueError("the row is not flushed")
    return row.id


def value(kind: type[V], row: SQLModel, **more: Any) -> V:
    """`row` as the frozen value `kind`, which has the same fields."""
    return kind.model_validate({**row.model_dump(), **more})


def values(
    session: Session, kind: type[V], statement: Executable, given: Mapping[str, Any] | None = None
) -> Iterator[V]:
    """The rows of a statement over whole columns, including unflushed changes. Bypasses the slower ORM."""
    session.flush()
    for row in session.connection().execute(statement, given).mappings().all():
        yield kind.model_validate(dict(row))
