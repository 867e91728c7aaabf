"""Folk, in the settings: a start code is said once, and who has left stays in the list."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.gui.access.people_panel import COME_BACK, IS_ME, LEAVE, TAKE_CHARGE, PeoplePanel
from sentralbord_desktop.gui.access.sign_in_page import LockPage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.storage.access import operators
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen, dismantle


def folk(screen: Screen) -> PeoplePanel:
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Folk")
    part = screen.workspace.settings.shown
    assert isinstance(part, PeoplePanel)
    screen.bot.waitUntil(lambda: part.list.count() > 0 and bool(part.form.boxes))
    return part


def told(screen: Screen, part: PeoplePanel, word: str) -> str:
    screen.bot.waitUntil(lambda: word in part.bar.said.text())
    return str(part.bar.said.text())


def code_in(sentence: str) -> str:
    found = re.search(r"er (\d{3} \d{3})\.", sentence)
    assert found is not None, sentence
    return found[1]


def test_a_new_person_gets_a_start_code_that_opens_for_them(screen: Screen) -> None:
    part = folk(screen)
    assert not part.leave.isVisible()  # oneself
    part.new.click()
    assert not part.reset.isVisible()
    for box, words in zip(part.form.boxes, ("Lars Tveit", "lt", ""), strict=True):
        box.setText(words)  # type: ignore[attr-defined]
    part.roles["operator"].setChecked(True)
    part.submit()
    code = code_in(told(screen, part, "Lars Tveit (LT) er lagret. Startkoden til LT er"))
    rows = [part.list.item(n).text() for n in range(part.list.count())]
    assert "Lars Tveit (LT) · Operatør · har startkode" in rows
    lars = next(p for p in screen.services.people.all() if p.initials == "LT")
    assert screen.services.people.sign_in(lars.id, code, chosen="2719").initials == "LT"


def test_whoever_is_said_to_have_left_at_another_desk_is_locked_out_here(screen: Screen) -> None:
    services = screen.services
    with services.database.transaction() as session:
        left = services.session.operator.model_copy(update={"left": date(2026, 11, 1)})
        operators.save_operator(session, left)
    services.change_notices.notify("operators")
    pages = screen.window.ui.pages
    screen.bot.waitUntil(lambda: isinstance(pages.currentWidget(), LockPage), timeout=10_000)


def test_who_has_left_can_be_taken_back_by_the_same_button(screen: Screen) -> None:
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars Tveit"))
    part = folk(screen)
    row = next(n for n in range(part.list.count()) if "(LT)" in part.list.item(n).text())
    part.list.setCurrentRow(row)
    assert part.leave.text() == LEAVE
    part.leave.click()
    told(screen, part, "Lars Tveit (LT) har sluttet")
    assert "sluttet" in part.list.item(row).text()
    assert part.leave.text() == COME_BACK
    assert not part.reset.isVisible()
    part.leave.click()
    code_in(told(screen, part, "er tilbake"))
    assert part.leave.text() == LEAVE


@pytest.fixture
def on_a_new_pc(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Screen, str]]:
    """The register of another Windows user, opened by this one, and the code from the safe."""
    folder = tmp_path / "register"
    services = open_services(folder, passphrase=PASSPHRASE, os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH")
    code = services.recovery.new_code()
    services.recovery.keep(code)
    services.close()
    services = open_services(folder, passphrase=PASSPHRASE)
    services.session.update(name="Maja", initials="MA")
    services.close()
    application = Application(qapp, arguments(["--data", str(folder), "--look", "lyst"]))
    application.show()
    application.register_opener.open(PASSPHRASE)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    application.window.activateWindow()
    yield Screen(qtbot, application), code
    dismantle(application)


def test_who_has_the_printed_code_is_the_same_person_on_a_new_pc(on_a_new_pc: tuple[Screen, str]) -> None:
    screen, code = on_a_new_pc
    part = folk(screen)
    assert not part.save.isEnabled()
    assert part.take_over.text() == TAKE_CHARGE  # oneself is chosen
    row = next(n for n in range(part.list.count()) if "(MH)" in part.list.item(n).text())
    part.list.setCurrentRow(row)
    assert part.take_over.text() == IS_ME

    def write(words: str) -> None:
        box = part.code.boxes[0]
        assert isinstance(box, QLineEdit)
        box.setText(words)
        screen.bot.keyClick(box, Qt.Key.Key_Return)

    write(code[:-1])
    told(screen, part, "29 tegn")
    assert part.code.values() == {"code": code[:-1]}  # what is wrong in it can be mended
    write(code)
    told(screen, part, "Du er Maja Hovde (MH) fra nå.")
    assert part.save.isEnabled()
    assert not part.take_over.isVisible()
    assert part.code.values() == {"code": ""}
    assert screen.services.session.sign == "MH"


def test_nobody_is_offered_to_take_over_where_there_is_no_code(screen: Screen) -> None:
    """Practice; and an administrator needs none."""
    services = screen.services
    with services.database.transaction() as session:
        operators.save_operator(session, services.session.operator.model_copy(update={"roles": "operator"}))
    services.session.refresh()
    part = folk(screen)
    assert not part.save.isEnabled()
    assert not part.take_over.isVisible()
