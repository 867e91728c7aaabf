"""The operators, and the access log."""

from datetime import datetime

from sqlmodel import Field

from sentralbord_desktop.domain.access.operator import OperatorFields
from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.storage.tables.columns import Stamped, id_column, member_column


class OperatorRow(OperatorFields, table=True):
    __tablename__ = "operator"
    id: int | None = id_column()
    initials: str = Field(max_length=10, unique=True)


class AccessRow(Stamped, table=True):
    """Who opened or exported what, and why (PR-4)."""

    __tablename__ = "access"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    author: str
    member_id: int | None = member_column(required=False)
    what: str
    why: str = ""
