"""The search field: what is typed, Enter, the arrows and Esc, on every page."""

from collections.abc import Callable

from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.command_palette import CommandPalette


class SearchKeys:
    """Takes what is typed to the hits or, after «>», to the commands."""

    def __init__(
        self, window: MainWindow, call: CallPage, command_palette: CommandPalette, is_lost: Callable[[], bool]
    ) -> None:
        """`is_lost`: the server is gone, and the line that says so must stand."""
        self._window, self._call, self._command_palette = window, call, command_palette
        self._is_lost = is_lost
        window.search.typed.connect(self.searched)
        window.search.entered.connect(self.entered)
        window.search.arrow_pressed.connect(self.arrow)
        window.escaped.connect(self.escape)
        call.search_wanted.connect(self.to_search)
        call.hits.search.rewritten.connect(self.rewrite)

    def searched(self, text: str) -> None:
        """A command is for the page that is shown; a search shows the call."""
        is_command = self._command_palette.typed(text)
        if self._window.page != "call":
            if is_command or not text.strip():
                return
            self._window.show_page("call")
            self._window.search.keep_typing()  # an inquiry that stands there has taken the focus
        if not self._is_lost():
            self._window.hide_bar()
        if not is_command:
            self._call.searched(text)

    def entered(self) -> None:
        """Enter in the search field: the command, or the highlighted hit."""
        if self._command_palette.box.isVisible():
            self._command_palette.run()
        elif self._shows_hits():
            self._call.hits.enter()

    def arrow(self, step: int) -> None:
        if self._command_palette.box.isVisible():
            self._command_palette.box.move_choice(step)
        elif self._shows_hits():
            self._call.hits.move(step)

    def _shows_hits(self) -> bool:
        """Whether what the key acts on is seen; when it was not, what stands in the field is searched first."""
        seen = self._window.page == "call" and self._call.currentWidget() is self._call.on_line
        if not seen and self._window.ui.search.text().strip():
            self.searched(self._window.ui.search.text())
        return seen

    def to_search(self, letter: str) -> None:
        if letter:
            self._window.search.focus(letter)
        elif self._window.page == "call":
            self._window.search.clear()
        else:  # somebody works on another page by now
            self._window.ui.search.setText("")

    def rewrite(self, text: str, why: str) -> None:
        """A fødselsnummer was typed: it is replaced, and the operator is told."""
        self._window.ui.search.setText(text)
        self._window.show_bar(why)

    def escape(self) -> None:
        """One rung at a time; never deletes, never asks."""
        window = self._window
        field = window.ui.search
        if self._command_palette.close():
            if window.page == "call":
                self._call.leave_search()
            return
        if window.page == "call" and self._call.escape():
            return
        if not field.hasFocus():
            window.search.focus()
        elif field.text():
            window.search.clear()
            self._call.searched("")
        else:
            window.show_page("call")
            self._call.show_rest_or_run()
