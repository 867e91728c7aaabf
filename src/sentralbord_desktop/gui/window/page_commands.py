"""The commands of the shown page for Ctrl+K: its buttons, the entries of their menus, and the menus of its lists. On
the page Samtale the window's own commands are used."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QTableView, QToolButton, QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.widgets.keys.keyed_button import words_of
from sentralbord_desktop.gui.window.command_list import Command
from sentralbord_desktop.gui.window.command_search import OTHER_WORDS
from sentralbord_desktop.gui.window.main_window import MainWindow

PRINT = "Skriv ut"
LISTS = {
    "callbacks": "Ring tilbake",
    "confirmations": "Venter på bekreftelse",
    "availability": "Ledige",
    "catalogue": "Katalog",
    "outbox": "Utboks",
}
"""The pages with a list that is printed and saved."""


def page_commands(window: MainWindow) -> list[Command]:
    """One for each name."""
    page = window.ui.pages.currentWidget()
    if page is None or window.page == "call":
        return []
    made: dict[str, Command] = {}
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            for title, act in _acts(button):
                made.setdefault(title, Command(title, "", act))
    for table in page.findChildren(QTableView):
        for action in table.actions() if table.isVisible() else ():
            title = action.text()
            made.setdefault(title, Command(title, "", _while_there(action, action.trigger)))
    return list(made.values())


def list_commands(window: MainWindow) -> list[Command]:
    """Commands to open the «⋯» menu of a list from any page: the list is seen before it is printed or saved."""
    return [
        Command(f"{PRINT} eller lagre: {title}", "", partial(window.go_to, page, partial(_open_menu, window)), words)
        for page, title in LISTS.items()
        for words in [f"{OTHER_WORDS[PRINT]} {OTHER_WORDS['Lagre som fil']}"]
    ]


def _open_menu(window: MainWindow) -> None:
    page: QWidget | None = window.ui.pages.currentWidget()
    for button in page.findChildren(QToolButton) if page is not None else ():
        menu: QMenu | None = button.menu()
        texts = [action.text() for action in menu.actions()] if menu is not None else []
        if menu is not None and PRINT in texts and button.isVisible():
            menu.popup(button.mapToGlobal(QPoint(0, button.height())))
            menu.setActiveAction(menu.actions()[texts.index(PRINT)])
            return


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
    """Run the command only if its widget still exists: the page may have been redrawn since the list was shown."""

    def run() -> None:
        if isValid(owner):
            act()

    return run
