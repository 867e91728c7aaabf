"""Another machine's disk is no place for a database."""

import os
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QSysInfo

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.single_instance import lock_of, took
from sentralbord_desktop.system import paths
from sentralbord_desktop.system.paths import LOCK_FILE, held_alone, is_share, mounted_as, on_network

MOUNTS = """overlay / overlay rw 0 0
server:/hjem /hjem nfs4 rw 0 0
//server/felles /mnt/felles\\040disk cifs rw 0 0
tmpfs /hjem/lokal tmpfs rw 0 0
rubbish
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/register", "overlay"),
        ("/hjem/maja/register", "nfs4"),
        ("/hjem/lokal/x", "tmpfs"),
        ("/hjemme", "overlay"),
        ("/mnt/felles disk/register", "cifs"),
    ],
)
def test_the_deepest_mount_holds_a_folder(folder: str, kind: str) -> None:
    assert mounted_as(MOUNTS, Path(folder)) == kind


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\tjener\felles\register", True),
        ("//tjener/felles", True),
        (r"\\?\UNC\tjener\felles", True),
        (r"\\?\C:\register", False),
        (r"C:\register", False),
        (r"\\.\C:\register", False),
        ("/srv/register", False),
    ],
)
def test_a_windows_share_is_known_by_its_name(path: str, share: bool) -> None:
    assert is_share(path) is share


def test_a_register_on_a_share_is_refused_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine has no share to mount; that one is recognised is tested above and under Wine."""
    assert not on_network(tmp_path)
    monkeypatch.setattr(paths, "on_network", lambda folder: folder == tmp_path / "felles")
    with pytest.raises(SwitchboardError, match="nettverksområde"):
        open_services(tmp_path / "felles", practice=True)
    assert not (tmp_path / "felles").exists()


def test_a_window_and_a_command_never_hold_a_register_at_the_same_time(tmp_path: Path) -> None:
    window = lock_of(tmp_path)
    assert window.tryLock(0)
    with held_alone(tmp_path) as alone:
        assert not alone
    window.unlock()
    with held_alone(tmp_path) as alone:
        assert alone
        assert not lock_of(tmp_path).tryLock(0)
        with held_alone(tmp_path) as twice:
            assert not twice
    assert not (tmp_path / LOCK_FILE).exists()
    (tmp_path / LOCK_FILE).write_text("1\nkrasjet\nher\n", encoding="utf-8")  # left by a crash
    with held_alone(tmp_path) as alone:
        assert alone
    assert lock_of(tmp_path).tryLock(0)


def test_a_lock_of_a_dead_program_that_had_our_number_is_taken(tmp_path: Path) -> None:
    """After a power cut the same start may get the same number, and Qt takes us for the owner."""
    program = Path(sys.executable).resolve()
    host, name = QSysInfo.machineHostName(), program.stem if sys.platform == "win32" else program.name
    left = tmp_path / LOCK_FILE
    left.write_text(f"{os.getpid()}\n{name}\n{host}\n", encoding="utf-8")
    assert not lock_of(tmp_path).tryLock(0), "Qt believes that we have it"
    os.utime(left, (time.time() - 60,) * 2)
    lock = lock_of(tmp_path)
    assert took(lock, tmp_path)
    assert not took(lock_of(tmp_path), tmp_path), "and the one who has it keeps it"
