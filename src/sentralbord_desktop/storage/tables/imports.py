"""Imports, and what they changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

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
    corrected: int = 0
    """Fields that were corrected here and kept."""
    resigned: int = 0
    erased: int = 0
    """New rows that were left out: utmeldt or erased members."""
    subject: str = Field(default="medlemmer", max_length=20)
    file: str = Field(default="", max_length=200)
    """The file's name."""
    undone: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: str = Field(default="", max_length=10)
    source: str = Field(default="", max_length=60)
    """The source that it was fetched from; «» for a file that a person chose."""
    is_failed: bool = False
    text: str = Field(default="", max_length=600)
    """For a source: what waits for a decision, or the reason of a failure."""


class ImportLossRow(Private, table=True):
    """A row of a file that did not come in, or a cell that was left out (`is_in`): see `domain/imports/report.py`."""

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


class ImportSourceRow(SQLModel, table=True):
    """The reading position of a source. `fingerprint` is of the settings used. `done` is the time of the last success,
    `claimed` when a workstation began to read, None while none is reading; `not_before` is the time until which the
    server asked to wait."""

    __tablename__ = "import_source"
    name: str = Field(primary_key=True, max_length=60)
    fingerprint: str = Field(default="", max_length=64)
    etag: str = Field(default="", max_length=400)
    done: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed: datetime | None = Field(default=None, sa_type=UtcDateTime)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ImportFileRow(SQLModel, table=True):
    """A file of a watched folder that was read or refused, by the SHA-256 of its content: of one that was refused,
    together with the settings."""

    __tablename__ = "import_file"
    source: str = Field(primary_key=True, max_length=60)
    digest: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)
