"""R19: a disk that is full at the start is told as that, whichever step meets it, and nothing else is offered."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.errors import FULL, DatabaseDamagedError, NoSpaceError, SwitchboardError
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots
from sentralbord_desktop.system.paths import LOCK_FILE, held_alone
from tests.helpers.command import cli
from tests.helpers.disks import fill, small_disk
from tests.helpers.figures import Say, size
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import content, is_plain, older_register, reopen

__all__ = ["small_disk"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a small disk is mounted on Linux")
STEPS = size(60, 16)
PAGE = 4096


def lefts(most: int) -> list[int]:
    """How much room is left: none, one page, two, … and then ever more, up to `most`."""
    few = [PAGE * number for number in range(STEPS // 2)]
    rest = STEPS - len(few)
    return few + [few[-1] + (most - few[-1]) * number // rest for number in range(1, rest + 1)]


def is_whole_after_an_upgrade(home: Path) -> bool:
    """The upgrade fitted, and what is written after it did not: a whole backup of before lies beside."""
    kept = list(home.glob("kopier/*/innhold.json"))
    return bool(kept) and not list(home.glob("kopier/*.uferdig"))


def start_at_each(
    disk: Path, make: Callable[[Path], object], start: Callable[[Path], object], most: int
) -> tuple[int, int]:
    """Start with less and more room, each on a new copy: how often the disk was told to be full, and how often it
    opened. Nothing else may be said, and with room again the same start goes."""
    told = opened = 0
    for left in lefts(most):
        home = disk / "kontor"
        make(home)
        before = content(home)
        ballast = fill(disk, left)
        try:
            start(home)
            opened += 1
        except NoSpaceError as error:
            is_plain(error)
            told += str(error) == FULL
            left_as_it_was = {name: content(home)[name] for name in before} == before
            assert left_as_it_was or is_whole_after_an_upgrade(home)
        finally:
            ballast.unlink()
        start(home)
        shutil.rmtree(home)
    assert told + opened == STEPS
    return told, opened


@pytest.mark.night
@pytest.mark.figures("R19")
def test_at_every_step_of_a_start_a_full_disk_is_told_as_a_full_disk(
    next_version: None, small_disk: Path, folder: Path, tmp_path: Path, figure: Say
) -> None:
    """Marker, connection and log of a register that is there; slot file and tables of a new one; backup and upgrade
    of an older one."""
    older_register(tmp_path / "eldre", members=20)
    services = reopen(folder)
    services.members.remark(1, "Ringte i dag.")
    shutil.copytree(folder, tmp_path / "drept")  # as a kill would leave it, with the newest in the log
    assert (tmp_path / f"drept/{DATABASE_FILE}-wal").stat().st_size > 0
    (tmp_path / f"drept/{DATABASE_FILE}-shm").unlink()
    services.close()

    def wordless(home: Path) -> None:
        shutil.copytree(folder, home)
        (home / f"{DATABASE_FILE}-okt").unlink()

    starts: dict[str, Callable[[Path], object]] = {
        "there": lambda home: shutil.copytree(folder, home),
        "there, without a word beside it": wordless,
        "killed": lambda home: shutil.copytree(tmp_path / "drept", home),
        "new": lambda home: home.mkdir(),
        "older": lambda home: shutil.copytree(tmp_path / "eldre", home),
    }
    told = opened = 0
    for name, make in starts.items():
        full, went = start_at_each(small_disk, make, lambda home: reopen(home).close(), 2_600_000)
        assert full > 1, name
        assert went > 0, name
        told, opened = told + full, opened + went
    figure(
        "R19",
        f"{told} starts on a full disk, of a register that is there, new or older: told as full, files as they "
        "were or upgraded with a whole backup, opened with room again",
        control=f"{opened} of the same with room enough opened",
    )


def test_a_full_disk_does_not_become_a_window_that_is_open_already(small_disk: Path, folder: Path) -> None:
    """The lock of a command; the window's is in tests/gui/test_damaged_files.py."""
    home = Path(shutil.copytree(folder, small_disk / "kontor"))
    ballast = fill(small_disk, 0)
    with pytest.raises(NoSpaceError), held_alone(home):
        pass
    assert not (home / LOCK_FILE).exists()  # one that is empty would stand in the way of everybody
    done = cli("--data", home, "backup", "rescue")
    assert (done.returncode, done.stderr) == (1, f"{FULL}\n")
    ballast.unlink()
    with held_alone(home) as alone:
        assert alone
        with held_alone(home) as twice:
            assert not twice  # the control: this one is open


def test_a_new_recovery_code_on_a_full_disk_is_one_sentence_and_the_old_one_still_opens(small_disk: Path) -> None:
    home = small_disk / "kontor"
    services = open_services(home, passphrase=PASSPHRASE)
    services.session.update(name="Per Vik", initials="PV")
    services.recovery.keep(old := services.recovery.new_code())
    before = (home / SLOT_FILE).read_bytes()
    ballast = fill(small_disk, 0)
    with pytest.raises(NoSpaceError) as caught:
        services.recovery.keep(services.recovery.new_code())
    is_plain(caught.value)
    services.close()
    done = cli("--data", home, "recovery", "make")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{FULL}\n")
    assert (home / SLOT_FILE).read_bytes() == before
    assert sorted(home.glob("nokkel.*")) == [home / SLOT_FILE]
    ballast.unlink()
    KeySlots(home / DATABASE_FILE).recover(old)
    done = cli("--data", home, "recovery", "make")
    assert (done.returncode, done.stderr) == (0, "")
    KeySlots(home / DATABASE_FILE).recover(done.stdout.strip())


def test_the_control_a_register_that_is_wrong_is_damaged_also_where_the_disk_is_full(
    small_disk: Path, folder: Path
) -> None:
    home = Path(shutil.copytree(folder, small_disk / "kontor"))
    with (home / DATABASE_FILE).open("r+b") as file:
        file.write(b"y" * PAGE)
    with pytest.raises(DatabaseDamagedError):
        reopen(home)
    fill(small_disk, 0)
    with pytest.raises(SwitchboardError):
        reopen(home)
