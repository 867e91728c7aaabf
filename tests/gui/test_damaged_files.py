"""R19: each small file beside a register spoilt in each way, a full disk, and a register that is taken away.

The window says one sentence, it opens or says the way on, and nothing is deleted."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.errors import FULL, SwitchboardError
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePanel
from sentralbord_desktop.gui.single_instance import notify_running_instance
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.services.backup.restore_request import REQUEST
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.storage.backup.restore import STEPS_FILE
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots
from sentralbord_desktop.storage.sharing.offline_queue import QUEUE_FILE as QUEUE
from sentralbord_desktop.storage.sharing.server_choice import FILE as OWN_SERVER
from sentralbord_desktop.system.paths import LOCK_FILE, held_alone
from sentralbord_desktop.system.policy_sources import read_policies
from tests.helpers.command import cli
from tests.helpers.disks import fill
from tests.helpers.figures import Tried, size
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import enrol, is_plain
from tests.helpers.screen import Screen, dismantle
from tests.helpers.spoilt import STATES, rights_of_anybody
from tests.helpers.window_calls import begin_call

BACKUP = "{backup}"
FILES = {
    "request": REQUEST,
    "steps": STEPS_FILE,
    "marker": f"{DATABASE_FILE}-okt",
    "slots": SLOT_FILE,
    "server": OWN_SERVER,
    "queue": QUEUE,
    "lock": LOCK_FILE,
    "backups": "kopier",
    "contents": f"kopier/{BACKUP}/innhold.json",
    "slots of a backup": f"kopier/{BACKUP}/{SLOT_FILE}",
    "register of a backup": f"kopier/{BACKUP}/{DATABASE_FILE}",
    "logs": "logg",
    "log": "logg/sentralbord.log",
    "log of commands": "logg/sentralbord-cli.log",
    "put aside": "lagt-til-side",
    "policy": "../policy/Sentralbord/policy.toml",
}
CASES = [(file, state) for file in FILES for state in STATES]
EVERY = size(1, 7)
"""The window is opened over each of these; the commands over all."""
BY_DAY = 3
"""One in so many is asked by day: each file and each state."""
MAX_MB = 500
OPENED = Tried("R19", "{n} small files beside a register, each spoilt: it opened, 0 deleted")
TOLD = Tried("R19", "{n} small files beside a register, each spoilt: one sentence and the way on, 0 deleted")


def lying(home: Path) -> dict[int, bytes]:
    """By inode, so that what was only moved is there: what each file holds, and that each link and folder is."""
    found: dict[int, bytes] = {}
    for path in [*home.rglob("*"), *(home.parent / "policy").rglob("*")]:
        held = path.is_file() and not path.is_symlink() and path.stat().st_size < 1_000_000
        readable = held and path.stat().st_mode & 0o400
        found[path.lstat().st_ino] = path.read_bytes() if readable else b""
    return found


MADE: list[tuple[Path, dict[tuple[str, str], str]]] = []


@pytest.fixture
def home(
    tmp_path: Path,
    vault: dict[tuple[str, str], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A register with one member and a backup, with each of the small files as it should be, and its keyring."""
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "policy"))  # for %PROGRAMDATA%
    (tmp_path / "policy/Sentralbord").mkdir(parents=True)
    if not MADE:
        place = tmp_path_factory.mktemp("mal") / "kontor"
        make(place)
        MADE.append((place, dict(vault)))
    place, kept = MADE[0]
    vault.update(kept)
    return Path(shutil.copytree(place, tmp_path / "kontor"))


def make(place: Path) -> None:
    services = open_services(place)
    services.session.update(name="Per Vik", initials="PV")
    services.recovery.keep(services.recovery.new_code())
    enrol(services)
    services.backups.take()
    services.close()
    (place / "logg").mkdir()


def most_memory() -> int:
    """The most kilobytes that this process has had."""
    import resource  # not there on Windows, which collects this file too

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def members_by_command(home: Path) -> tuple[bool, str]:
    """Whether it opened with its member, and what was said."""
    begun = time.process_time()
    done = cli("--data", home, "check", passphrase="")
    assert time.process_time() - begun < 10
    lines = done.stderr.splitlines()
    for line in lines:
        is_plain(SwitchboardError(line.removeprefix("policy.toml ").capitalize()))
    if done.returncode == 0:
        assert done.stdout == "Registeret er i orden. Det har 1 medlem.\n"
        return True, done.stderr
    assert done.stdout == ""
    assert len(lines) == 1 + len(read_policies().faults), done.stderr
    return False, lines[-1]


