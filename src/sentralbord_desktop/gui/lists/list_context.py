"""What a list has from the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms


@dataclass(frozen=True, kw_only=True)
class ListContext:
    """No field has a default: a list of members that is made without its access log does not start (PR-4)."""

    log: Callable[[str, int | None], object] | None
    """Writes to the access log, on the worker, what leaves the register, and the id of the one member whom it is about.
    None for a list without members."""
    author: Callable[[], str]
    """Who prints: «Maja Hovde (MH)»."""
    union: Callable[[], str]
    clock: Callable[[], datetime]
    tasks: TaskRunner
    undo_slot: UndoSlot
    unsaved_forms: UnsavedForms
    show_error: Callable[[Exception], None]
    to_search: Callable[[str], None]
    """Gets a letter that was typed in the list or beside it."""
    place: QWidget
    """The parent of a page: a page that is moved there later is styled twice."""

    def let_out(self, owner: QObject, what: str, about: int | None, leave: Callable[[], object]) -> None:
        """Call `leave`, by which data leaves the register, once the access log has the entry."""
        log = self.log
        if log is None:
            leave()
        else:
            self.tasks.run(owner, lambda: log(what, about), lambda _: leave(), self.show_error)
