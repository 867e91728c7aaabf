"""Imports, and what they changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.redacted import Private
from sentralbord_desktop.storage.tables.columns import Stamped, id_column, member_column


class ImportRunRow(Stamped, table=True):
    __tablename__ = "import_run"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    author: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    subject: str = Field(default="medlemmer", max_length=20)
    file: str = Field(default="", max_length=200)
    """The file's name; «» for an import before 0013, which cannot be undone."""
    undone: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: str = Field(default="", max_length=10)


class ImportLossRow(Private, table=True):
    """A row of a file that did not come in, or a cell that was left out (`is_in`): see `domain/imports/losses.py`."""

    __tablename__ = "import_loss"
    id: int | None = id_column()
    run_id: int = Field(foreign_key="import_run.id", index=True)
    line: int
    number: str = Field(max_length=40)
    who: str = Field(max_length=200)
    heading: str = Field(max_length=100)
    cell: str = Field(max_length=200)
    why: str = Field(max_length=400)
    detail: str = Field(max_length=400)
    is_in: bool
    field: str = Field(max_length=40)


class InvoiceBeforeRow(Private, table=True):
    """A fee invoice before an import, for undo: `before` has the changed fields, None for a new invoice."""

    __tablename__ = "invoice_before"
    run_id: int = Field(foreign_key="import_run.id", primary_key=True)
    number: str = Field(max_length=40, primary_key=True)
    member_id: int = member_column()
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
