"""Small settings without effect on data: the window's position, procedures read."""

from typing import Any

from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.engine.database import Database

FREE = frozenset({"vindu", "prosedyrer.lest"})
"""Keys that every operator may write. Every other key has a service that checks the role and logs: `utsending` and
`hemmeligheter` MessageSettingsService, `telefon` TelephoneService, `lagring` RetentionService, `sikkerhetskopi`
BackupService, `import.kolonner` MemberImportService, the organisation and post codes OrganisationService; storage
itself has `medlem.id` and the address after a transfer."""
NOT_FREE = "Denne innstillingen lagres ikke her. Gå til Innstillinger, og rett den der den hører til."


class SettingsService:
    """Raises NotAllowedError for keys not in FREE, also for reading: passwords are among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, key: str) -> dict[str, Any]:
        _require_free(key)
        with self._database.reading() as session:
            return settings.setting(session, key)

    def save(self, key: str, content: dict[str, Any]) -> None:
        _require_free(key)
        with self._database.transaction() as session:
            settings.save_setting(session, key, content)


def _require_free(key: str) -> None:
    if key not in FREE:
        raise NotAllowedError(NOT_FREE)
