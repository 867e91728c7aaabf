"""What the docs promise is shown by a test, or the docs do not say it (`tests.promises` is the list)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises import LATER, PROMISES

ROOT = Path(__file__).parents[1]


def words_of(doc: str) -> str:
    """The doc with each line break as a blank: it breaks where the line is full."""
    return " ".join((ROOT / "docs" / doc).read_text(encoding="utf-8").split())


def parts_of(doc: str) -> dict[str, str]:
    """What each of them is about -> its words: the rows of a table, or what stands under a heading."""
    text = (ROOT / "docs" / doc).read_text(encoding="utf-8")
    if doc == "it.md":
        parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
        return {
            head: " ".join(body.split()) for head, body in zip(parts[::2], parts[1::2], strict=True)
        }
    rows = [
        line
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| Who |")
    ]
    return {
        row.split("|")[1].strip(): " ".join(row.split())
        for row in rows
        if row.split("|")[1].strip()
    }


@pytest.mark.parametrize(
    ("doc", "words"), [(doc, words) for doc, all_ in PROMISES.items() for words, _ in all_]
)
def test_each_promise_stands_in_its_doc_as_it_is_listed(doc: str, words: str) -> None:
    assert words in words_of(doc)


@pytest.mark.parametrize("doc", PROMISES)
def test_each_part_of_a_doc_has_a_promise_that_is_shown_or_a_reason_why_not(doc: str) -> None:
    listed = [words for words, _ in PROMISES[doc]]
    for part, text in parts_of(doc).items():
        is_shown = any(words in text for words in listed)
        is_later = any(part.startswith(name) for name in LATER[doc])
        assert is_shown != is_later, part
    for name in LATER[doc]:
        assert any(part.startswith(name) for part in parts_of(doc)), name


def test_each_test_that_shows_a_promise_is_there() -> None:
    named = {test for all_ in PROMISES.values() for _, tests in all_ for test in tests}
    assert all(tests for all_ in PROMISES.values() for _, tests in all_)
    files = sorted({test.partition("::")[0] for test in named})
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    collected = {line.partition("[")[0].replace("\\", "/") for line in told.stdout.splitlines()}
    assert named - collected == set()
