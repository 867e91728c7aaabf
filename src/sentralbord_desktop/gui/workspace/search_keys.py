"""The keys of the search field on every page: letters, Enter, arrows and Esc."""

from collections.abc import Callable

from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.command_palette import CommandPalette


class SearchKeys:
    """Passes the typed text to the search or, after «>», to the commands."""

    def __init__(
        self, window: MainWindow, call: CallPage, command_palette: CommandPalette, is_lost: Callable[[], bool]
    ) -> None:
        """`is_lost`: the server is away, and the bar about it is not hidden."""
        self._window, self._call, self._command_palette = window, call, command_palette
        self._search = call.search
        self._is_lost = is_lost
        window.search.typed.connect(self.searched)
        window.search.entered.connect(self.entered)
        window.search.arrow_pressed.connect(self.arrow)
        window.escaped.connect(self.escape)
        call.search_wanted.connect(self.to_search)
        self._search.rewritten.connect(self.rewrite)
        self._search.cleared.connect(self._empty)

    def searched(self, text: str) -> None:
        """A command is for the shown page; a search shows the call page."""
        is_command = self._command_palette.typed(text)
        if self._window.page != "call":
            if is_command or not text.strip():
                return
            self._window.show_page("call")
            self._window.search.keep_typing()  # an inquiry on that page has taken the focus
        if not self._is_lost():
            self._window.hide_bar()
        if not is_command:
            self._search.type(text)

    def entered(self) -> None:
        """Enter in the search field: run the command, or open the highlighted hit."""
        if self._command_palette.box.isVisible():
            self._command_palette.run()
        elif self._shows_hits():
            self._search.enter()

    def arrow(self, step: int) -> None:
        if self._command_palette.box.isVisible():
            self._command_palette.box.move_choice(step)
        elif self._shows_hits():
            self._call.hits.move(step)

    def _shows_hits(self) -> bool:
        """Whether the hits are visible; if not, searches for the text in the field."""
        seen = self._window.page == "call" and self._call.currentWidget() is self._call.on_line
        if not seen and self._window.ui.search.text().strip():
            self.searched(self._window.ui.search.text())
        return seen

    def to_search(self, letter: str) -> None:
        self._window.leave_for(lambda: self._window.search.focus(letter))

    def _empty(self) -> None:
        """End the search; another shown page keeps its focus."""
        if self._window.page == "call":
            self._window.search.clear()
        else:
            self._window.ui.search.setText("")

    def rewrite(self, text: str, why: str) -> None:
        self._window.ui.search.setText(text)
        self._window.show_bar(why)

    def escape(self) -> None:
        """One step at a time; never deletes, never asks."""
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
            self._search.type("")
        elif window.page == "call":
            self._call.put_away()
        else:
            window.show_page("call")
            self._call.show_rest_or_run()
