"""One window for the tests of a module, put back as it was new before each of them.

Making a window and taking it down is 0.35 s of processor, four fifths of a test that presses ten keys. A window that
cannot be put back (it shows something else than it did when it was new) is closed, and the test gets a new one.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.colours import LIGHT
from sentralbord_desktop.startup.application import Application
from tests.helpers.screen import Screen, window_over

SIZE = (1366, 688)
Look = tuple[tuple[object, ...], ...]


class SharedWindow:
    """The window of one module at one size of text. `screen` gives it as new."""

    def __init__(self, qapp: QApplication, practised: Path, folder: Path, text_scale: float) -> None:
        self._qapp, self._practised, self._folder, self._text_scale = qapp, practised, folder, text_scale
        self._stack = ExitStack()
        self._application: Application | None = None
        self._kept: list[tuple[Any, dict[str, Any]]] = []
        self._new: Look = ()
        self.made = 0

    def screen(self, bot: QtBot) -> Screen:
        if self._application is not None and not self._renew(bot):
            self.close()
        if self._application is None:
            self._make(bot)
        assert self._application is not None
        return Screen(bot, self._application)

    def close(self) -> None:
        self._application = None
        self._kept.clear()
        self._stack.close()
        self._stack = ExitStack()

    def has(self, widget: QObject | None) -> bool:
        """Whether this is the shared window, or hangs on it and is hidden."""
        if self._application is None:
            return False
        above = widget
        while above is not None:
            if above is self._application.window:
                return widget is above or (isinstance(widget, QWidget) and not widget.isVisible())
            above = above.parent()
        return False

    def _make(self, bot: QtBot) -> None:
        self.made += 1
        folder = self._folder / str(self.made)
        shutil.copytree(self._practised, folder)
        screen = self._stack.enter_context(window_over(bot, self._qapp, folder, self._text_scale))
        screen.at_rest()
        self._application = screen.application
        self._kept = [(part, dict(vars(part))) for part in parts_of(screen)]
        self._files = set(folder.rglob("*"))
        self._new = look_of(screen)

    def _renew(self, bot: QtBot) -> bool:
        """Whether the window shows what it showed when it was new."""
        assert self._application is not None
        screen = Screen(bot, self._application)
        if self._application.workspace is None or screen.window.is_alone or not screen.window.isVisible():
            return False
        for part, values in self._kept:
            for name in vars(part).keys() - values.keys():
                del vars(part)[name]
            vars(part).update(values)
        screen.window.setUpdatesEnabled(False)
        self._put_away(screen)
        self._bring_back_the_register(screen)
        screen.workspace.refresher.read_all()
        screen.workspace.call_session.parked_calls.read()
        screen.at_rest()
        screen.window.setUpdatesEnabled(True)
        QApplication.processEvents()
        return look_of(screen) == self._new

    def _put_away(self, screen: Screen) -> None:
        workspace, window, call = screen.workspace, screen.window, screen.workspace.call
        for widget in QApplication.topLevelWidgets():
            if widget is not window and widget.isVisible():
                widget.close()
        screen.at_rest()
        QCursor.setPos(QPoint(0, 0))
        if call.forms.panel.isVisible():
            call.forms.panel.cancelled.emit()
        workspace.call_session._close()
        call._hang_up()
        call.incoming_number.forget()
        workspace.incoming.ringing.hide()
        workspace.call_session.forget_receipt()
        call.home.show_receipt(None)
        call.wizard.set_short(short=screen.services.session.operator.help_level != "ny")
        forget_pages(screen)
        workspace.undo_slot._undo.clear()
        window.hide_bar()
        if screen.application.theme.tokens is not LIGHT:
            screen.application.theme.choose("lyst")
        window.showNormal()
        window.resize(*SIZE)
        window.activateWindow()
        window.ui.search.setFocus()

    def _bring_back_the_register(self, screen: Screen) -> None:
        """The same file, as the program would refuse another one in its place."""
        screen.services.database.engine.dispose()
        folder = screen.services.folder
        for file in folder.rglob("*"):
            if file not in self._files and file.is_file():
                file.unlink()
        register = folder / "sentralbord.db"
        with register.open("r+b") as into:
            into.write((self._practised / register.name).read_bytes())
            into.truncate()


def parts_of(screen: Screen) -> Iterator[Any]:
    """What tests set by hand in: the services, and the operator's session."""
    for part in vars(screen.services).values():
        if type(part).__module__.startswith("sentralbord_desktop.services"):
            yield part


def forget_pages(screen: Screen) -> None:
    """All but the call are made again when they are shown."""
    workspace, window = screen.workspace, screen.window
    window.show_page("call")
    for name in [name for name in workspace.lazy_pages._pages if name != "call"]:
        del workspace.lazy_pages._pages[name]
        page = window._pages.pop(name)
        window.ui.pages.removeWidget(page)
        page.deleteLater()
    del workspace.unsaved_forms._forms[2:]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def look_of(screen: Screen) -> Look:
    """What is seen: each visible widget with its place and its words; and which page of each stack is on top."""
    found: list[tuple[object, ...]] = [(screen.focus.objectName(), theme.current().tokens is LIGHT)]

    def look(around: QWidget) -> None:
        for child in around.children():
            if isinstance(child, QWidget) and child.isVisible() and not isinstance(child, QMenu):
                words = child.text() if isinstance(child, QLabel | QAbstractButton | QLineEdit) else ""
                found.append(
                    (type(child).__name__, child.objectName(), child.geometry().getRect(), words, child.isEnabled())
                )
                look(child)
            elif isinstance(child, QStackedWidget):
                found.append((child.objectName(), child.currentIndex()))

    look(screen.window)
    return tuple(found)
