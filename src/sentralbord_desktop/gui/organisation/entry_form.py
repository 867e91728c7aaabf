"""The form of one entry of Katalog, in the panel beside the list."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.unsaved_forms import Form, UnsavedForms
from sentralbord_desktop.gui.organisation.kinds import AnyEntry, Kind, read
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.field_grid import FieldGrid
from sentralbord_desktop.services.organisation import OrganisationService


class EntryForm(FieldGrid):
    """Hidden when no entry is edited. `opened` carries the kind and the entry before the form is shown."""

    opened = Signal(object, object)
    saved = Signal()
    refused = Signal(Exception)

    def __init__(
        self, service: OrganisationService, tasks: TaskRunner, unsaved_forms: UnsavedForms, page: QWidget
    ) -> None:
        super().__init__(page)
        self._service, self._tasks, self._page = service, tasks, page
        self._kind: Kind | None = None
        self._entry: AnyEntry | None = None
        self._is_new = False
        self._unsaved_forms = unsaved_forms
        self._unsaved = unsaved_forms.register(
            Form("katalog", "catalogue", lambda: bool(self.half_written()), self._kept, self._discard)
        )
        self.submitted.connect(self.submit)
        self.hide()

    def open(self, kind: Kind, entry: AnyEntry, *, is_new: bool = False, written: dict[str, str] | None = None) -> None:
        """Edit `entry`; `written` is the text of a form that was left."""
        self.leave()
        self.opened.emit(kind, entry)
        self._kind, self._entry, self._is_new = kind, entry, is_new
        self.ask_again(kind.fields(entry), written or {})
        self.show()
        self.focus_first()

    def leave(self) -> None:
        self._unsaved_forms.leave(self._unsaved)

    def _kept(self) -> Callable[[], None]:
        if self._kind is None or self._entry is None:
            return lambda: None
        return partial(self.open, self._kind, self._entry, is_new=self._is_new, written=self.half_written())

    def _discard(self) -> None:
        self._entry = None
        self.hide()

    def submit(self) -> bool:
        entry = self._entry
        if self.isHidden() or entry is None:
            return False
        try:
            self._save(read(entry, self.values()), entry, {})
        except SwitchboardError as error:
            self.refused.emit(error)
        return True

    def _save(self, changed: AnyEntry, seen: AnyEntry, agreed: dict[str, str]) -> None:
        """Save; on a conflict, ask which text applies, and save again."""
        is_new = self._is_new

        def chosen(settled: ConflictResolution) -> None:
            left = {field: getattr(seen, field) for field in settled.given_up}
            self._save(changed.model_copy(update=left), seen, {**agreed, **settled.seen})

        def refused(error: Exception) -> None:
            if isinstance(error, ConflictError):
                ConflictDialog(error.conflicts, self._page, chosen).open()
            self.refused.emit(error)

        self._tasks.run(
            self,
            lambda: self._service.save_entry(changed, new=is_new, seen=seen, agreed=agreed),
            lambda _: self._end(),
            refused,
        )

    def _end(self) -> None:
        self._discard()
        self.saved.emit()
