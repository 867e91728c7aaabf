"""What a key changes in the window, as a person sees it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QTableView

from sentralbord_desktop.gui.widgets.keys.key_press import first_key, sequence
from tests.helpers.screen import Screen
from tests.helpers.window_text import words_on

READ_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
WORD_JOINER = "\u2060"


def state(screen: Screen) -> tuple[object, ...]:
    """What a person sees of the window: words, focus, marks, menus, and the clipboard."""
    for _ in range(3):
        QApplication.processEvents()
    focus = QApplication.focusWidget()
    popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    picture = screen.window.grab().toImage().copy()
    return (words_on(screen), focus, popup, modal, QApplication.clipboard().text(), picture)


def press_key(screen: Screen, name: str) -> None:
    """Press the key of this name on the screen, as by somebody who has read the step."""
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.workspace.call.inquiry.double_press_guard.end()
    one = first_key(sequence(name))
    screen.bot.keyClick(screen.focus, one.key(), one.keyboardModifiers())
    screen.at_rest()


def read_all(screen: Screen) -> str:
    """All words of the window: as `words_on`, with the buttons and the rows of the lists; wraps and joiners apart."""
    words = [words_on(screen)]
    for view in screen.window.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None:
            words += rows_of(view)
    for button in screen.window.findChildren(QAbstractButton):
        if button.isVisible():
            words.append(button.text())
    return " ".join("\n".join(words).replace(WORD_JOINER, "").split())


def rows_of(view: QAbstractItemView) -> list[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    indexes = [model.index(row, column) for row in range(model.rowCount()) for column in range(columns)]
    return [str(index.data(role) or "") for index in indexes for role in READ_ROLES]
