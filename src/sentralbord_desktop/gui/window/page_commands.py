"""What has a name on the shown page, for Ctrl+K: its buttons, and what is in the menus of its buttons. On the page Samtale
the commands of the window have the names."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton
from shiboken6 import isValid

from sentralbord_desktop.gui.widgets.keys.keyed_button import words_of
from sentralbord_desktop.gui.window.command_list import Command
from sentralbord_desktop.gui.window.main_window import MainWindow

OTHER_NAMES = {
    "Skriv ut": "print papir utskrift pdf",
    "Lagre som fil": "csv excel eksport regneark",
    "Kopier raden": "kopi utklipp",
}


def page_commands(window: MainWindow) -> list[Command]:
    """One for each name."""
    page = window.ui.pages.currentWidget()
    if page is None or window.page == "call":
        return []
    made: dict[str, Command] = {}
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            for title, act in _acts(button):
                made.setdefault(title, Command(title, "", act, OTHER_NAMES.get(title, "")))
    return list(made.values())


def _acts(button: QAbstractButton) -> Iterator[tuple[str, Callable[[], None]]]:
    if isinstance(button, QToolButton) and (menu := button.menu()) is not None:
        for action in menu.actions():
            if action.text() and action.isEnabled() and action.menu() is None:
                yield _title(action.text()), _while_there(action, action.trigger)
    elif isinstance(button, QPushButton) and button.menu() is None and words_of(button):
        yield _title(words_of(button)), _while_there(button, button.click)


def _title(text: str) -> str:
    return text.removesuffix("…").strip()


def _while_there(owner: QObject, act: Callable[[], object]) -> Callable[[], None]:
    """The page may have been drawn anew since the list was shown."""

    def run() -> None:
        if isValid(owner):
            act()

    return run
