"""Widths of the panels by key: wider, narrower, and as they were."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.theme import current
from sentralbord_desktop.gui.widgets.splitter import Splitter
from sentralbord_desktop.gui.window.command_list import Command
from sentralbord_desktop.gui.window.main_window import MainWindow

STEP = 40
"""Pixels at 100 % text."""
NO_PANEL = "Gå til et panel med F6 først. Da kan du gjøre det bredere eller smalere."
STANDARD = "Panelene har standard bredde."


class PanelWidths:
    def __init__(self, window: MainWindow, make_pages: Callable[[], object]) -> None:
        """`make_pages` makes those that have not been shown yet: their panels are reset too."""
        self._window, self._make_pages = window, make_pages

    def commands(self) -> list[Command]:
        return [
            Command("Bredere panel", "Ctrl+Shift+→", partial(self._widen, STEP), "bredde større"),
            Command("Smalere panel", "Ctrl+Shift+←", partial(self._widen, -STEP), "bredde mindre"),
            Command("Standard bredder", "Ctrl+Shift+0", self._reset, "paneler vindu"),
        ]

    def _widen(self, step: int) -> None:
        """The panel with the focus."""
        focus: QWidget | None = self._window.focusWidget()
        around = [panels for panels in self._window.findChildren(Splitter) if focus and panels.isAncestorOf(focus)]
        said = around[-1].widen(focus, current().scaled(step)) if focus and around else ""
        if said:
            announce(self._window, said, about="width")
        else:
            self._window.show_bar(NO_PANEL, "warn")

    def _reset(self) -> None:
        """Ctrl+Shift+0: reset the panels of every page, also of pages that are not made yet."""
        self._make_pages()
        for panels in self._window.findChildren(Splitter):
            panels.reset()
        announce(self._window, STANDARD, about="width")
