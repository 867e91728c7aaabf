"""People and roles in the settings, and the recovery code: start codes, who has left, a code that is shown once and opens."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import NotAllowedError, WrongKeyError
from sentralbord_desktop.gui.access.people_panel import COME_BACK, IS_ME, LEAVE, TAKE_CHARGE, PeoplePanel
from sentralbord_desktop.gui.access.sign_in_page import LockPage
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePanel
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.storage import operators
from tests.helpers.pages import maintenance, settings_part
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen, dismantle
from tests.helpers.typed import of_kind

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
    application.sequence.open(PASSPHRASE)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    application.window.activateWindow()
    yield Screen(qtbot, application)
    dismantle(application)


def part(screen: Screen) -> RecoveryCodePanel:
    return maintenance(screen).code


def test_code_is_asked_for_until_there_is_one_and_counts_when_it_was_written_back(real: Screen, tmp_path: Path) -> None:
    assert "ingen gjenopprettingskode" in real.window.ui.barText.text()
    real.control(Qt.Key.Key_G)  # what the bar offers
    recovery = part(real)
    assert recovery.state.text() == "Registeret har ingen kode ennå."
    recovery.make.click()
    code = recovery.code.text().replace(BREAK, "")
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


def test_code_panel_speaks_of_what_opens_this_register(real: Screen) -> None:
    assert "Blir passordsetningen glemt" in real.window.ui.barText.text()
    real.control(Qt.Key.Key_G)
    said = " ".join(text.text() for text in part(real).findChildren(QLabel))
    assert "Blir den glemt" in said
    assert "Windows" not in said, "no password of Windows opens it"


def test_a_code_that_nobody_confirmed_is_gone_when_the_page_is_left(real: Screen) -> None:
    real.workspace.show_settings("Vedlikehold")
    recovery = part(real)
    recovery.make.click()
    assert recovery.code.text()
    real.control(Qt.Key.Key_1)
    assert recovery.code.text() == ""
    assert not real.services.recovery.has_code


def test_practice_needs_none(screen: Screen) -> None:
    screen.workspace.show_settings("Vedlikehold")
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
    real.workspace.show_settings("Vedlikehold")
    recovery = part(real)
    first, second = (box for box in recovery.words.boxes if isinstance(box, QLineEdit))

    def is_said(words: str) -> bool:
        return words in recovery.said.text()

    for words, again, said in (
        ("kort", "kort", "minst 12 tegn"),
        (NEW, f"{NEW}!", "samme i begge feltene"),
        (NEW, NEW, "gjelder fra neste start"),
    ):
        first.setText(words)
        second.setText(again)
        recovery.change.click()
        real.bot.waitUntil(partial(is_said, said), timeout=10_000)
    real.application.close()
    with pytest.raises(WrongKeyError):
        open_services(home, passphrase=PASSPHRASE)
    open_services(home, passphrase=NEW).close()


def folk(screen: Screen) -> PeoplePanel:
    part = settings_part(screen, "Folk", PeoplePanel)
    screen.bot.waitUntil(lambda: part.list.count() > 0 and bool(part.form.boxes))
    return part


def told(screen: Screen, part: PeoplePanel, word: str) -> str:
    screen.bot.waitUntil(lambda: word in part.bar.said.text())
    return str(part.bar.said.text())


def code_in(sentence: str) -> str:
    found = re.search(r"er (\d{3} \d{3})\.", sentence)
    assert found is not None, sentence
    return found[1]


@pytest.mark.own_window
def test_a_new_person_gets_a_start_code_that_opens_for_them(screen: Screen) -> None:
    part = folk(screen)
    assert not part.leave.isVisible()  # oneself
    part.new.click()
    assert not part.new_code.isVisible()
    for box, words in zip(part.form.boxes, ("Lars Tveit", "lt", ""), strict=True):
        of_kind(QLineEdit, box).setText(words)
    part.roles["operator"].setChecked(True)
    part.submit()
    code = code_in(told(screen, part, "Lars Tveit (LT) er lagret. Startkoden til LT er"))
    rows = [part.list.item(n).text() for n in range(part.list.count())]
    assert "Lars Tveit (LT) · Operatør · har startkode" in rows
    lars = next(p for p in screen.services.people.all() if p.initials == "LT")
    assert screen.services.people.sign_in(lars.id, code, chosen="2719").initials == "LT"


@pytest.mark.own_window
def test_the_initials_of_a_new_person_follow_the_name_until_they_are_edited(screen: Screen) -> None:
    part = folk(screen)
    name, initials = part.form.line("name"), part.form.line("initials")
    before = initials.text()
    screen.bot.keyClicks(name, " Lie")
    assert initials.text() == before  # what signs older remarks is changed by hand alone
    part.new.click()
    part.foot.no.click()
    name, initials = part.form.line("name"), part.form.line("initials")
    screen.bot.keyClicks(name, "Lars Tveit")
    assert initials.text() == "LT"
    screen.bot.keyClick(name, Qt.Key.Key_Return)
    screen.type("lt2")  # in the place of what was proposed
    assert initials.text() == "lt2"
    screen.bot.keyClicks(name, " Berg")
    assert initials.text() == "lt2"


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
    assert not part.new_code.isVisible()
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
    application.sequence.open(PASSPHRASE)
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


@pytest.mark.text_scale(2.0)
def test_all_roles_of_a_person_are_read_in_large_text(screen: Screen) -> None:
    part = folk(screen)
    screen.bot.waitUntil(lambda: part.list.count() > 0)
    line = part.list.fontMetrics().height()
    screen.bot.waitUntil(lambda: part.list.visualItemRect(part.list.item(0)).height() >= 2 * line)
    assert part.list.visualItemRect(part.list.item(0)).width() <= part.list.viewport().width()


@pytest.mark.own_window
def test_the_owner_of_the_procedures_is_told_that_members_are_not_seen(screen: Screen) -> None:
    """«Søket virker ikke nå» and «Ingen å ringe tilbake» were not true."""
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    me = screen.services.session.operator
    screen.services.people.keep(me.model_copy(update={"roles": "vedlikehold"}))
    screen.services.session.refresh()
    screen.at_rest()
    for page, box in (("callbacks", "callbacks"), ("confirmations", "confirmations"), ("outbox", "outbox")):
        screen.window.show_page(page)
        screen.at_rest()
        assert getattr(screen.workspace, box).ui.empty.text() == "Rollen din ser ikke medlemmer."
    screen.window.show_page("call")
    screen.window.ui.search.setFocus()
    screen.at_rest()
    screen.window.hide_bar()
    screen.type("ingunn")
    hint = screen.workspace.call.ui.hitHint
    screen.bot.waitUntil(lambda: hint.text() == "Rollen din ser ikke medlemmer.")
    assert "rollen" not in screen.window.ui.barText.text()
    with pytest.raises(NotAllowedError, match="Operatør, Avdeling, Personvern eller Administrator"):
        screen.services.session.require("operator", "avdeling", "personvern", "administrator")
