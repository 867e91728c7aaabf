"""The program started by a test over a folder, and stopped."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.startup import FirstRunPage, OpenFailurePage, RegisterChoicePage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import dismantle


class Starter:
    def __init__(self, qtbot: QtBot, qapp: QApplication) -> None:
        self._bot, self._qapp = qtbot, qapp
        self.made: list[Application] = []

    def start(self, folder: Path) -> Application:
        application = Application(self._qapp, arguments(["--data", str(folder), "--look", "lyst"]))
        self.made.append(application)
        application.show()
        return application

    def wait_for(self, application: Application, kind: type) -> object:
        pages = application.window.ui.pages
        self._bot.waitUntil(lambda: isinstance(pages.currentWidget(), kind), timeout=15_000)
        return pages.currentWidget()

    def stop(self, application: Application) -> None:
        dismantle(application)


def choose_new_register(starter: Starter, qtbot: QtBot, application: Application) -> None:
    page = starter.wait_for(application, RegisterChoicePage)
    assert isinstance(page, RegisterChoicePage)
    qtbot.keyClick(page.choices, Qt.Key.Key_1)


def choose_passphrase(starter: Starter, qtbot: QtBot, application: Application) -> None:
    """Of a new register."""
    choose_new_register(starter, qtbot, application)
    page = starter.wait_for(application, OpenFailurePage)
    assert isinstance(page, OpenFailurePage)
    qtbot.keyClicks(page._words, PASSPHRASE)
    qtbot.keyClicks(page._again, PASSPHRASE)
    qtbot.keyClick(page._again, Qt.Key.Key_Return)


def welcomed(starter: Starter, qtbot: QtBot, application: Application) -> FirstRunPage:
    choose_passphrase(starter, qtbot, application)
    page = starter.wait_for(application, FirstRunPage)
    assert isinstance(page, FirstRunPage)
    return page
