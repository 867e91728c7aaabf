"""What the installer is made of, as far as it can be seen without Windows."""

import os
import re
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path
from types import ModuleType

import holidays
import pytest

import sentralbord_desktop
from sentralbord_desktop.domain.policies import POLICIES

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "packaging/windows"), str(ROOT / "packaging/entry")]

import read_once
from frozen_parts import is_unused_module, is_unused_part, is_window_module, unused_holidays
from make_icon import SIZES, write_icon
from version_resource import four_numbers, project_version, version_before

from write_policies import files as policy_files


def test_the_version_is_written_in_one_place_and_told_alike() -> None:
    version = project_version(ROOT / "pyproject.toml")
    assert version == sentralbord_desktop.__version__
    assert four_numbers("1.2.3") == (1, 2, 3, 0)
    with pytest.raises(ValueError, match="invalid literal"):
        four_numbers("1.2.3rc1")


@pytest.mark.parametrize(
    ("this", "earlier"), [("0.1.0", "0.0.999"), ("0.1.2", "0.1.1"), ("1.0.0", "0.999.999"), ("2.10.0", "2.9.999")]
)
def test_the_version_before_can_be_upgraded(this: str, earlier: str) -> None:
    assert version_before(this) == earlier
    assert four_numbers(earlier) < four_numbers(this)


def test_the_icon_has_every_size(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    content = write_icon(ROOT / "resources/icon.svg", tmp_path / "app.ico").read_bytes()
    assert content[:4] == b"\0\0\1\0"
    assert content[4] == len(SIZES)
    biggest = QImage.fromData(content[content.rindex(b"\x89PNG") :])
    assert (biggest.width(), biggest.height()) == (256, 256)
    assert biggest.pixelColor(128, 20).name() == "#0b5c73"


def test_what_the_app_uses_is_kept() -> None:
    for part in (
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/Qt6Network.dll",
        "qtawesome/fonts/phosphor-1.3.0.ttf",
        "tzdata/zoneinfo/Europe/Oslo",
    ):
        assert not is_unused_part(part.replace("/", "\\")), part
    assert is_unused_part("PySide6\\opengl32sw.dll")
    assert is_window_module("PySide6.QtCore")
    assert not is_window_module("sentralbord_desktop.services.house")
    assert is_unused_module("holidays.countries.sweden")
    assert not is_unused_module("holidays.countries.norway")
    assert not is_unused_module("holidays.countries")
    left_out = unused_holidays(Path(holidays.__file__).parent)
    assert "holidays.countries.sweden" in left_out
    assert not [name for name in left_out if name == "holidays.countries.norway" or name.endswith("__")]


AS_FROZEN = """
import importlib.util, sys
from frozen_parts import UNUSED_MODULES, is_unused_module

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if is_unused_module(name) or any(f"{name}.".startswith(f"{gone}.") for gone in UNUSED_MODULES):
            raise ModuleNotFoundError(name)
        if name == "holidays.countries":
            return importlib.util.spec_from_file_location(
                name, sys.argv[1], submodule_search_locations=list(path) and [f"{path[0]}/countries"])

sys.meta_path.insert(0, LeftOut())
import httpx, icalendar, keyring, psycopg, python_calamine, recurring_ical_events  # loaded when needed
from sentralbord_desktop.startup.selftest import run_selftest
from sentralbord_desktop.startup.application import Application
sys.exit(run_selftest(Application))
"""


@pytest.mark.night
def test_the_program_runs_without_the_modules_and_docstrings_that_are_left_out() -> None:
    """Every page with its figures, and a call: what PyInstaller leaves out is missed here, not first under Wine."""
    paths = [ROOT / "packaging", ROOT / "packaging/windows"]
    norway = ROOT / "packaging/entry/holidays_countries/__init__.py"
    done = subprocess.run(
        [sys.executable, "-OO", "-c", AS_FROZEN, norway],
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(map(str, paths))},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_exit_code_of_setup_is_told_to_it() -> None:
    script = (ROOT / "packaging/windows/sentralbord.nsi").read_text(encoding="utf-8-sig")
    codes = {int(code) for code in re.findall(r"!define EXIT_\w+ (\d+)", script)}
    table = (ROOT / "docs/it.md").read_text(encoding="utf-8").split("### Utgangskoder")[1]
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", table.split("###")[0], re.MULTILINE)}
    assert codes
    assert told == codes | {0, 1}  # NSIS's own: done, and cancelled in the wizard


def test_the_pinned_python_is_one_that_the_project_runs_on() -> None:
    import pins

    wanted_versions = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert wanted_versions["project"]["requires-python"] == ">=3.11,<3.14"
    assert pins.PYTHON_VERSION in {"3.11", "3.12", "3.13"}
    assert pins.PYTHON_FULL.startswith(pins.PYTHON_VERSION)


def test_the_templates_for_group_policy_are_those_of_the_list() -> None:
    for path, text in policy_files().items():
        assert path.read_text(encoding="utf-8") == text, "run python packaging/write_policies.py"


def test_every_text_and_form_that_a_template_asks_for_is_there_in_both_languages() -> None:
    made = policy_files()
    admx = next(text for path, text in made.items() if path.suffix == ".admx")
    for path, text in made.items():
        if path.suffix == ".adml":
            for kind, tag in (("string", "string"), ("presentation", "presentation")):
                asked = set(re.findall(rf"\$\({kind}\.(\w+)\)", admx))
                given = re.findall(rf"<{tag} id=\"(\w+)\"", text)
                assert asked == set(given)
                assert len(given) == len(set(given))
    keys = re.findall(r'key="Software\\Policies\\Sentralbord\\(\w+)"', admx)
    values = re.findall(r'valueName="(\w+)"', admx)
    assert list(zip(keys, values, strict=True)) == [(p.section, p.key) for p in POLICIES]


def test_the_program_file_is_read_once_while_it_starts_and_let_go_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a reader as PyInstaller's: two streams beside each other, and the file again once it is let go."""
    reader = ModuleType(read_once.READER)
    exec("def read(name):\n    return open(name, 'rb')", reader.__dict__)  # noqa: S102 - its `open` is looked up in it
    monkeypatch.setitem(sys.modules, read_once.READER, reader)
    monkeypatch.setattr(read_once, "HELD_S", 0.4)
    program = tmp_path / "Sentralbord.exe"
    program.write_bytes(b"first")
    read_once.read_once()
    one = reader.read(str(program))
    assert one.read(2) == b"fi"
    program.write_bytes(b"other")
    with reader.read(str(program)) as another:
        assert another.read() == b"first"
    assert one.read() == b"rst"
    until = time.monotonic() + 10
    while "open" in vars(reader) and time.monotonic() < until:
        time.sleep(0.05)
    with reader.read(str(program)) as again:
        assert again.read() == b"other"


def test_outside_a_frozen_program_nothing_is_read_once() -> None:
    before = threading.active_count()
    read_once.read_once()
    assert threading.active_count() == before
