"""Erasures, holds and breaches."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.redacted import Private
from sentralbord_desktop.storage.tables.columns import Stamped, id_column


class ErasingRow(SQLModel, table=True):
    """A row here, inside one transaction, lets append-only rows be erased."""

    __tablename__ = "erasing"
    id: int | None = id_column()


class ErasureRow(Stamped, table=True):
    """What kind was erased, by whom and why; never the content. Append-only."""

    __tablename__ = "erasure"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    what: str = Field(max_length=60)
    reason: str = Field(default="", max_length=400)
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class ErasedMemberRow(SQLModel, table=True):
    """A keyed hash of the number and the birth date of one who was erased (`storage/privacy/erased_members.py`)."""

    __tablename__ = "erased_member"
    mark: str = Field(max_length=64, primary_key=True)


class HoldRow(Private, table=True):
    """Why a resigned member is kept: a claim, accounting, an archive agreed to (PR-8)."""

    __tablename__ = "hold"
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    reason: str = Field(max_length=400)
    author: str = Field(max_length=10)
    at: datetime = Field(sa_type=UtcDateTime)


class BreachRow(Private, table=True):
    """A breach of privacy and what is known about it (PR-11)."""

    __tablename__ = "breach"
    id: int | None = id_column()
    discovered: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    reported: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed: datetime | None = Field(default=None, sa_type=UtcDateTime)
