"""One word, one thing: the glossary in docs/architecture.md, and the public names of the product."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/sentralbord_desktop"
COMPILED = "_generated"
WORDS = ("house", "desk", "register", "reading", "known", "waiting", "placing", "places", "line", "moving")
SPEECH = ("say", "told", "tell")
"""One entry of the eleven."""


def glossary() -> list[tuple[list[str], list[str]]]:
    """Of each row of the table: its words, and the words that it replaces."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").partition("## Glossary")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [(words_of(cells[0]), words_of(cells[2])) for cells in rows[2:]]


def words_of(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",") if word.strip()]


def replaced() -> set[str]:
    return {word for _, instead in glossary() for word in instead}


def parts(name: str) -> set[str]:
    """«HouseFile», «house_file» -> house, file."""
    return {part.casefold() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def public_names(source: Path = SOURCE) -> Iterator[tuple[str, str]]:
    """Where, and the name: folders, modules, and what does not begin with _: classes, functions, methods, their
    parameters, attributes and constants."""
    for file in sorted(source.rglob("*.py")):
        if COMPILED in file.parts:
            continue
        where = file.relative_to(source)
        yield from ((where.as_posix(), part.removesuffix(".py")) for part in where.parts)
        tree = ast.parse(file.read_text(encoding="utf-8"))
        scopes = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef)]
        names = (name for scope in scopes for node in scope.body for name in names_of(node))
        yield from ((where.as_posix(), name) for name in names if name[0] != "_")


def names_of(node: ast.stmt) -> Iterator[str]:
    """What a statement of a module or class gives a name; of an assignment to self too, wherever it is."""
    if isinstance(node, ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
        if node.name[0] != "_" or node.name == "__init__":
            yield from (each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
        stored = (each for each in ast.walk(node) if isinstance(each, ast.Attribute))
        yield from (each.attr for each in stored if isinstance(each.ctx, ast.Store) and is_self(each.value))
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        yield from (
            each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        )


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def misnamed(source: Path = SOURCE) -> list[str]:
    banned = replaced()
    return sorted({f"{where}: {name}" for where, name in public_names(source) if parts(name) & banned})


def test_each_of_the_eleven_words_is_in_the_glossary_once() -> None:
    count = Counter(word for words, instead in glossary() for word in (*words, *instead))
    assert {word: count[word] for word in (*WORDS, *SPEECH)} == dict.fromkeys((*WORDS, *SPEECH), 1)
    assert [word for word, times in count.items() if times > 1] == []


def test_no_word_is_used_that_another_has_replaced() -> None:
    assert not {word for words, _ in glossary() for word in words} & replaced()
    assert {"house", "desk"} <= replaced()


def test_public_names_use_the_words_of_the_glossary() -> None:
    assert misnamed() == []


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("house_files.py", "", "house_files.py: house_files"),
        ("desk/page.py", "", "desk/page.py: desk"),
        ("page.py", "class DeskPage: ...\n", "page.py: DeskPage"),
        ("page.py", "def read_house() -> None: ...\n", "page.py: read_house"),
        ("page.py", "class Page:\n    def told(self) -> None: ...\n", "page.py: told"),
        ("page.py", "class Page:\n    waiting: int = 0\n", "page.py: waiting"),
        ("page.py", "class Page:\n    def __init__(self) -> None:\n        self.known = 1\n", "page.py: known"),
        ("page.py", "MAX_KNOWN = 3\n", "page.py: MAX_KNOWN"),
        ("page.py", "def read(places: list[str]) -> None: ...\n", "page.py: places"),
    ],
)
def test_a_word_that_was_replaced_is_found(file: str, text: str, found: str, tmp_path: Path) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert misnamed(tmp_path) == [found]


def test_desktop_is_another_word(tmp_path: Path) -> None:
    text = "def _told(known: int) -> None: ...\nclass Greenhouse:\n    _known = 1\n"
    (tmp_path / "desktop.py").write_text(text, encoding="utf-8")
    assert misnamed(tmp_path) == []


def test_an_inquiry_is_called_samtale_on_the_screen() -> None:
    """In the rulebook, in what is sent and in a report on a member the word is «henvendelse»."""
    files = [*(SOURCE / "gui").rglob("*.py"), *(ROOT / "ui").glob("*.ui")]
    assert [file.name for file in files if COMPILED not in file.parts and "envendelse" in file.read_text("utf-8")] == []
