"""«Nytt i prosedyrene»: procedures with a version that this person has not read, first in the list (design 5.2)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Signal

from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure


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

    def mark_read(self) -> list[str]:
        new = [procedure.title for procedure in self.new]
        for procedure in self.procedures:
            self._keep(procedure)
        self.changed.emit()
        return new

    @property
    def new(self) -> list[Procedure]:
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
