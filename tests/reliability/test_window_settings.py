"""R19: the file that keeps widths and colours of the window, spoilt in each way: the window opens."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services
from tests.helpers.figures import Say, size
from tests.helpers.spoilt import STATES, open_to_others

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the registry keeps them on Windows")
WRONG_VALUES = """[General]
utseende=rosa
tekst=stor

[vindu]
form=12
[paneler]
samtale=noe
[laas]
x=y
"""
CASES = [*STATES, "wrong values"]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skole") / "oving"
    open_services(folder, practice=True).close()
    return folder


def start(folder: Path, config: Path, look: Callable[[], object] = lambda: None) -> str:
    """What a window says when it is ready; then somebody may `look`, and it is ended."""
    limited = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    process = subprocess.Popen(
        [
            *limited,
            sys.executable,
            "-m",
            "sentralbord_desktop",
            "--practice",
            "--data",
            str(folder),
            "--tell-when-ready",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(config)},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    look()
    process.kill()
    process.wait()
    rest = process.stdout.read()
    process.stdout.close()
    return line if line.startswith("ready") else line + rest


@pytest.mark.night
@pytest.mark.figures("R19")
def test_window_settings_that_are_spoilt_keep_nobody_out(school: Path, tmp_path: Path, figure: Say) -> None:
    if shutil.which("setpriv") is None:
        pytest.skip("root reads everything here")
    tried = CASES[:: size(1, 3)]
    for number, state in enumerate(tried):
        config = tmp_path / str(number)
        file = config / "Sentralbord/Sentralbord.conf"
        file.parent.mkdir(parents=True)
        if state == "wrong values":
            file.write_text(WRONG_VALUES)
        else:
            STATES[state](file)
        said = start(school, config)
        assert said.startswith("ready"), (state, said)
        assert os.path.lexists(file)
    figure("R19", f"window settings spoilt in {len(tried)} ways: the window opened each time, 0 deleted")


@pytest.mark.figures("R17")
def test_an_open_window_keeps_nothing_that_another_user_may_read(school: Path, tmp_path: Path, figure: Say) -> None:
    """Register, its log, lock and marker while it is open, and the settings that an older start made."""
    home = Path(shutil.copytree(school, tmp_path / "oving"))
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    file = tmp_path / "config/Sentralbord/Sentralbord.conf"
    file.parent.mkdir(parents=True)
    file.write_text("[General]\nutseende=lyst\n")
    file.chmod(0o644)
    found: list[str] = []
    names: set[str] = set()

    def look() -> None:
        found.extend(open_to_others(home))
        names.update(path.name for path in home.iterdir())

    assert start(home, tmp_path / "config", look).startswith("ready")
    assert {"sentralbord.lock", "sentralbord.db-wal", "sentralbord.db-okt", "logg"} <= names
    assert found == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    figure("R17", f"{len(names)} files and folders of an open window, and its settings: 0 that another user may read")
