"""Backups in the window: taken, tried, brought back after a question; offered where nothing opens."""

import json
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.errors import BackupError
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.gui.workspace.background_jobs import DailyJob
from sentralbord_desktop.services.backup.restore_request import REQUEST
from sentralbord_desktop.services.imports.members import NOT_TO_BE_USED
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.startup.open_failure import RESCUE
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots, slots_in
from sentralbord_desktop.storage.engine.raw_connection import opened
from tests.helpers.damage import break_pages, digest, middle
from tests.helpers.pages import backups_part, maintenance
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import enrol, first_pc
from tests.helpers.screen import Screen, dismantle


def until_done(screen: Screen) -> None:
    """What was asked of the slow worker before this is done, and told."""
    done: list[None] = []
    screen.application.import_tasks.run(screen.workspace, lambda: None, done.append)
    screen.bot.waitUntil(lambda: bool(done), timeout=20_000)


def test_one_is_taken_tried_and_found_to_be_damaged(screen: Screen) -> None:
    backups = backups_part(screen)
    assert backups.empty.isVisible()
    assert not backups.restore.isEnabled()
    backups.take.click()
    screen.bot.waitUntil(lambda: backups.list.count() == 1, timeout=20_000)
    assert "400 medlemmer" in backups.list.item(0).text()
    assert not backups.empty.isVisible()
    backups.drill.click()
    screen.bot.waitUntil(lambda: backups.list.item(0).text().endswith("I orden."), timeout=20_000)
    made = backups.chosen
    assert made is not None
    file = screen.services.backups.folder / made.name / "sentralbord.db"
    file.write_bytes(file.read_bytes()[:-4096])
    backups.drill.click()
    screen.bot.waitUntil(lambda: "Kan ikke brukes" in backups.list.item(0).text(), timeout=20_000)
    assert backups.bar.said.text() == "1 av 1 kan ikke brukes. Ta en ny kopi."


def test_the_buttons_are_just_below_the_copies(screen: Screen) -> None:
    """700 pixels below the one copy, at the foot of a large window."""
    screen.window.resize(1920, 1032)
    backups = backups_part(screen)
    backups.take.click()
    screen.bot.waitUntil(lambda: backups.list.count() == 1, timeout=20_000)
    until_done(screen)
    screen.at_rest()
    assert backups.list.height() < 3 * backups.list.sizeHintForRow(0)
    assert backups.list.verticalScrollBar().maximum() == 0
    assert 0 < backups.restore.y() - backups.list.geometry().bottom() < 30


@pytest.mark.own_window
def test_one_that_is_stopped_leaves_nothing_half_and_no_request(screen: Screen) -> None:
    backups = backups_part(screen)
    backups.take.click()
    backups.bar._halt.click()
    screen.bot.waitUntil(lambda: "Avbrutt" in backups.bar.said.text(), timeout=20_000)
    folder = screen.services.backups.folder
    assert list(folder.iterdir()) == []
    backups.take.click()
    screen.bot.waitUntil(lambda: backups.list.count() == 1, timeout=20_000)
    backups.restore.click()
    screen.bot.waitUntil(backups.question.yes.isVisible)
    backups.question.yes.click()
    backups.bar._halt.click()
    screen.bot.waitUntil(lambda: "Avbrutt" in backups.bar.said.text(), timeout=20_000)
    assert not (screen.services.folder / REQUEST).exists()
    assert len(list(folder.iterdir())) == 1


