"""R19: the file that keeps widths and colours of the window, spoilt in each way: the window opens."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sentralbord_desktop.composition import open_office
from tests.figures import Say, size
from tests.reliability.spoilt import STATES

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
    open_office(folder, practice=True).close()
    return folder


def start(folder: Path, config: Path) -> str:
    """What a window says when it is ready; then it is ended."""
    limited = (
        ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    )
    process = subprocess.Popen(
        [*limited, sys.executable, "-m", "sentralbord_desktop", "--practice", "--data", str(folder),
         "--tell-when-ready"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(config)},
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    process.kill()
    process.wait()
    rest = process.stdout.read()
    process.stdout.close()
    return line if line.startswith("ready") else line + rest


@pytest.mark.figures("R19")
def test_window_settings_that_are_spoilt_keep_nobody_out(
    school: Path, tmp_path: Path, figure: Say
) -> None:
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
    figure(
        "R19",
        f"window settings spoilt in {len(tried)} ways: the window opened each time, 0 deleted",
    )
