"""The form of one entry of Katalog, in the panel beside the list."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.core.unsaved_forms import Form
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.organisation.kinds import AnyEntry, Kind, read
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.field_grid import FieldGrid
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from sentralbord_desktop.services.organisation import OrganisationService


class EntryForm(FieldGrid):
    """Hidden when no entry is edited. `opened` carries the kind and the entry before the form is shown. `foot` has its
    buttons, and is placed below the panel by the page."""

    opened = Signal(object, object)
    saved = Signal()
    closed = Signal()

    def __init__(
        self,
        service: OrganisationService,
        context: ListContext,
        page: QWidget,
        organisation: Callable[[], Organisation],
    ) -> None:
        super().__init__(page)
        self._service, self._tasks, self._page = service, context.tasks, page
        self._refuse = context.tasks.refusal(lambda sentence: self.foot.show_state(sentence, "danger"))
        self._organisation = organisation
        self._kind: Kind | None = None
        self._entry: AnyEntry | None = None
        self._is_new = False
        self.foot = FormFoot(side=14)
        self.foot.hide()
        self._unsaved_forms = context.unsaved_forms
        self._unsaved = context.unsaved_forms.register(
            Form("katalog", "catalogue", lambda: bool(self.half_written()), self._kept, self._discard)
        )
        self.submitted.connect(self.submit)
        self.faults.connect(self.foot.show_faults)
        self.left.connect(lambda: self.ask_leaving(self.closed.emit))
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(lambda: self.ask_leaving(self.closed.emit))
        self.hide()

    def open(self, kind: Kind, entry: AnyEntry, *, is_new: bool = False, written: dict[str, str] | None = None) -> None:
        """Edit `entry`; `written` is the text of a form that was left."""
        self.leave()
        self.opened.emit(kind, entry)
        self._kind, self._entry, self._is_new = kind, entry, is_new
        self.ask_again(kind.fields(entry, self._organisation()), written or {})
        self.foot.show_faults(0)
        self.foot.show()
        self.show()
        self.order_tabs()
        self.focus_first()

    def order_tabs(self) -> None:
        """Set the tab order from the last field to Avbryt and Lagre."""
        stops = [self.boxes[-1], *self.foot.stops()] if self.boxes else []
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def ask_leaving(self, leave: Callable[[], object]) -> None:
        """Call `leave` at once without changes, else when they are saved or discarded; discarded text is offered back."""
        if self.half_written():
            self.foot.ask_leaving(leave, self.leave)
        else:
            self._discard()
            leave()

    def leave(self) -> None:
        """Close at once; unsaved text is offered back."""
        self._unsaved_forms.leave(self._unsaved)

    def hideEvent(self, event: QHideEvent) -> None:
        """The question is not answered by a key on another page."""
        super().hideEvent(event)
        if self.foot.asks:
            self.foot.end_question()

    def _kept(self) -> Callable[[], None]:
        if self._kind is None or self._entry is None:
            return lambda: None
        return partial(self.open, self._kind, self._entry, is_new=self._is_new, written=self.half_written())

    def _discard(self) -> None:
        self._entry = None
        self.foot.hide()
        self.hide()

    def submit(self) -> bool:
        entry = self._entry
        if self.isHidden() or entry is None:
            return False
        try:
            self._save(read(entry, self.values(), self._organisation()), entry, {})
        except WrongFieldsError as error:
            self.fail(error.wrong)
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
            elif isinstance(error, WrongFieldsError):
                self.fail(error.wrong)
                return
            self._refuse(error)

        self._tasks.run(
            self,
            lambda: self._service.save_entry(changed, new=is_new, seen=seen, agreed=agreed),
            lambda _: self._end(),
            refused,
        )

    def _end(self) -> None:
        asked = self.foot.asks
        self.foot.leave_saved(self._discard)
        if not asked:
            self.saved.emit()
