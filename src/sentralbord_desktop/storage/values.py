"""From rows to domain values: no row leaves storage."""

from typing import Any, TypeVar

from sqlmodel import SQLModel

V = TypeVar("V", bound=SQLModel)


def value(kind: type[V], row: SQLModel, **more: Any) -> V:
    """`row` as the frozen value `kind`, which shares its fields."""
    return kind.model_validate({**row.model_dump(), **more})
