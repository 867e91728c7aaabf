"""The house: imports go one way, and the contracts bite."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT = Path(sys.executable).parent / "lint-imports"


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin"},
    )


def copy_of_the_house(tmp_path: Path) -> Path:
    import shutil

    shutil.copytree(ROOT / "src", tmp_path / "src")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("gui/core/theme.py", "import sentralbord_desktop.storage.tables", "screens reach the database"),
        ("domain/dates/calendar.py", "import sentralbord_desktop.services.session", "imports point inward"),
        ("services/session.py", "import PySide6.QtCore", "Qt stays in the window"),
        ("domain/telephony.py", "import keyring", "the domain does no input or output"),
        ("gui/core/theme.py", "import sentralbord_desktop.gui.widgets.labels", "the window is built from below"),
        ("gui/callbacks.py", "import sentralbord_desktop.gui.messages.outbox_page", "the window is built from below"),
        ("startup/command_line.py", "import sentralbord_desktop.startup.sign_in_flow", "the start goes one way"),
    ],
)
def test_a_wrong_import_breaks_its_contract(module: str, line: str, contract: str, tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    file = house / "src/sentralbord_desktop" / module
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    result = lint(house)
    assert result.returncode != 0
    broken = [row for row in result.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), result.stdout


def test_the_frame_comes_before_the_orm() -> None:
    code = (
        "import sys; from sentralbord_desktop.startup import application; "
        "print([m for m in ('sqlmodel', 'sqlalchemy', 'alembic', 'pydantic') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_what_only_a_second_start_or_a_log_needs_comes_after_the_frame() -> None:
    code = (
        "import sys; from sentralbord_desktop.startup import application; "
        "print([m for m in ('PySide6.QtNetwork', '_hashlib', 'logging.handlers', 'uuid') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_start_over_a_file_loads_nothing_that_it_does_not_use() -> None:
    code = (
        "import sys; import sentralbord_desktop.bootstrap, sentralbord_desktop.gui.workspace.workspace; "
        "from sentralbord_desktop.gui.workspace import settings_panels; "
        "print([m for m in ('psycopg', 'qtpy', 'qtawesome', 'alembic', 'holidays', "
        "'sqlalchemy.dialects.postgresql') "
        "if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_every_file_of_the_repository_has_a_name_that_windows_can_have() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=ROOT).stdout
    names = [name.decode("utf-8", "replace") for name in listed.split(b"\0") if name]
    assert not [name for name in names if re.search(r'[\x00-\x1f<>:"|?*\ufffd\\]', name)]
