"""«Nytt i prosedyrene»: procedures with a version that this person has not read, first in the list (design 5.2)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Signal

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure

KEYS = "Ctrl+Shift+S"


class ProcedureNews(QObject):
    """A new person counts as having read them all."""

    changed = Signal()

    def __init__(self, library: Library, who: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._who = library, who
        self._read: dict[str, int] = {}
        """The settings by key, read once each."""

    @property
    def procedures(self) -> list[Procedure]:
        return sorted(self._library.categories, key=lambda procedure: not self._is_new(procedure))

    @property
    def count(self) -> int:
        return len(self._new())

    @property
    def title(self) -> tuple[str, str, str]:
        """The heading, and the text beside it."""
        if not self.count:
            return "Prosedyrene", "", ""
        return "Nytt i prosedyrene", counted(self.count, "ny", "nye"), "når du har lest"

    def words(self, procedure: Procedure) -> str:
        new = "Ny: v" if self._is_new(procedure) else "V"
        day = note_date(procedure.valid_from)
        return f"{procedure.title}\n{new}ersjon {procedure.version} · gjelder fra {day}"

    def mark_read(self) -> list[str]:
        new = [procedure.title for procedure in self._new()]
        for procedure in self.procedures:
            self._keep(procedure)
        self.changed.emit()
        return new

    def _new(self) -> list[Procedure]:
        return [procedure for procedure in self.procedures if self._is_new(procedure)]

    def _is_new(self, procedure: Procedure) -> bool:
        key = self._key(procedure)
        if key not in self._read:
            kept = QSettings().value(key)
            if kept is None:
                self._keep(procedure)
            else:
                self._read[key] = int(str(kept))
        return self._read[key] < procedure.version

    def _keep(self, procedure: Procedure) -> None:
        key = self._key(procedure)
        QSettings().setValue(key, procedure.version)
        self._read[key] = procedure.version

    def _key(self, procedure: Procedure) -> str:
        return f"prosedyrer/lest/{self._who()}/{procedure.id}"
