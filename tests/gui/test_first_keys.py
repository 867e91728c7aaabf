"""The pages that stand alone in the window, by keys: the first start, the code on paper, sign-in, and what does not open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.access.sign_in_page import SignInPage
from sentralbord_desktop.gui.backup.backups_panel import NO_WORDS
from sentralbord_desktop.gui.backup.recovery_code_page import RecoveryCodePage
from sentralbord_desktop.gui.startup.first_run_page import FirstRunPage
from sentralbord_desktop.gui.startup.open_failure_page import OpenFailurePage
from sentralbord_desktop.gui.widgets.centered_page import NO_CODE, CenteredPage
from tests.gui.test_backups import part
from tests.gui.test_start import Starter
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen


@pytest.fixture
def first(qtbot: QtBot, qapp: QApplication) -> Iterator[Starter]:
    starter = Starter(qtbot, qapp)
    yield starter
    for application in starter.made:
        starter.stop(application)


def here() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    return focus


def named(widget: QWidget) -> str:
    return widget.accessibleName() or str(widget.property("text"))


def stops(bot: QtBot, count: int) -> list[str]:
    found = []
    for _ in range(count):
        found.append(named(here()))
        bot.keyClick(here(), Qt.Key.Key_Tab)
    return found


def typed(bot: QtBot, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    bot.keyClicks(here(), text)
    bot.keyClick(here(), key)


def at_welcome(starter: Starter, bot: QtBot, folder: Path) -> FirstRunPage:
    application = starter.start(folder)
    application.window.activateWindow()
    page = starter.wait_for(application, OpenFailurePage)
    assert isinstance(page, OpenFailurePage)
    bot.waitUntil(lambda: QApplication.focusWidget() is page._words)
    typed(bot, PASSPHRASE)
    typed(bot, PASSPHRASE)
    welcome = starter.wait_for(application, FirstRunPage)
    assert isinstance(welcome, FirstRunPage)
    bot.waitUntil(welcome.ui.fullName.hasFocus)
    return welcome


def test_the_first_start_is_gone_through_by_keys_alone(first: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    welcome = at_welcome(first, qtbot, tmp_path / "kontor")
    welcome.ui.fullName.clear()
    welcome.ui.initials.clear()
    typed(qtbot, "Maja Hovde")
    typed(qtbot, "mh")
    assert here() is welcome.ui.choices  # and nothing is chosen: Enter counts once
    qtbot.keyClicks(here(), "2")
    assert (welcome._loop, welcome._asking) == (2, "help")
    qtbot.keyClick(here(), Qt.Key.Key_Escape)
    assert "trykk 1–3" in welcome.ui.loopStep.text()
    qtbot.keyClick(here(), Qt.Key.Key_Escape)
    assert here() is welcome.ui.initials
    qtbot.keyClick(here(), Qt.Key.Key_Return)
    typed(qtbot, "31")
    page = first.wait_for(first.made[0], RecoveryCodePage)
    assert isinstance(page, RecoveryCodePage)
    recovery = page.part
    qtbot.waitUntil(recovery.print.hasFocus)
    code = recovery.code.text()
    assert recovery.code.accessibleName() == f"Koden: {code}"
    qtbot.keyClick(here(), Qt.Key.Key_Escape)
    assert recovery.code.text() == code
    for box in recovery.form.boxes:
        assert box.height() >= box.sizeHint().height()
    groups = [f"Skriv gruppe {place + 1} fra papiret" for place in recovery._asked]
    assert stops(qtbot, 6) == ["Skriv ut", "Lagre som PDF …", *groups, "Koden er tatt vare på", "Senere"]
    recovery.confirm.setFocus()
    qtbot.keyClick(here(), Qt.Key.Key_Return)
    assert recovery.said.text() == f"{groups[0]}, så er du ferdig."
    for place in recovery._asked:
        typed(qtbot, code.split("-")[place])
    qtbot.waitUntil(lambda: first.made[0].workspace is not None, timeout=15_000)
    operator = first.made[0].services.session.operator  # type: ignore[union-attr]
    assert (operator.name, operator.initials, operator.loop) == ("Maja Hovde", "MH", 3)


def test_tab_goes_down_the_first_page_and_enter_on_practice_practises(
    first: Starter, qtbot: QtBot, tmp_path: Path
) -> None:
    """Enter there began for real, as Enter among the choices does."""
    welcome = at_welcome(first, qtbot, tmp_path / "kontor")
    welcome.ui.initials.setText("MH")
    asked: list[str] = []
    welcome.practice_asked.disconnect()
    welcome.practice_asked.connect(lambda: asked.append("øving"))
    welcome.settled.connect(lambda _: asked.append("start"))
    passed = stops(qtbot, 8)
    assert passed[:3] == ["Navnet ditt", "Initialene dine", "Valgene dine"]
    assert [name.split(".")[0] for name in passed[3:]] == [
        "1, Sløyfe 1",
        "2, Sløyfe 2",
        "3, Sløyfe 3",
        "1, Jeg er ny her",
        "2, Jeg kan det meste",
    ]
    assert named(here()).startswith("Øv først")
    qtbot.keyClick(here(), Qt.Key.Key_Return)
    assert asked == ["øving"]


def alone(screen: Screen, page: CenteredPage) -> None:
    screen.window.show_alone(page)
    page.begin()  # type: ignore[attr-defined]


def test_sign_in_goes_from_the_pin_to_the_button_and_an_empty_one_is_no_try(screen: Screen) -> None:
    people = [Operator(id=n, initials=i, name=i, pin="x", os_user="") for n, i in ((1, "MH"), (2, "LT"))]

    def check(*_: object) -> None:
        raise SwitchboardError("Feil PIN. Prøv igjen.")

    page, codes = SignInPage(people, check, screen.application.tasks), []  # type: SignInPage, list[str]
    page.offer_code(codes.append)
    alone(screen, page)
    assert stops(screen.bot, 5) == ["Hvem er du?", "PIN", "Gå videre", "Gjenopprettingskoden", "Åpne med koden"]
    page.begin()
    screen.key(Qt.Key.Key_Down)
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert (page._tries, page.error.text()) == (0, "PIN: skriv den i feltet først.")
    screen.type("1234")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page._tries == 1)
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is page.pin
    assert page.code is not None
    page.code.setFocus()
    screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Return)
    assert (codes, page.error.text(), screen.focus) == ([], NO_CODE, page.code)
    screen.type("K7QPX")
    screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Return)
    assert codes == ["K7QPX"]


def test_enter_takes_the_way_out_that_has_the_focus(screen: Screen) -> None:
    taken: list[str] = []
    page = OpenFailurePage("Registeret er skadet og kan ikke leses.", ask=False, new=False)
    page.offer("Hent kopien", "400 medlemmer", lambda: taken.append("kopi"))
    page.tried.connect(lambda _: taken.append("igjen"))
    alone(screen, page)
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Tab)
    assert named(screen.focus) == "Hent kopien"
    screen.key(Qt.Key.Key_Return)
    assert taken == ["igjen", "kopi"]


def test_a_backup_is_asked_for_and_left_by_enter_and_esc(screen: Screen) -> None:
    backups = part(screen)
    backups.take.setFocus()
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: backups.list.count() == 1, timeout=20_000)
    screen.bot.waitUntil(backups.take.hasFocus)
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(backups.question.isVisible)
    assert screen.focus is backups.no
    screen.key(Qt.Key.Key_Return)
    assert not backups.question.isVisible()
    assert screen.focus is backups.restore
    backups._ask(backups.chosen, asks=True)
    assert backups.words.hasFocus()
    screen.key(Qt.Key.Key_Return)
    assert backups.bar.said.text() == NO_WORDS
    assert backups.question.isVisible()
    screen.key(Qt.Key.Key_Escape)
    assert not backups.question.isVisible()
    assert screen.application.starts_again is None
