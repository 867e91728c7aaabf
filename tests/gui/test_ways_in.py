"""Practice and the real register in the window: each opens what it is, and the other is refused in one sentence."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.startup.open_failure_page import OpenFailurePage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import dismantle
from tests.reliability.conftest import reopen
from tests.reliability.test_ways_in import everything


@pytest.mark.parametrize("kind", ["real", "practice"])
def test_the_window_opens_no_register_of_the_other_kind_and_offers_nothing_but_to_try_again(
    kind: str, settled: Path, practised: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    folder = Path(shutil.copytree(settled if kind == "real" else practised, tmp_path / "register"))
    if kind == "real":  # with ways out that a damaged one would be offered
        services = reopen(folder, PASSPHRASE)
        services.backups.take()
        services.recovery.keep(services.recovery.new_code())
        services.close()
    before = everything(folder)
    words = ["--data", str(folder), "--look", "lyst", *(["--practice"] if kind == "real" else [])]
    application = Application(qapp, arguments(words))
    try:
        application.show()
        pages = application.window.ui.pages
        qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), OpenFailurePage), timeout=15_000)
        page = pages.currentWidget()
        assert isinstance(page, OpenFailurePage)
        said = [text.text() for text in page.findChildren(QLabel) if text.isVisible()]
        assert any("øving" in text.casefold() for text in said)
        shown = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
        assert shown == ["Prøv igjen"]
        assert application.services is None
    finally:
        dismantle(application)
    assert {name: held for name, held in everything(folder).items() if "lock" not in name} == before