def test_half_an_export_that_was_deleted_at_the_start_is_said(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = screen.workspace.bar
    screen.window.hide_bar()
    monkeypatch.setattr(bar, "_services", replace(screen.services, leftovers=1))
    bar.show_first()
    assert "Den halve filen" in screen.window.ui.barText.text()
    assert screen.window.ui.bar.isVisible()


def test_a_start_says_how_far_a_backup_has_come_and_can_be_stopped(screen: Screen) -> None:
    register_opener = screen.application.register_opener
    register_opener.services, office = None, register_opener.services  # as while it opens
    register_opener.fetched.emit(3, 10)
    screen.bot.waitUntil(lambda: "Henter sikkerhetskopien: 30 %" in screen.window.ui.barText.text())
    assert not register_opener._stop.is_set()
    screen.window.ui.barButton.click()
    assert register_opener._stop.is_set()
    register_opener.services = office


def test_bringing_one_back_is_asked_first_and_starts_the_program_again(screen: Screen) -> None:
    backups = backups_part(screen)
    backups.take.click()
    screen.bot.waitUntil(lambda: backups.list.count() == 1, timeout=20_000)
    wanted = screen.services.backups.found()[0].name
    backups.restore.click()
    screen.bot.waitUntil(backups.question.isVisible)
    assert "Alt som er gjort siden, legges til side" in backups.question.said.text()
    assert backups.question.no.hasFocus()
    backups.question.no.click()
    assert not backups.question.isVisible()
    assert not (screen.services.folder / REQUEST).exists()
    backups.restore.click()
    screen.bot.waitUntil(backups.question.yes.isVisible)
    backups.question.yes.click()
    screen.bot.waitUntil(lambda: screen.application.starts_again is not None, timeout=20_000)
    assert (screen.services.folder / REQUEST).read_text() == wanted
    assert not screen.window.isVisible()


def made_real(screen: Screen) -> None:
    """The slot file of a register that is not for practice: none of another PC comes where one practises."""
    file = screen.services.folder / SLOT_FILE
    slots = {name: slot for name, slot in slots_in(file).items() if name not in ("practice", "sum")}
    file.write_text(json.dumps(slots))
    KeySlots(file).set_passphrase(screen.services.database.key, "fire nye ord her")


def test_a_real_register_is_not_brought_to_where_one_practises(screen: Screen, tmp_path: Path) -> None:
    code, made = first_pc(tmp_path / "gammel", "fire gamle ord her", tmp_path / "nett")
    place = next((tmp_path / "nett").iterdir())
    with pytest.raises(BackupError, match="blandes ikke"):
        screen.services.backups.restore(made, place, code)
    assert not (screen.services.folder / REQUEST).exists()


def test_one_of_another_pc_is_brought_back_by_its_code(screen: Screen, tmp_path: Path) -> None:
    code, _ = first_pc(tmp_path / "gammel", "fire gamle ord her", tmp_path / "nett")
    made_real(screen)
    backups = backups_part(screen)
    starts: list[None] = []
    backups._restart = lambda: starts.append(None)
    (tmp_path / "tom").mkdir()
    backups.look_in(tmp_path / "tom")
    screen.bot.waitUntil(lambda: "Det ligger ingen kopier" in backups.bar.said.text())
    backups.look_in(tmp_path / "nett")
    screen.bot.waitUntil(lambda: backups.list.count() == 1 and "1 medlem," in backups.list.item(0).text())
    until_done(screen)
    backups.restore.click()
    screen.bot.waitUntil(backups.words.isVisible)
    assert backups.words.hasFocus()
    screen.type("feil kode")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: bool(backups.bar.said.text()) and backups.restore.isEnabled())
    assert not starts
    backups.restore.click()
    screen.bot.waitUntil(backups.words.isVisible)
    screen.type(code)
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: bool(starts), timeout=20_000)
    assert (screen.services.folder / REQUEST).exists()
    (screen.services.folder / REQUEST).unlink()


def test_a_second_place_is_kept_by_ctrl_enter_and_a_bad_one_is_said(screen: Screen, tmp_path: Path) -> None:
    backups = backups_part(screen)
    (tmp_path / "fil").write_text("")
    box = backups.form.boxes[0]

    def is_said(word: str) -> bool:
        return backups.bar.said.text().startswith(word)

    for place, word in ((tmp_path / "fil", "Får ikke skrevet"), (tmp_path / "to", "Lagret.")):
        box.setProperty("text", str(place))
        screen.control(Qt.Key.Key_Return)
        screen.bot.waitUntil(partial(is_said, word))
    assert screen.services.backups.second() == str(tmp_path / "to")


def test_the_backup_of_today_is_taken_by_itself_and_a_failure_told_once(screen: Screen) -> None:
    told: list[Exception] = []
    turns = DailyJob(screen.services.backups.daily, screen.application.import_tasks, screen.workspace)
    turns.failed.connect(told.append)
    turns.look()
    screen.bot.waitUntil(lambda: len(screen.services.backups.found()) == 1, timeout=20_000)
    made = screen.services.backups.found()[0]
    assert made.why == "daglig"
    turns.look()  # not twice in one day
    until_done(screen)
    assert len(screen.services.backups.found()) == 1
    folder = screen.services.backups.folder
    folder.rename(folder.with_name("bort"))
    folder.write_text("en fil")
    for _ in range(3):
        turns.look()
    until_done(screen)
    assert [str(error)[:9] for error in told] == ["Får ikke "]


