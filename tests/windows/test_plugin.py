"""What the Windows lane leaves out, and what it starts: a rule that leaves out nothing fails the run, also in a part that
reads some files only."""

import re
from pathlib import Path

import pytest

from tests.helpers.windows_plugin import TESTS, unused_rules

ALL = {path.relative_to(TESTS.parent).as_posix() for path in TESTS.rglob("test_*.py")}
HERE = "tests/windows/test_plugin.py"
STARTED = [path for path in (TESTS / "windows").glob("*.py") if not path.stem.startswith(("test_", "__"))]
"""Scripts that the lane starts with the Windows Python, which cannot import the tests."""


@pytest.mark.parametrize(
    ("rule", "read", "names", "is_unused"),
    [
        ("test_plugin.py::test_is", {HERE}, [f"{HERE}::test_is"], False),
        ("test_plugin.py::test_was", {HERE}, [f"{HERE}::test_is"], True),
        ("test_plugin.py::test_was", {"tests/test_cli.py"}, [], False),
        ("test_gone.py::test_was", {"tests/test_cli.py"}, [], True),
        ("tests/windows/", {HERE}, [f"{HERE}::test_is"], False),
        ("tests/gone/", {HERE}, [f"{HERE}::test_is"], True),
        ("postgresql", {HERE}, [f"{HERE}::test_is"], False),
        ("postgresql", ALL, [f"{HERE}::test_is"], True),
        ("postgresql", ALL, [f"{HERE}::test_is[postgresql]"], False),
    ],
)
def test_a_rule_is_asked_about_where_its_file_is_read(
    rule: str, read: set[str], names: list[str], is_unused: bool
) -> None:
    assert unused_rules([rule], read, names) == ([rule] if is_unused else [])


@pytest.mark.parametrize("script", STARTED, ids=lambda path: path.stem)
def test_a_script_of_the_lane_imports_nothing_of_the_tests(script: Path) -> None:
    assert not re.search(r"^\s*(from|import) tests\b", script.read_text(encoding="utf-8"), re.MULTILINE)
