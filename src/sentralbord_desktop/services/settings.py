"""Small things that are remembered: column mapping, window layout, procedures that were read."""

from typing import Any

from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.database import Database


class SettingsService:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, key: str) -> dict[str, Any]:
        with self._database.reading() as session:
            return desk.setting(session, key)

    def save(self, key: str, content: dict[str, Any]) -> None:
        with self._database.transaction() as session:
            desk.save_setting(session, key, content)
