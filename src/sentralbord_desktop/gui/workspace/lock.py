"""Locks the window: hides everything at once and writes it, so that the program can start again without register and
key (PR-5). While nothing can be written (the server of a shared register is away), the process stays with the inquiry,
and the operator returns to it."""

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from sentralbord_desktop.domain.errors import MemberGoneError
from sentralbord_desktop.gui.access.idle_timer import IdleTimer
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from sentralbord_desktop.gui.workspace.workspace import Workspace
    from sentralbord_desktop.services.drafts import Draft
    from sentralbord_desktop.services.office import Services

LOCKED, UNLOCKED = "Vinduet er låst.", "Vinduet er låst opp."
ROUND_MS, LOCK_TIMEOUT = 3_000, 40
"""Milliseconds between two checks for messages being sent, and the number of checks."""


class WindowLock(QObject):
    """`lock_asked`: by the key, or by inactivity. `saved`: all is written, and whether messages are still being sent.
    `not_saved`: nothing can be written now; it is retried."""

    lock_asked = Signal()
    saved = Signal(bool)
    not_saved = Signal()

    def __init__(self, window: MainWindow, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._tasks = window, tasks
        self._services: Services | None = None
        self._workspace: Workspace | None = None
        self._idle: IdleTimer | None = None
        self._is_locking = False
        self._page = ""
        self._parked: Draft | None = None

    def watch(self, services: "Services", workspace: "Workspace") -> None:
        self._services, self._workspace = services, workspace
        workspace.lock_asked.connect(self.lock)
        self._idle = IdleTimer(lambda: services.session.operator.lock_minutes, lambda: _is_busy(workspace), self)
        self._idle.due.connect(self.lock)
        self._idle.begin()

    def end(self) -> None:
        if self._idle is not None:
            self._idle.end()

    def lock(self) -> None:
        self.lock_asked.emit()

    def hide(self) -> None:
        """Close and empty everything that shows members; the inquiry is parked."""
        workspace = self._workspace
        if workspace is None:
            return
        self._is_locking = True
        workspace.call.review.keep_edited()
        for dialog in self._window.findChildren(QDialog):
            dialog.reject()  # it would be shown over the locked page
        while popup := QApplication.activePopupWidget():
            popup.hide()  # as a menu of numbers
        workspace.unsaved_forms.keep()
        self._parked = self._park(workspace)
        workspace.hide_names()
        self._window.search.clear()
        _empty_clipboard()
        self._page = self._window.page
        announce(self._window, LOCKED, is_urgent=True)

    def save(self) -> None:
        """Write unsaved work, and repeat until it is written and no message is being sent."""
        if self._services is not None:
            self._drop_when_sent(self._services, LOCK_TIMEOUT)

    def _park(self, workspace: "Workspace") -> "Draft | None":
        running = workspace.call_session.draft
        workspace.call_session.park()
        parked = (one for one in workspace.call_session.parked if running is not None and one.id == running.id)
        return next(parked, None)

    def restore(self) -> None:
        workspace, draft, self._parked = self._workspace, self._parked, None
        if workspace is None or not self._is_locking:
            return
        self._is_locking = False
        self._window.show_frame()
        self._window.show_page(self._page)
        announce(self._window, UNLOCKED)
        workspace.unsaved_forms.restore()
        if draft is not None:
            workspace.call_session.resume_after_unlock(draft)
        if self._idle is not None:
            self._idle.begin()

    def _drop_when_sent(self, services: "Services", rounds: int) -> None:
        draft, unsaved_forms = self._parked, self._workspace.unsaved_forms if self._workspace else None

        def keep_and_ask() -> int:
            """Write the inquiry, and count the messages being sent. An inquiry about an erased member is dropped."""
            if draft is not None:
                with suppress(MemberGoneError):
                    services.parking.keep(draft, running=False)
            return services.outbox.leaving_soon()

        def told(leaving: int) -> None:
            if not self._is_locking:
                return
            if unsaved_forms is not None and unsaved_forms.waits:
                away(None)
                return
            self._parked = None
            waits = bool(leaving) and rounds > 0
            self.saved.emit(waits)
            if waits:
                QTimer.singleShot(ROUND_MS, self, lambda: self._drop_when_sent(services, rounds - 1))

        def away(_: Exception | None) -> None:
            """Keep the process, with the inquiry, until it can be written."""
            if not self._is_locking:
                return
            self.not_saved.emit()
            if unsaved_forms is not None:
                unsaved_forms.keep()
            QTimer.singleShot(ROUND_MS, self, lambda: self._drop_when_sent(services, rounds))

        self._tasks.run(self, keep_and_ask, told, away)


def _empty_clipboard() -> None:
    """Clear what this program has copied, so that the next person cannot paste it; other programs' content stays."""
    clipboard = QGuiApplication.clipboard()
    for owns, mode in (
        (clipboard.ownsClipboard(), QClipboard.Mode.Clipboard),
        (clipboard.ownsSelection(), QClipboard.Mode.Selection),
    ):
        if owns:
            clipboard.clear(mode)


def _is_busy(workspace: "Workspace") -> bool:
    """An inquiry is open, or a form beside it that is not saved."""
    return workspace.call_session.draft is not None or workspace.call.forms.panel.isVisible()
