"""Callbacks and the attempts at them."""

from datetime import datetime

from sqlmodel import Field

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.storage.tables.columns import Stamped, id_column, member_column


class CallbackRow(CallbackFields, table=True):
    __tablename__ = "callback"
    id: int | None = id_column()
    member_id: int | None = member_column(required=False)
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    status: str = Field(default="apen", index=True)
    claimed_by: str = ""
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class CallbackAttemptRow(Stamped, table=True):
    __tablename__ = "callback_attempt"
    id: int | None = id_column()
    callback_id: int = Field(foreign_key="callback.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    author: str
    outcome: str
