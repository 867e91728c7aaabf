"""What a public function gives, and what an attribute holds, is read by name: no tuple of so many places."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/sentralbord_desktop"
COMPILED = "_generated"
LEFT = {
    "domain/imports/preview.py: Corrected.key": "a key, compared whole",
    "gui/lists/paper.py: Sheets.groups": "heading and rows, as dict.items() gives them",
    "gui/widgets/field_grid.py: Field.choices": "key and words, as dict.items() gives them",
    "services/members.py: DuplicateService.both": "two members of one kind, in the order asked for",
    "storage/members/merge.py: kept_apart": "two ids of one kind, the lower first",
    "storage/search/digit_slips.py: Term": "a search makes hundreds for each key",
    "storage/search/query_tiers.py: QueryTier.hearing": "a key, compared whole",
    "storage/search/rebuild.py: indexed": "one for each word of the index, millions",
}
"""Where a tuple stays, and why."""


def bare_tuples(source: Path = SOURCE) -> set[str]:
    found = set()
    for file in sorted(source.rglob("*.py")):
        if COMPILED not in file.parts:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            where = file.relative_to(source).as_posix()
            found |= {f"{where}: {name}" for name, shape in shapes(tree.body) if has_places(shape)}
    return found


def shapes(body: list[ast.stmt], of: str = "") -> Iterator[tuple[str, ast.expr | None]]:
    """Public names with what they are: of a function what it returns, of an attribute its annotation, of a type what
    it stands for. Constants are values, not types."""
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name[0] != "_":
            yield from shapes(node.body, f"{of}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield f"{of}{node.name}", node.returns
        elif isinstance(node, ast.AnnAssign) and of and isinstance(node.target, ast.Name) and node.target.id[0] != "_":
            yield f"{of}{node.target.id}", node.annotation
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id[0] != "_":
            yield f"{of}{node.targets[0].id}", node.value if isinstance(node.value, ast.Subscript) else None


def has_places(shape: ast.expr | None) -> bool:
    """Whether a tuple[A, B] is in it, anywhere; tuple[A, ...] is a list that does not change."""
    if isinstance(shape, ast.Constant) and isinstance(shape.value, str):
        shape = ast.parse(shape.value, mode="eval").body
    inner = (node for node in ast.walk(shape) if isinstance(node, ast.Subscript)) if shape else ()
    return any(
        isinstance(node.value, ast.Name)
        and node.value.id == "tuple"
        and isinstance(node.slice, ast.Tuple)
        and not any(isinstance(each, ast.Constant) and each.value is ... for each in node.slice.elts)
        for node in inner
    )


def test_what_is_given_has_names() -> None:
    assert bare_tuples() == set(LEFT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def read() -> tuple[str, int]: ...\n", {"page.py: read"}),
        ("def read() -> dict[str, list[tuple[str, str]]] | None: ...\n", {"page.py: read"}),
        ("def read() -> 'tuple[str, int]': ...\n", {"page.py: read"}),
        ("class Page:\n    @property\n    def way(self) -> tuple[str, bool]: ...\n", {"page.py: Page.way"}),
        ("class Page:\n    way: tuple[str, bool]\n", {"page.py: Page.way"}),
        ("Way = tuple[str, bool]\n", {"page.py: Way"}),
        ("def read() -> tuple[str, ...]: ...\ndef _read() -> tuple[str, int]: ...\n", set()),
        ("class _Page:\n    way: tuple[str, bool]\n\n\nSIZE: tuple[int, int] = 1, 2\n", set()),
    ],
)
def test_a_tuple_of_places_is_found(text: str, found: set[str], tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(text, encoding="utf-8")
    assert bare_tuples(tmp_path) == found
