"""The recovery code in the window: asked for, shown once, written back, and used where nothing opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.errors import WrongKeyError
from sentralbord_desktop.gui.backup.recovery_code_panel import RecoveryCodePanel
from sentralbord_desktop.gui.startup.open_failure_page import OpenFailurePage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen, dismantle

NEW = "fem tamme reinsdyr på vidda"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A real register whose operator has been here before."""
    folder = tmp_path / "register"
    services = open_services(folder, passphrase=PASSPHRASE)
    services.session.update(name="Maja")
    services.close()
    return folder


@pytest.fixture
def real(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[Screen]:
    application = Application(qapp, arguments(["--data", str(home), "--look", "lyst"]))
    application.show()
    application.register_opener.open(PASSPHRASE)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    application.window.activateWindow()
    yield Screen(qtbot, application)
    dismantle(application)


def part(screen: Screen) -> RecoveryCodePanel:
    found = screen.workspace.settings.shown
    assert isinstance(found, RecoveryCodePanel)
    return found


def test_it_is_asked_for_until_there_is_one_and_counts_when_it_was_written_back(real: Screen, tmp_path: Path) -> None:
    assert "ingen gjenopprettingskode" in real.window.ui.barText.text()
    real.control(Qt.Key.Key_G)  # what the bar offers
    recovery = part(real)
    assert recovery.state.text() == "Registeret har ingen kode ennå."
    recovery.make.click()
    code = recovery.code.text()
    recovery._sheet().save(tmp_path / "ark.pdf")
    assert (tmp_path / "ark.pdf").read_bytes().startswith(b"%PDF")
    first, second = (box for box in recovery.form.boxes if isinstance(box, QLineEdit))
    groups = [code.split("-")[place] for place in recovery._asked]
    first.setText(groups[0].lower())
    second.setText("AAAAA")
    real.control(Qt.Key.Key_Return)
    assert recovery.said.text().startswith(f"Gruppe {recovery._asked[1] + 1} er ikke lik")
    assert not real.services.recovery.has_code
    second.setText(groups[1])
    real.control(Qt.Key.Key_Return)
    real.bot.waitUntil(lambda: real.services.recovery.has_code)
    real.bot.waitUntil(lambda: recovery.said.text().startswith("Koden gjelder fra nå."))
    assert recovery.code.text() == ""
    assert recovery.make.text() == "Lag en ny kode"


def test_it_speaks_of_what_opens_this_register(real: Screen) -> None:
    assert "Blir passordsetningen glemt" in real.window.ui.barText.text()
    real.control(Qt.Key.Key_G)
    said = " ".join(text.text() for text in part(real).findChildren(QLabel))
    assert "Blir den glemt" in said
    assert "Windows" not in said, "no password of Windows opens it"


def test_a_code_that_nobody_confirmed_is_gone_when_the_page_is_left(real: Screen) -> None:
    real.workspace.show_settings("Gjenopprettingskode")
    recovery = part(real)
    recovery.make.click()
    assert recovery.code.text()
    real.control(Qt.Key.Key_1)
    assert recovery.code.text() == ""
    assert not real.services.recovery.has_code


def test_practice_needs_none(screen: Screen) -> None:
    screen.workspace.show_settings("Gjenopprettingskode")
    assert not part(screen).make.isVisible()
    assert "gjenopprettingskode" not in screen.window.ui.barText.text()


def test_the_code_opens_it_where_the_passphrase_is_forgotten(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    services = open_services(home, passphrase=PASSPHRASE)
    code = services.recovery.new_code()
    services.recovery.keep(code)
    services.close()
    application = Application(qapp, arguments(["--data", str(home), "--look", "lyst"]))
    pages = application.window.ui.pages

    def box() -> QLineEdit | None:
        page = pages.currentWidget()
        boxes = page.findChildren(QLineEdit) if isinstance(page, OpenFailurePage) else []
        return next((b for b in boxes if b.accessibleName() == "Gjenopprettingskoden"), None)

    try:
        application.show()
        qtbot.waitUntil(lambda: box() is not None, timeout=15_000)
        before, field = pages.currentWidget(), box()
        assert field is not None
        field.setText(code[:-1])
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: pages.currentWidget() is not before, timeout=15_000)
        page = pages.currentWidget()
        assert page is not None
        said = [str(part.property("text")) for part in page.findChildren(QLabel)]
        assert "Koden har 6 grupper på 5 tegn. Her står det 29 tegn. Se over den." in said
        field = box()
        assert field is not None
        field.setText(code.lower())
        next(b for b in page.findChildren(QPushButton) if b.text() == "Åpne med koden").click()
        qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    finally:
        dismantle(application)


def test_whoever_has_it_open_chooses_a_new_passphrase_and_the_old_one_opens_no_more(real: Screen, home: Path) -> None:
    real.workspace.show_settings("Gjenopprettingskode")
    recovery = part(real)
    first, second = (box for box in recovery.words.boxes if isinstance(box, QLineEdit))
    for words, again, said in (
        ("kort", "kort", "minst 12 tegn"),
        (NEW, f"{NEW}!", "samme i begge feltene"),
        (NEW, NEW, "gjelder fra neste start"),
    ):
        first.setText(words)
        second.setText(again)
        recovery.change.click()
        real.bot.waitUntil(lambda s=said: s in recovery.said.text(), timeout=10_000)  # type: ignore[misc]
    real.application.close()
    with pytest.raises(WrongKeyError):
        open_services(home, passphrase=PASSPHRASE)
    open_services(home, passphrase=NEW).close()
