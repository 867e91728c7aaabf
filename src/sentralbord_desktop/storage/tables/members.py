"""Members, their phones, invoices and remarks, the log of changes, and merges."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.members.member import (
    InvoiceFields,
    MemberChangeFields,
    MemberFields,
    PhoneFields,
    RemarkFields,
)
from sentralbord_desktop.domain.redacted import Private
from sentralbord_desktop.storage.tables.columns import Stamped, id_column, member_column, partial_index


class MemberRow(MemberFields, table=True):
    __tablename__ = "member"
    __table_args__ = (partial_index("member", "merged_into"), Index("ix_member_department", "department"))
    id: int | None = id_column()
    number: str = Field(max_length=32, unique=True)
    version: int = 1
    merged_into: int | None = Field(default=None, foreign_key="member.id")
    """Id of the member that this one was merged into; it keeps its own rows and is not searched."""
    import_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that registered the member; None for one who was registered by hand."""


class PhoneRow(PhoneFields, table=True):
    """The key is member and position; the table has no rowid and no other index."""

    __tablename__ = "member_phone"
    __table_args__ = ({"sqlite_with_rowid": False},)
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    position: int = Field(default=0, primary_key=True)
    number: str = Field(max_length=20)


class InvoiceRow(InvoiceFields, table=True):
    __tablename__ = "invoice"
    id: int | None = id_column()
    member_id: int = member_column()


class RemarkRow(Stamped, RemarkFields, table=True):
    __tablename__ = "remark"
    id: int | None = id_column()
    member_id: int = member_column()
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    corrects: int | None = Field(default=None, foreign_key="remark.id", index=True)
    withdrawn: bool = False
    outgoing_id: str | None = Field(default=None, max_length=36)
    """The message whose sending or dropping it tells of; the message may have been erased since."""


class MemberChangeRow(Stamped, MemberChangeFields, table=True):
    __tablename__ = "member_change"
    __table_args__ = (partial_index("member_change", "inquiry_id"), partial_index("member_change", "import_run"))
    id: int | None = id_column()
    member_id: int = member_column()
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id")
    import_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that made the change."""


class MemberCorrectionRow(Private, table=True):
    """A field that was changed here after the last file that had it; `before` is what the file had."""

    __tablename__ = "member_correction"
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    field: str = Field(max_length=40, primary_key=True)
    before: str = Field(max_length=400)
    author: str = Field(max_length=10)
    at: datetime = Field(sa_type=UtcDateTime)
    settled_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that took the mark away; kept until that import cannot be undone any more."""


class MergeRow(Private, table=True):
    """`taken` holds what the kept member got: field -> [before, after], and the phones."""

    __tablename__ = "member_merge"
    id: int | None = id_column()
    kept_id: int = Field(foreign_key="member.id")
    gone_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    taken: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    undone: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotSameRow(Private, table=True):
    """Two members that look alike and are not the same person; the lower id first."""

    __tablename__ = "not_same_member"
    one_id: int = Field(foreign_key="member.id", primary_key=True)
    two_id: int = Field(foreign_key="member.id", primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
