"""What tests share lies in tests/helpers: no test module and no conftest is imported, and no helper is too long."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
HELPERS = "tests.helpers"
MAX_HELPER_LINES = 300
"""As many as a module of the product may have."""
IMPORTED = re.compile(
    r"^\s*(?:from\s+(?P<source>\.[\w.]*|tests(?:\.\w+)*)\s+import\s+(?P<names>\([^)]*\)|[^\n]*)"
    r"|import\s+(?P<module>tests(?:\.\w+)*))",
    re.MULTILINE,
)
"""Also in a string: some tests start a program that they have as a text."""


def imported(text: str) -> Iterator[str]:
    """Every module of tests that this source names in an import, dotted; `from tests import x` names tests.x."""
    for found in IMPORTED.finditer(text):
        if found["module"] or found["source"] != "tests":
            yield found["module"] or found["source"]
        else:
            yield from (f"tests.{name}" for name in re.findall(r"(?:^|,)\s*(\w+)", found["names"].strip("()")))


def is_shared(module: str) -> bool:
    return f"{module}.".startswith(f"{HELPERS}.")


def wrong_imports(tests: Path) -> list[str]:
    return [
        f"{file.relative_to(tests).as_posix()} imports {module}"
        for file in sorted(tests.rglob("*.py"))
        for module in imported(file.read_text(encoding="utf-8"))
        if not is_shared(module)
    ]


def test_tests_import_helpers_alone() -> None:
    assert wrong_imports(TESTS) == []


def test_no_helper_is_longer_than_a_module_of_the_product() -> None:
    lengths = {file.name: file.read_text("utf-8").count("\n") for file in (TESTS / "helpers").glob("*.py")}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_HELPER_LINES} == {}


def test_no_helper_is_a_test() -> None:
    assert [
        file.name for file in (TESTS / "helpers").rglob("*.py") if file.match("test_*.py") or file.match("conftest.py")
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "from tests.gui.test_layout import shown",
        "from tests.gui.conftest import screen",
        "    from tests.storage.test_moving import enrolled",
        "import tests.test_cli",
        "from tests import test_cli, helpers",
        "from .test_layout import shown",
        'CHILD = """\nfrom tests.reliability.conftest import reopen\n"""',
    ],
)
def test_the_control_another_import_is_found(line: str, tmp_path: Path) -> None:
    (tmp_path / "test_new.py").write_text(f"from tests.helpers.screen import Screen\n{line}\n", encoding="utf-8")
    assert len(wrong_imports(tmp_path)) == 1
