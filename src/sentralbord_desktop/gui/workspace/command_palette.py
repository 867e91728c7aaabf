"""Every command of the window: its key, and its name for Ctrl+K."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.widgets.keys.key_press import bound
from sentralbord_desktop.gui.window.command_list import NO_COMMAND, SIGN, Command, CommandList
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.window.page_commands import page_commands
from sentralbord_desktop.services.drafts.draft import Draft


class CommandPalette(QObject):
    """Binds the keys, and lists the commands for what is typed after «>» in the search field."""

    def __init__(
        self,
        window: MainWindow,
        call_session: CallSession,
        commands: list[Command],
        to_read: Callable[[], list[Command]],
        refusal: Callable[[str], str],
    ) -> None:
        """`to_read` is asked again each time, since the roles may have changed; `refusal` says of what was typed who may do
        it, «» where all may."""
        super().__init__(window)
        self._window = window
        self._call_session = call_session
        self._commands, self._to_read, self._refusal = commands, to_read, refusal
        self.box = CommandList(window.ui.central)
        self._came_from: QWidget | None = None
        for command in commands:
            for keys in bound(command.keys) if command.keys else ():
                window.command(keys, command.act)
        window.command("Ctrl+K", self.open)

    def open(self) -> None:
        """Ctrl+K: the search field, with «>»."""
        field = self._window.ui.search
        if not self.box.isVisible():
            self._came_from = self._window.focusWidget()
        self._window.search.focus(SIGN)
        field.setCursorPosition(len(field.text()))

    def typed(self, text: str) -> bool:
        """Show the matching commands; False when the text is a search."""
        if not text.startswith(SIGN):
            self.box.hide()
            return False
        field = self._window.ui.search
        corner = field.mapTo(self._window.ui.central, field.rect().topLeft())
        none = self._refusal(text.removeprefix(SIGN)) or NO_COMMAND
        self.box.show_for(text, self._all(), QRect(corner, field.size()), none)
        return True

    def close(self) -> bool:
        """Esc: True when the list was open."""
        was_open = self.box.isVisible()
        self.box.hide()
        if was_open:
            self._window.search.clear()
            self._go_back()
        return was_open

    def _go_back(self) -> None:
        came_from = self._came_from
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self) -> None:
        """Enter: empty the field first, then run the command. Without a command of that name, the list and the text are
        kept."""
        if self.box.has_chosen and self.box.isVisible():
            self._window.ui.search.setText("")
            if self._window.page != "call":
                self._go_back()
            self.box.run()

    def _all(self) -> list[Command]:
        """The fixed commands, parked calls, the categories when there is a caller, what can be read, and what else has a
        name on the page."""
        known = [*self._commands, *self._parked(), *self._categories(), *self._to_read()]
        titles = {command.title for command in known}
        return known + [command for command in page_commands(self._window) if command.title not in titles]

    def _parked(self) -> list[Command]:
        return [
            Command(f"Fortsett {draft.title}", "", partial(self._leave_for_draft, draft), "parkert")
            for draft in self._call_session.parked
        ] + [
            Command(f"Forkast {draft.title}", "", partial(self._call_session.discard, draft), "parkert slett")
            for draft in self._call_session.parked
        ]

    def _leave_for_draft(self, draft: Draft) -> None:
        self._window.go_to("call", partial(self._call_session.resume, draft))

    def _categories(self) -> list[Command]:
        if self._call_session.record is None and self._call_session.unknown_caller is None:
            return []
        start: Callable[[str], None] = (
            self._call_session.inquiry.switch_category
            if self._call_session.run is not None
            else self._call_session.begin
        )
        return [
            Command(one.title, "", partial(self._window.go_to, "call", partial(start, one.id)), f"emne {one.also}")
            for one in self._call_session.categories
        ]
