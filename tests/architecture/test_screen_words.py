"""What no text on the screen or to a member says: that it is too late. Only a lawyer can know that (rulebook, 5.3)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/sentralbord_desktop"
TOO_LATE = re.compile(r"\b(for sent|for seint|too late|za późno)\b", re.IGNORECASE)


def texts_of(source: str) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def screen_texts() -> Iterator[tuple[str, str]]:
    for file in SOURCE.rglob("*.py"):
        for text in texts_of(file.read_text(encoding="utf-8")):
            yield file.name, text
    for file in (*SOURCE.rglob("*.yaml"), *(ROOT / "ui").rglob("*.ui")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.name, "" if line.startswith("#") else line


OWN_DATE = re.compile(r"%d\.|%Y")


def test_a_day_on_a_page_has_the_form_that_all_pages_have() -> None:
    """`near_day` and `day_and_time` form it; `note_date` what is written, and a day of birth."""
    files = list((SOURCE / "gui").rglob("*.py"))
    assert len(files) > 100
    assert [file.name for file in files if OWN_DATE.search(file.read_text(encoding="utf-8"))] == []


def test_no_text_says_that_it_is_too_late() -> None:
    assert [(name, text) for name, text in screen_texts() if TOO_LATE.search(text)] == []


def test_a_text_is_found_and_a_docstring_is_not() -> None:
    assert list(texts_of('"""Not «for sent»."""\nA = "Holdt for sent"\n')) == ["Holdt for sent"]
