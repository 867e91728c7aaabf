"""docs/tilgjengelighet.md has each criterion of WCAG 2.2 A and AA once, and two of AAA, and names tests that are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
STATEMENT = TESTS.parent / "docs/tilgjengelighet.md"
LEVEL_A = """
1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1
2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"""
LEVEL_AA = """
1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3
3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"""
A, AA = LEVEL_A.split(), LEVEL_AA.split()
AAA = ["2.4.13", "2.5.5"]
VERDICTS = {"ja", "nei", "gjelder ikke"}
ROW = re.compile(r"^\| (\d\.\d\.\d+) [^|]*\| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows(text: str) -> list[tuple[str, str, str]]:
    """Criterion, verdict and evidence."""
    table = text.partition("## WCAG 2.2")[2].partition("\n## ")[0]
    return [(found[1], found[2].strip(), found[3].strip()) for found in ROW.finditer(table)]


def missing_tests(text: str, tests: Path) -> Iterator[str]:
    for file, name in NAMED.findall(text):
        path = tests / file
        asked = rf"^def (?:test_)?{name.removeprefix('test_')}\("
        if not path.exists() or not re.search(asked, path.read_text(encoding="utf-8"), re.MULTILINE):
            yield f"{file}::{name}"


def test_each_criterion_stands_once_with_a_verdict_and_its_evidence() -> None:
    found = rows(STATEMENT.read_text(encoding="utf-8"))
    assert (len(A), len(AA)) == (31, 24)
    assert sorted(number for number, _, _ in found) == sorted([*A, *AA, *AAA])
    assert [row for row in found if row[1] not in VERDICTS or not row[2]] == []


def test_each_test_that_is_named_is_there() -> None:
    text = STATEMENT.read_text(encoding="utf-8")
    assert NAMED.search(text)
    assert list(missing_tests(text, TESTS)) == []


@pytest.mark.parametrize("named", ["`gui/test_gone.py::test_is`", "`gui/test_here.py::test_was`"])
def test_the_control_a_test_that_is_gone_is_found(named: str, tmp_path: Path) -> None:
    (tmp_path / "gui").mkdir()
    (tmp_path / "gui/test_here.py").write_text("def test_is() -> None: ...\n", encoding="utf-8")
    assert len(list(missing_tests(f"`gui/test_here.py::test_is` {named}", tmp_path))) == 1


def test_what_is_not_met_stands_among_what_is_known_to_be_missing() -> None:
    text = STATEMENT.read_text(encoding="utf-8")
    known = text.partition("## Kjente mangler")[2].partition("\n## ")[0]
    assert {number for number, verdict, _ in rows(text) if verdict == "nei"} == set(re.findall(r"\d\.\d\.\d+", known))
