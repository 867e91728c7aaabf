"""Written confirmations that are awaited."""

from sqlmodel import Field

from sentralbord_desktop.domain.confirmations.confirmation import ConfirmationFields
from sentralbord_desktop.storage.tables.columns import id_column, member_column


class ConfirmationRow(ConfirmationFields, table=True):
    __tablename__ = "confirmation"
    id: int | None = id_column()
    member_id: int = member_column()
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    status: str = Field(default="venter", index=True)
    version: int = 1