def window_over(home: Path, qtbot: QtBot, qapp: QApplication) -> tuple[bool, str]:
    """The same of the window: its desk, or the page that says why."""
    policies = read_policies()
    application = Application(qapp, arguments(["--data", str(home), "--look", "lyst"]), policies)
    try:
        application.show()
        pages = application.window.ui.pages
        qtbot.waitUntil(
            lambda: application.workspace is not None or isinstance(pages.currentWidget(), OpenFailurePage),
            timeout=20_000,
        )
        page = pages.currentWidget()
        if not isinstance(page, OpenFailurePage):
            assert application.services is not None
            assert application.services.members.count() == 1
            return True, ""
        ways = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
        assert "Prøv igjen" in ways
        assert not any("gikk galt" in text.text() for text in page.findChildren(QLabel))
        return False, page.sentence.text()
    finally:
        dismantle(application)


@pytest.mark.skipif(sys.platform == "win32", reason="links, rights and limits of Linux")
@pytest.mark.figures("R19")
@pytest.mark.parametrize(
    ("number", "file", "state"),
    [
        pytest.param(number, *case, id=": ".join(case), marks=pytest.mark.night if number % BY_DAY else ())
        for number, case in enumerate(CASES)
    ],
)
def test_a_small_file_that_is_spoilt_shuts_nobody_out_and_nothing_is_deleted(
    number: int, file: str, state: str, home: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    backup = next((home / "kopier").iterdir()).name
    path = home / FILES[file].format(backup=backup)
    spoil_lock = file == "lock"
    STATES[state](path)
    if spoil_lock and not path.is_symlink() and state != "unreadable":
        os.utime(path, (1, 1))  # left long ago: a newer one is just being made
    spoilt, before = path.lstat().st_ino, lying(home)
    most = most_memory()
    ways: list[Callable[[], tuple[bool, str]]] = [lambda: members_by_command(home)]
    if number % EVERY == 0 or spoil_lock:
        ways.append(lambda: window_over(home, qtbot, qapp))
    with rights_of_anybody():
        for way in ways:
            opened, said = way()
            if not opened:  # what was put aside is out of the way by now
                opened, said = way()
            assert opened or names(said, path), said
        if spoil_lock:
            assert is_alone_or_says_it(home)
    assert (most_memory() - most) / 1024 < MAX_MB
    after = lying(home)
    assert spoilt in after
    lost = [inode for inode in before if inode not in after and before[inode]]
    assert not lost, [path.name for path in home.rglob("*")]
    if not opened:  # as it was, and it opens with all it held
        path.rename(home.parent / "ødelagt")
        put_back = path.with_name(f"tatt-bort-{path.name}")
        if state == "unreadable":
            (home.parent / "ødelagt").chmod(0o600)
            (home.parent / "ødelagt").rename(path)
        elif put_back.exists():
            put_back.rename(path)
        if file == "server":
            path.unlink(missing_ok=True)
        assert members_by_command(home)[0]
    (OPENED if opened else TOLD).one_more()


def names(said: str, path: Path) -> bool:
    """A sentence that helps: which file it is about."""
    return path.name in said.replace("\u200b", "")


def is_alone_or_says_it(home: Path) -> bool:
    """A lock that is none is not taken for an open window."""
    try:
        with held_alone(home) as alone:
            return alone
    except SwitchboardError as error:
        is_plain(error)
        return LOCK_FILE in str(error)


@pytest.mark.skipif(sys.platform == "win32", reason="links, rights and limits of Linux")
def test_the_control_files_as_they_should_be_open_in_both_ways(home: Path, qtbot: QtBot, qapp: QApplication) -> None:
    assert members_by_command(home) == (True, "")
    assert window_over(home, qtbot, qapp) == (True, "")
    assert json.loads((home / SLOT_FILE).read_text())["made"]


@pytest.mark.figures("R19")
@pytest.mark.parametrize("left", [0, 4096, 40_000])
def test_a_full_disk_is_said_and_only_to_try_again_is_offered(
    left: int, small_disk: Path, practised: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    """First the lock has no room, then the marker, then what SQLite keeps beside the register."""
    home = Path(shutil.copytree(practised, small_disk / "register"))
    ballast = fill(small_disk, left)
    if left == 0:  # a second start would wait for nobody
        assert notify_running_instance(home) == (None, False)
    words = ["--practice", "--data", str(home), "--look", "lyst"]
    application = Application(qapp, arguments(words))
    try:
        application.show()
        pages = application.window.ui.pages
        qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), OpenFailurePage), timeout=15_000)
        page = pages.currentWidget()
        assert isinstance(page, OpenFailurePage)
        assert FULL in [text.text() for text in page.findChildren(QLabel) if text.isVisible()]
        shown = [one for one in page.findChildren(QPushButton) if one.isVisible()]
        assert [one.text() for one in shown] == ["Prøv igjen"]
        ballast.unlink()
        shown[0].click()
        qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    finally:
        dismantle(application)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is open")
@pytest.mark.figures("R19")
def test_what_was_typed_stays_on_the_screen_and_is_completed_when_the_register_is_back(screen: Screen) -> None:
    folder = screen.services.folder
    aside = folder.with_name("bort")
    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
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
        groups = part.code.text().replace(BREAK, "").split("-")
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
