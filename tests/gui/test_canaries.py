"""R13: marked members are walked through the pages of the desk and its errors; no mark gets outside."""

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from sentralbord_desktop.gui.privacy.access_log_panel import AccessLogPanel
from sentralbord_desktop.gui.privacy.subject_rights_panel import SubjectRightsPanel
from sentralbord_desktop.storage.members.members import add_member
from tests.gui.test_behaviour import words_on
from tests.gui.test_looks import settings_part
from tests.gui.test_privacy import answers, write
from tests.helpers.figures import Say, size
from tests.helpers.screen import Screen

MARK = "Kanarifugl"
MARKUP = "<b>Kanarifugl</b><img src='file:///etc/passwd'>"


def marked(screen: Screen, count: int) -> None:
    """Members whose every text carries the mark, one of them with markup in it."""
    services = screen.services
    with services.database.transaction() as session:
        for number in range(count):
            fields = {
                "number": f"7{number:05d}",
                "first_name": MARK,
                "last_name": f"{MARK}{number}",
                "email": f"{MARK}{number}@eksempel.no",
                "street": f"{MARK}veien {number}",
                "place": MARK,
                "employer": MARKUP if number == 0 else f"{MARK} AS",
                "phone": f"4{number:07d}",
                "department": 4,
            }
            add_member(session, fields, author="TEST", at=services.session.clock(), inquiry_id=None, source="import")


def files_outside(screen: Screen, temporary: Path) -> list[Path]:
    """Logs, settings and temporary files, and whatever else lies in the register's folder unencrypted."""
    QSettings().sync()
    places = [screen.services.folder, Path(QSettings().fileName()).parent, temporary]
    return [file for place in places for file in place.rglob("*") if file.is_file()]


def every_setting(screen: Screen) -> None:
    """Each part is looked at, and asked for what it shows."""
    sections = screen.workspace.settings.ui.sections
    screen.window.show_page("settings")
    for number in range(sections.count()):
        sections.setCurrentRow(number)
        screen.at_rest()  # it reads what it shows
    assert sections.count() > 15


def given_out(screen: Screen, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """What somebody asked to have as a file has the mark; it may leave none anywhere else."""
    folder.mkdir()
    screen.services.member_imports.export_members(folder / "medlemmer.csv")
    screen.workspace.callbacks.list.write(folder / "liste.csv")
    part = settings_part(screen, "Innsyn og sletting", SubjectRightsPanel)
    write(part.who.boxes[0], "700000")
    part.submit()
    screen.bot.waitUntil(part.summary.isVisible)
    for button, kind in ((part.pdf, "pdf"), (part.json, "json")):
        answers(monkeypatch, folder / f"innsyn.{kind}")
        button.click()
        screen.bot.waitUntil((folder / f"innsyn.{kind}").exists)
    given = (folder / "innsyn.json").read_text(encoding="utf-8")
    assert MARK in given
    assert MARK in (folder / "medlemmer.csv").read_text(encoding="utf-8-sig")
    trace = settings_part(screen, "Sporing", AccessLogPanel)
    trace.submit()
    screen.bot.waitUntil(lambda: any(MARK in one.member for one in trace.rows.values))


@pytest.mark.figures("R13")
def test_marked_members_leave_no_mark_in_logs_settings_or_temporary_files(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, figure: Say
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    count = size(200, 12)
    marked(screen, count)
    for number in range(count):
        screen.open(f"7{number:05d}")
        if number == 0:
            assert MARKUP in words_on(screen)  # as it was written, not as a picture
        if number % 4 == 0:
            screen.key(Qt.Key.Key_Space)
            screen.digits("71")
            screen.type("-11")
            screen.control(Qt.Key.Key_P)
        if number % 4 == 1:
            screen.control(Qt.Key.Key_M)
            screen.type(f"{MARK} ringte")
            screen.control(Qt.Key.Key_Return)
    for page in ("callbacks", "confirmations", "availability", "catalogue", "outbox", "settings", "call"):
        screen.window.show_page(page)
    every_setting(screen)
    given_out(screen, monkeypatch, tmp_path / "given out")
    for broken in (RuntimeError(MARK), ValueError(f"{MARK} i en feil"), KeyError(MARK)):
        screen.workspace.bar.show_error(broken)
    screen.application.tasks.failed.emit(OSError(MARK))
    found = files_outside(screen, temporary)
    logs = [file for file in found if file.suffix == ".log"]
    assert logs
    assert any(b"bug RuntimeError" in file.read_bytes() for file in logs)  # the error itself is there
    leaking = [file for file in found if MARK.lower().encode() in file.read_bytes().lower()]
    figure(
        "R13",
        f"{count} marked members through the pages of the desk, {len(found)} files outside: {len(leaking)} "
        "with a mark, after every part of the settings, an access report and lists given out; markup shown as text",
        control="the mark is on the screen, and the error that carried it is in the log without it",
    )
    assert leaking == []
