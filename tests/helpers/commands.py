"""The commands of a window: what Ctrl+K lists, and F1."""

from sentralbord_desktop.gui.commands.commands import Commands
from sentralbord_desktop.gui.commands.help import ShortcutHelp
from sentralbord_desktop.gui.commands.palette import CommandList, CommandPalette
from tests.helpers.screen import Screen


def commands_of(screen: Screen) -> Commands:
    return screen.window.findChildren(Commands)[0]


def palette_of(screen: Screen) -> CommandPalette:
    return commands_of(screen).palette


def box_of(screen: Screen) -> CommandList:
    return palette_of(screen).box


def help_of(screen: Screen) -> ShortcutHelp:
    return commands_of(screen).help
