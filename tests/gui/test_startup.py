"""The first start, the passphrase, a second start, and a register that cannot be opened."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
from sentralbord_desktop.gui.startup import FirstRunPage, OpenFailurePage, RegisterChoicePage
from sentralbord_desktop.gui.workspace.message_bar import NO_CODE_BY_WORDS
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.startup.open_failure import NOT_SHARED
from sentralbord_desktop.startup.states import Event
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.sharing.server_choice import ServerChoice
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import reopen
from tests.helpers.screen import dismantle
from tests.helpers.spoilt import everything
from tests.helpers.starter import Starter, choose_new_register, choose_passphrase, welcomed


def words_on(page: object) -> str:
    assert isinstance(page, OpenFailurePage)
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_a_passphrase_that_is_refused_has_the_focus(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    application = starter.start(tmp_path / "kontor")
    choose_new_register(starter, qtbot, application)
    page = starter.wait_for(application, OpenFailurePage)
    assert isinstance(page, OpenFailurePage)
    for first, second, refused in (("kort", PASSPHRASE, page._words), (PASSPHRASE, "en annen setning", page._again)):
        page._words.setText(first)
        page._again.setText(second)
        page._again.setFocus()
        qtbot.keyClick(page._again, Qt.Key.Key_Return)
        assert (page.focusWidget(), refused.hasSelectedText()) == (refused, True)
        page.button.setFocus()


def test_the_first_start_asks_for_a_passphrase_then_who_you_are(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    application = starter.start(tmp_path / "kontor")
    welcome = welcomed(starter, qtbot, application)
    welcome.ui.fullName.setText("Maja Hovde")
    welcome.ui.initials.clear()
    qtbot.keyClicks(welcome.ui.initials, "mh")
    welcome.ui.choices.setFocus()
    qtbot.keyClicks(welcome.ui.choices, "21")
    qtbot.keyClick(welcome.ui.choices, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page = starter.wait_for(application, RecoveryCodePage)
    assert isinstance(page, RecoveryCodePage)
    assert application.workspace is None
    code = page.part.code.text().replace(BREAK, "")
    assert application.services is not None
    recovery = application.services.recovery
    assert recovery.has_code is False
    for box, place in zip(page.part.form.boxes, page.part._asked, strict=True):
        box.setFocus()
        qtbot.keyClicks(box, code.split("-")[place].lower())
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=15_000)
    assert application.services.recovery.has_code
    assert application.services.session.operator.initials == "MH"
    assert application.services.session.operator.loop == 2
    assert application.window.ui.search.isVisible()
    assert application.window.ui.standing.text() == "Alene på denne PC-en"


def test_the_code_can_wait_and_a_bar_goes_on_asking_for_it(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    application = starter.start(tmp_path / "kontor")
    choose_passphrase(starter, qtbot, application)
    starter.wait_for(application, FirstRunPage)
    application.sequence.report(Event.CHOICES_MADE, {"name": "Maja", "initials": "MA", "loop": 1, "help_level": "ny"})
    page = starter.wait_for(application, RecoveryCodePage)
    assert isinstance(page, RecoveryCodePage)
    qtbot.keyClick(page.part.drop, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=15_000)
    first = application.workspace
    page.done.emit()  # a key that was held down
    assert application.workspace is first
    assert application.services is not None
    assert not application.services.recovery.has_code
    said = [text.text() for text in application.window.findChildren(QLabel) if text.isVisible()]
    assert any(NO_CODE_BY_WORDS in text for text in said)


def test_a_wrong_passphrase_is_told_apart_and_can_be_tried_again(
    starter: Starter, qtbot: QtBot, tmp_path: Path
) -> None:
    first = starter.start(tmp_path / "kontor")
    choose_passphrase(starter, qtbot, first)
    starter.wait_for(first, FirstRunPage)
    starter.stop(starter.made.pop())

    second = starter.start(tmp_path / "kontor")
    page = starter.wait_for(second, OpenFailurePage)
    assert isinstance(page, OpenFailurePage)
    qtbot.keyClicks(page._words, "noe helt annet")
    qtbot.keyClick(page._words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "ikke riktig passordsetning" in words_on(second.window.ui.pages.currentWidget()))
    again = second.window.ui.pages.currentWidget()
    assert isinstance(again, OpenFailurePage)
    qtbot.keyClicks(again._words, PASSPHRASE)
    qtbot.keyClick(again._words, Qt.Key.Key_Return)
    starter.wait_for(second, FirstRunPage)


def test_the_log_has_each_line_once_however_often_it_was_tried_and_ends_with_the_window(
    starter: Starter, qtbot: QtBot, tmp_path: Path
) -> None:
    log = logging.getLogger("sentralbord")
    before = list(log.handlers)
    application = starter.start(tmp_path / "kontor")
    choose_passphrase(starter, qtbot, application)  # the first try found no passphrase
    starter.wait_for(application, FirstRunPage)
    log.warning("en linje")
    written = (tmp_path / "kontor/logg/sentralbord.log").read_text(encoding="utf-8")
    assert written.count("en linje") == 1
    starter.stop(starter.made.pop())
    assert log.handlers == before


def test_a_second_start_is_told_that_it_is_open_already(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    first = starter.start(tmp_path / "kontor")
    choose_passphrase(starter, qtbot, first)
    starter.wait_for(first, FirstRunPage)
    second = starter.start(tmp_path / "kontor")
    page = starter.wait_for(second, OpenFailurePage)
    assert "allerede åpent" in words_on(page)


def test_a_damaged_register_is_named_and_left_alone(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    first = starter.start(tmp_path / "kontor")
    choose_passphrase(starter, qtbot, first)
    starter.wait_for(first, FirstRunPage)
    starter.stop(starter.made.pop())
    file = tmp_path / "kontor/sentralbord.db"
    file.write_bytes(b"dette er ikke et register" * 400)
    before = file.read_bytes()

    second = starter.start(tmp_path / "kontor")
    page = starter.wait_for(second, OpenFailurePage)
    assert isinstance(page, OpenFailurePage)
    qtbot.keyClicks(page._words, PASSPHRASE)
    qtbot.keyClick(page._words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "kan ikke leses" in words_on(second.window.ui.pages.currentWidget()))
    assert file.read_bytes() == before


def test_initials_that_are_anothers_are_said_on_the_first_page(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    application = starter.start(tmp_path / "kontor")
    welcome = welcomed(starter, qtbot, application)
    assert application.services is not None
    with application.services.database.transaction() as session:
        operators.save_operator(session, Operator(id=0, initials="MH", name="Mona Hansen"))
    welcome.ui.fullName.setText("Maja Hovde")
    welcome.ui.initials.setText("mh")
    welcome._settle()
    qtbot.waitUntil(lambda: "i bruk av en annen" in welcome.ui.sub.text())
    welcome.ui.initials.setText("mah")
    welcome._settle()
    operator_session = application.services.session
    qtbot.waitUntil(lambda: operator_session.operator.initials == "MAH")


def test_a_shared_register_that_does_not_answer_has_a_way_home(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    server_choice = ServerChoice(tmp_path)
    server_choice.keep(SharedAddress("127.0.0.1", "base", port=1, secured="ingen"), "")
    application = starter.start(tmp_path)
    page = starter.wait_for(application, OpenFailurePage)
    assert isinstance(page, OpenFailurePage)
    assert "Ikke kontakt med databasetjeneren" in words_on(page)
    home = next(b for b in page.findChildren(QPushButton) if b.text() == NOT_SHARED)
    home.click()
    pages = application.window.ui.pages
    qtbot.waitUntil(lambda: pages.currentWidget() is not page, timeout=10_000)
    assert not server_choice.is_chosen
    starter.wait_for(application, RegisterChoicePage)


LOADS = """
import inspect, sys
from sentralbord_desktop.startup.pyside_patch import leave_sources_unread
from sentralbord_desktop.startup.states import Event
read = []
before = inspect.getsource
inspect.getsource = lambda module: read.append(module.__name__) or before(module)
{first}
import colorsys
print("colorsys" in read)
"""


@pytest.mark.parametrize(("first", "is_read"), [("leave_sources_unread()", False), ("", True)])
def test_no_source_is_read_to_see_whether_it_wants_snake_case(first: str, is_read: bool) -> None:
    """The control is PySide's own way; when it goes, so can ours."""
    code = LOADS.format(first=first)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(is_read)


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
