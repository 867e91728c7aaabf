"""Small things that are remembered and decide nothing: how the window lay, which procedures were read."""

from typing import Any

from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.engine.database import Database

FREE = frozenset({"vindu", "prosedyrer.lest"})
"""The keys that anybody may write. Each other key has a service that asks for the role and logs it: `utsending`
and `hemmeligheter` MessageSettingsService, `telefon` TelephoneService, `lagring` RetentionService, `sikkerhetskopi`
BackupService, `import.kolonner` MemberImportService, the organisation and its post codes OrganisationService, and
`medlem.id` and the address a register moved to are the storage's own."""
NOT_FREE = "Denne innstillingen lagres ikke her. Gå til Innstillinger, og rett den der den hører til."


class SettingsService:
    """Raises NotAllowedError for any key but those in FREE, to read as to write: among them are passwords."""

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
