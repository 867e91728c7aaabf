"""Press a key by its name on the screen, as a click on its cap does."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

QT_NAMES = {"Mellomrom": "Space", "←": "Left", "→": "Right", "↓": "Down", "↑": "Up", "Enter": "Return"}
"""Name on the screen -> Qt's name."""


def sequence(name: str) -> QKeySequence:
    """«Ctrl+↓» as Qt has it; empty for a name of several keys, as «1–9»."""
    words = name.split("+")
    return QKeySequence("+".join([*words[:-1], QT_NAMES.get(words[-1], words[-1])]))


def first_key(keys: QKeySequence) -> QKeyCombination:
    found: QKeyCombination = keys[0]  # type: ignore[index]  # missing in the stubs
    return found


def bind(name: str, parent: QWidget, act: Callable[[], object]) -> None:
    """`act` at this key in the window of `parent`; «Ctrl+Enter» is that of the letters and that of the number pad."""
    keys = sequence(name).toString()
    for one in (keys, keys.replace("Return", "Enter")) if keys.endswith("Return") else (keys,):
        shortcut = QShortcut(QKeySequence(one), parent)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: act())


def press(name: str, target: QWidget) -> None:
    """The shortcut of the window of `target`, else the key to `target`."""
    keys = sequence(name)
    if keys.count() != 1:
        return
    for shortcut in target.window().findChildren(QShortcut):
        owner = shortcut.parent()
        if shortcut.key() == keys and shortcut.isEnabled() and isinstance(owner, QWidget) and owner.isVisible():
            shortcut.activated.emit()
            return
    one = first_key(keys)
    text = " " if one.key() == Qt.Key.Key_Space else ""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(target, QKeyEvent(kind, one.key(), one.keyboardModifiers(), text))


class LastFocus(QObject):
    """The widget that had the focus before: a click on a cap moves it to the panel first."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._before: QWidget | None = None
        application.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, _: QWidget | None) -> None:
        self._before = before

    def inside(self, panel: QWidget) -> QWidget | None:
        before = self._before
        return before if before and isValid(before) and before.isVisible() and panel.isAncestorOf(before) else None


def target_of(cap: QWidget) -> QWidget:
    """The widget that gets a plain key: the one inside the clicked panel that has the focus, or had it before the
    click; else that panel. Outside such panels, the widget with the focus."""
    focus, panel = QApplication.focusWidget(), cap.parentWidget()
    while panel is not None and not panel.focusPolicy() & Qt.FocusPolicy.ClickFocus:
        panel = panel.parentWidget()
    if panel is None:
        return focus or cap.window()
    if focus is not None and focus is not panel and panel.isAncestorOf(focus):
        return focus
    return last_focus().inside(panel) or panel


def last_focus() -> LastFocus:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("there is no application yet")
    return application.findChild(LastFocus) or LastFocus(application)
