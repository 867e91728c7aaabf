"""Who is free."""

from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.storage.tables.columns import id_column


class PresenceRow(PresenceFields, table=True):
    __tablename__ = "presence"
    id: int | None = id_column()
