"""No question to the register is asked on the thread that draws the window (a server may be slow, or away)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.backup.recovery_code_page import RecoveryCodePage
from sentralbord_desktop.gui.workspace.pages import PAGES
from tests.gui.test_desk import complete_a_resignation
from tests.gui.test_start import Starter, welcomed
from tests.helpers.screen import Screen, window_over


def test_from_the_start_to_the_end_of_a_call_and_on_every_page(
    asked: list[str], request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path
) -> None:
    with window_over(QtBot(request), qapp, tmp_path / "side" / "register", 1.0) as screen:
        assert asked == []
        screen.open("ingunn fjeldheim")
        complete_a_resignation(screen)
        screen.control(Qt.Key.Key_Z)
        screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
        every_page(screen)
    assert asked == []


def every_page(screen: Screen) -> None:
    for page in (spec.name for spec in PAGES):
        screen.window.show_page(page)
        screen.at_rest()
    parts = screen.workspace.settings.ui.sections
    for row in range(parts.count()):
        parts.setCurrentRow(row)
        screen.at_rest()


def test_a_first_start_asks_nothing_either(asked: list[str], qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    starter = Starter(qtbot, qapp)
    application = starter.start(tmp_path / "kontor")
    try:
        welcome = welcomed(starter, qtbot, application)
        application.register_opener.sign_in_flow.save_choices(
            {"name": "Maja", "initials": "", "loop": 1, "help_level": "ny"}
        )
        qtbot.waitUntil(lambda: "Skriv initialene" in welcome.ui.sub.text())
        for _ in range(2):  # a key that was held down
            application.register_opener.sign_in_flow.save_choices(
                {"name": "Maja", "initials": "MA", "loop": 1, "help_level": "ny"}
            )
        code = starter.wait_for(application, RecoveryCodePage)
        assert isinstance(code, RecoveryCodePage)
        code.later.click()
        qtbot.waitUntil(lambda: application.workspace is not None, timeout=15_000)
        assert asked == []
    finally:
        starter.stop(application)
