"""What the docs promise is shown by a test, or the list says why no test shows it (`tests/promises/<doc>.txt`).

A list has words of the doc, each on a line. Below them stand, each indented, the tests that show them («file::test»,
in `tests`), or «- » and why none does. Words that begin with «## » are a heading: they are for all that stands under it.
A part of a doc is a row of a table of three columns or more, a smaller table, a point of a list, or a paragraph.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sentralbord_desktop.cli import _parser

ROOT = Path(__file__).parents[1]
DOCS = ("threat-model", "it", "reliability")


@dataclass
class Promise:
    """`words` stand so in the doc; `tests` show them, or `why_not` says why none does."""

    words: str
    tests: list[str] = field(default_factory=list)
    why_not: str = ""


def promises_of(doc: str) -> list[Promise]:
    found: list[Promise] = []
    for line in (ROOT / f"tests/promises/{doc}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            found += [Promise(line)] if line else []
        elif line.strip().startswith("- "):
            found[-1].why_not = line.strip().removeprefix("- ")
        else:
            found[-1].tests.append(line.strip())
    return found


PROMISES = {doc: promises_of(doc) for doc in DOCS}


def columns(line: str) -> int:
    """Of a row of a table; 0 for anything else."""
    return line.count("|") - 1 if line.startswith("|") else 0


def parts_of(doc: str) -> Iterator[tuple[str, str]]:
    """(heading, words) of each part; what is to be typed or copied (``` … ```) is none."""
    text = (ROOT / f"docs/{doc}.md").read_text(encoding="utf-8")
    text = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    heading, words = "", ""
    lines = [line.strip() for line in text.splitlines()]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        is_new = not line or line.startswith(("#", "- ")) or columns(line) > 2
        if (is_new or re.match(r"\d+\. ", line)) and words:
            yield heading, words
            words = ""
        if line.startswith("#"):
            heading = line if line.startswith("## ") else heading
        elif line and not re.match(r"\|[-|]+$", line) and not re.match(r"\|[-|]+$", after):
            words = f"{words} {line}".strip()
    if words:
        yield heading, words


def is_about(promise: Promise, part: tuple[str, str]) -> bool:
    heading, words = part
    return heading == promise.words or promise.words in words


@pytest.mark.parametrize("doc", DOCS)
def test_each_promise_stands_in_its_doc_as_it_is_listed(doc: str) -> None:
    parts = list(parts_of(doc))
    gone = [p.words for p in PROMISES[doc] if not any(is_about(p, part) for part in parts)]
    assert gone == []


@pytest.mark.parametrize("doc", DOCS)
def test_each_part_of_a_doc_has_a_promise_that_is_shown_or_a_reason_why_not(doc: str) -> None:
    bare = [
        words
        for heading, words in parts_of(doc)
        if not any(is_about(promise, (heading, words)) for promise in PROMISES[doc])
    ]
    assert bare == []


@pytest.mark.parametrize("doc", DOCS)
def test_each_promise_has_tests_or_a_reason(doc: str) -> None:
    assert [p.words for p in PROMISES[doc] if bool(p.tests) == bool(p.why_not)] == []


@pytest.mark.parametrize("doc", DOCS)
def test_each_test_that_shows_a_promise_is_there(doc: str) -> None:
    named = {test for promise in PROMISES[doc] for test in promise.tests}
    there = {f"{file}::{test}" for file in files(named) for test in functions_in(file)}
    assert named - there == set()


@pytest.mark.parametrize("doc", DOCS)
def test_each_test_that_a_doc_names_is_there(doc: str) -> None:
    text = (ROOT / f"docs/{doc}.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/.-]+)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_command_that_the_doc_for_it_names_is_one() -> None:
    """What stands after two blanks says what it does."""
    text = (ROOT / "docs/it.md").read_text(encoding="utf-8")
    named = re.findall(r"\bsentralbord-cli (\S[^`\n]*)", re.sub(r"sentralbord-cli\.exe", "", text))
    typed = [
        shlex.split(words.split("  ")[0].replace("\\", "/"))
        for words in named
        if words[0].isascii()
    ]
    assert len(typed) > 20
    for words in typed:
        if not {"--help", "--without-log"} & set(words):
            _parser().parse_args(words)


def test_the_control_what_nobody_listed_is_found() -> None:
    """Every doc has parts, and each of them is about what it says alone."""
    for doc in DOCS:
        parts = list(parts_of(doc))
        assert len(parts) > 20
        assert not any(is_about(Promise("Ingen har lovet dette"), part) for part in parts)


def files(named: set[str]) -> set[str]:
    return {test.partition("::")[0] for test in named}


def functions_in(file: str) -> set[str]:
    """The functions of a module of tests that pytest runs."""
    path = ROOT / "tests" / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
