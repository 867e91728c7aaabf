"""Binds the rows of the table to their keys, and shows them: in Ctrl+K, in F1, and in Innstillinger."""

from functools import partial

from PySide6.QtCore import QObject

from sentralbord_desktop.gui.commands.command import Command
from sentralbord_desktop.gui.commands.help import ShortcutHelp
from sentralbord_desktop.gui.commands.palette import CommandPalette
from sentralbord_desktop.gui.commands.table import table
from sentralbord_desktop.gui.widgets.keys.key_press import bind
from sentralbord_desktop.gui.workspace.workspace import Workspace


class Commands(QObject):
    def __init__(self, at: Workspace) -> None:
        super().__init__(at)
        self._at = at
        self.rows = table()
        for row in self.rows:
            if row.key and row.act:
                bind(row.key, at.window, partial(self.run, row))
        self.palette = CommandPalette(at, self.rows, self.run)
        self.help = ShortcutHelp(at, self.rows)

    def run(self, command: Command) -> None:
        """No key is silent: what cannot act says why in the bar. In a locked window nothing acts."""
        if self._at.window.is_alone or command.act is None:
            return
        said = command.why(self._at) or command.act(self._at)
        if isinstance(said, str) and said:
            self._at.window.show_bar(said, "calm")
