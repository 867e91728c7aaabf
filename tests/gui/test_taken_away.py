"""In the window: a register taken away under a call, a code on a full disk, and registers that were spoilt inside."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.errors import FULL
from sentralbord_desktop.gui.backup.recovery_code_panel import RecoveryCodePanel
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.gui.startup.open_failure_page import OpenFailurePage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen, dismantle
from tests.reliability.test_disk_full import fill, small_disk

__all__ = ["small_disk"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is open")
@pytest.mark.figures("R19")
def test_what_was_typed_stays_on_the_screen_and_is_completed_when_the_register_is_back(screen: Screen) -> None:
    folder = screen.services.folder
    aside = folder.with_name("bort")
    screen.open("ingunn fjeldheim")
    screen.workspace.call_session.begin("utmelding")
    screen.digits("1")
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None, timeout=10_000)
    screen.at_rest()
    folder.rename(aside)
    screen.control(Qt.Key.Key_Return)
    said = screen.workspace.bar
    screen.bot.waitUntil(
        lambda: any("borte fra mappen" in one.text() for one in screen.window.findChildren(QLabel)), timeout=10_000
    )
    assert said is not None
    assert screen.workspace.call_session.receipt is None
    assert screen.workspace.call_session.draft is not None
    assert not folder.exists()
    aside.rename(folder)
    screen.finish()
    assert screen.workspace.call_session.receipt is not None


@pytest.mark.figures("R19")
def test_a_new_code_on_a_full_disk_is_said_where_it_is_made(
    small_disk: Path, qtbot: QtBot, qapp: QApplication, tasks: TaskRunner
) -> None:
    theme = Theme(qapp, "lyst")
    services = open_services(small_disk / "kontor", passphrase=PASSPHRASE)
    services.session.update(name="Per Vik", initials="PV")
    try:
        part = RecoveryCodePanel(services.recovery, tasks)
        qtbot.addWidget(part)
        part.begin()
        ballast = fill(small_disk, 0)
        groups = part.code.text().split("-")
        for box, place in zip(part.form.boxes, part._asked, strict=True):
            qtbot.keyClicks(box, groups[place])
        part.submit()
        qtbot.waitUntil(lambda: part.said.text() == FULL, timeout=10_000)
        assert not services.recovery.has_code
        ballast.unlink()
        part.submit()  # the same code, which is on paper by now
        qtbot.waitUntil(lambda: services.recovery.has_code, timeout=10_000)
    finally:
        services.close()
        theme.setParent(None)


def no_version(folder: Path) -> None:
    key = KeySlots(folder / DATABASE_FILE).key(PASSPHRASE)
    connection = sqlcipher.connect(str(folder / DATABASE_FILE))
    connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
    connection.execute("DELETE FROM alembic_version")
    connection.commit()
    connection.close()


def slots_are_a_list(folder: Path) -> None:
    (folder / SLOT_FILE).write_text("[1, 2]")


@pytest.mark.figures("R19")
@pytest.mark.parametrize(("spoil", "words"), [(no_version, "hvilken versjon"), (slots_are_a_list, "nokkel.json")])
def test_a_register_that_was_spoilt_is_one_sentence_in_the_window(
    spoil: Callable[[Path], None], words: str, practised: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    folder = Path(shutil.copytree(practised, tmp_path / "register"))
    spoil(folder)
    application = Application(qapp, arguments(["--practice", "--data", str(folder), "--look", "lyst"]))
    try:
        application.show()
        pages = application.window.ui.pages
        qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), OpenFailurePage), timeout=15_000)
        page = pages.currentWidget()
        assert isinstance(page, OpenFailurePage)
        assert words in page.sentence.text()
    finally:
        dismantle(application)
