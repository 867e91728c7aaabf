"""Locking the window: hidden at once, then the program starts again without register and key (PR-5).

While nothing can be written (the server of a shared register is away) the process stays, with the inquiry in it,
and whoever locked it comes back into it.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from sentralbord_desktop.domain.errors import MemberGoneError
from sentralbord_desktop.gui.access.idle_timer import IdleTimer
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from sentralbord_desktop.gui.access.sign_in_page import SignInPage, WindowsSignInPage
    from sentralbord_desktop.gui.workspace.workspace import Workspace
    from sentralbord_desktop.services.drafts.draft import Draft
    from sentralbord_desktop.services.office import Services

ROUND_MS, LOCK_TIMEOUT = 3_000, 40
"""How often it is looked at whether the last messages have left, and how many times."""


class WindowLock(QObject):
    """`locked`: nothing is shown from now on, and the next start is locked too, also when the process is
    ended before it has put away what it has. `restart_asked`: start again, locked. `unlocked`: whoever locked it
    is back, in the same process."""

    locked = Signal()
    unlocked = Signal()
    restart_asked = Signal()

    def __init__(self, window: MainWindow, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._tasks = window, tasks
        self._services: Services | None = None
        self._workspace: Workspace | None = None
        self._idle: IdleTimer | None = None
        self._is_locking = self._is_kept = self._stays = self._is_asked = False
        self._page = ""
        self._parked: Draft | None = None

    def watch(self, services: "Services", workspace: "Workspace") -> None:
        """From now on the window locks by its key, and when nobody is there."""
        self._services, self._workspace = services, workspace
        workspace.lock_asked.connect(self.lock)
        self._idle = IdleTimer(lambda: services.session.operator.lock_minutes, lambda: _is_busy(workspace), self)
        self._idle.due.connect(self.lock)
        self._idle.begin()

    def end(self) -> None:
        if self._idle is not None:
            self._idle.end()

    def lock(self) -> None:
        """Nothing about members is shown from now on; the inquiry is parked. What is on its way out
        leaves first."""
        if self._workspace is None or self._services is None or self._is_locking:
            return
        self._is_locking = True
        self.locked.emit()
        self._workspace.call.review.keep_edited()
        for dialog in self._window.findChildren(QDialog):
            dialog.reject()  # it would stand over the locked page, with what it shows
        while popup := QApplication.activePopupWidget():
            popup.hide()  # as a menu of numbers would
        self._workspace.unsaved_forms.keep()
        self._parked = self._park(self._workspace)
        self._workspace.hide_names()
        self._window.search.clear()
        _empty_clipboard()
        self._page = self._window.page
        self.show(self._unlock)
        self._drop_when_sent(self._services, LOCK_TIMEOUT)

    def _park(self, workspace: "Workspace") -> "Draft | None":
        """Put the running inquiry aside, and give it; those that were parked before are whose they were."""
        running = workspace.call_session.draft
        workspace.call_session.park()
        parked = (one for one in workspace.call_session.parked if running is not None and one.id == running.id)
        return next(parked, None)

    def show(self, unlock: Callable[[], object]) -> None:
        """The calm page; `unlock` is what its button does."""
        from sentralbord_desktop.gui.access.sign_in_page import LockPage

        page = LockPage()
        page.unlock_asked.connect(unlock)
        self._window.show_alone(page)
        page.begin()

    def _unlock(self) -> None:
        """The button of the locked page. Nobody is shut out for as long as the server is away."""
        self._is_asked = True
        if self._is_kept:
            self.restart_asked.emit()
        elif self._stays and self._services is not None:
            self._ask_who(self._services)

    def _ask_who(self, services: "Services") -> None:
        self._is_asked = False
        page = _who_is_back(services, self._tasks)
        if page is None:
            self._come_back()
            return
        page.signed_in.connect(self._come_back)
        page.given_up.connect(lambda: self.show(self._unlock))
        self._window.show_alone(page)
        page.begin()

    def _come_back(self) -> None:
        """All stands as it did when the window was locked."""
        workspace, draft, self._parked = self._workspace, self._parked, None
        if workspace is None or not self._is_locking:
            return
        self._is_locking = self._stays = False
        self.unlocked.emit()
        self._window.show_frame()
        self._window.show_page(self._page)
        workspace.unsaved_forms.restore()
        if draft is not None:
            workspace.call_session.resume_after_unlock(draft)
        if self._idle is not None:
            self._idle.begin()

    def _drop_when_sent(self, services: "Services", rounds: int) -> None:
        draft, unsaved_forms = self._parked, self._workspace.unsaved_forms if self._workspace else None

        def keep_and_ask() -> int:
            """The inquiry is written, once more if need be, before the process may go. One about a member that was
            erased meanwhile is kept nowhere, and holds up no lock."""
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
            self._parked, self._is_kept, self._stays = None, True, False
            if not leaving or rounds <= 0:
                self.restart_asked.emit()
            else:
                QTimer.singleShot(ROUND_MS, self, lambda: self._drop_when_sent(services, rounds - 1))

        def away(_: Exception | None) -> None:
            """Nothing can be written now: the process, and the inquiry in it, stay until it can."""
            if not self._is_locking:
                return
            self._stays = True
            if self._is_asked:
                self._ask_who(services)
            if unsaved_forms is not None:
                unsaved_forms.keep()
            QTimer.singleShot(ROUND_MS, self, lambda: self._drop_when_sent(services, rounds))

        self._tasks.run(self, keep_and_ask, told, away)


def _who_is_back(services: "Services", tasks: TaskRunner) -> "SignInPage | WindowsSignInPage | None":
    """What the next start would ask of the one who sits here, without a register to look in."""
    from sentralbord_desktop.gui.access import windows_logon
    from sentralbord_desktop.gui.access.sign_in_page import SignInPage, WindowsSignInPage

    operator = services.session.operator
    if operator.pin:
        return SignInPage([operator], lambda _, pin, __: services.people.prove_again(pin), tasks)
    if windows_logon.is_possible():
        return WindowsSignInPage(windows_logon.fits, tasks)
    return None


def _empty_clipboard() -> None:
    """A number, or a whole message, that was copied here would be pasted by whoever passes; others' is let be."""
    clipboard = QGuiApplication.clipboard()
    for owns, mode in (
        (clipboard.ownsClipboard(), QClipboard.Mode.Clipboard),
        (clipboard.ownsSelection(), QClipboard.Mode.Selection),
    ):
        if owns:
            clipboard.clear(mode)


def _is_busy(workspace: "Workspace") -> bool:
    """An inquiry is open, or a form beside it that has not been kept."""
    return workspace.call_session.draft is not None or workspace.call.forms.panel.isVisible()
