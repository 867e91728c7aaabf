"""R8: a log that was removed, or is another's, is told before anything is replayed."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.errors import LogForeignError, LogMissingError, SwitchboardError
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.wal_marker import WalMarker
from tests.helpers.figures import Say, size
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import KEY, content, enrol, is_plain, open_with_key, reopen

WAL = f"{DATABASE_FILE}-wal"
TURNS = size(15, 3)
WRITE_AND_DIE = """
import os, sys
from pathlib import Path
from tests.helpers.registers import enrol, open_with_key
offices = [open_with_key(Path(folder)) for folder in sys.argv[2:]]
for office in offices:
    enrol(office, sys.argv[1])
os.kill(os.getpid(), 9)
"""


def killed(number: str, *folders: Path) -> None:
    """A process writes a member into each and is killed: the member is in the log alone."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE_AND_DIE, number, *map(str, folders)], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode in (-9, 9)  # as Unix says it, and as Windows does
    assert all((folder / WAL).stat().st_size > 0 for folder in folders)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    services = open_with_key(tmp_path / "kontor")
    enrol(services)
    services.close()
    return tmp_path / "kontor"


@pytest.fixture(scope="module")
def killed_ones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """As many as the tests here need, killed by one process: under Wine a start takes ten seconds."""
    home = tmp_path_factory.mktemp("drept")
    services = open_with_key(home / "mal")
    enrol(services)
    services.close()
    folders = [home / f"kontor {which}" for which in range(2 * TURNS + 1)]
    for folder in folders:
        shutil.copytree(home / "mal", folder)
    killed("500", *folders)
    return iter(folders)


@pytest.fixture
def killed_one(killed_ones: Iterator[Path]) -> Path:
    """A register whose last process was killed as it had written a member."""
    return next(killed_ones)


def count(folder: Path) -> int:
    services = open_with_key(folder)
    try:
        return services.members.count()
    finally:
        services.close()


@pytest.mark.night
@pytest.mark.figures("R8")
def test_sessions_that_end_as_they_should_or_are_killed_raise_no_alarm(place: Path, figure: Say) -> None:
    turns = size(30, 3)
    for turn in range(turns):
        killed(str(300 + turn), place)
        assert count(place) == turn + 2  # what was killed is replayed, and nothing is said
        assert WalMarker(place / DATABASE_FILE).word == "closed"
        assert count(place) == turn + 2
    figure("R8", f"{2 * turns} sessions, half of them killed: 0 false alarms")


def test_two_processes_that_have_it_open_and_close_in_turn_raise_no_alarm(place: Path) -> None:
    first, second = open_with_key(place), open_with_key(place)
    first.close()
    assert WalMarker(place / DATABASE_FILE).word == "open"
    enrol(second, "400")
    second.close()
    assert WalMarker(place / DATABASE_FILE).word == "closed"
    assert count(place) == 2


FORGET_TO_CLOSE = """
import sys
from pathlib import Path
from tests.helpers.registers import enrol, open_with_key
office = open_with_key(Path(sys.argv[1]))
enrol(office, "600")
"""


@pytest.mark.night
def test_a_process_that_ends_without_closing_raises_no_alarm(place: Path) -> None:
    """Python closes the connections at its end, and SQLite takes the log away with the last."""
    subprocess.run([sys.executable, "-c", FORGET_TO_CLOSE, str(place)], cwd=Path(__file__).parents[2], check=True)
    assert not (place / WAL).exists()
    assert WalMarker(place / DATABASE_FILE).word == "closed"
    assert count(place) == 2


@pytest.mark.figures("R8")
@pytest.mark.parametrize("turn", range(TURNS))
def test_a_removed_log_is_told_and_not_a_byte_is_written(killed_one: Path, turn: int, figure: Say) -> None:
    (killed_one / WAL).unlink()
    before = content(killed_one)
    with pytest.raises(LogMissingError) as caught:
        Database.file(killed_one / DATABASE_FILE, KEY)
    is_plain(caught.value)
    assert content(killed_one) == before
    if turn == 0:
        figure("R8", f"{TURNS} removed and {TURNS} foreign logs: all told before a replay")


@pytest.mark.figures("R8")
@pytest.mark.parametrize("turn", range(TURNS))
def test_a_foreign_log_is_told_and_neither_replayed_nor_removed(killed_one: Path, turn: int, figure: Say) -> None:
    shutil.copy2(killed_one / WAL, killed_one / "gammel")  # an older log …
    assert count(killed_one) == 2
    (killed_one / "gammel").rename(killed_one / WAL)  # … beside a newer register
    log, before = (killed_one / WAL).read_bytes(), content(killed_one)
    with pytest.raises(LogForeignError) as caught:
        Database.file(killed_one / DATABASE_FILE, KEY)
    is_plain(caught.value)
    assert content(killed_one) == before
    assert (killed_one / WAL).read_bytes() == log


@pytest.mark.figures("R8")
def test_the_control_without_the_word_nobody_notices_either(killed_one: Path, figure: Say) -> None:
    (killed_one / WAL).unlink()
    (killed_one / f"{DATABASE_FILE}-okt").unlink()
    assert count(killed_one) == 1  # the acknowledged member is gone, and every check says all is well
    services = open_with_key(killed_one)
    assert services.member_imports.faults() == []
    services.close()
    figure("R8", control="without the word beside it the acknowledged row is gone and every check is well")


def test_whoever_goes_on_without_the_log_loses_nothing_more_and_the_log_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "kontor"
    reopen(folder).close()
    (folder / WAL).write_bytes(b"en fremmed logg")
    with pytest.raises(LogForeignError):
        reopen(folder)
    services = open_services(folder, passphrase=PASSPHRASE, os_user="maja.hovde", without_log=True)
    services.close()
    (kept,) = folder.glob(f"lagt-til-side/*-logg/{WAL}")
    assert kept.read_bytes() == b"en fremmed logg"
    reopen(folder).close()


def test_a_wrong_key_leaves_the_word_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "kontor"
    reopen(folder).close()
    with pytest.raises(SwitchboardError):
        Database.file(folder / DATABASE_FILE, KEY).migrate()
    assert WalMarker(folder / DATABASE_FILE).word == "closed"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
def test_a_word_that_cannot_be_written_is_said_in_plain_words(place: Path) -> None:
    marker = place / f"{DATABASE_FILE}-okt"
    marker.unlink()
    marker.mkdir()
    with pytest.raises(SwitchboardError) as caught:
        open_with_key(place)
    is_plain(caught.value)
    assert marker.is_dir()
