"""What a run repeats or leaves out is named by tests that are there: over a server, and under Wine."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.helpers import night, on_server, windows_plugin, windows_rules
from tests.helpers.first_case import FirstCase

TESTS = Path(__file__).parents[1]


def gone(rules: Iterable[str], root: Path = TESTS.parent) -> list[str]:
    """The rules that name no test below `root`: «folder/file.py::beginning of a name», or less of it."""
    names = [
        f"{file.relative_to(root).as_posix()}::{test}"
        for file in root.glob("tests/**/test_*.py")
        for test in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    return [rule for rule in rules if not any(rule.partition("[")[0] in name for name in names)]


def test_each_rule_names_a_test() -> None:
    for rules in (on_server.REPEATED, on_server.LEFT_OUT, on_server.EACH_CASE):
        assert gone(rules) == []
    under_wine = [*windows_rules.LEFT_OUT, *windows_rules.EACH_CASE]
    assert gone(rule for rule in under_wine if rule != "postgresql") == []
    tried = [
        f"{folder}{name}" if "::" in name else f"{folder}{name}::"
        for folder, (_, names) in windows_rules.TRIED.items()
        for name in (name.replace("::", ".py::") if "::" in name else f"{name}.py" for name in names)
    ]
    assert gone(tried) == []
    assert gone([*night.AT_NIGHT, *night.EACH_CASE]) == []


def test_over_a_server_a_rule_is_about_what_is_repeated() -> None:
    about = [*on_server.LEFT_OUT, *on_server.EACH_CASE]
    assert [rule for rule in about if not any(part in rule for part in on_server.REPEATED)] == []
    assert [rule for rule in on_server.EACH_CASE if any(part in rule for part in on_server.LEFT_OUT)] == []


@pytest.mark.parametrize("rule", ["gui/test_gone.py::", "gui/test_here.py::test_was", "test_here.py::test_was[x"])
def test_the_control_a_rule_about_a_test_that_is_gone_is_found(rule: str, tmp_path: Path) -> None:
    (tmp_path / "tests/gui").mkdir(parents=True)
    (tmp_path / "tests/gui/test_here.py").write_text("def test_is() -> None: ...\n", encoding="utf-8")
    assert gone(["gui/test_here.py::", "test_here.py::test_is", rule], tmp_path) == [rule]


def test_of_the_cases_of_a_test_the_first_is_run_and_those_that_ask_something_else() -> None:
    first = FirstCase(["test_one.py::test_each", "[two"])
    asked = ["test_a[one]", "test_a[three]", "test_a[two]", "test_each[one]", "test_each[three]", "test_plain"]
    assert [name for name in asked if not first.is_before(f"tests/test_one.py::{name}")] == [
        "test_a[one]",
        "test_a[two]",
        "test_each[one]",
        "test_each[three]",
        "test_plain",
    ]


@pytest.mark.parametrize(
    ("file", "on_a_server", "under_wine"),
    [
        ("services/test_of_tomorrow.py", True, False),
        ("services/test_exports.py", True, True),
        ("services/test_doors.py", False, False),
        ("acceptance/test_callers.py", False, False),
        ("gui/test_of_tomorrow.py", False, False),
        ("gui/test_undo.py", True, False),
        ("gui/test_lock.py", True, True),
        ("reliability/test_of_tomorrow.py", False, True),
    ],
)
def test_a_file_of_which_none_is_run_is_not_read(file: str, *, on_a_server: bool, under_wine: bool) -> None:
    assert on_server.is_read(file) is on_a_server
    assert (windows_plugin.why_not_read(f"tests/{file}") is None) is under_wine