def test_copies_are_looked_after_soon_and_then_every_hour(screen: Screen) -> None:
    done: list[bool] = []
    turns = DailyJob(lambda: done.append(True), screen.application.import_tasks, screen.workspace)
    turns.begin()
    timers = turns.findChildren(QTimer)
    assert sorted(timer.interval() for timer in timers) == [60_000, 3_600_000]
    for timer in timers:
        assert timer.isActive()
        timer.timeout.emit()
    screen.bot.waitUntil(lambda: len(done) == 2)
    turns.end()


@pytest.mark.parametrize("harm", ["register", "slots", "gone"])
def test_where_the_register_cannot_be_opened_the_newest_backup_is_offered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, harm: str
) -> None:
    home = tmp_path / "register"
    services = open_services(home, passphrase=PASSPHRASE)
    services.session.update(name="Maja")
    services.backups.take()
    services.close()
    if harm == "register":
        (home / DATABASE_FILE).write_bytes(b"x" * 90_000)
    else:
        (home / {"slots": "nokkel.json", "gone": DATABASE_FILE}[harm]).unlink()
    application = Application(qapp, arguments(["--data", str(home), "--look", "lyst"]))
    pages = application.window.ui.pages

    def shown(words: str) -> OpenFailurePage | None:
        page = pages.currentWidget()
        return page if isinstance(page, OpenFailurePage) and page.panel.accessibleName().startswith(words) else None

    try:
        application.show()
        qtbot.waitUntil(lambda: shown("Lås opp") is not None or shown("Får ikke") is not None, timeout=15_000)
        if harm == "register":  # the slots are whole: first the passphrase
            application.sequence.open(PASSPHRASE)
            qtbot.waitUntil(lambda: shown("Får ikke") is not None, timeout=15_000)
        page = shown("Får ikke")
        assert page is not None
        button = next(b for b in page.findChildren(QPushButton) if b.text().startswith("Hent kopien"))
        button.click()
        qtbot.waitUntil(lambda: shown("Lås opp") is not None, timeout=15_000)
        application.sequence.open(PASSPHRASE)
        qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
        assert application.services is not None
        assert application.services.session.operator.name == "Maja"
    finally:
        dismantle(application)


@pytest.mark.own_window
def test_a_damaged_register_is_found_and_what_can_be_read_is_saved(screen: Screen) -> None:
    with screen.services.database.reading() as session:
        session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    file = screen.services.folder / DATABASE_FILE
    break_pages(file, middle(screen.services.folder))
    before = digest(file)
    upkeep = maintenance(screen).integrity
    assert not upkeep.rescue.isVisible()
    upkeep.check.click()
    screen.bot.waitUntil(lambda: NOT_TO_BE_USED in upkeep.bar.said.text(), timeout=20_000)
    assert upkeep.rescue.isVisible()
    upkeep.rescue.click()
    screen.bot.waitUntil(lambda: upkeep.bar.said.text().startswith("Berget: "), timeout=30_000)
    (made,) = screen.services.backups.found()
    assert made.why == "berget"
    assert digest(file) == before


def test_what_can_be_read_is_saved_also_where_the_register_does_not_open(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, vault: object
) -> None:
    home = tmp_path / "register"
    services = open_services(home)
    services.session.update(name="Maja")
    enrol(services)
    services.close()
    register = home / DATABASE_FILE
    with closing(opened(register, KeySlots(register).key())) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'alembic_version'"
        page = connection.execute(asked).fetchone()[0]
    break_pages(register, [page])
    before = digest(register)
    application = Application(qapp, arguments(["--data", str(home), "--look", "lyst"]))
    pages = application.window.ui.pages
    try:
        application.show()
        qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), OpenFailurePage), timeout=15_000)
        shown = pages.currentWidget()
        assert shown is not None
        button = next(b for b in shown.findChildren(QPushButton) if b.text() == RESCUE)
        button.click()
        qtbot.waitUntil(lambda: application.services is not None, timeout=30_000)
        assert application.services is not None
        assert application.services.members.count() == 1
        aside = next((home / "lagt-til-side").rglob(DATABASE_FILE))
        assert digest(aside) == before
    finally:
        dismantle(application)
