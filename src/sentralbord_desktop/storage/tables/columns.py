"""Names of constraints, and columns that several tables have."""

from datetime import datetime
from typing import Any

from sqlalchemy import FetchedValue, Index
from sqlmodel import Field, SQLModel

from sentralbord_desktop.domain.dates.clock import UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Stamped(SQLModel):
    """Columns that only a server writes (server.sql); None in a file. They are not read back after an insert, because an
    operator may write to a log that the operator may not read."""

    __mapper_args__ = {"eager_defaults": False}
    db_user: str | None = Field(default=None, max_length=63, sa_column_kwargs={"server_default": FetchedValue()})
    db_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, sa_column_kwargs={"server_default": FetchedValue()}
    )

    def copied(self) -> dict[str, Any]:
        """The fields for a copy of the row: all but its id and the server's stamp."""
        return self.model_dump(exclude={"id", "db_user", "db_at"})


def id_column() -> Any:
    return Field(default=None, primary_key=True)


def member_column(*, required: bool = True) -> Any:
    return Field(default=... if required else None, foreign_key="member.id", index=True)


def partial_index(table: str, column: str, rows: str = "") -> Index:
    """An index over few rows: where `column` is not NULL, or `rows`. `engine/new_register.py` makes the WHERE clause of it: here
    it would load PostgreSQL's dialect at every start (25 ms)."""
    return Index(f"ix_{table}_{column}", column, info={"rows": rows or f"{column} IS NOT NULL"})
