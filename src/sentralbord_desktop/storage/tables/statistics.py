"""Counts that name no member."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.storage.tables.columns import id_column


class CallCountRow(SQLModel, table=True):
    """How many calls there were, kept when the calls themselves are erased (PR-15)."""

    __tablename__ = "call_count"
    month: str = Field(primary_key=True, max_length=7)
    category: str = Field(primary_key=True, max_length=40)
    department: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    loop: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    calls: int


class WizardLeftRow(SQLModel, table=True):
    """At which step an inquiry was discarded; nothing about the member."""

    __tablename__ = "wizard_left"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    category: str = Field(max_length=40)
    step: str = Field(max_length=120)
