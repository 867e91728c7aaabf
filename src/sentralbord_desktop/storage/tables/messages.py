"""The outbox."""

from sqlmodel import Field

from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.storage.tables.columns import member_column


class OutgoingRow(OutgoingFields, table=True):
    __tablename__ = "outgoing"
    id: str = Field(primary_key=True, max_length=36)
    member_id: int | None = member_column(required=False)
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
