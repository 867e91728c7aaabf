"""A disk that is full when the window starts: told as that, with nothing to do but make room and try again."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.errors import FULL
from sentralbord_desktop.gui.single_instance.client import notify_running_instance
from sentralbord_desktop.gui.startup.open_failure_page import OpenFailurePage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from tests.helpers.screen import dismantle
from tests.reliability.test_disk_full import fill, small_disk

__all__ = ["small_disk"]


@pytest.mark.figures("R19")
@pytest.mark.parametrize("left", [0, 4096, 40_000])
def test_a_full_disk_is_said_and_only_to_try_again_is_offered(
    left: int, small_disk: Path, practised: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    """First the lock has no room, then the marker, then what SQLite keeps beside the register."""
    home = Path(shutil.copytree(practised, small_disk / "register"))
    ballast = fill(small_disk, left)
    if left == 0:  # a second start would wait for nobody
        assert notify_running_instance(home) == (None, False)
    words = ["--practice", "--data", str(home), "--look", "lyst"]
    application = Application(qapp, arguments(words))
    try:
        application.show()
        pages = application.window.ui.pages
        qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), OpenFailurePage), timeout=15_000)
        page = pages.currentWidget()
        assert isinstance(page, OpenFailurePage)
        assert FULL in [text.text() for text in page.findChildren(QLabel) if text.isVisible()]
        shown = [one for one in page.findChildren(QPushButton) if one.isVisible()]
        assert [one.text() for one in shown] == ["Prøv igjen"]
        ballast.unlink()
        shown[0].click()
        qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    finally:
        dismantle(application)
