"""The very first page of a PC: nobody begins a register of their own by mistake."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.gui.startup import FirstRunPage, OpenFailurePage, RegisterChoicePage
from sentralbord_desktop.services.backup.restore_request import NO_BACKUP_THERE
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.storage.sharing.server_choice import ServerChoice
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.starter import Starter


def asked(starter: Starter, folder: Path) -> tuple[Application, RegisterChoicePage]:
    application = starter.start(folder)
    page = starter.wait_for(application, RegisterChoicePage)
    assert isinstance(page, RegisterChoicePage)
    return application, page


def test_nothing_is_made_before_it_is_chosen(starter: Starter, tmp_path: Path) -> None:
    _, page = asked(starter, tmp_path / "kontor")
    assert page.answers == ["Nytt register", "Jeg har en sikkerhetskopi", "Vi har et felles register"]
    assert not (tmp_path / "kontor" / DATABASE_FILE).exists()
    assert not list((tmp_path / "kontor").glob("*.json"))


@pytest.mark.parametrize("how", ["digit", "click"])
def test_a_new_register_is_made_by_key_or_by_mouse(starter: Starter, qtbot: QtBot, tmp_path: Path, how: str) -> None:
    application, page = asked(starter, tmp_path / "kontor")
    if how == "digit":
        qtbot.keyClick(page.choices, Qt.Key.Key_1)
    else:
        qtbot.mouseClick(page._buttons[0], Qt.MouseButton.LeftButton)
    failure = starter.wait_for(application, OpenFailurePage)
    assert isinstance(failure, OpenFailurePage)
    assert failure.panel.accessibleName() == "Lag en passordsetning"


@pytest.mark.parametrize("how", ["esc", "click"])
def test_from_the_passphrase_of_a_new_one_one_comes_back(
    starter: Starter, qtbot: QtBot, tmp_path: Path, how: str
) -> None:
    """Who meant the shared one had no way back but to close the program."""
    application, page = asked(starter, tmp_path / "kontor")
    qtbot.keyClick(page.choices, Qt.Key.Key_1)
    failure = starter.wait_for(application, OpenFailurePage)
    assert isinstance(failure, OpenFailurePage)
    qtbot.keyClicks(failure._words, PASSPHRASE)
    if how == "esc":
        qtbot.keyClick(failure._words, Qt.Key.Key_Escape)
    else:
        back = next(b for b in failure.findChildren(QPushButton) if b.text() == "Tilbake")
        qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    again = starter.wait_for(application, RegisterChoicePage)
    assert isinstance(again, RegisterChoicePage)
    assert not (tmp_path / "kontor" / DATABASE_FILE).exists()
    assert not list((tmp_path / "kontor").glob("*.json"))
    qtbot.waitUntil(again.choices.hasFocus)
    qtbot.keyClick(again.choices, Qt.Key.Key_1)
    assert starter.wait_for(application, OpenFailurePage) is not failure


def test_enter_begins_no_register(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    application, page = asked(starter, tmp_path / "kontor")
    qtbot.keyClick(page.choices, Qt.Key.Key_Return)
    assert page.state.text() == "Trykk 1 – 3. Enter velger ikke."
    assert application.window.ui.pages.currentWidget() is page


def test_a_register_that_is_there_is_opened_without_the_question(
    starter: Starter, qtbot: QtBot, tmp_path: Path
) -> None:
    open_services(tmp_path / "kontor", passphrase=PASSPHRASE).close()
    application = starter.start(tmp_path / "kontor")
    failure = starter.wait_for(application, OpenFailurePage)
    assert isinstance(failure, OpenFailurePage)
    assert failure.panel.accessibleName() == "Lås opp registeret"


@pytest.mark.parametrize("is_one", [True, False])
def test_a_backup_from_elsewhere_is_restored_and_opened_by_its_own_passphrase(
    starter: Starter, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_one: bool
) -> None:
    former = open_services(tmp_path / "gammel", passphrase=PASSPHRASE)
    former.session.update(name="Maja Hovde", initials="MH")
    taken = former.backups.take()
    former.close()
    chosen = tmp_path / "gammel/kopier" / (taken.name if is_one else "")
    application, page = asked(starter, tmp_path / "kontor")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen))
    qtbot.keyClick(page.choices, Qt.Key.Key_2)
    failure = starter.wait_for(application, OpenFailurePage)
    assert isinstance(failure, OpenFailurePage)
    assert failure.panel.accessibleName() == "Lås opp registeret"
    qtbot.keyClicks(failure._words, PASSPHRASE)
    qtbot.keyClick(failure._words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: application.services is not None, timeout=15_000)
    assert application.services is not None
    assert [one.initials for one in application.services.people.all()][:1] == ["MH"]


def test_a_folder_without_a_backup_says_so_and_the_choice_stands(
    starter: Starter, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, page = asked(starter, tmp_path / "kontor")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    qtbot.keyClick(page.choices, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: page.state.text() == NO_BACKUP_THERE)
    assert page._buttons[0].isEnabled()
    assert not (tmp_path / "kontor" / DATABASE_FILE).exists()


def test_a_shared_register_that_does_not_answer_is_not_chosen(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    _, page = asked(starter, tmp_path / "kontor")
    qtbot.keyClick(page.choices, Qt.Key.Key_3)
    boxes = [box for box in page.form.boxes if isinstance(box, QLineEdit)]
    assert boxes[0].hasFocus() or not page.window().isActiveWindow()
    page.shared_chosen.emit(SharedAddress("127.0.0.1", "base", port=1, secured="ingen"), "")
    qtbot.waitUntil(lambda: "tjener" in page.state.text(), timeout=20_000)
    assert not ServerChoice(tmp_path / "kontor").is_chosen
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.address.isVisible()


def test_what_it_has_decided_about_the_register_is_not_offered(qtbot: QtBot, starter: Starter, tmp_path: Path) -> None:
    asked(starter, tmp_path / "kontor")
    page = RegisterChoicePage(may_share=False)
    qtbot.addWidget(page)
    assert page.answers == ["Nytt register", "Jeg har en sikkerhetskopi"]


def test_after_the_choice_the_first_run_is_as_before(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    application, page = asked(starter, tmp_path / "kontor")
    qtbot.keyClick(page.choices, Qt.Key.Key_1)
    failure = starter.wait_for(application, OpenFailurePage)
    assert isinstance(failure, OpenFailurePage)
    for box in (failure._words, failure._again):
        qtbot.keyClicks(box, PASSPHRASE)
    qtbot.keyClick(failure._again, Qt.Key.Key_Return)
    starter.wait_for(application, FirstRunPage)
