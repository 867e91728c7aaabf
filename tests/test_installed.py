"""What somebody gets who installs the wheel: every command of it starts, and opens a register and closes it."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.services.office import Services
from tests.helpers.desktop import Window, private_desktop
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.window_register import current_user

ROOT = Path(__file__).parents[1]
PARTS = ("src", "ui", "resources", "packaging", "pyproject.toml", "uv.lock", "README.md", "LICENSE")
"""What the wheel is built of. A copy: the build writes into the sources, which other tests import meanwhile."""
PATIENCE = 60


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it; `scripts` are its commands by kind, as the wheel itself says."""

    folder: Path
    version: str
    scripts: dict[str, list[str]]

    def run(self, name: str, *words: str, **more: str) -> str:
        """What the command said; it must end well and say nothing on stderr."""
        done = subprocess.run(
            [self.folder / "bin" / name, *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
            cwd=self.folder,
            env=clean() | {"QT_QPA_PLATFORM": "offscreen"} | more,
        )
        assert (done.returncode, done.stderr) == (0, ""), (name, words, done.stdout, done.stderr)
        return done.stdout


def clean() -> dict[str, str]:
    """Nothing of this environment leads to the sources."""
    left_out = ("PYTHONPATH", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "COVERAGE_PROCESS_START")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"PYTHONUTF8": "1", "SENTRALBORD_PASSPHRASE": PASSPHRASE}


def uv() -> str:
    """The pinned one of dev.py, or that of the machine."""
    own = ROOT / ".tools" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    assert found is not None, "uv is missing here; run dev.py setup"
    return found


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    place = tmp_path_factory.mktemp("installert")
    tree, target = place / "tree", place / "venv"
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name)
        else:
            shutil.copy2(ROOT / name, tree / name)
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place / "dist"], tree)
    (wheel,) = (place / "dist").glob("*.whl")
    sync = [uv(), "sync", "--quiet", "--locked", "--no-dev", "--no-install-project"]
    run([*sync, "--python", sys.executable], tree, UV_PROJECT_ENVIRONMENT=str(target))
    pip = [uv(), "pip", "install", "--quiet", "--no-deps", "--python", target / "bin" / "python"]
    run([*map(str, pip), wheel], tree)
    return Installed(target, *told_by(wheel))


def run(command: Sequence[str | Path], folder: Path, **more: str) -> None:
    done = subprocess.run(
        command, cwd=folder, env=clean() | more, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def told_by(wheel: Path) -> tuple[str, dict[str, list[str]]]:
    """Version and commands, out of the wheel's own metadata."""
    entries = ConfigParser()
    with zipfile.ZipFile(wheel) as parts:
        about = {Path(name).name: name for name in parts.namelist() if ".dist-info/" in name}
        entries.read_string(parts.read(about["entry_points.txt"]).decode())
        version = HeaderParser().parsestr(parts.read(about["METADATA"]).decode())["Version"]
    return version, {kind: list(entries[kind]) for kind in entries.sections()}


def test_the_wheel_brings_a_command_for_the_window_and_one_without(installed: Installed) -> None:
    assert set(installed.scripts) == {"console_scripts", "gui_scripts"}
    laid = {file.name for file in (installed.folder / "bin").iterdir()}
    assert {name for names in installed.scripts.values() for name in names} <= laid
    run([uv(), "pip", "check", "--python", installed.folder / "bin" / "python"], installed.folder)


def test_every_command_tells_its_version_and_how_it_is_used(installed: Installed) -> None:
    for name in (name for names in installed.scripts.values() for name in names):
        assert installed.run(name, "--version").split()[-1] == installed.version
        assert installed.run(name, "--help").startswith(f"bruk: {name} ")
    assert installed.run("python", "-m", "sentralbord_desktop", "--version").strip()


def test_the_window_tests_itself(installed: Installed) -> None:
    for name in installed.scripts["gui_scripts"]:
        assert installed.run(name, "--selftest") == "selvtest: alt virker\n"


def test_every_command_without_a_window_opens_a_register_and_closes_it(installed: Installed, tmp_path: Path) -> None:
    for name in installed.scripts["console_scripts"]:
        data = str(tmp_path / name)
        for _ in ("made", "opened again"):
            assert installed.run(name, "--data", data, "check").startswith("Registeret er i orden.")
    assert not (tmp_path / name / "sentralbord.db-wal").exists()


def test_every_command_with_a_window_opens_a_register_by_its_words_and_closes_it(
    installed: Installed, tmp_path: Path, opened: Callable[[Path], Services]
) -> None:
    for name in installed.scripts["gui_scripts"]:
        folder = tmp_path / name
        services = opened(folder / "register")
        services.session.update(name="Maja Hovde", initials="MH", loop=1)
        services.close()
        with private_desktop() as screen:
            program = [str(installed.folder / "bin" / name)]
            window = Window(clean() | screen, folder, program=program)
            try:
                window.focus_is("Passord")
                window.type(PASSPHRASE)
                window.keys("Return")
                window.wait_ready()
                window.focus_is("Søk")
                window.close_by_its_frame()
                assert window.process.wait(PATIENCE) == 0
            finally:
                window.close()
        opened(folder / "register").close()
        assert not (folder / "register" / "sentralbord.db-wal").exists()


@pytest.fixture
def opened() -> Callable[[Path], Services]:
    """A real register, not one for practice."""
    return lambda folder: open_services(folder, passphrase=PASSPHRASE, os_user=current_user())
