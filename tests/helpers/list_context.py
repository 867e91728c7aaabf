"""What a list has from the window, for a list that stands alone."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.lists.list_context import ListContext


def list_context(place: QWidget) -> ListContext:
    """Without members, so nothing is logged."""
    return ListContext(
        log=None,
        author=lambda: "Maja Hovde (MH)",
        union=lambda: "Forbundet",
        clock=lambda: datetime(2026, 11, 30, 13, 9, tzinfo=UTC),
        tasks=TaskRunner(place),
        undo_slot=UndoSlot(place),
        unsaved_forms=UnsavedForms(place),
        show_error=lambda _: None,
        to_search=lambda _: None,
        place=place,
    )
