"""«Nytt i prosedyrene»: procedures with a version that this person has not read, first in the list."""

from collections.abc import Callable, Iterable

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
        self._keep(self._library.categories)
        self.changed.emit()
        return new

    @property
    def new(self) -> list[Procedure]:
        return [procedure for procedure in self.procedures if self._is_new(procedure)]

    def _is_new(self, procedure: Procedure) -> bool:
        if self._key(procedure) not in self._read:
            self._read_all()
        return self._read[self._key(procedure)] < procedure.version

    def _read_all(self) -> None:
        settings = QSettings()
        kept = {procedure.id: settings.value(self._key(procedure)) for procedure in self._library.categories}
        self._read |= {self._key(p): int(str(kept[p.id])) for p in self._library.categories if kept[p.id] is not None}
        self._keep([procedure for procedure in self._library.categories if kept[procedure.id] is None])

    def _keep(self, procedures: Iterable[Procedure]) -> None:
        settings = QSettings()  # one for all: each writes its file, and waits for the disk, when it goes
        for procedure in procedures:
            settings.setValue(self._key(procedure), procedure.version)
            self._read[self._key(procedure)] = procedure.version

    def _key(self, procedure: Procedure) -> str:
        return f"prosedyrer/lest/{self._who()}/{procedure.id}"
