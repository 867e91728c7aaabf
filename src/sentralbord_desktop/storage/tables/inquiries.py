"""Inquiries with answers and actions, the calls they came from, and parked drafts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.inquiries.parked import ParkedFields
from sentralbord_desktop.domain.members.member import PhoneCallFields
from sentralbord_desktop.domain.redacted import Private
from sentralbord_desktop.storage.tables.columns import Stamped, id_column, member_column, partial_index


class InquiryRow(Stamped, Private, table=True):
    __tablename__ = "inquiry"
    id: str = Field(primary_key=True, max_length=36)
    member_id: int | None = member_column(required=False)
    caller_name: str = ""
    caller_kind: str = "medlem"
    caller_phone: str = ""
    category: str
    procedure_id: str
    procedure_version: int
    switched_from: str = ""
    received_on: str = ""
    loop: int | None = None
    overflow: bool = False
    started: datetime = Field(sa_type=UtcDateTime)
    completed: datetime = Field(sa_type=UtcDateTime, index=True)
    author: str
    state: str = Field(sa_column=Column(Text, nullable=False))


class InquiryAnswerRow(Stamped, Private, table=True):
    __tablename__ = "inquiry_answer"
    id: int | None = id_column()
    inquiry_id: str = Field(foreign_key="inquiry.id", index=True)
    position: int
    step: str
    question: str
    choice: str = ""
    answer: str = ""
    source: str = ""
    applied: bool = True


class InquiryActionRow(Stamped, Private, table=True):
    __tablename__ = "inquiry_action"
    __table_args__ = (partial_index("inquiry_action", "state", "state = 'uten_medlem'"),)
    id: int | None = id_column()
    inquiry_id: str = Field(foreign_key="inquiry.id", index=True)
    position: int
    kind: str
    strength: str
    state: str
    target: str = ""
    template: str = ""
    subject: str = ""
    content: str = Field(default="", sa_column=Column(Text, nullable=False))
    reason: str = ""
    rules: str = ""
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class InquiryEventRow(Stamped, table=True):
    """What happened to an inquiry after it was completed: reopened, handed over."""

    __tablename__ = "inquiry_event"
    id: int | None = id_column()
    inquiry_id: str = Field(foreign_key="inquiry.id", index=True)
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    author: str


class PhoneCallRow(Stamped, PhoneCallFields, table=True):
    __tablename__ = "phone_call"
    id: int | None = id_column()
    member_id: int | None = member_column(required=False)
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    corrects: int | None = Field(default=None, foreign_key="phone_call.id", index=True)
    withdrawn: bool = False


class ParkedRow(ParkedFields, table=True):
    __tablename__ = "parked"
    id: str = Field(primary_key=True, max_length=36)
    member_id: int | None = member_column(required=False)
    state: str = Field(sa_column=Column(Text, nullable=False))
