"""The search field: letters search, and after «>» (Ctrl+K) they find a command by its words, with its key."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from sentralbord_desktop.domain.access import ROLES, Operator
from sentralbord_desktop.domain.text.norwegian import counted, listed
from sentralbord_desktop.gui.commands.command import LIKE, Command, find, rank
from sentralbord_desktop.gui.commands.table import PRINT, found_now
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.keys.keyed_button import words_of
from sentralbord_desktop.gui.widgets.table_model import Index
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.workspace import Workspace

SIGN = ">"
ROW_HEIGHT = 36
SHOWN = 9
NO_COMMAND = "Ingen kommando heter det. Prøv «park», «mørk» eller «ring»."
LIST_WORDS = {
    PRINT: "print papir utskrift pdf",
    "Lagre som fil": "csv excel eksport regneark",
    "Kopier raden": "kopi utklipp",
    "Kolonner": "vis skjul",
    "Sorter etter": "rekkefølge",
}
"""What the entries of the menu of a list are also called."""


class CommandList(QListWidget):
    """The list below the search field. The field keeps the focus; arrows and Enter come from it."""

    def __init__(self, parent: QWidget, run: Callable[[Command], None]) -> None:
        super().__init__(parent)
        self._run = run
        self.setAccessibleName("Kommandoer")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_flags(self, "popup")
        self.setItemDelegate(_Delegate(self))
        self.itemClicked.connect(lambda _: self.run())
        self._found: list[Command] = []
        self.hide()

    def show_for(self, found: list[Command], below: QRect, none: str) -> None:
        """`none` is the sentence where no command is found."""
        self._found = found
        self.clear()
        for command in found:
            item = QListWidgetItem(command.title)
            item.setData(Qt.ItemDataRole.UserRole, command.key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, command.spoken)
            self.addItem(item)
        if not found:
            self.addItem(none)
        self.setCurrentRow(0)
        rows = min(SHOWN, self.count())
        top, wanted = below.bottom() + 4, rows * theme.current().scaled(ROW_HEIGHT) + 10
        self.setGeometry(below.left(), top, below.width(), min(wanted, self.window().height() - top))
        self.show()
        self.raise_()
        count = counted(len(found), "kommando", "kommandoer")
        self._announce(f"{count}. {found[0].spoken}" if found else none)

    def move_choice(self, step: int) -> None:
        row = max(0, min(self.count() - 1, self.currentRow() + step))
        self.setCurrentRow(row)
        if self._found:
            self._announce(f"{self._found[row].spoken}. {row + 1} av {len(self._found)}")

    def _announce(self, sentence: str) -> None:
        """The search field keeps the focus: a reader hears of the list by this alone."""
        announce(self, sentence, about="command")

    @property
    def has_chosen(self) -> bool:
        """Whether a command is chosen, and not the sentence that there is none."""
        return 0 <= self.currentRow() < len(self._found)

    def run(self) -> None:
        if self.has_chosen:
            self.hide()
            self._run(self._found[self.currentRow()])


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        area: QRect = option.rect
        painter.setPen(QPen(theme.current().colour("text2")))
        keys = str(index.data(Qt.ItemDataRole.UserRole) or "")
        at = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(0, 0, -12, 0), at, keys)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.current().scaled(ROW_HEIGHT))


class CommandPalette(QObject):
    """What is typed in the search field, and its Enter, arrows and Esc, on every page."""

    def __init__(self, at: Workspace, rows: Sequence[Command], run: Callable[[Command], None]) -> None:
        super().__init__(at)
        self._at, self._window, self._call, self._search = at, at.window, at.call, at.call.search
        self._rows = rows
        self.box = CommandList(at.window.ui.central, run)
        self._came_from: QWidget | None = None
        self._window.ui.search.textChanged.connect(lambda text: None if text.startswith(SIGN) else self.box.hide())
        self._window.search.typed.connect(self.searched)
        self._window.search.entered.connect(self.entered)
        self._window.search.arrow_pressed.connect(self.arrow)
        self._window.escaped.connect(self.escape)
        self._search.rewritten.connect(self.rewrite)
        self._search.cleared.connect(self._empty)
        at.commands_asked.connect(self.open)

    def open(self) -> None:
        """Ctrl+K: the search field, with «>»."""
        field = self._window.ui.search
        if not self.box.isVisible():
            self._came_from = self._window.focusWidget()
        self._window.search.focus(SIGN)
        field.setCursorPosition(len(field.text()))

    def searched(self, text: str) -> None:
        """A command is for the shown page; a search shows the call page."""
        is_command = text.startswith(SIGN)
        if is_command:
            self._show(text.removeprefix(SIGN))
        if self._window.page != "call":
            if is_command or not text.strip():
                return
            self._window.show_page("call")
            self._window.search.keep_typing()  # an inquiry on that page has taken the focus
        if not self._at.connection_status.is_lost:
            self._window.hide_bar()
        if not is_command:
            self._search.type(text)

    def _show(self, text: str) -> None:
        """The matching commands."""
        field = self._window.ui.search
        corner = field.mapTo(self._window.ui.central, field.rect().topLeft())
        none = refusal_of(text, self._at.mine.operator) or NO_COMMAND
        self.box.show_for(find(self.every(), text), QRect(corner, field.size()), none)

    def every(self) -> list[Command]:
        """The rows, those of this moment, and what else has a name on the page."""
        known = [*(row for row in self._rows if row.title), *found_now(self._at)]
        titles = {command.title for command in known}
        return known + [command for command in page_commands(self._window) if command.title not in titles]

    def entered(self) -> None:
        """Enter in the search field: run the command, or open the highlighted hit. Without a command of that name, the
        list and the text are kept."""
        if not self.box.isVisible():
            if self._shows_hits():
                self._search.enter()
        elif self.box.has_chosen:
            self._window.ui.search.setText("")  # before the command acts
            if self._window.page != "call":
                self._go_back()
            self.box.run()

    def _go_back(self) -> None:
        came_from = self._came_from
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrow(self, step: int) -> None:
        if self.box.isVisible():
            self.box.move_choice(step)
        elif self._shows_hits():
            self._call.hits.move(step)

    def _shows_hits(self) -> bool:
        """Whether the hits are visible; if not, searches for the text in the field."""
        seen = self._window.page == "call" and self._call.currentWidget() is self._call.on_line
        if not seen and self._window.ui.search.text().strip():
            self.searched(self._window.ui.search.text())
        return seen

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
        if self.box.isVisible():
            window.search.clear()
            self._go_back()
            if window.page == "call":
                self._call.leave_search()
        elif window.page == "call" and self._call.escape():
            return
        elif not field.hasFocus():
            window.search.focus()
        elif field.text():
            window.search.clear()
            self._search.type("")
        elif window.page == "call":
            self._call.put_away()
        else:
            window.show_page("call")
            self._call.show_rest_or_run()


def refusal_of(text: str, operator: Operator) -> str:
    """Who may see the panel that the typed text names, if this operator may not; else «»."""
    from sentralbord_desktop.gui.workspace.settings_panels import PANELS

    wanted = text.casefold().split()
    for panel in PANELS:
        place = rank(f"Innstillinger: {panel.title}", panel.words, wanted)
        if wanted and place is not None and place < LIKE and not panel.may_see(operator):
            names = listed([ROLES[role] for role in panel.roles], "eller")
            return f"Innstillinger: {panel.title} er for rollen {names}. Spør en som har den."
    return ""


def page_commands(window: MainWindow) -> list[Command]:
    """Of the shown page: its buttons, the entries of their menus, and the menus of its lists, one for each name. On the
    page Samtale the window's own commands are used."""
    page = window.ui.pages.currentWidget()
    if page is None or window.page == "call":
        return []
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    tables = [one for one in page.findChildren(QTableView) if one.isVisible()]
    found = [command for button in buttons for command in _of_button(button)]
    found += [_while_there(one, one.text(), one.trigger) for table in tables for one in table.actions()]
    made: dict[str, Command] = {}
    for command in found:
        made.setdefault(command.title, command)
    return list(made.values())


def _of_button(button: QAbstractButton) -> Iterator[Command]:
    menu: QMenu | None = button.menu() if isinstance(button, QToolButton | QPushButton) else None
    if isinstance(button, QToolButton) and menu is not None:
        for action in menu.actions():
            if action.text() and action.isEnabled() and action.menu() is None:
                yield _while_there(action, action.text(), action.trigger)
    elif isinstance(button, QPushButton) and menu is None and words_of(button):
        yield _while_there(button, words_of(button), button.click)


def _while_there(owner: QObject, text: str, act: Callable[[], object]) -> Command:
    """Acts only if its widget still exists: the page may have been redrawn since the list was shown."""
    title = text.removesuffix("…").strip()
    return Command("", title, LIST_WORDS.get(title, ""), act=lambda _: act() if isValid(owner) else None)
